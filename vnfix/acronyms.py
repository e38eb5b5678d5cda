"""Acronyms among the words of a line: `UBND`, `TU`, `XIV`; a heading in capitals has none.

A run of capitals is told from a word by its letters, and by what stands beside it in its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from vnfix.token_kinds import Piece, Token, TokenKind


class _Side(StrEnum):
    """What stands beside a run of capitals."""

    NOTHING = "nothing"
    CAPITALS = "capitals"
    LOWER = "lower"


# The tones, the circumflex and the breve; a horn is at home in acronyms (TƯ, BCHTƯ).
_WORD_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306")
_ROMAN = re.compile(r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SYLLABLE_LIKE_ROMAN = frozenset({"VI", "XI", "LI"})
# A syllable of capitals, whole or with letters lost: every part may be missing (THC, NG, IẾN).
_SYLLABLE_REMAINS = re.compile(
    r"(?:NGH?|NH|GH|GI|KH|PH|QU|TH|TR|CH|[BCDĐGHKLMNPQRSTVX])?[AEIOUY]{0,4}(?:NG|NH|CH|[CMNPT])?"
)
_VOWELLESS = re.compile(r"[AEIOUY]?[^AEIOUY]+")
_PLURAL = re.compile(r"[^\WAEIOUY\d_]{2,}[grs]")


def may_be_acronym(piece: Piece) -> bool:
    """Tell whether a word may be an acronym: two capitals in a row, of which the rest of the line tells."""
    kind, text = piece
    return kind is TokenKind.WORD and len(text) > 1 and text[:2].isupper()


def name_acronyms(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Turn the words of a line that are acronyms into ACRONYM tokens; `pieces` is all of the line."""
    tokens = [Token(kind, 0, 0, text) for kind, text in pieces]
    turn_acronyms(tokens, 0)
    return [(token.kind, token.text) for token in tokens]


def turn_acronyms(tokens: list[Token], first: int) -> None:
    """Turn the words of the line `tokens[first:]` that are acronyms into ACRONYM tokens."""
    line = range(first, len(tokens))
    words = [index for index in line if tokens[index].kind is TokenKind.WORD]
    is_heading = all(tokens[index].text.isupper() for index in words)
    before = _sides(tokens, line, is_heading)
    after = _sides(tokens, line[::-1], is_heading)
    for index in words:
        token = tokens[index]
        touches_mark = any(
            near in line and tokens[near].kind is TokenKind.MARK for near in (index - 1, index + 1)
        )
        if not touches_mark and _is_acronym(token.text, {before[index], after[index]}, is_heading):
            tokens[index] = token._replace(kind=TokenKind.ACRONYM)


def _sides(tokens: list[Token], way: range, is_heading: bool) -> dict[int, _Side]:
    """Tell for each word what kind of word comes before it on the way along the line.

    Lone capitals count only where nothing longer follows: in a damaged heading they are what is
    left of words, elsewhere names of things.  Outside headings a sign parts neighbours.
    """
    sides = {}
    side = _Side.NOTHING
    for index in way:
        token = tokens[index]
        if token.kind is TokenKind.WORD:
            sides[index] = side
            if not token.text.isupper():
                side = _Side.LOWER
            elif len(token.text) > 1 or side is _Side.NOTHING:
                side = _Side.CAPITALS
        elif token.kind is TokenKind.PUNCTUATION and not is_heading:
            side = _Side.NOTHING
    return sides


def _is_acronym(text: str, sides: set[_Side], is_heading: bool) -> bool:
    """Tell an acronym or Roman numeral from a word in capitals, whole or damaged.

    `sides` is what stands before and after it; `is_heading` says that its line has no small letter.
    """
    if text.islower():
        # Nearly all words.
        return False
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if char.isalpha())
    if len(bare) < 2 or not _WORD_MARKS.isdisjoint(decomposed):
        return False
    if not bare.isupper():
        return bare[:-1].isupper() and _PLURAL.fullmatch(bare) is not None
    if _ROMAN.fullmatch(bare) and (bare not in _SYLLABLE_LIKE_ROMAN or _Side.CAPITALS not in sides):
        return True
    if _VOWELLESS.fullmatch(bare) and not _SYLLABLE_REMAINS.fullmatch(bare):
        return True
    return not is_heading and _Side.CAPITALS not in sides
