"""Words that are part of code, markup or records, by the signs that touch them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise

import numpy as np

from vnfix.arrays import Flags, after, before
from vnfix.token_kinds import Token, TokenKind
from vnfix.token_table import TokenTable

_SIGNS = frozenset("<>={}[]|\\^~&_$`")
_SEPARATORS = frozenset(",;")
_QUOTES = frozenset("“‘«’”»)]")
_STOPS = frozenset(".…")
# Signs that may stand before what is said and no code, behind it, and behind these.
_OPENS, _CLOSES, _ENDS = "[>“‘\"'(", "]", ".,;:!?…”’\"')~^"
# So many separators without a blank make a record.
_FEWEST_PARTED = 2
SIGN_KINDS = (TokenKind.PUNCTUATION, TokenKind.MARK, TokenKind.PROTECTED)
"""What a sign may be: one that the user wants left alone is protected."""
# These open as well as close.
_STRAIGHT_QUOTES = frozenset("\"'")
_HYPHEN = "-"
# Tokens to each side in which a sign is looked for.
_WIDEST = 16
# So many words joined by hyphens are the name of something.
_CHAINED = 3


def find_code_touched(table: TokenTable, letters: Set[str]) -> Flags:
    """Tell which tokens touch a sign of markup or code: `<td>`, `x=`, `&gt`.

    `letters` are signs that stand for letters in this document.

    >>> find_code_touched(TokenTable.of_text("<td> x"), frozenset()).tolist()
    [False, True, False, True, False]
    """
    signs = table.flags(lambda text: text in _SIGNS, *SIGN_KINDS)
    counted = signs & ~table.flags(lambda text: text in letters, *SIGN_KINDS) if letters else signs
    return np.where(before(signs), before(counted), after(counted))


def stands_in_code(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether there is a sign of markup or code between the blanks around a word: `href="/tin?id=1"`.

    Brackets around what is said (`[sic]`), signs before it that quote a line, and those behind it that drawl
    or smile (`thôi~`, `thôi^^`) are none.

    >>> from vnfix.tokens import tokenize
    >>> stands_in_code(tokenize('a="/tin?id=1" b'), 4), stands_in_code(tokenize("thu-chi"), 0)
    (True, False)
    >>> stands_in_code(tokenize("[[sic]"), 2), stands_in_code(tokenize("> >sic"), 3)
    (False, False)
    >>> stands_in_code(tokenize("thôi~!"), 0), stands_in_code(tokenize("x^2"), 0)
    (False, True)
    >>> stands_in_code(tokenize("x[i]"), 2), stands_in_code(tokenize("<td>x"), 3)
    (True, True)
    """
    before, after = _look_around(tokens, place)
    opened = "".join(reversed(before)).lstrip(_OPENS)
    closed = "".join(after).rstrip(_ENDS).rstrip(_CLOSES)
    return not _SIGNS.isdisjoint(opened + closed)


def _look_around(tokens: Sequence[Token], place: int) -> tuple[list[str], list[str]]:
    """The texts of the tokens from a word to the blank before it and to that after it, nearest first."""
    found: list[list[str]] = []
    for step in (-1, 1):
        texts: list[str] = []
        for at in range(place + step, place + _WIDEST * step, step):
            if not 0 <= at < len(tokens) or tokens[at].kind in (TokenKind.SPACE, TokenKind.NEWLINE):
                break
            texts.append(tokens[at].text)
        found.append(texts)
    return found[0], found[1]


def is_field(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word is a field of a record, or part of a name: `ma,ten,lop`, `goi-phan-mem`.

    One comma without a blank makes no record (`gia đình,bạn bè`), but beside a quotation mark.  A chain that
    begins with a capital is a word of another language spelled in syllables: `Bà-la-môn`.

    >>> from vnfix.tokens import tokenize
    >>> [is_field(tokenize("ma,ten,lop"), 2), is_field(tokenize("ma, ten"), 0), is_field(tokenize("ma,”"), 0)]
    [True, False, False]
    >>> [is_field(tokenize('ma," ten'), 0), is_field(tokenize('ma,"ten"'), 0)]
    [False, True]
    >>> [is_field(tokenize("ma,ten"), 0), is_field(tokenize("ma,..."), 0), is_field(tokenize("ma,“ten"), 0)]
    [False, False, False]
    >>> [is_field(tokenize("goi-phan-mem"), 2), is_field(tokenize("thu-chi"), 0)]
    [True, False]
    >>> is_field(tokenize("Ba-la-mon"), 2)
    False
    """
    before, after = _look_around(tokens, place)
    around = [*reversed(before), tokens[place].text, *after]
    pairs = list(pairwise(around))
    # A last one has a blank behind it.
    parted = [right for left, right in pairs if left in _SEPARATORS and not _ends_clause(right)]
    is_quoted = any(
        left in _SEPARATORS and right in _STRAIGHT_QUOTES and at + 2 < len(around)
        for at, (left, right) in enumerate(pairs)
    )
    return len(parted) >= _FEWEST_PARTED or is_quoted or _is_chained(tokens, place)


def is_broken_off(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word breaks off in dots: `kh... không`.

    >>> from vnfix.tokens import tokenize
    >>> is_broken_off(tokenize("kh... không"), 0), is_broken_off(tokenize("thôi."), 0)
    (True, False)
    """
    follower = [token.text for token in tokens[place + 1 : place + 3]]
    return follower[:1] == ["…"] or follower == [".", "."]


def find_broken_off(table: TokenTable) -> Flags:
    """Tell of all tokens which break off in dots, as `is_broken_off` does of one.

    >>> find_broken_off(TokenTable.of_text("kh... thôi.")).tolist()
    [True, True, False, False, False, False, False]
    """
    dots = table.flags(lambda text: text == ".", *SIGN_KINDS)
    return after(table.flags(lambda text: text == "…", *SIGN_KINDS)) | (after(dots) & after(dots, 2))


def _ends_clause(follower: str) -> bool:
    """Tell whether what follows a comma says that it ends a clause: a quotation mark, or dots."""
    return follower in _QUOTES or follower in _STRAIGHT_QUOTES or follower[0] in _STOPS


def _is_chained(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word is one of several joined by hyphens, the first with a small letter."""
    first, last = place, place
    while first > 1 and tokens[first - 1].text == _HYPHEN and tokens[first - 2].kind is TokenKind.WORD:
        first -= 2
    while (
        last + 2 < len(tokens)
        and tokens[last + 1].text == _HYPHEN
        and tokens[last + 2].kind is TokenKind.WORD
    ):
        last += 2
    return (last - first) // 2 + 1 >= _CHAINED and not tokens[first].text[0].isupper()
