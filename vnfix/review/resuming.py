"""Answers to be kept, and a review built again from answers that were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vnfix.review.matching import saved_contexts
from vnfix.review.places import Asked, Place
from vnfix.review.records import Decisions, SavedAnswer, SavedDecision
from vnfix.review.session import Answer, Decision, Review
from vnfix.review.spans import TakenSpans

_Key = tuple[int, int, bool]


def save_answer(review: Review, answer: Answer) -> SavedAnswer:
    """Make an answer one that can be kept."""
    places = (
        save_place(review.text, review.places[decision.place], decision.text) for decision in answer.decisions
    )
    return SavedAnswer(answer.verdict, tuple(places), answer.word)


def save_place(text: str, place: Place, after: str) -> SavedDecision:
    """Make a decision on a place one that can be kept."""
    left, right = saved_contexts(text, place.start, place.end)
    return SavedDecision(
        place.start, place.before, after, place.after, place.subject, place.confidence, left, right
    )


def save_presumed(text: str, places: Sequence[Place]) -> tuple[SavedDecision, ...]:
    """What stands without an answer, to be kept; glyphs stand in their places."""
    return tuple(
        save_place(text, place, place.after)
        for place in places
        if place.presumed and place.after is not None and place.subject is not Asked.GLYPH
    )


def resume(text: str, places: Sequence[Place], decisions: Decisions) -> Review:
    """Build the review that the decisions come from.

    `places` are those that the engine finds now.  It may find others than it did then: what was presumed then
    still is and nothing else, and what was decided stays decided.
    """
    presumed = {_key_of(item): item for item in decisions.presumed}
    known: dict[_Key, Place] = {}
    for place in places:
        then = presumed.get(_key(place))
        if then is not None:
            known[_key(place)] = replace(place, presumed=True, after=then.after)
        else:
            is_glyph = place.subject is Asked.GLYPH
            known[_key(place)] = place if is_glyph else replace(place, presumed=False)
    kept = {**presumed, **{_key_of(item): item for answer in decisions.answers for item in answer.places}}
    earlier = [
        _restore(item, key in presumed) for key, item in kept.items() if key not in known and not key[2]
    ]
    taken = TakenSpans((place.start, place.end) for place in earlier)
    found = [place for place in known.values() if place.spots or taken.is_free(place.start, place.end)]
    review = Review(text, [*found, *earlier])
    numbers = {_key(place): number for number, place in enumerate(review.places)}
    for answer in decisions.answers:
        saved = ((numbers.get(_key_of(item)), item.after) for item in answer.places)
        decided = tuple(Decision(number, after) for number, after in saved if number is not None)
        if decided:
            review.give(Answer(answer.verdict, decided, answer.word))
    return review


def _key(place: Place) -> _Key:
    # The first of a glyph's spots is a place of its own too.
    return place.start, place.end, place.subject is Asked.GLYPH


def _key_of(item: SavedDecision) -> _Key:
    return item.offset, item.end, item.subject is Asked.GLYPH


def _restore(item: SavedDecision, presumed: bool) -> Place:
    """A place that the engine finds no more."""
    after = item.proposed
    return Place(item.offset, item.end, item.before, after, item.subject, item.confidence, presumed)
