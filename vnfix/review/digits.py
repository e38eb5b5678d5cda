"""What can be said of a lost digit: a hint for the person who types it, never a proposal.

Two things here, and sums in `vnfix.review.sums`.  The calendar: `3 /4` can only have been `30/4`.  The font:
one that lost a digit lost it everywhere, so a digit that stands nowhere in the text is a likely one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

DIGITS = "0123456789"
_HOLE = "?"
_OTHER = "_"
_AROUND = 12
_DATE = re.compile(r"(?<![\d_?/.,])([\d_?]{1,2})([/.-])([\d_?]{1,2})(?:\2([\d_?]{4}))?(?![\d_?]|[/.,-]\d)")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Other holes of the same number: a blank between a digit and a separator, or the other way round.
_BLANK = re.compile(r"(?<=\d) (?=[/.-]\d)|(?<=\d[/.-]) (?=\d)|(?<=/) (?=/)")
# In fewer digits than this, one that does not stand is no wonder.
_FEWEST_DIGITS = 20


def possible_digits(text: str, start: int, end: int) -> str:
    """The digits that the hole `text[start:end]` can have held; all ten where no date says otherwise.

    >>> possible_digits("ngày 3 /4/2024", 6, 7), possible_digits("1  hộ", 1, 2)
    ('0', '0123456789')
    >>> possible_digits("ngày 12/1 /2024", 9, 10)
    '012'
    """
    before = _BLANK.sub(_OTHER, text[max(0, start - _AROUND) : start])
    after = _BLANK.sub(_OTHER, text[end : end + _AROUND])
    around = before + _HOLE + after
    for match in _DATE.finditer(around):
        if _HOLE in match[0]:
            fits = "".join(digit for digit in DIGITS if _is_date(match, digit))
            return fits or DIGITS
    return DIGITS


def absent_digits(text: str) -> str:
    """The digits that stand nowhere in a text with many others; empty when none is missing.

    >>> absent_digits("01 02 03 04 06 07 08 09 10 11 12 13 14")
    '5'
    """
    counts = [text.count(digit) for digit in DIGITS]
    if sum(counts) < _FEWEST_DIGITS:
        return ""
    return "".join(digit for digit, count in zip(DIGITS, counts, strict=True) if not count)


def _is_date(match: re.Match[str], digit: str) -> bool:
    day, month = match[1].replace(_HOLE, digit), match[3].replace(_HOLE, digit)
    return any(
        1 <= int(m) <= len(_DAYS) and 1 <= int(d) <= _DAYS[int(m) - 1]
        for d, m in product(_fillings(day), _fillings(month))
    )


def _fillings(field: str) -> Iterator[str]:
    """Every number that a field with unknown digits may be."""
    for digits in product(DIGITS, repeat=field.count(_OTHER)):
        filled = iter(digits)
        yield "".join(next(filled) if char == _OTHER else char for char in field)
