"""Acronyms among the words of a line: `UBND`, `TU`, `XIV`; a heading in capitals has none.

A run of capitals is told from a word by its letters, and by what stands beside it in its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

from vnfix.token_kinds import Piece, Token, TokenKind


class _Side(StrEnum):
    """What stands beside a run of capitals."""

    NOTHING = "nothing"
    CAPITALS = "capitals"
    LOWER = "lower"


# The tones, the circumflex and the breve; a horn is at home in acronyms (TƯ, BCHTƯ).
_WORD_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306")
# Few texts of one line have capitals in a row: these four are compiled when first asked, which Python
# remembers, for all four take 2 ms.
_ROMAN = r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_SYLLABLE_LIKE_ROMAN = frozenset({"VI", "XI", "LI"})
# A syllable of capitals, whole or with letters lost: every part may be missing (THC, NG, IẾN).
_SYLLABLE_REMAINS = (
    r"(?:NGH?|NH|GH|GI|KH|PH|QU|TH|TR|CH|[BCDĐGHKLMNPQRSTVX])?[AEIOUY]{0,4}(?:NG|NH|CH|[CMNPT])?"
)
_VOWELLESS = r"[AEIOUY]?[^AEIOUY]+"
_PLURAL = r"[^\WAEIOUY\d_]{2,}[grs]"


def may_be_acronym(piece: Piece) -> bool:
    """Tell whether a word may be an acronym: two capitals in a row, of which the rest of the line tells."""
    kind, text = piece
    return kind is TokenKind.WORD and len(text) > 1 and text[:2].isupper()


def name_acronyms(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Turn the words of a line that are acronyms into ACRONYM tokens; `pieces` is all of the line."""
    out = list(pieces)
    for index in _find_acronyms(pieces):
        out[index] = TokenKind.ACRONYM, pieces[index][1]
    return out


def turn_acronyms(tokens: list[Token], first: int) -> None:
    """Turn the words of the line `tokens[first:]` that are acronyms into ACRONYM tokens."""
    for index in _find_acronyms([(token.kind, token.text) for token in tokens[first:]]):
        tokens[first + index] = tokens[first + index]._replace(kind=TokenKind.ACRONYM)


def _find_acronyms(pieces: Sequence[Piece]) -> list[int]:
    """The numbers of the words of a line that are acronyms."""
    words = [text for kind, text in pieces if kind is TokenKind.WORD]
    is_heading = all(map(str.isupper, words))
    size = len(pieces)
    found = []
    for index, (kind, text) in enumerate(pieces):
        if kind is not TokenKind.WORD or _is_small(text):
            continue
        if any(0 <= at < size and pieces[at][0] is TokenKind.MARK for at in (index - 1, index + 1)):
            continue
        sides = (_look(pieces, way, is_heading) for way in (range(index - 1, -1, -1), range(index + 1, size)))
        if _is_acronym(text, sides, is_heading):
            found.append(index)
    return found


def _is_small(word: str) -> bool:
    """Tell most words from runs of capitals at a glance: they are small, or from their second letter on."""
    second = word[1:2]
    # A mark that counts as small (U+0345) says nothing of the letters beside it.
    return word.islower() or (second.isalpha() and second.islower())


def _look(pieces: Sequence[Piece], way: range, is_heading: bool) -> _Side:
    """Tell what kind of word is the next one on the way from a word along its line.

    Lone capitals count only where nothing longer follows: in a damaged heading they are what is
    left of words, elsewhere names of things.  Outside headings a sign parts neighbours.
    """
    side = _Side.NOTHING
    for index in way:
        kind, text = pieces[index]
        if kind is TokenKind.WORD:
            if not text.isupper():
                return _Side.LOWER
            side = _Side.CAPITALS
            if len(text) > 1:
                break
        elif kind is TokenKind.PUNCTUATION and not is_heading:
            break
    return side


def _is_acronym(text: str, sides: Iterable[_Side], is_heading: bool) -> bool:
    """Tell an acronym or Roman numeral from a word in capitals, whole or damaged.

    `sides` is what stands before and after it, asked for only where it matters; `is_heading` says that its
    line has no small letter.
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if char.isalpha())
    if len(bare) < 2 or not _WORD_MARKS.isdisjoint(decomposed):
        return False
    if not bare.isupper():
        return bare[:-1].isupper() and re.fullmatch(_PLURAL, bare) is not None
    is_roman = re.fullmatch(_ROMAN, bare) is not None
    if is_roman and bare not in _SYLLABLE_LIKE_ROMAN:
        return True
    if re.fullmatch(_VOWELLESS, bare) and not re.fullmatch(_SYLLABLE_REMAINS, bare):
        return True
    # Among words in capitals a syllable is one of them; by itself in a heading only a number is none.
    return (is_roman or not is_heading) and _Side.CAPITALS not in sides
