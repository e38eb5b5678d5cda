"""Patterns: stretches of text as known letters and holes, and which of them are worth a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

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

    `heads` and `tails` are what may stand before the first and after the last hole; None: anything, of which
    `fits` tells whether any word has it.
    """

    def __init__(
        self,
        collapsed: bool = False,
        zero: bool = True,
        heads: frozenset[str] | None = None,
        tails: frozenset[str] | None = None,
        fits: Callable[[str], bool] | None = None,
    ) -> None:
        self.collapsed = collapsed
        self.zero = zero
        self._heads = heads
        self._tails = tails
        self._fits = fits
        self._insertions: dict[str, tuple[str, ...]] = {}

    def may_begin(self, head: str) -> bool:
        """Tell whether a lost letter may follow `head`."""
        return self._heads is None or head in self._heads

    def may_open(self, word: str) -> bool:
        """Tell whether any pattern that begins with `word`, or with a vanished letter before it, can fit."""
        if self._heads is None or self._tails is None:
            return True
        lowered = word.lower()
        if lowered in self._heads or (self.collapsed and lowered in self._tails):
            return True
        return self.zero and bool(self.insertions(word))

    def may_fit(self, shown: str) -> bool:
        """Tell whether the letters around the outer holes of a pattern (small) can be right."""
        if self._heads is None or self._tails is None:
            return self._fits is None or self._fits(shown)
        return shown[: shown.find(HOLE)] in self._heads and shown[shown.rfind(HOLE) + 1 :] in self._tails

    def insertions(self, shown: str) -> tuple[str, ...]:
        """A word with one hole, or with two, wherever letters may have vanished from it."""
        found = self._insertions.get(shown)
        if found is None:
            found = self._insertions[shown] = tuple(self._insert(shown))
        return found

    def _insert(self, shown: str) -> Iterator[str]:
        lowered = shown.lower()
        for first in range(len(shown) + 1):
            if not self.may_begin(lowered[:first]):
                continue
            one = shown[:first] + HOLE + shown[first:]
            if self.may_fit(one.lower()):
                yield one
            if self._heads is None:
                continue
            for second in range(first, len(shown) + 1):
                two = shown[:first] + HOLE + shown[first:second] + HOLE + shown[second:]
                if self.may_fit(two.lower()):
                    yield two


def find_fragments(
    indexes: Iterable[PatternIndex], active: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """What can stand before the first and after the last lost letter of a word."""
    heads: set[str] = set()
    tails: set[str] = set()
    for index in indexes:
        for spelling in index.spellings:
            text = spelling.text
            if active.isdisjoint(text):
                continue
            for place, letter in enumerate(text):
                if letter in active:
                    heads.add(text[:place])
                    tails.add(text[place + 1 :])
    return frozenset(heads), frozenset(tails)
