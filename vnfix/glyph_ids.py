"""Digits from glyph numbers: the one case in which a lost digit is known exactly.

Many fonts number their glyphs in the order of ASCII: glyph 29 less than the character in the fonts
of Windows, 0xF000 more in symbol fonts.  When the marks that the words have solved for ASCII letters
all stand at one distance from them, at least three of them and none elsewhere, the marks at that
distance from the digits are these digits (PDF Reference 1.7, 5.6.3: a CID-keyed font without a
ToUnicode map leaves only these numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Fewer letters could agree by chance.
_LEAST_LETTERS = 3

# Few texts have marks: compiled when first asked, which Python remembers.
_CID = r"\(cid:(\d+)\)"


def glyph_number(mark: str) -> int | None:
    """The glyph number that a mark shows, None when it shows none.

    >>> glyph_number("(cid:44)"), glyph_number("\uf041"), glyph_number("\ufffd")
    (44, 61505, None)
    """
    found = re.fullmatch(_CID, mark)
    if found:
        return int(found[1])
    if len(mark) == 1 and "\ue000" <= mark <= "\uf8ff":
        return ord(mark)
    return None


def solve_digits(meanings: Mapping[str, str], marks: Iterable[str]) -> dict[str, str]:
    """The digits among `marks`, given what other marks mean (one letter each).

    >>> solve_digits({"(cid:68)": "a", "(cid:81)": "n", "(cid:87)": "t"}, ["(cid:21)", "(cid:99)"])
    {'(cid:21)': '2'}
    """
    distances = set()
    letters = 0
    for mark, letter in meanings.items():
        number = glyph_number(mark)
        if number is not None and letter.isascii() and letter.isalpha():
            distances.add(ord(letter) - number)
            letters += 1
    if len(distances) != 1 or letters < _LEAST_LETTERS:
        return {}
    (distance,) = distances
    solved = {}
    for mark in marks:
        number = glyph_number(mark)
        if number is not None and ord("0") <= number + distance <= ord("9"):
            solved[mark] = chr(number + distance)
    return solved
