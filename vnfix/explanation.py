"""Why one place of a text was read as it was, as data; `vnfix explain` prints it.

Offsets are code points into the text that was explained, half open: `text[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One summand of a reading's score: `value` is a natural logarithm, mostly below zero."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the place.

    `text` stands for the whole span; `probability` is its share among all readings, in 0..1;
    `terms` are the summands of its score; `chosen` is true for the reading that won.

    >>> Reading("cơ", 0.9, (ScoreTerm("channel", -1.5), ScoreTerm("language model", -4.0)), True).score
    -5.5
    """

    text: str
    probability: float
    terms: tuple[ScoreTerm, ...]
    chosen: bool

    @property
    def score(self) -> float:
        """The sum of the terms (a natural logarithm)."""
        return sum(term.value for term in self.terms)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The readings of `text[start:end] == before`, most likely first.

    `sentence` is the sentence around the place as it stands in the text; `verdict` one sentence
    for a person: what was done, and why.
    """

    start: int
    end: int
    before: str
    sentence: str
    readings: tuple[Reading, ...]
    verdict: str
