"""What happened to one document: which glyphs were lost, how, and how often they still stand.

The profile is learned from the document itself (see `vnfix.repairer`) and printed by
`vnfix scan`.  Nothing here guesses; these are the values that the guessing rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What an extractor leaves in the place of a glyph that it cannot name."""

    BLANK = "blank"
    """One blank per glyph: `th c hiện`, `c  quan`."""
    COLLAPSED = "collapsed"
    """A blank, but runs of blanks shrunk to one and line ends trimmed: `th c hiện`, `c quan`."""
    NOTHING = "nothing"
    """No trace: `thc hiện`, `c quan`."""
    MARK = "mark"
    """A character that stands for it: U+FFFD, `(cid:44)`, a private-use character, a stray sign."""


@dataclass(frozen=True, slots=True)
class GlyphLoss:
    """One glyph of the document: `lost` (expected count, not a whole number) against `intact`."""

    letter: str
    lost: float
    intact: int

    @property
    def rate(self) -> float:
        """The share that was lost, in 0..1.

        >>> GlyphLoss("ơ", 3.0, 1).rate
        0.75
        """
        total = self.lost + self.intact
        return self.lost / total if total else 0.0


@dataclass(frozen=True, slots=True)
class MarkMeaning:
    """What one mark stands for throughout the document.

    `letter` is None when the evidence does not settle it; `confidence` is in 0..1.
    """

    mark: str
    letter: str | None
    places: int
    confidence: float


@dataclass(frozen=True, slots=True)
class DamageProfile:
    """The damage of one document.

    `ways` are the traces that lost glyphs left, most frequent first; `losses` the glyphs lost,
    most often lost first; `marks` the marks and their meanings.  `damaged_lines` holds the
    numbers (from 1) of lines with damage, `lines` the number of lines in all.
    """

    ways: tuple[Way, ...] = ()
    losses: tuple[GlyphLoss, ...] = ()
    marks: tuple[MarkMeaning, ...] = ()
    damaged_lines: tuple[int, ...] = ()
    lines: int = 0

    @property
    def is_clean(self) -> bool:
        """True when no loss was found."""
        return not self.losses and not self.marks
