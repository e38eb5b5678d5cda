"""Line ends between words, seen as places where a word may have been broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from vnfix.token_kinds import Token, TokenKind
from vnfix.token_table import TokenTable

NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"
"""The characters that end a line, as the tokenizer has them."""
BLANK = rf"[^\S{NEWLINES}]"
"""A blank within a line, as a pattern."""
HYPHENS = frozenset("-\u2010\xad\xac")
"""What stands for a hyphen at a line end: also the soft one, and the sign that some programs show for it."""


class LineBreak(NamedTuple):
    """A line end after a word; `follower` is the token that begins the next line, a word too.

    `hyphen` tells whether a hyphen touches the word before.
    """

    follower: int
    hyphen: bool


def find_breaks(table: TokenTable) -> Mapping[int, LineBreak]:
    r"""The line ends with a word on either side, by the number of the token before.

    Empty lines part paragraphs, so no word runs across them; but where most lines are followed by one, they
    are the way in which the lines are set.

    >>> from vnfix.tokens import tokenize
    >>> find_breaks(TokenTable.of_tokens(tokenize("có quy-\nền, và\n\ntài")))
    {2: LineBreak(follower=5, hyphen=True)}
    """
    found: dict[int, tuple[LineBreak, int]] = {}
    heights: Counter[int] = Counter()
    solid = np.flatnonzero(~table.are(TokenKind.SPACE, TokenKind.NEWLINE))
    ends = np.diff(np.cumsum(table.are(TokenKind.NEWLINE))[solid], prepend=0)
    first = ends > 0
    for place, height in zip(solid[first].tolist(), ends[first].tolist(), strict=True):
        heights[height] += 1
        if table.tokens[place].kind is TokenKind.WORD:
            before, hyphen = _find_word_before(table.tokens, place)
            if before is not None:
                found[before] = LineBreak(place, hyphen), height
    usual = min(heights, key=lambda height: (-heights[height], height), default=1)
    return {before: item for before, (item, height) in found.items() if height <= usual}


def _find_word_before(tokens: Sequence[Token], place: int) -> tuple[int | None, bool]:
    at = place - 1
    while at >= 0 and tokens[at].kind in (TokenKind.SPACE, TokenKind.NEWLINE):
        at -= 1
    hyphen = at > 0 and tokens[at].text in HYPHENS
    at -= hyphen
    return (at if at >= 0 and tokens[at].kind is TokenKind.WORD else None), hyphen
