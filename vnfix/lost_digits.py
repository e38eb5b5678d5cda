"""Digits that are gone: found and reported, never filled in.

Two kinds of evidence.  The shape of a number (`2 /7/201`, `72. 00.000đ`, `1 6`) shows a hole whatever
the words say.  A number that is gone as a whole (`(  trang)`) shows only in what the words expect; the
decoder weighs it as a reading that the language model sees as a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnfix.correction import LostDigit
from vnfix.digit_marks import find_digit_marks, touches_number
from vnfix.document import Document
from vnfix.estimate import Estimate
from vnfix.number_shapes import doubtful_numbers
from vnfix.selection import solved_digits
from vnfix.traces import BLANK, DIGIT

# One hole of a number: a mark of many characters, or any one.  Few texts have any: compiled when first asked,
# which Python remembers.
_HOLE = r"(?s:\(cid:\d+\)|.)"
_NUMBER_CHARACTERS = frozenset("0123456789.,/:")
# Below this, as many reports are of footnote numbers and tables as of lost digits.
_REPORTED = 0.6


def find_lost_digits(document: Document, estimate: Estimate | None) -> tuple[LostDigit, ...]:
    """The lost digits of a document, by offset; `estimate` is None where nothing else was lost."""
    found: dict[int, LostDigit] = {}
    holes = list(document.broken_numbers)
    if estimate is not None and BLANK in estimate.rates.active_traces():
        holes += doubtful_numbers(document.text)
    for start, end in holes:
        found[start] = LostDigit(start, end, _number_around(document.text, start, end), 0.9)
    for item in _marked_numbers(document):
        found[item.start] = item
    if estimate is not None:
        for item in _unseen_numbers(document, estimate):
            found.setdefault(item.start, item)
        solved = solved_digits(document, estimate)
        found = {s: d for s, d in found.items() if document.text[d.start : d.end] not in solved}
    return tuple(found[start] for start in sorted(found))


def _marked_numbers(document: Document) -> Iterator[LostDigit]:
    """The marks that are digits: those that touch a number, and the same marks elsewhere."""
    tokens = document.tokens
    digits = find_digit_marks(tokens, document.marks)
    for place in document.marks:
        token = tokens[place]
        if token.text in digits or touches_number(tokens, place):
            number = _number_around(document.text, token.start, token.end)
            yield LostDigit(token.start, token.end, number, 0.9)


def _unseen_numbers(document: Document, estimate: Estimate) -> Iterator[LostDigit]:
    """Numbers that are gone whole, as the decoder weighed them."""
    for proposal, posterior in zip(estimate.proposals, estimate.posteriors, strict=True):
        if posterior >= _REPORTED and proposal.losses and proposal.losses[0][0] == DIGIT:
            number = _number_around(document.text, proposal.start, proposal.end)
            for hole in re.compile(_HOLE).finditer(document.text, proposal.start, proposal.end):
                if hole[0] not in _NUMBER_CHARACTERS:
                    yield LostDigit(hole.start(), hole.end(), number, round(min(posterior, 1.0), 3))


def _number_around(text: str, start: int, end: int) -> str:
    """The damaged number: digits, separators and single holes around an offset."""
    low = start
    while low > 0 and start - low < 16 and (text[low - 1].isdecimal() or text[low - 1] in "./,:"):
        low -= 1
    high = end
    while high < len(text) and high - end < 16 and (text[high].isdecimal() or text[high] in "./,:"):
        high += 1
    return text[low:high]
