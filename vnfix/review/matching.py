"""Finding the places of earlier answers in a text that has changed since.

By context: an answer says what stood before and behind its place.  Where that is found once, the place is
found; where it is found several times, the one that keeps the answers in their order and is nearest to
where it is expected.  What is not found beyond doubt is left out and told, never put somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vnfix.review.places import Asked
from vnfix.review.records import CONTEXT, Decisions, SavedDecision
from vnfix.review.spans import TakenSpans

# Context before and behind that is looked for, in turn: a change near by must not lose a place.
_CONTEXTS = ((CONTEXT, CONTEXT), (10, 10), (0, CONTEXT), (CONTEXT, 0))
# Less than this around a place says nothing of it, where more was there.
_LEAST = 12


def match_decisions(decisions: Decisions, text: str) -> tuple[Decisions, tuple[SavedDecision, ...]]:
    """Move decisions to where their places stand in `text`; give also those that fit nowhere.

    A decision on the mark of a font holds for the whole text and needs no place.
    """
    every = [*decisions.presumed, *(place for answer in decisions.answers for place in answer.places)]
    found = _locate(every, text)
    lost = [place for place in every if place not in found]

    def move(places: Iterable[SavedDecision]) -> tuple[SavedDecision, ...]:
        return tuple(replace(place, offset=found[place]) for place in places if place in found)

    answers = (replace(answer, places=move(answer.places)) for answer in decisions.answers)
    kept = tuple(answer for answer in answers if answer.places)
    moved = replace(decisions, presumed=move(decisions.presumed), answers=kept)
    return moved, tuple(dict.fromkeys(lost))


def _locate(places: Sequence[SavedDecision], text: str) -> dict[SavedDecision, int]:
    """Give the offset of each place that is found; no two of them overlap that did not."""
    found: dict[SavedDecision, int] = {}
    by_span: dict[tuple[int, str], int] = {}
    taken = TakenSpans()
    shift = 0
    for place in sorted(set(places), key=lambda item: (item.offset, len(item.before))):
        if place.subject is Asked.GLYPH:
            offset = text.find(place.before)
        else:
            span = (place.offset, place.before)
            if span not in by_span:
                offset = by_span[span] = _find(place, text, place.offset + shift)
                if offset >= 0 and taken.take(offset, offset + len(place.before)):
                    shift = offset - place.offset
                else:
                    by_span[span] = -1
            offset = by_span[span]
        if offset >= 0:
            found[place] = offset
    return found


def _find(place: SavedDecision, text: str, expected: int) -> int:
    """Find one place; -1 when it stands nowhere, or in several places that are equally likely."""
    for before, behind in _CONTEXTS:
        left, right = place.left[max(0, len(place.left) - before) :], place.right[:behind]
        whole = left + place.before + right
        if len(left) + len(right) < min(_LEAST, len(place.left) + len(place.right)):
            continue
        spots = [at + len(left) for at in _find_all(text, whole)]
        if spots:
            spots.sort(key=lambda spot: abs(spot - expected))
            is_clear = len(spots) == 1 or (
                before == behind and abs(spots[0] - expected) < abs(spots[1] - expected)
            )
            return spots[0] if is_clear else -1
    return -1


def _find_all(text: str, part: str) -> Iterable[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def saved_contexts(text: str, start: int, end: int) -> tuple[str, str]:
    """The context of a place, as it is kept with an answer.

    >>> saved_contexts("các c  quan", 4, 6)
    ('các ', ' quan')
    """
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
