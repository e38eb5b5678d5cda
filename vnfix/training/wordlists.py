"""Reading word lists: head words, names of places and people, one entry a line."""

from __future__ import annotations

from pathlib import Path

from vnfix.training.reading import read_text

# Lists known to hold misspellings and glued words are left out.
_LEFT_OUT = ("tesseract",)


def read_wordlists(folder: Path) -> tuple[str, ...]:
    """Read the entries of all lists of a folder, sorted and distinct; comment lines are skipped.

    Raises InputError when a list cannot be read.
    """
    entries: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        if path.name.startswith(_LEFT_OUT):
            continue
        for line in read_text(path).splitlines():
            entry = line.strip()
            if entry and not entry.startswith("#"):
                entries.add(entry)
    return tuple(sorted(entries))
