"""Sums in a sentence: with which digit its numbers add up.  A hint beside a lost digit, never a proposal."""

from __future__ import annotations

import re
from decimal import Decimal

from vnfix.review.digits import DIGITS

_HOLE = "?"
# A sentence ends here; within numbers the full stop separates thousands.
_END = re.compile(r"[.;!?](?=\s)|\n[ \t]*\r?\n")
_AROUND = 400
_NUMBER = re.compile(
    rf"(?<![\w./,{_HOLE}-])(?:[\d{_HOLE}]{{1,3}}(?:\.[\d{_HOLE}]{{3}})+|[\d{_HOLE}]+)(?:,[\d{_HOLE}]+)?"
    rf"(?![\w/{_HOLE}]|[.,-][\d{_HOLE}])"
)
_FEWEST = 3
"""Numbers without which nothing is a sum."""
_LONGEST = 15


def fitting_digits(text: str, start: int, end: int) -> str:
    """The digits with which one number of the sentence is the sum of all others; empty where there is none.

    The digit is lost at `text[start:end]`.

    >>> fitting_digits("Có 12 hộ nghèo và 35 hộ cận nghèo, tổng cộng 4  hộ.", 46, 47)
    '7'
    >>> fitting_digits("Có 12 hộ và 4  người.", 13, 14)
    ''
    """
    before = text[max(0, start - _AROUND) : start]
    behind = text[end : end + _AROUND]
    starts = [match.end() for match in _END.finditer(before)]
    stop = _END.search(behind)
    sentence = before[starts[-1] if starts else 0 :] + _HOLE + (behind[: stop.start()] if stop else behind)
    found = [match[0] for match in _NUMBER.finditer(sentence)]
    broken = [number for number in found if _HOLE in number]
    if len(broken) != 1 or len(found) < _FEWEST or len(broken[0]) > _LONGEST:
        return ""
    others = [_read(number) for number in found if _HOLE not in number]
    return "".join(digit for digit in DIGITS if _is_sum([_read(broken[0].replace(_HOLE, digit)), *others]))


def _is_sum(numbers: list[Decimal]) -> bool:
    return max(numbers) * 2 == sum(numbers) and min(numbers) > 0


def _read(number: str) -> Decimal:
    return Decimal(number.replace(".", "").replace(",", "."))
