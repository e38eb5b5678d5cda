"""The word diff: whole lines, with what changed marked within the line.

Start with `find_changed_lines`; it yields lines cut into `Segment`s, which `mark_plain` writes as
`[-trư ng-]{+trưởng+}` and `mark_styled` hands to rich, struck through and underlined besides their colour.
A change within a word is widened to the word, so that a letter and its combining marks, and the
parts of a syllable, are never torn apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from vnfix.render.edits import Edit, apply_edits, drop_empty
from vnfix.render.positions import LineIndex
from vnfix.render.visible import escape_controls

if TYPE_CHECKING:
    from rich.text import Text

_ELLIPSIS = "…"
_WIDEST = 40
"""Code points to widen a change by, at most: a line without blanks is no word."""


class Role(Enum):
    """What a segment is to the change."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Segment(NamedTuple):
    """A part of a line."""

    role: Role
    text: str


class ChangedLine(NamedTuple):
    """One or more lines joined by a change: the number of the first (from 1), and the parts."""

    number: int
    segments: tuple[Segment, ...]


def find_changed_lines(text: str, edits: Sequence[Edit]) -> Iterator[ChangedLine]:
    """Give the lines that `edits` change, in order; the line end is left out.

    >>> line, = find_changed_lines("các c  quan", [Edit(4, 6, "cơ")])
    >>> [segment.text for segment in line.segments]
    ['các ', 'c ', 'cơ', ' quan']
    """
    index = LineIndex(text)
    group: list[Edit] = []
    last = 0
    for edit in _widen_edits(drop_empty(edits, text), text):
        first = index.place(edit.start).line
        if group and first > last:
            yield _cut_line(text, group, index, last)
            group = []
        group.append(edit)
        last = max(index.place(max(edit.start, edit.end - 1)).line, first)
    if group:
        yield _cut_line(text, group, index, last)


def mark_plain(segments: Iterable[Segment]) -> str:
    """Write segments with the signs of a word diff.

    >>> mark_plain([Segment(Role.REMOVED, "c "), Segment(Role.ADDED, "cơ"), Segment(Role.KEPT, " quan")])
    '[-c -]{+cơ+} quan'
    """
    signs = {Role.KEPT: ("", ""), Role.REMOVED: ("[-", "-]"), Role.ADDED: ("{+", "+}")}
    return "".join(f"{signs[role][0]}{escape_controls(text)}{signs[role][1]}" for role, text in segments)


def mark_styled(segments: Iterable[Segment]) -> Text:
    """Style segments for a terminal: struck out, or underlined; the colour only adds to that."""
    from rich.text import Text

    styles = {Role.KEPT: "", Role.REMOVED: "red strike", Role.ADDED: "green underline"}
    return Text.assemble(*((escape_controls(text), styles[role]) for role, text in segments))


def shorten_kept(segments: Sequence[Segment], width: int) -> tuple[Segment, ...]:
    """Cut unchanged parts so that a very long line shows its changes, with about `width` cells between.

    A line that fills no more than three rows of `width` cells stays whole.
    """
    from rich.cells import cell_len

    if cell_len("".join(text for _, text in segments)) <= 3 * width:
        return tuple(segments)
    shown: list[Segment] = []
    for number, (role, text) in enumerate(segments):
        if role is not Role.KEPT or cell_len(text) <= width:
            shown.append(Segment(role, text))
            continue
        head = "" if number == 0 else _take_cells(text, width // 2)
        tail = "" if number == len(segments) - 1 else _take_cells(text, width // 2, from_end=True)
        shown.append(Segment(role, head + _ELLIPSIS + tail))
    return tuple(shown)


def _take_cells(text: str, cells: int, from_end: bool = False) -> str:
    """Take about `cells` terminal cells from one end, no letter without its combining marks."""
    from rich.cells import cell_len

    # No text is longer than a few marks a cell, so that only a short part need be measured.
    part = text[-4 * cells :] if from_end else text[: 4 * cells]
    clusters = _split_clusters(part)
    if from_end:
        clusters.reverse()
    taken: list[str] = []
    room = cells
    for cluster in clusters:
        room -= cell_len(cluster)
        if room < 0:
            break
        taken.append(cluster)
    return "".join(reversed(taken) if from_end else taken)


def _split_clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for char in text:
        if clusters and unicodedata.combining(char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _cut_line(text: str, edits: Sequence[Edit], index: LineIndex, last: int) -> ChangedLine:
    number = index.place(edits[0].start).line
    start, stop = index.span(number)[0], index.span(last)[1]
    segments: list[Segment] = []
    at = start
    for edit in edits:
        segments += (
            Segment(Role.KEPT, text[at : edit.start]),
            Segment(Role.REMOVED, text[edit.start : edit.end]),
            Segment(Role.ADDED, edit.after),
        )
        at = edit.end
    segments.append(Segment(Role.KEPT, text[at : max(at, stop)].rstrip("\r\n")))
    return ChangedLine(number, tuple(segment for segment in segments if segment.text))


def _widen_edits(edits: Sequence[Edit], text: str) -> list[Edit]:
    """Widen each edit to the words that it changes; edits that then overlap become one."""
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        start, end = _widen_span(edit, text)
        if groups and start < groups[-1][1]:
            first, _, group = groups[-1]
            group.append(edit)
            groups[-1] = (first, end, group)
        else:
            groups.append((start, end, [edit]))
    return [Edit(start, end, apply_edits(text, group, start, end)) for start, end, group in groups]


def _widen_span(edit: Edit, text: str) -> tuple[int, int]:
    start, end, after = edit
    before = text[start:end]
    while start > 0 and edit.start - start < _WIDEST and _is_inner(text[start - 1], before[:1] + after[:1]):
        start -= 1
    while end < len(text) and end - edit.end < _WIDEST and _is_inner(text[end], before[-1:] + after[-1:]):
        end += 1
    return start, end


def _is_inner(neighbour: str, outer: str) -> bool:
    """Tell whether a change with these outer characters goes on into its neighbour."""
    return _is_word(neighbour) and any(_is_word(char) for char in outer)


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0 or char == "\N{REPLACEMENT CHARACTER}"
