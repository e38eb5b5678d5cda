"""What is done already, and what a killed run left behind."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from vnfix import __version__
from vnfix.batch.outcome import Outcome, Status
from vnfix.batch.storage import Storage
from vnfix.batch.working import JobOptions
from vnfix.dictionaries import find_dictionaries
from vnfix.files import TEMPORARY_PREFIX

_DATA = (".tsv", ".lm", ".bin")
"""How the names of dictionaries end."""


def digest_options(options: JobOptions) -> str:
    """Sum up all that the output of a file depends on besides the file: options, dictionaries and version."""
    settings = options.settings
    folder = options.dictionaries or find_dictionaries()
    parts = [
        __version__,
        options.level.value,
        options.encoding,
        hashlib.sha256(options.learned.read_bytes()).hexdigest() if options.learned else None,
        options.copies,
        options.shares_profile,
        sorted(settings.kinds),
        sorted(settings.ignored_words),
        [[pattern.pattern, pattern.flags] for pattern in settings.ignored_patterns],
        sorted(settings.known_words),
        settings.model.value,
        _digest_data(folder),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _digest_data(folder: Path) -> str:
    """Sum up the dictionaries by their content: the same ones elsewhere give the same output."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _DATA:
            total.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def is_done(outcome: Outcome | None, root: Storage, out: Storage) -> bool:
    """Tell whether a file was finished, is still the same, and its output still stands.

    A file of the same size and time is taken for the same; one with another time is read.
    Failed files are never done: what failed them may be gone.
    """
    if outcome is None or outcome.status is Status.FAILED:
        return False
    try:
        state = root.look(outcome.source)
        if state.size != outcome.size:
            return False
        if outcome.target and out.look(outcome.target).size != outcome.output_size:
            return False
        if state.modified and state.modified == outcome.modified:
            return True
        return hashlib.sha256(root.read(outcome.source)).hexdigest() == outcome.digest
    except OSError:
        return False


def remove_leftovers(out: Path) -> None:
    """Remove the temporary files of a run that was killed, where that is allowed."""
    for folder, _, names in os.walk(out):
        for name in names:
            if name.startswith(TEMPORARY_PREFIX) and name.endswith(".tmp"):
                with contextlib.suppress(OSError):
                    Path(folder, name).unlink()
