"""What is shown of a place, as data: both modes of the review print the same things.

Start with `show_context`: the lines around a place, the damaged form and the repaired one below each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from vnfix.correction import Candidate
from vnfix.messages import tr
from vnfix.render.positions import LineIndex
from vnfix.render.visible import escape_controls
from vnfix.review.digits import DIGITS, possible_digits
from vnfix.review.places import Asked, Place
from vnfix.review.session import Review
from vnfix.review.sums import fitting_digits

HOLE = "\N{WHITE SQUARE}"
# Of a longer line only so much is shown to each side of a place (code points).
_SIDE = 160
_EXAMPLES = 4
_LEAST_SHOWN = 0.01
_PARTS = re.compile(r" +|[^ ]+")


class Ink(Enum):
    """What a piece of a line is."""

    TEXT = "text"
    REMOVED = "removed"
    """The damaged form that is asked about."""
    ADDED = "added"
    """What is to stand there."""
    CHANGED = "changed"
    """Another place, with what stands there as things are."""


class Piece(NamedTuple):
    """A part of a line."""

    ink: Ink
    text: str


class ContextLine(NamedTuple):
    """A line: its number from 1, a sign (`-` damaged, `+` repaired, blank for those around), its pieces."""

    number: int
    sign: str
    pieces: tuple[Piece, ...]


def mark_pieces(pieces: tuple[Piece, ...]) -> str:
    """Write a line without colour.

    >>> mark_pieces((Piece(Ink.TEXT, "các "), Piece(Ink.REMOVED, "c "), Piece(Ink.TEXT, " quan")))
    'các [-c -] quan'
    """
    signs = {Ink.REMOVED: ("[-", "-]"), Ink.ADDED: ("{+", "+}")}
    return "".join(
        text.join(signs.get(ink, ("", "")))
        for ink, text in ((ink, escape_controls(text)) for ink, text in pieces)
    )


def wrap_pieces(pieces: Sequence[Piece], width: int) -> list[tuple[Piece, ...]]:
    """Break a line into rows of `width` terminal cells, between words where that can be; controls as escapes.

    >>> rows = wrap_pieces([Piece(Ink.TEXT, "các "), Piece(Ink.REMOVED, "c "), Piece(Ink.TEXT, " quan")], 7)
    >>> ["".join(text for _, text in row) for row in rows]
    ['các c  ', 'quan']
    """
    rows: list[list[Piece]] = [[]]
    room = max(width, 1)
    for ink, text in pieces:
        for part in _PARTS.findall(escape_controls(text)):
            rest = part
            while rest:
                size = cell_len(rest)
                if size > room and rows[-1] and (size <= width or room <= 0):
                    rows.append([])
                    room = max(width, 1)
                taken = rest if size <= room else set_cell_size(rest, room).rstrip(" ") or rest[0]
                row = rows[-1]
                if row and row[-1].ink is ink:
                    row[-1] = Piece(ink, row[-1].text + taken)
                else:
                    row.append(Piece(ink, taken))
                room -= cell_len(taken)
                rest = rest[len(taken) :]
    return [tuple(row) for row in rows if row]


def proposal_of(review: Review, number: int) -> str:
    """What would stand at a place: the decision, else the proposal, else a mark for what has to be typed."""
    decided = review.decision(number)
    if decided is not None:
        return decided
    place = review.places[number]
    return HOLE if place.after is None else place.after


def show_context(review: Review, index: LineIndex, number: int, around: int) -> list[ContextLine]:
    """Show a place with `around` lines to each side; a glyph by a few of its places."""
    place = review.places[number]
    if place.subject is Asked.GLYPH:
        lines: list[ContextLine] = []
        by_line = {index.place(spot).line: spot for spot in reversed(place.spots)}
        for spot in sorted(by_line.values())[:_EXAMPLES]:
            lines += _show_pair(review, index, number, spot, spot + len(place.before))
        return lines
    first, last = index.place(place.start).line, index.place(max(place.start, place.end - 1)).line
    before = (_show_line(review, index, line) for line in range(max(1, first - around), first))
    after = (
        _show_line(review, index, line) for line in range(last + 1, min(index.line_count, last + around) + 1)
    )
    return [*before, *_show_pair(review, index, number, place.start, place.end), *after]


def _show_pair(
    review: Review, index: LineIndex, number: int, start: int, end: int
) -> tuple[ContextLine, ContextLine]:
    line = index.place(start).line
    low = max(index.span(line)[0], start - _SIDE)
    high = min(index.span(index.place(max(start, end - 1)).line)[1], end + _SIDE)
    cut = ("…" if low > index.span(line)[0] else "", "…" if high < _line_end(index, end, start) else "")
    damaged = (
        Piece(Ink.TEXT, cut[0] + review.text[low:start]),
        Piece(Ink.REMOVED, review.text[start:end]),
        Piece(Ink.TEXT, review.text[end:high].rstrip("\r\n") + cut[1]),
    )
    repaired = (
        Piece(Ink.TEXT, cut[0]),
        *_standing(review, low, start),
        Piece(Ink.ADDED, proposal_of(review, number)),
        *_standing(review, end, high, skip=number),
        Piece(Ink.TEXT, cut[1]),
    )
    return ContextLine(line, "-", _drop_empty(damaged)), ContextLine(line, "+", _drop_empty(repaired))


def _line_end(index: LineIndex, end: int, start: int) -> int:
    return index.span(index.place(max(start, end - 1)).line)[1]


def _show_line(review: Review, index: LineIndex, line: int) -> ContextLine:
    start, end = index.span(line)
    stop = min(end, start + 2 * _SIDE)
    cut = "…" if stop < end else ""
    return ContextLine(line, " ", _drop_empty((*_standing(review, start, stop), Piece(Ink.TEXT, cut))))


def _standing(review: Review, start: int, end: int, skip: int = -1) -> Iterator[Piece]:
    """A part of the text as it stands now; places that reach out of it as they were."""
    done = start
    for number in review.starting_in(start, end):
        place = review.places[number]
        standing = review.standing(number)
        if number == skip or place.start < done or place.end > end or standing == place.before:
            continue
        yield Piece(Ink.TEXT, review.text[done : place.start])
        yield Piece(Ink.CHANGED, standing)
        done = place.end
    yield Piece(Ink.TEXT, review.text[done:end].rstrip("\r\n"))


def _drop_empty(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text or piece.ink in (Ink.REMOVED, Ink.ADDED))


def state_of(review: Review, number: int) -> str:
    """Say how far a place is decided.

    For example `undecided` or `decided: cơ`.
    """
    decided = review.decision(number)
    place = review.places[number]
    if decided is None:
        return tr("accepted beforehand") if place.presumed else tr("undecided")
    return (
        tr("decided: stays as it is")
        if decided == place.before
        else tr("decided: {text}").format(text=escape_controls(decided))
    )


def list_choices(place: Place) -> list[str]:
    """The candidates to pick from, each with its number and how likely it is.

    What is proposed has the confidence of the place, and the others what is left, by their probabilities.
    """
    proposed = sum(item.probability for item in place.choices if item.text == place.after)
    left = (1 - place.confidence) / (1 - proposed) if 0 < proposed < 1 else 1.0

    def line(number: int, item: Candidate) -> str:
        is_proposed = item.text == place.after
        share = place.confidence if is_proposed else left * item.probability
        end = tr("  (proposed)") if is_proposed else ""
        return f"{number}  {escape_controls(item.text)}  {_format_share(share)}{end}"

    return [line(number, item) for number, item in enumerate(place.choices, 1)]


def _format_share(share: float) -> str:
    return f"{share:.2f}" if share >= _LEAST_SHOWN else f"<{_LEAST_SHOWN}"


def explain_place(review: Review, number: int) -> str:
    """The reason, as a sentence; for a lost digit what calendar, sums and font say of it."""
    place = review.places[number]
    if place.subject is not Asked.LOST_DIGIT:
        return place.reason
    parts = [place.reason]
    fitting = possible_digits(review.text, place.start, place.end)
    if fitting != DIGITS:
        parts.append(tr("as a date it can be {fitting}").format(fitting=" ".join(fitting)))
    sums = fitting_digits(review.text, place.start, place.end)
    if sums:
        parts.append(tr("with {digits} the numbers of the sentence add up").format(digits=" ".join(sums)))
    absent = review.absent_digits
    if absent:
        nowhere = (
            tr("{digits} stands nowhere in this text")
            if len(absent) == 1
            else tr("{digits} stand nowhere in this text")
        )
        parts.append(nowhere.format(digits=" ".join(absent)))
    return "; ".join(parts)
