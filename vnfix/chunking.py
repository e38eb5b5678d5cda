"""Long texts: repaired piece by piece, so that memory stays bounded and output does not wait for the end.

A piece is as long as a book, more than is needed to learn its damage from itself; what the pieces before it
lost is believed of it beforehand, and goes on being learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from vnfix.correction import Correction, Level, LostDigit, Repair
from vnfix.profile import DamageProfile, GlyphLoss, MarkMeaning
from vnfix.settings import Settings
from vnfix.switches import find_switch_on, is_switched_off

LONGEST = 150_000
"""Letters of a piece.  Heavily damaged text needs about 1 kB of memory a letter, misread in every word 2."""

# A glyph is believed to be lost in the next piece too when so many of it were, and most of them: what a font
# lacks is gone throughout, and the odd loss of a clean text must not open the rest of it.
_LEAST_LOST = 5.0
_LEAST_SHARE = 0.5


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
    return join_repairs(list(repair_pieces(repairer, cut_text(text, longest), level, settings, prior)))


def repair_pieces(
    repairer: RepairsTexts,
    pieces: Iterable[str],
    level: Level,
    settings: Settings,
    prior: DamageProfile | None = None,
) -> Iterator[Repair]:
    """Repair the pieces of one text, one after another; only the present one is held.

    `prior` is the damage of documents of the same source.
    """
    believed, is_off = prior, False
    for piece in pieces:
        left = find_switch_on(piece) if is_off else 0
        is_off = is_switched_off(piece, is_off)
        repair = repairer.repair(piece[left:], level, settings, believed)
        yield repair if not left else join_repairs([_leave(piece[:left]), repair])
        lost = find_lost_glyphs(repair.profile)
        if lost is not None:
            believed = lost if prior is None else join_profiles([(prior, 0), (lost, 0)])


def _leave(text: str) -> Repair:
    """The repair of what a line `vnfix: off` in a piece before it has switched off."""
    return Repair(text, text, (), (), (), DamageProfile(lines=text.count("\n") + 1))


def find_lost_glyphs(profile: DamageProfile) -> DamageProfile | None:
    """What of a profile holds for more of the same text: the glyphs that its fonts lack; None for none."""
    losses = tuple(
        loss
        for loss in profile.losses
        if loss.lost >= _LEAST_LOST and loss.lost >= _LEAST_SHARE * (loss.lost + loss.intact)
    )
    return replace(profile, losses=losses) if losses else None


def cut_text(text: str, longest: int) -> Iterator[str]:
    r"""Cut a text into pieces of at most `longest` letters, at ends of paragraphs or lines if it can.

    >>> list(cut_text("một\n\nhai ba\nbốn", 9))
    ['một\n\n', 'hai ba\n', 'bốn']
    """
    return cut_parts((text[start : start + longest] for start in range(0, len(text), longest)), longest)


def cut_parts(parts: Iterable[str], longest: int) -> Iterator[str]:
    """Cut a text that comes in parts into the same pieces as if it were whole; one is held at a time."""
    held = ""
    for part in parts:
        held += part
        while len(held) > longest:
            end = _find_cut(held, longest)
            yield held[:end]
            held = held[end:]
    yield held


def _find_cut(text: str, longest: int) -> int:
    """Where to cut a text that is too long: after a paragraph, a line, a sentence or a word."""
    for sign in ("\n\n", "\n", ". ", " "):
        # In the last half: a cut near the start would leave a piece with little to learn from.
        found = text.rfind(sign, longest // 2, longest)
        if found >= 0:
            return found + len(sign)
    return longest


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
