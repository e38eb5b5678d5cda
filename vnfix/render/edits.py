"""What is written in place of what: the corrections of a repair, and marks in its holes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vnfix.correction import Repair

HOLE_MARK = "\N{WHITE SQUARE}"
"""Stands where a digit was lost: `2□/7/201□`."""


class Edit(NamedTuple):
    """`original[start:end]` becomes `after`."""

    start: int
    end: int
    after: str


def list_edits(repair: Repair, mark_holes: bool = False) -> list[Edit]:
    """List the corrections as edits, ordered and without overlap; with `mark_holes` the holes too.

    A hole inside a correction is left out: what stood there is decided already.
    """
    edits = [Edit(item.start, item.end, item.after) for item in repair.corrections]
    if mark_holes:
        edits += [Edit(item.start, item.end, HOLE_MARK) for item in repair.lost_digits]
    kept: list[Edit] = []
    done = 0
    # The sort keeps a correction before a hole at the same place.
    for edit in sorted(edits, key=lambda item: (item.start, item.end)):
        if edit.start >= done:
            kept.append(edit)
            done = edit.end
        elif edit.after != HOLE_MARK:
            message = f"corrections overlap at {edit.start}"
            raise ValueError(message)
    return kept


def apply_edits(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Rewrite `text[start:end]` by ordered edits that lie within it.

    >>> apply_edits("2 /7", [Edit(1, 2, "□")])
    '2□/7'
    """
    parts: list[str] = []
    done = start
    for edit in edits:
        parts += (text[done : edit.start], edit.after)
        done = edit.end
    parts.append(text[done : len(text) if end is None else end])
    return "".join(parts)


def drop_empty(edits: Sequence[Edit], text: str) -> list[Edit]:
    """Leave out edits that change nothing."""
    return [edit for edit in edits if text[edit.start : edit.end] != edit.after]
