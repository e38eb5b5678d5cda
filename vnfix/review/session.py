"""One review: the places of a text, the answers that were given, and the text that they make.

Start with `Review`.  An `Answer` is a value: what one key decided, at one place or at many.  Answers are
given and taken back in any number; `corrections` replayed on the original are the reviewed text, always.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from vnfix.correction import Correction, Kind, apply_corrections
from vnfix.messages import tr
from vnfix.review.digits import absent_digits
from vnfix.review.glyphs import put_letters
from vnfix.review.places import Asked, Place


class Verdict(StrEnum):
    """What was said of a place."""

    ACCEPT = "accept"
    REJECT = "reject"
    PICK = "pick"
    """Another of the readings considered."""
    EDIT = "edit"
    """What was typed."""
    IGNORE = "ignore"
    """The word stays as it is wherever it stands in this text."""
    ADD = "add"
    """The same, and the word goes into the user's dictionary."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`text` is to stand at the place of this number; for a glyph it is the letter of its mark."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and all that it decides; the first decision is about the place that was asked.

    `word` is the word that is ignored or was added.
    """

    verdict: Verdict
    decisions: tuple[Decision, ...]
    word: str = ""


class Review:
    """The state of a review.

    `places` are those of `find_places`.  Places are named by their number in it, from 0.
    """

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self.text = text
        self.places = list(places)
        self.answers: list[Answer] = []
        self._decided: dict[int, list[str]] = defaultdict(list)
        self._like: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._same_form: dict[str, list[int]] = defaultdict(list)
        self._by_start = sorted(
            (place.start, place.end, number)
            for number, place in enumerate(places)
            if place.subject is not Asked.GLYPH
        )
        self._open = self._presumed = 0
        for number, place in enumerate(places):
            self._like[place.likeness].append(number)
            if place.subject is not Asked.GLYPH:
                self._same_form[place.before].append(number)
            self._presumed += place.presumed
            self._open += not place.presumed

    def decision(self, number: int) -> str | None:
        """What was decided about a place, None while it is undecided."""
        found = self._decided.get(number)
        return found[-1] if found else None

    def standing(self, number: int) -> str:
        """What stands at a place as things are: the decision, else what is presumed, else the text."""
        decided = self.decision(number)
        if decided is not None:
            return decided
        place = self.places[number]
        return place.after if place.presumed and place.after is not None else place.before

    @property
    def open_count(self) -> int:
        """The number of places that are neither decided nor presumed."""
        return self._open

    @property
    def presumed_count(self) -> int:
        """The number of undecided places whose correction stands unless it is rejected."""
        return self._presumed

    @cached_property
    def absent_digits(self) -> str:
        """The digits that stand nowhere in the text (`vnfix.review.digits`)."""
        return absent_digits(self.text)

    def starting_in(self, start: int, end: int) -> list[int]:
        """The places that start in `text[start:end]`, in order, glyphs left out."""
        low = bisect_left(self._by_start, (start,))
        high = bisect_left(self._by_start, (end,))
        return [number for *_, number in self._by_start[low:high]]

    def like(self, number: int) -> list[int]:
        """The undecided places with the damaged form and the correction of this one, itself among them."""
        return [other for other in self._like[self.places[number].likeness] if self.decision(other) is None]

    def accept(self, number: int) -> Answer:
        """Answer that the proposal is right; raises ValueError where nothing is proposed."""
        return self._propose(Verdict.ACCEPT, [number], number)

    def reject(self, number: int) -> Answer:
        """Answer that the text is right as it stands; for a glyph, that its places are asked one by one."""
        return Answer(Verdict.REJECT, (self._keep(number),))

    def pick(self, number: int, choice: int) -> Answer:
        """Answer with one of the choices, counted from 1; raises ValueError for another number."""
        choices = self.places[number].choices
        if not 1 <= choice <= len(choices):
            message = tr("there is no candidate {choice}").format(choice=choice)
            raise ValueError(message)
        text = choices[choice - 1].text
        verdict = Verdict.ACCEPT if text == self.places[number].after else Verdict.PICK
        return Answer(verdict, self._decide(number, text))

    def edit(self, number: int, text: str) -> Answer:
        """Answer with a text; raises ValueError for line ends, and for a glyph that is nothing."""
        if len(text.splitlines()) > 1 or text.endswith(("\n", "\r")):
            message = tr("a line end cannot be typed")
            raise ValueError(message)
        if self.places[number].subject is Asked.GLYPH and not text:
            message = tr("type the letter or digit that this mark stands for")
            raise ValueError(message)
        return Answer(Verdict.EDIT, self._decide(number, text))

    def accept_like(self, number: int) -> Answer:
        """Accept this place and all undecided ones like it; raises ValueError where nothing is proposed."""
        return self._propose(Verdict.ACCEPT, [number, *self.like(number)], number)

    def reject_like(self, number: int) -> Answer:
        """Reject this place and all undecided ones like it."""
        numbers = dict.fromkeys([number, *self.like(number)])
        return Answer(Verdict.REJECT, tuple(map(self._keep, numbers)))

    def ignore(self, number: int, verdict: Verdict = Verdict.IGNORE) -> Answer:
        """Leave this damaged form as it stands wherever it is undecided, whatever was proposed for it.

        Raises ValueError where no word stands.
        """
        word = self.places[number].before.strip()
        if not word or self.places[number].subject is Asked.GLYPH:
            message = tr("no word stands here that could be left alone")
            raise ValueError(message)
        same = self._same_form[self.places[number].before]
        numbers = dict.fromkeys([number, *(other for other in same if self.decision(other) is None)])
        return Answer(verdict, tuple(map(self._keep, numbers)), word)

    def give(self, answer: Answer) -> None:
        """Take an answer."""
        for decision in answer.decisions:
            self._count(decision.place, -1)
            self._decided[decision.place].append(decision.text)
            self._count(decision.place, 1)
        self.answers.append(answer)

    def undo(self) -> Answer | None:
        """Take the last answer back and give it; None when there is none."""
        if not self.answers:
            return None
        answer = self.answers.pop()
        for decision in reversed(answer.decisions):
            self._count(decision.place, -1)
            self._decided[decision.place].pop()
            self._count(decision.place, 1)
        return answer

    def corrections(self) -> tuple[Correction, ...]:
        """What the review changes as things are, by offset, without overlap."""
        found = []
        for number, place in enumerate(self.places):
            after = self.standing(number)
            if place.subject is not Asked.GLYPH and after != place.before:
                confidence = place.confidence if self.decision(number) is None else 1.0
                kind = place.subject if isinstance(place.subject, Kind) else _kind_of(place, after)
                found.append(Correction(place.start, place.end, place.before, after, kind, confidence))
        return tuple(found)

    def result(self) -> str:
        """The reviewed text."""
        return apply_corrections(self.text, self.corrections())

    def rescore(self, scores: Iterable[tuple[int, Place]]) -> None:
        """Take what has been learned about undecided places: confidence, candidates, reason.

        What is proposed and what is presumed stays: nothing changes its meaning under a person's hands.
        """
        for number, fresh in scores:
            place = self.places[number]
            if self.decision(number) is None and (place.start, place.end) == (fresh.start, fresh.end):
                self.places[number] = replace(
                    place, confidence=fresh.confidence, candidates=fresh.candidates, reason=fresh.reason
                )

    def _count(self, number: int, step: int) -> None:
        """Count an undecided place out (-1) or in (1)."""
        if self.decision(number) is None:
            if self.places[number].presumed:
                self._presumed += step
            else:
                self._open += step

    def _keep(self, number: int) -> Decision:
        return Decision(number, self.places[number].before)

    def _propose(self, verdict: Verdict, numbers: Iterable[int], asked: int) -> Answer:
        after = self.places[asked].after
        if after is None:
            message = tr("nothing is proposed here: type what is meant (e), or go on")
            raise ValueError(message)
        decisions = [item for number in dict.fromkeys(numbers) for item in self._decide(number, after)]
        return Answer(verdict, tuple(decisions))

    def _decide(self, number: int, text: str) -> tuple[Decision, ...]:
        """Decide a place, or a glyph and with it the places that it settles."""
        place = self.places[number]
        own = Decision(number, text)
        if place.subject is not Asked.GLYPH:
            return (own,)
        letters = {
            other.before: decided
            for index, other in enumerate(self.places)
            if other.subject is Asked.GLYPH and (decided := self.decision(index)) not in (None, other.before)
        }
        letters[place.before] = text
        settled = (self._settle(index, letters) for index in self._holding(place.before))
        return (own, *(decision for decision in settled if decision is not None))

    def _holding(self, mark: str) -> list[int]:
        """The undecided places that hold a mark."""
        return [
            number
            for number, place in enumerate(self.places)
            if mark in place.before and place.subject is not Asked.GLYPH and self.decision(number) is None
        ]

    def _settle(self, number: int, letters: dict[str, str]) -> Decision | None:
        """Decide a place whose marks are all known; one with other damage as well is still asked."""
        text, is_open = put_letters(self.places[number].before, letters)
        return None if is_open or any(char.isspace() for char in text) else Decision(number, text)


def _kind_of(place: Place, after: str) -> Kind:
    """The kind of what was typed where no correction was proposed."""
    is_digit = place.subject is Asked.LOST_DIGIT or after.isdecimal()
    return Kind.LOST_DIGITS if is_digit else Kind.LOST_LETTERS
