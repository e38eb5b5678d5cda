"""The places of a text that a person may decide.

Start with `find_places`.  Every correction and suggestion of a repair is a place, every lost digit, and
every mark that stands for one glyph throughout the document (`vnfix.review.glyphs`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vnfix.correction import Candidate, Correction, Kind, LostDigit, Repair
from vnfix.messages import tr
from vnfix.review.glyphs import Glyph, find_glyphs, find_spots
from vnfix.review.spans import TakenSpans


class Asked(StrEnum):
    """What a place that is no correction asks for."""

    LOST_DIGIT = "lost-digit"
    """A digit that is gone: to be typed, never proposed."""
    MARK = "mark"
    """A mark that nothing was read into, at one place."""
    GLYPH = "glyph"
    """A mark that stands for one glyph wherever it stands: one answer settles all its places."""


Subject = Kind | Asked


@dataclass(frozen=True, slots=True)
class Place:
    """One question: what is to stand in the place of `text[start:end]`, which is `before`.

    `after` is the reading that is proposed, None where a person has to type.  Where `presumed`, it is as
    sure as the level asks and stands unless it is rejected; elsewhere `before` stands until there is an
    answer.  `confidence` is in 0..1; of a lost digit it says how sure the hole is.  `number` is the damaged
    number around a lost digit.  `spots` are the offsets of every occurrence of a glyph, of which `start` is
    the first; empty for all other places.
    """

    start: int
    end: int
    before: str
    after: str | None
    subject: Subject
    confidence: float
    presumed: bool = False
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    number: str = ""
    spots: tuple[int, ...] = ()

    @property
    def likeness(self) -> tuple[str, ...]:
        """What places that are "like this" have in common: the same damaged form, the same correction.

        >>> Place(4, 6, "c ", "cơ", Kind.LOST_LETTERS, 0.9).likeness[1:]
        ('c ', 'cơ')

        A lost digit is like no other: each was a digit of its own.
        """
        if self.after is None or self.subject is Asked.GLYPH:
            return (self.subject, self.before, str(self.start))
        return (self.subject, self.before, self.after)

    @property
    def choices(self) -> tuple[Candidate, ...]:
        """The readings to choose from by number: those considered, without the text as it stands."""
        return tuple(item for item in self.candidates if item.text != self.before)


def find_places(repair: Repair, ask_all: bool = False) -> tuple[Place, ...]:
    """Find what is to be decided about a repair, by offset; glyphs come first.

    No two places overlap but for glyphs, whose spots lie in other places.  With `ask_all` no correction
    is presumed.
    """
    found: list[Place] = []
    taken = TakenSpans()
    groups: Iterable[Iterable[Place]] = (
        (_place_correction(item, presumed=not ask_all) for item in repair.corrections),
        (_place_correction(item, presumed=False) for item in repair.suggestions),
        (_place_digit(item, repair.original) for item in repair.lost_digits),
    )
    for group in groups:
        found += (place for place in group if taken.take(place.start, place.end))
    glyphs = find_glyphs(repair.original, repair.profile.marks)
    for glyph in glyphs:
        width = len(glyph.mark)
        found += (
            _place_mark(start, glyph.mark)
            for start in find_spots(repair.original, glyph.mark)
            if taken.take(start, start + width)
        )
    found.sort(key=lambda place: (place.start, place.end))
    settled = {at for place in found if place.presumed for at in range(place.start, place.end)}
    return (*(_place_glyph(glyph, presumed=settled.issuperset(glyph.spots)) for glyph in glyphs), *found)


def _place_correction(item: Correction, *, presumed: bool) -> Place:
    return Place(
        item.start,
        item.end,
        item.before,
        item.after,
        item.kind,
        item.confidence,
        presumed,
        item.candidates or (Candidate(item.after, item.confidence, 0.0),),
        item.reason,
    )


def _place_digit(item: LostDigit, text: str) -> Place:
    before = text[item.start : item.end]
    reason = tr("a digit is gone here; which one it was the text does not say")
    return Place(
        item.start,
        item.end,
        before,
        None,
        Asked.LOST_DIGIT,
        item.confidence,
        reason=reason,
        number=item.number,
    )


def _place_mark(start: int, mark: str) -> Place:
    reason = tr("nothing fits this mark here well enough to be proposed")
    return Place(start, start + len(mark), mark, None, Asked.MARK, 0.0, reason=reason)


def _place_glyph(glyph: Glyph, *, presumed: bool) -> Place:
    """A glyph is presumed where all its places are."""
    start = glyph.spots[0]
    letter = glyph.letter
    candidates = () if letter is None else (Candidate(letter, glyph.confidence, 0.0),)
    reason = tr("{spots} places have this mark; one answer settles all of them").format(
        spots=len(glyph.spots)
    )
    return Place(
        start,
        start + len(glyph.mark),
        glyph.mark,
        letter,
        Asked.GLYPH,
        glyph.confidence,
        presumed and letter is not None,
        candidates,
        reason=reason,
        spots=tuple(glyph.spots),
    )
