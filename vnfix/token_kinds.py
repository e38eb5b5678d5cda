"""What a token is: one piece of a text, and the kinds of pieces."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    """A maximal run of letters and the combining marks on them."""
    NUMBER = "number"
    """Digits with inner `.`, `,`, `/` or `:`."""
    PUNCTUATION = "punctuation"
    """Any one character that is nothing else: signs, soft hyphens, lone surrogates, emoji."""
    SPACE = "space"
    """A run of blanks, tabs and no-break spaces."""
    NEWLINE = "newline"
    """One line end; `\\r\\n` is one."""
    MARK = "mark"
    """One mark that stands for one lost glyph: U+FFFD, a private-use or control character,
    `(cid:123)`, a box that touches a letter."""
    PROTECTED = "protected"
    """A span that is never changed; see `vnfix.protected`."""
    ACRONYM = "acronym"
    """A run of capitals that is no word: `UBND`, `TU`, `XIV`, `HTXs`."""


class Token(NamedTuple):
    """One piece of a text: `original[start:end] == text`, offsets in code points; never empty."""

    kind: TokenKind
    start: int
    end: int
    text: str


Piece = tuple[TokenKind, str]
"""A token without its place."""
