"""Line ends between words, seen as places where a word may have been broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from vnfix.code_signs import SIGN_KINDS
from vnfix.token_kinds import TokenKind
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
    solid = np.flatnonzero(~table.are(TokenKind.SPACE, TokenKind.NEWLINE))
    ends = np.diff(np.cumsum(table.are(TokenKind.NEWLINE))[solid], prepend=0)
    begins = np.flatnonzero(ends > 0)
    heights = ends[begins]
    found = Counter(heights.tolist())
    usual = min(found, key=lambda height: (-found[height], height), default=1)
    # Before the first line with anything in it, at -1, is no word.
    begins = begins[(heights <= usual) & (begins > 0)]
    places, before = solid[begins], solid[begins - 1]
    hyphens = (table.flags(HYPHENS.__contains__, *SIGN_KINDS)[before]) & (before > 0)
    before = before - hyphens
    is_word = table.are(TokenKind.WORD)
    joins = is_word[places] & is_word[before]
    columns = (column[joins].tolist() for column in (before, places, hyphens))
    return {word: LineBreak(follower, hyphen) for word, follower, hyphen in zip(*columns, strict=True)}
