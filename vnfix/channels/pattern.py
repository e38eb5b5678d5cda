"""Patterns: stretches of text as known letters and holes, and which of them are worth a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from vnfix.channels.insertions import Insertions
from vnfix.pattern_index import HOLE, PatternIndex

# The longest syllables (`nghiêng`) have seven letters.
LONGEST_SYLLABLE = 7
# Blanks in a row that may be lost glyphs; longer runs are layout.
LONGEST_GAP = 5


class Pattern(NamedTuple):
    """The text from `start` to `end` as `shown`: its letters in their case, `HOLE` for each lost one.

    `traces` has what each hole left, in order; `token` is the first token; `cost` the natural log of the
    probability of anything else assumed (a blank trimmed from a line end).
    """

    start: int
    end: int
    shown: str
    traces: tuple[str, ...]
    token: int
    cost: float = 0.0


class PatternFilter:
    """Which patterns are worth a look.

    It must fit a word of `indexes`, and what stands before its first and after its last hole be what
    `insertions` allow.  With `damaged` only patterns with a piece of a word, a mark, or a blank at their edge
    are.  `settled` tells of the traces of a pattern whether they say what was lost: such a pattern is worth a
    look whatever stands around its holes.
    """

    def __init__(
        self,
        indexes: Sequence[PatternIndex],
        insertions: Insertions,
        collapsed: bool = False,
        zero: bool = True,
        damaged: bool = False,
        settled: Callable[[Sequence[str]], bool] | None = None,
    ) -> None:
        self.collapsed = collapsed
        self.zero = zero
        self.damaged = damaged
        self.insertions = insertions.of_word
        self._heads, self._tails = heads, tails = insertions.heads, insertions.tails
        self.opens = heads is None or "" in heads
        self.closes = tails is None or "" in tails
        self._indexes = indexes
        self._settled = settled
        self._standing: dict[tuple[str, bool], bool] = {}

    def may_begin(self, head: str) -> bool:
        """Tell whether a lost letter may follow `head`."""
        return self._may_stand(head, False) if self._heads is None else head in self._heads

    def may_end(self, tail: str) -> bool:
        """Tell whether a lost letter may stand before `tail`."""
        return self._may_stand(tail, True) if self._tails is None else tail in self._tails

    def _may_stand(self, letters: str, at_end: bool) -> bool:
        if not letters:
            return True
        known = self._standing.get((letters, at_end))
        if known is None:
            known = any(index.may_stand(letters, at_end) for index in self._indexes)
            self._standing[letters, at_end] = known
        return known

    def may_go_on(self, begun: str, leads: int) -> bool:
        """Tell whether any word goes on after `begun` (small), with up to `leads` letters lost before it."""
        if not begun.strip(HOLE):
            return True
        if self._may_stand(begun, False):
            return True
        return leads > 0 and any(self._may_stand(HOLE * lead + begun, False) for lead in range(1, leads + 1))

    def may_lead_on(self, word: str) -> bool:
        """Tell whether a word of the text may be the beginning of one, with a lost letter after it."""
        lowered = word.lower()
        return self.may_begin(lowered) and self._may_stand(lowered + HOLE, False)

    def fits_any(self, shown: str) -> bool:
        """Tell whether any word fits a pattern (small); digits fit where no letter stands."""
        if not shown.strip(HOLE):
            return True
        return any(index.match(shown) for index in self._indexes)

    def may_open(self, word: str) -> bool:
        """Tell whether any pattern that begins with `word`, or with a vanished letter before it, can fit."""
        if self._heads is None or self._tails is None:
            return True
        lowered = word.lower()
        if lowered in self._heads or (self.collapsed and lowered in self._tails):
            return True
        return self.zero and bool(self.insertions(word))

    def are_settled(self, traces: Sequence[str]) -> bool:
        """Tell whether these traces say what was lost."""
        return self._settled is not None and self._settled(traces)
