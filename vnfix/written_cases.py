"""In which case the words of a text are written, where that says something of the word."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Places
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable

SMALL, TITLE, UNTOLD = 0, 1, 2
"""All letters small; a capital before small ones within a sentence; what says nothing: where a sentence or a
line begins, words in capitals, single letters with a capital, and what is no word."""

Cases = npt.NDArray[np.int8]


class WrittenCases:
    """The cases of the words of a text, by where they begin."""

    def __init__(self, table: TokenTable, contexts: npt.NDArray[np.uint8]) -> None:
        """`contexts` are, by token, what decides the case there; 0 within a sentence and a line."""
        is_small = table.flags(str.islower, TokenKind.WORD)
        is_title = table.flags(lambda text: text[0].isupper() and text[1:].islower(), TokenKind.WORD)
        cases = np.full(len(table), UNTOLD, dtype=np.int8)
        cases[is_small] = SMALL
        cases[is_title & (contexts == 0)] = TITLE
        # Behind the last token there is none.
        self._starts = np.array(table.bounds, dtype=np.int64)
        self._cases = np.append(cases, np.int8(UNTOLD))

    def at(self, starts: Places) -> Cases:
        """The cases of what begins at places of the text; untold within a token."""
        tokens = np.searchsorted(self._starts, starts)
        found: Cases = np.where(self._starts[tokens] == starts, self._cases[tokens], np.int8(UNTOLD))
        return found
