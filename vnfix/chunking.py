"""Long texts: repaired piece by piece, so that memory stays bounded.

A piece is as long as a thick book, far more than is needed to learn its damage from itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from vnfix.correction import Correction, Level, LostDigit, Repair
from vnfix.profile import DamageProfile, GlyphLoss, MarkMeaning
from vnfix.settings import Settings

LONGEST = 500_000
"""Letters of a piece.  Heavily damaged text needs about 1 kB of memory a letter."""


class RepairsTexts(Protocol):
    """What repairs one text, as `Repairer` does."""

    def repair(
        self, text: str, level: Level, settings: Settings, prior: DamageProfile | None = None
    ) -> Repair:
        """Repair one text."""


def repair_long(
    repairer: RepairsTexts,
    text: str,
    level: Level,
    settings: Settings,
    prior: DamageProfile | None = None,
    longest: int = LONGEST,
) -> Repair:
    """Repair a text of any length; one that is not longer than `longest` as a whole.

    `prior` is the damage of documents of the same source.
    """
    if len(text) <= longest:
        return repairer.repair(text, level, settings, prior)
    pieces = cut_text(text, longest)
    return join_repairs([repairer.repair(piece, level, settings, prior) for piece in pieces])


def cut_text(text: str, longest: int) -> Iterator[str]:
    r"""Cut a text into pieces of at most `longest` letters, at ends of paragraphs or lines if it can.

    >>> list(cut_text("một\n\nhai ba\nbốn", 9))
    ['một\n\n', 'hai ba\n', 'bốn']
    """
    start = 0
    while len(text) - start > longest:
        end = start + longest
        for sign in ("\n\n", "\n", " "):
            # In the last half: a cut near the start would leave a piece with little to learn from.
            found = text.rfind(sign, start + longest // 2, end)
            if found >= 0:
                end = found + len(sign)
                break
        yield text[start:end]
        start = end
    yield text[start:]


def join_repairs(repairs: Sequence[Repair]) -> Repair:
    """Make one repair of those of the pieces of a text."""
    corrections: list[Correction] = []
    suggestions: list[Correction] = []
    digits: list[LostDigit] = []
    at = 0
    for repair in repairs:
        corrections += (replace(c, start=c.start + at, end=c.end + at) for c in repair.corrections)
        suggestions += (replace(c, start=c.start + at, end=c.end + at) for c in repair.suggestions)
        digits += (replace(d, start=d.start + at, end=d.end + at) for d in repair.lost_digits)
        at += len(repair.original)
    return Repair(
        "".join(repair.original for repair in repairs),
        "".join(repair.text for repair in repairs),
        tuple(corrections),
        tuple(suggestions),
        tuple(digits),
        join_profiles([(repair.profile, repair.original.count("\n")) for repair in repairs]),
    )


def join_profiles(parts: Sequence[tuple[DamageProfile, int]]) -> DamageProfile:
    """Make one profile of those of pieces, each with the number of its line ends."""
    lost: dict[str, float] = {}
    intact: dict[str, int] = {}
    marks: dict[tuple[str, str | None], MarkMeaning] = {}
    lines: dict[int, None] = {}
    above = 0
    for profile, ends in parts:
        for loss in profile.losses:
            lost[loss.letter] = lost.get(loss.letter, 0.0) + loss.lost
            intact[loss.letter] = intact.get(loss.letter, 0) + loss.intact
        for mark in profile.marks:
            known = marks.get((mark.mark, mark.letter), replace(mark, places=0))
            confidence = min(known.confidence, mark.confidence)
            marks[mark.mark, mark.letter] = replace(
                known, places=known.places + mark.places, confidence=confidence
            )
        lines |= dict.fromkeys(line + above for line in profile.damaged_lines)
        above += ends
    ways = dict.fromkeys(way for profile, _ in parts for way in profile.ways)
    losses = [GlyphLoss(letter, count, intact[letter]) for letter, count in lost.items()]
    losses.sort(key=lambda loss: -loss.lost)
    return DamageProfile(tuple(ways), tuple(losses), tuple(marks.values()), tuple(lines), above + 1)
