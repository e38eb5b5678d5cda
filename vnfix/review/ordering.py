"""In which order places are asked.

By worth: what one answer may put right, so the most uncertain places that repeat most often come first and
those alike together.  Or by position, as the text is read, after the marks that stand all through it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from vnfix.review.places import Asked, Place


class Order(StrEnum):
    """The orders to choose from."""

    WORTH = "worth"
    POSITION = "position"


def worth_of(place: Place) -> float:
    """The chance (0..1) that the place is wrong if nobody is asked.

    What is presumed is wrong when it is not right; what is left as it stands is wrong when it should change.
    A mark is no text, so it is wrong for certain.  A glyph is no place of its own.
    """
    if place.subject is Asked.GLYPH:
        return 0.0
    if place.subject is Asked.MARK:
        return 1.0
    return 1 - place.confidence if place.presumed else place.confidence


def sort_places(places: Sequence[Place], numbers: Iterable[int], order: Order) -> list[int]:
    """Put the places of these numbers in order.

    >>> from vnfix.correction import Kind
    >>> rare = Place(0, 1, "a", "ă", Kind.DIACRITICS, 0.5)
    >>> often = [Place(at, at + 1, "o", "ơ", Kind.DIACRITICS, 0.4) for at in (2, 4)]
    >>> [sort_places([rare, *often], range(3), order) for order in Order]
    [[1, 2, 0], [0, 1, 2]]
    """
    listed = list(numbers)

    def position(number: int) -> tuple[bool, int, int]:
        return (places[number].subject is not Asked.GLYPH, places[number].start, places[number].end)

    if order is Order.POSITION:
        return sorted(listed, key=position)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in listed:
        groups[places[number].likeness].append(number)
    ranked = []
    for group in groups.values():
        group.sort(key=position)
        worth = sum(worth_of(places[number]) + _worth_of_spots(places[number], places) for number in group)
        ranked.append((-round(worth, 6), position(group[0]), group))
    ranked.sort()
    return [number for *_, group in ranked for number in group]


def _worth_of_spots(place: Place, places: Sequence[Place]) -> float:
    """What the places of a glyph are worth together; nothing for all else."""
    if place.subject is not Asked.GLYPH:
        return 0.0
    return sum(worth_of(other) for other in places if place.before in other.before)
