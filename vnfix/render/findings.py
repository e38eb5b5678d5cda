"""Findings as lines for people and editors: `file:line:column: wrong -> right (0.99, lost-letters)`.

A suggestion, which is not applied, has a question mark after its replacement.
"""

from __future__ import annotations

from collections.abc import Iterator

from vnfix.correction import Correction, LostDigit, Repair
from vnfix.messages import tr
from vnfix.render.positions import LineIndex
from vnfix.render.visible import escape_controls


def list_findings(repair: Repair) -> list[Correction | LostDigit]:
    """Put everything that was found in the order of the text."""
    found: list[Correction | LostDigit] = [*repair.corrections, *repair.suggestions, *repair.lost_digits]
    return sorted(found, key=lambda item: (item.start, item.end))


def format_findings(repair: Repair, name: str) -> Iterator[str]:
    """Give one line a finding, without line ends; `name` is the name of the file."""
    index = LineIndex(repair.original)
    suggested = set(map(id, repair.suggestions))
    for item in list_findings(repair):
        if isinstance(item, LostDigit):
            yield format_lost_digit(item, index, name)
        else:
            place = index.place(item.start)
            before, after = escape_controls(item.before), escape_controls(item.after)
            mark = "?" if id(item) in suggested else ""
            detail = f"{item.confidence:.2f}, {item.kind}"
            yield f"{name}:{place.line}:{place.column}: {before} -> {after}{mark} ({detail})"


def format_lost_digit(item: LostDigit, index: LineIndex, name: str) -> str:
    """Give the line of one lost digit; its place is the hole, not the start of the number.

    >>> format_lost_digit(LostDigit(1, 2, "2 /7/201 ", 0.9), LineIndex("2 /7/201 "), "a.txt")
    "a.txt:1:2: lost digit in '2 /7/201 '"
    """
    place = index.place(item.start)
    return tr("{name}:{line}:{column}: lost digit in '{number}'").format(
        name=name, line=place.line, column=place.column, number=escape_controls(item.number)
    )
