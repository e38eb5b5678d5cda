"""What a repair is, as data: corrections, lost digits, and the text they make.

Start with `Repair`, the result of `vnfix.repair`.  A repair is an explanation as much as a
result: replaying its corrections on the original text gives its output exactly
(`apply_corrections(original, repair.corrections) == repair.text`), so what is shown to a
person can never drift from what was done.

Offsets are code points into the *original* text, half open: `original[start:end]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vnfix.profile import DamageProfile


class Level(StrEnum):
    """How sure a correction must be before it is applied; the rest are suggestions.

    The thresholds behind the names are in `vnfix.confidence`.
    """

    SAFE = "safe"
    LIKELY = "likely"
    ALL = "all"


class Kind(StrEnum):
    """The kind of damage that a correction undoes, or of layout that it changes."""

    LOST_LETTERS = "lost-letters"
    LOST_DIGITS = "lost-digits"
    """Only where glyph numbers settle which digit it was (`vnfix.glyph_ids`)."""
    DIACRITICS = "diacritics"
    """Marks (and the stroke of đ) that were dropped, added or swapped."""
    GLYPHS = "glyphs"
    """Letters that were taken for others."""
    SPACING = "spacing"
    """Words split by a blank or a line end, and words run together."""
    ENCODING = "encoding"
    """Text in an old encoding, or decoded with the wrong one."""
    KEYSTROKES = "keystrokes"
    """The raw keystrokes of an input method that was off (`Vieejt Nam`)."""
    LINE_ENDS = "line-ends"
    """Line ends within paragraphs: layout, changed only when asked."""
    HYPHENS = "hyphens"
    """Hyphens that only a line end made: layout, changed only when asked."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a damaged place.

    `text` stands for the whole span of the correction; `probability` is its share among all
    readings of that span, in 0..1; `score` the natural logarithm of channel times language model.
    """

    text: str
    probability: float
    score: float


@dataclass(frozen=True, slots=True)
class Correction:
    """One changed span: `original[start:end] == before` becomes `after`.

    `confidence` is calibrated: of corrections given as 0.95, about 95 in 100 are right.
    `candidates` are the readings considered, most likely first, the untouched text among them.
    `reason` is a sentence for a person.
    """

    start: int
    end: int
    before: str
    after: str
    kind: Kind
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LostDigit:
    """A place where a digit is gone: reported, never filled in.

    The glyph stood at `original[start:end]`: a blank, a mark, or nothing (`start == end`).
    `confidence` is in 0..1; `number` is the damaged number around it, as it stands in the text.
    """

    start: int
    end: int
    number: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Repair:
    """The outcome of one repair.

    `corrections` were applied, `suggestions` were not sure enough for the level asked; both are
    ordered by offset and `corrections` do not overlap.  `text` is the repaired text.
    """

    original: str
    text: str
    corrections: tuple[Correction, ...]
    suggestions: tuple[Correction, ...]
    lost_digits: tuple[LostDigit, ...]
    profile: DamageProfile


def apply_corrections(original: str, corrections: Iterable[Correction]) -> str:
    """Replay `corrections` on `original`.

    Raises ValueError when a correction does not fit the text or overlaps the one before it.

    >>> fix = Correction(0, 2, "c ", "cơ", Kind.LOST_LETTERS, 0.99)
    >>> apply_corrections("c  quan", [fix])
    'cơ quan'
    """
    parts: list[str] = []
    done = 0
    for item in sorted(corrections, key=lambda c: (c.start, c.end)):
        if item.start < done or original[item.start : item.end] != item.before:
            message = f"correction {item.before!r} -> {item.after!r} does not fit at {item.start}"
            raise ValueError(message)
        parts += (original[done : item.start], item.after)
        done = item.end
    parts.append(original[done:])
    return "".join(parts)
