"""Marks that are asked once: each stands for one glyph wherever it stands.

A font writes one glyph as one mark, so `(cid:57)` is the same letter or digit on every page.  Signs that
any unknown glyph becomes (U+FFFD, boxes) say nothing of the kind and are asked place by place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vnfix.mark_meanings import is_generic
from vnfix.profile import MarkMeaning
from vnfix.token_kinds import TokenKind
from vnfix.tokens import tokenize

# A mark at one place is no more than that place.
_FEWEST_SPOTS = 2


@dataclass(frozen=True, slots=True)
class Glyph:
    """A mark and the offsets at which it stands.

    `letter` is what it probably is, with that confidence (0..1); None where nothing is known.
    """

    mark: str
    letter: str | None
    confidence: float
    spots: Sequence[int]


def find_glyphs(text: str, meanings: Iterable[MarkMeaning]) -> list[Glyph]:
    """Find the marks of a text that stand for one glyph each, at two places or more, the most frequent first.

    >>> [(glyph.letter, len(glyph.spots)) for glyph in find_glyphs("c(cid:7) s(cid:7)", [])]
    []
    >>> found = find_glyphs("c(cid:7) s(cid:7)", [MarkMeaning("(cid:7)", "ơ", 2, 0.9)])
    >>> [(glyph.letter, glyph.spots) for glyph in found]
    [('ơ', [1, 10])]
    """
    glyphs = []
    for meaning in meanings:
        if is_generic(meaning.mark) or not _is_token(meaning.mark):
            continue
        spots = find_spots(text, meaning.mark)
        if len(spots) >= _FEWEST_SPOTS:
            confidence = 0.0 if meaning.letter is None else meaning.confidence
            glyphs.append(Glyph(meaning.mark, meaning.letter, confidence, spots))
    return sorted(glyphs, key=lambda glyph: (-len(glyph.spots), glyph.mark))


def find_spots(text: str, mark: str) -> list[int]:
    """The offsets of every occurrence of a mark."""
    return [match.start() for match in re.finditer(re.escape(mark), text)]


def put_letters(before: str, letters: Mapping[str, str]) -> tuple[str, bool]:
    """Put the letters of known marks into a damaged form; tell also whether any mark is left.

    >>> put_letters("tr(cid:5)(cid:3)ng", {"(cid:5)": "ư"})
    ('trư(cid:3)ng', True)
    """
    tokens = tokenize(before)
    known = "".join(letters.get(token.text, token.text) for token in tokens)
    is_open = any(token.kind is TokenKind.MARK and token.text not in letters for token in tokens)
    return known, is_open


def _is_token(mark: str) -> bool:
    """Tell whether a mark is one by its own form; other signs stand for themselves elsewhere."""
    tokens = tokenize(mark)
    return len(tokens) == 1 and tokens[0].kind is TokenKind.MARK
