"""What the answers so far say of the places that are still undecided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from vnfix.confidence import CONFIDENCE_FLOOR
from vnfix.correction import Correction
from vnfix.review.places import Asked, Place
from vnfix.review.session import Review


class Learner(Protocol):
    """What takes answers as evidence (`vnfix.answers.AnswerLearner`)."""

    def read_again(self, answers: Mapping[tuple[int, int], str]) -> Sequence[Correction]:
        """Give what is read into the places without an answer."""


def list_answers(review: Review) -> dict[tuple[int, int], str]:
    """What was decided, by span; glyphs, which are no spans of their own, left out."""
    return {
        (place.start, place.end): decided
        for number, place in enumerate(review.places)
        if place.subject is not Asked.GLYPH and (decided := review.decision(number)) is not None
    }


def score_places(review: Review, found: Sequence[Correction]) -> Iterator[tuple[int, Place]]:
    """Score the undecided corrections and suggestions by what is read into them now.

    Where the proposal is not read any more, its confidence falls to the least there is.
    """
    by_span = {(item.start, item.end): item for item in found}
    for number, place in enumerate(review.places):
        if place.after is None or place.subject is Asked.GLYPH or review.decision(number) is not None:
            continue
        item = by_span.get((place.start, place.end))
        if item is None or item.after != place.after:
            yield number, replace(place, confidence=min(place.confidence, CONFIDENCE_FLOOR))
        else:
            confidence, candidates, reason = item.confidence, item.candidates, item.reason
            yield number, replace(place, confidence=confidence, candidates=candidates, reason=reason)
