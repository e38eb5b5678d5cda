"""Pairs of damaged and right text: reading them, and aligning them letter by letter.

A pair is two files, NAME.damaged.txt and NAME.gold.txt, in UTF-8.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from vnfix.differences import find_blocks
from vnfix.errors import InputError
from vnfix.files import explain_os_error
from vnfix.training.damage import DamagedText


def read_pairs(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Read the pairs of a folder, by name: NAME, right text, damaged text (NFC).

    Raises InputError when there is none, or when a file cannot be read.
    """
    names = sorted(path.name.removesuffix(".damaged.txt") for path in folder.glob("*.damaged.txt"))
    if not names:
        message = f"no pairs NAME.damaged.txt, NAME.gold.txt in {folder}"
        raise InputError(message)
    for name in names:
        yield name, _read(folder / f"{name}.gold.txt"), _read(folder / f"{name}.damaged.txt")


def _read(path: Path) -> str:
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        message = f"{path}: {explain_os_error(error) if isinstance(error, OSError) else error}"
        raise InputError(message) from None


def align_texts(gold: str, damaged: str) -> DamagedText:
    """Align the two texts of a pair with as few edits as possible.

    >>> align_texts("làm việc", "larn việc").gold_offsets(5)
    range(4, 5)
    """
    offsets = [0] * (len(gold) + 1)
    for tag, i, j, k, m in find_blocks(gold, damaged):
        if tag in ("equal", "replace"):
            offsets[i:j] = range(k, m)
        elif tag == "delete":
            offsets[i:j] = [k] * (j - i)
    offsets[len(gold)] = len(damaged)
    return DamagedText(gold, damaged, "", (), tuple(offsets))
