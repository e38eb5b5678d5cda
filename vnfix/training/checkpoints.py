"""What a long training has done so far, kept on disk so that it goes on after a stop."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from vnfix.files import make_folder, open_atomically
from vnfix.packed_arrays import Array

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def name_arrays(value: DataclassInstance) -> dict[str, Array]:
    """The fields of a value that holds arrays alone, by name: what is saved of it, and makes it again."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """A folder of arrays by name.  What is in it was made of the same input, which its name tells."""

    folder: Path

    @staticmethod
    def of_input(parent: Path, parts: Iterable[bytes]) -> Checkpoints:
        """Choose the folder in `parent` for a training whose input is `parts`."""
        digest = blake2b(digest_size=8)
        for part in parts:
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
        return Checkpoints(parent / f".contexts-{digest.hexdigest()}")

    def load(self, name: str) -> dict[str, Array] | None:
        """Load what was saved under a name; None where nothing was, or not all of it."""
        try:
            with np.load(self.folder / f"{name}.npz") as found:
                return dict(found)
        except (OSError, ValueError, EOFError, BadZipFile):
            return None

    def save(self, name: str, arrays: Mapping[str, Array]) -> None:
        """Save arrays under a name in one step.  Raises InputError when they cannot be written."""
        make_folder(self.folder)
        with open_atomically(self.folder / f"{name}.npz") as file:
            np.savez(file, allow_pickle=False, **arrays)

    def remove(self) -> None:
        """Remove all of them: the training is done."""
        shutil.rmtree(self.folder, ignore_errors=True)
