"""Finding a place among those shown: by some text, by its number, by line and column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnfix.messages import tr
from vnfix.render.positions import LineIndex
from vnfix.review.session import Review

# Of a longer line only so much is searched to each side of a place (code points).
_SIDE = 200
_TARGET = re.compile(r"\s*(\d{1,9})\s*(?:(:)\s*(\d{1,9})?)?\s*")


def find_next(review: Review, index: LineIndex, view: Sequence[int], cursor: int, pattern: str) -> int:
    """The next position in `view` after `cursor`, and then from its start, with `pattern` in its line.

    What is proposed and the number around a lost digit count too.  Raises ValueError where there is none.
    """
    wanted = pattern.casefold()
    if not wanted:
        message = tr("search for what?")
        raise ValueError(message)
    for step in range(1, len(view) + 1):
        at = (cursor + step) % len(view)
        if wanted in _words_of(review, index, view[at]).casefold():
            return at
    message = tr("no place with {pattern!r}").format(pattern=pattern)
    raise ValueError(message)


def find_target(review: Review, index: LineIndex, view: Sequence[int], where: str) -> int:
    """The position in `view` that a person means: `12` by number from 1, `12:` or `12:7` by line and column.

    The first place from there on is meant.  Raises ValueError where there is none.
    """
    found = _TARGET.fullmatch(where)
    if found is None:
        message = tr("{where!r} is neither a number nor LINE:COLUMN").format(where=where)
        raise ValueError(message)
    first = int(found[1])
    if found[2] is None:
        if not 1 <= first <= len(view):
            message = tr("there are {count} places, none is number {number}").format(
                count=len(view), number=first
            )
            raise ValueError(message)
        return first - 1
    spot = (first, int(found[3] or 1))
    behind = [
        (place, at)
        for at, number in enumerate(view)
        if (place := index.place(review.places[number].start)) >= spot
    ]
    if not behind:
        message = tr("no place at or after {line}:{column}").format(line=first, column=spot[1])
        raise ValueError(message)
    return min(behind)[1]


def _words_of(review: Review, index: LineIndex, number: int) -> str:
    place = review.places[number]
    start, end = index.span(index.place(place.start).line)
    low, high = max(start, place.start - _SIDE), max(place.end, min(end, place.end + _SIDE))
    return " ".join((review.text[low:high], place.after or "", place.number))
