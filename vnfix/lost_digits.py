"""Digits that are gone: found and reported, never filled in.

Two kinds of evidence.  The shape of a number (`2 /7/201`, `72. 00.000đ`, `1 6`) shows a hole whatever
the words say.  A number that is gone as a whole (`(  trang)`) shows only in what the words expect; the
decoder weighs it as a reading that the language model sees as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vnfix.correction import LostDigit
from vnfix.document import Document
from vnfix.estimation import Estimate
from vnfix.loss_rates import BLANK, DIGIT
from vnfix.tokens import TokenKind

# Shapes that no intact number has: a blank between a digit and a separator that another digit
# or blank follows, a separator without a digit before it, three digits broken after a point.
_BROKEN = re.compile(
    r"(?<=\d) (?=[./]\d)|(?<=\d[./]) (?=\d)|(?<=\d) (?=/ ?\d)|(?<=[(\s]) (?=[./]\d)"
    r"|(?<=\d[.,]) (?=\d{2}\b)|(?<=\d[.,]\d) (?=\d\b)|(?<=\d[.,]\d\d) (?=\s|[)\],;])|(?<=/) (?=/\d)"
)


def find_lost_digits(document: Document, estimate: Estimate | None) -> tuple[LostDigit, ...]:
    """The lost digits of a document, by offset; `estimate` is None where nothing else was lost."""
    found: dict[int, LostDigit] = {}
    for start, end in broken_numbers(document.text):
        found[start] = LostDigit(start, end, _number_around(document.text, start, end), 0.9)
    if estimate is not None:
        for item in _unseen_numbers(document, estimate):
            found.setdefault(item.start, item)
    return tuple(found[start] for start in sorted(found))


def broken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The holes of numbers whose shape is broken."""
    for match in _BROKEN.finditer(text):
        yield match.start(), match.end()


def _unseen_numbers(document: Document, estimate: Estimate) -> Iterator[LostDigit]:
    """Numbers that are gone whole, as the decoder weighed them."""
    for proposal, posterior in zip(estimate.proposals, estimate.posteriors, strict=True):
        if posterior >= 0.5 and proposal.losses and proposal.losses[0][0] == DIGIT:
            number = _number_around(document.text, proposal.start, proposal.end)
            for place in range(proposal.start, proposal.end):
                yield LostDigit(place, place + 1, number, round(min(posterior, 1.0), 3))


def _number_around(text: str, start: int, end: int) -> str:
    """The damaged number: digits, separators and single holes around an offset."""
    low = start
    while low > 0 and start - low < 16 and (text[low - 1].isdecimal() or text[low - 1] in "./,:"):
        low -= 1
    high = end
    while high < len(text) and high - end < 16 and (text[high].isdecimal() or text[high] in "./,:"):
        high += 1
    return text[low:high]


__all__ = ["broken_numbers", "find_lost_digits"]
_ = (BLANK, Sequence, TokenKind)
