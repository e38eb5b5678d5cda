"""From corpus files to arrays of symbol ids.

Each file is read once: every distinct raw form gets a number, the text becomes an array of
these.  Only then are forms made canonical and the vocabulary chosen, so the costly steps run
once a form and not once a token.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.language_model.symbols import find_forms
from vnfix.training.corpus import Split, read_blocks, split_of
from vnfix.training.reading import naming_file

PARAGRAPH_END = "\n"
"""The form after each paragraph; the model sees a sentence end there."""


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """One corpus file: `tokens` index `forms`; form 0 is `PARAGRAPH_END`."""

    name: str
    forms: tuple[str, ...]
    tokens: npt.NDArray[np.uint32]


def encode_file(path: Path) -> EncodedFile:
    """Read the training part of one corpus file (held-out blocks are passed over).

    Raises InputError when the file cannot be read.
    """
    with naming_file(path):
        return _encode_blocks(path)


def _encode_blocks(path: Path) -> EncodedFile:
    numbers: dict[str, int] = {PARAGRAPH_END: 0}
    number_of = numbers.setdefault
    tokens = array("I", [0])
    for block in read_blocks(path):
        if split_of(block.source, block.index) is not Split.TRAIN:
            continue
        for paragraph in block.paragraphs:
            tokens.extend([number_of(form, len(numbers)) for form in find_forms(paragraph)])
            tokens.append(0)
    return EncodedFile(path.name, tuple(numbers), np.frombuffer(tokens, dtype=np.uint32))


def encode_files(paths: Sequence[Path], jobs: int, report: Callable[[str], None]) -> list[EncodedFile]:
    """Encode the files in `jobs` processes; the result is in the order of `paths`.

    Raises InputError when one cannot be read.
    """

    def collect(items: Iterable[EncodedFile]) -> list[EncodedFile]:
        encoded = []
        for item in items:
            report(f"read {item.name}: {len(item.tokens):,} symbols, {len(item.forms):,} forms")
            encoded.append(item)
        return encoded

    if jobs == 1:
        return collect(map(encode_file, paths))
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        return collect(pool.map(encode_file, paths))
