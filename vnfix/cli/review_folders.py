"""Directories under review: which of their files have something to decide, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from vnfix.cli.session import Session
from vnfix.cli.streams import write_message
from vnfix.render.visible import escape_controls
from vnfix.review.ordering import worth_of
from vnfix.review.places import find_places

_SUFFIX = ".txt"


class Row(NamedTuple):
    """One file of the overview: its open places, and how many of all are probably wrong."""

    name: str
    open: int
    worth: float


def survey(session: Session, names: Sequence[str], ask_all: bool) -> list[Row]:
    """Look through files and directories; give those with something open, the one of most worth first."""
    rows = []
    for name in _list_texts(names):
        for document in session.read_documents((name,)):
            with session.input(document.name):
                if session.shared.verbosity >= 0:
                    write_message(f"looking at {escape_controls(document.name)}")
                places = find_places(session.repair(document), ask_all)
                count = sum(not place.presumed for place in places)
                if count:
                    rows.append(Row(name, count, sum(map(worth_of, places))))
    return sorted(rows, key=lambda row: (-row.worth, row.name))


def format_row(row: Row) -> str:
    """Give one line of the overview.

    >>> format_row(Row("a.txt", 12, 3.4))
    'a.txt: 12 open, about 3 wrong'
    """
    return f"{escape_controls(row.name)}: {row.open} open, about {row.worth:.0f} wrong"


def _list_texts(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        folder = Path(name)
        if not folder.is_dir():
            yield name
            continue
        for path in sorted(folder.rglob(f"*{_SUFFIX}")):
            parts = path.relative_to(folder).parts
            if path.is_file() and not any(part.startswith(".") for part in parts):
                yield str(path)
