"""Marks that stand for digits, told by the numbers that they touch.

A mark stands for one glyph throughout a font, so one that is seen in numbers more often than in words is
a digit wherever it stands, and no letter is ever put there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from vnfix.token_kinds import Token, TokenKind


def find_digit_marks(tokens: Sequence[Token], marks: Iterable[int]) -> frozenset[str]:
    """The marks that touch digits more often than letters; `marks` are the numbers of all of them."""
    balance: Counter[str] = Counter()
    for place in marks:
        token = tokens[place]
        if touches_number(tokens, place):
            balance[token.text] += 1
        elif any(
            tokens[beside].kind is TokenKind.WORD
            for beside in (place - 1, place + 1)
            if 0 <= beside < len(tokens)
        ):
            balance[token.text] -= 1
    return frozenset(mark for mark, count in balance.items() if count > 0)


def touches_number(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a mark, or the run of marks that it stands in, touches a digit."""
    low = high = place
    while low > 0 and tokens[low - 1].kind is TokenKind.MARK and place - low < _LONGEST_RUN:
        low -= 1
    while high + 1 < len(tokens) and tokens[high + 1].kind is TokenKind.MARK and high - place < _LONGEST_RUN:
        high += 1
    before = tokens[low - 1].text[-1] if low else ""
    after = tokens[high + 1].text[0] if high + 1 < len(tokens) else ""
    return before.isdecimal() or after.isdecimal()


# Numbers are short; a longer run of marks is a text without any letters.
_LONGEST_RUN = 8
