"""Words that are part of code, markup or records, by the signs that touch them."""

from __future__ import annotations

from collections.abc import Sequence, Set

from vnfix.tokens import Token, TokenKind

_SIGNS = frozenset("<>={}[]|\\^~&_$`")
_SEPARATORS = frozenset(",;")
_HYPHEN = "-"
# Tokens to each side in which a sign is looked for.
_WIDEST = 16
# So many words joined by hyphens are the name of something.
_CHAINED = 3


def touches_code(tokens: Sequence[Token], place: int, letters: Set[str] = frozenset()) -> bool:
    """Tell whether a word touches a sign of markup or code: `<td>`, `x=`, `&gt`.

    `letters` are signs that stand for letters in this document.

    >>> from vnfix.tokens import tokenize
    >>> [touches_code(tokenize("<td> x"), place) for place in (1, 4)]
    [True, False]
    """
    for beside in (place - 1, place + 1):
        if 0 <= beside < len(tokens) and tokens[beside].text in _SIGNS:
            return tokens[beside].text not in letters
    return False


def stands_in_code(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether there is a sign of markup or code between the blanks around a word: `href="/tin?id=1"`.

    >>> from vnfix.tokens import tokenize
    >>> stands_in_code(tokenize('a="/tin?id=1" b'), 4), stands_in_code(tokenize("thu-chi"), 0)
    (True, False)
    """
    for step in (-1, 1):
        for at in range(place + step, place + _WIDEST * step, step):
            if not 0 <= at < len(tokens) or tokens[at].kind in (TokenKind.SPACE, TokenKind.NEWLINE):
                break
            if tokens[at].text in _SIGNS:
                return True
    return False


def is_field(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word is a field of a record, or part of a name: `ma,ten,lop`, `goi-phan-mem`.

    >>> from vnfix.tokens import tokenize
    >>> [is_field(tokenize("ma,ten,lop"), 2), is_field(tokenize("ma, ten"), 0)]
    [True, False]
    >>> [is_field(tokenize("goi-phan-mem"), 2), is_field(tokenize("thu-chi"), 0)]
    [True, False]
    """
    around = [
        t.text if t.kind is not TokenKind.NEWLINE else " " for t in tokens[max(0, place - 2) : place + 3]
    ]
    at = min(place, 2)
    before = around[at - 1] in _SEPARATORS if at else False
    glued = at + 2 < len(around) and around[at + 1] in _SEPARATORS and not around[at + 2].isspace()
    if before or glued:
        return True
    return _count_chained(tokens, place) >= _CHAINED


def is_broken_off(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word breaks off in dots: `kh... không`.

    >>> from vnfix.tokens import tokenize
    >>> is_broken_off(tokenize("kh... không"), 0), is_broken_off(tokenize("thôi."), 0)
    (True, False)
    """
    follower = [token.text for token in tokens[place + 1 : place + 3]]
    return follower[:1] == ["…"] or follower == [".", "."]


def _count_chained(tokens: Sequence[Token], place: int) -> int:
    """The number of words joined to a word by hyphens, itself included."""
    count = 1
    for step in (-1, 1):
        at = place
        while 0 <= at + 2 * step < len(tokens) and tokens[at + step].text == _HYPHEN:
            at += 2 * step
            if tokens[at].kind is not TokenKind.WORD:
                break
            count += 1
    return count
