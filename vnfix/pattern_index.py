r"""Words with holes: which spellings fit a pattern of known letters and lost ones.

A pattern is lower case, with `HOLE` for each lost letter: `th\0c` fits `thực`, `thức`, `thác`.
Spellings of one length lie in one matrix of code points, so a pattern costs one comparison per
known letter, however many holes it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.lexicon import Lexicon
from vnfix.syllable import new_spelling

HOLE = "\0"


class Spelling(NamedTuple):
    """One way to write a word: lower case, NFC; `word` is its id in the lexicon.

    `title_share` is the share of capitals (0..1) where it is not that of the lexicon.
    """

    text: str
    word: int
    title_share: float | None = None


# A syllable seen less often is never proposed: what is rare in 150 million symbols is more often
# a slip of the corpus than the word that was lost.
_MINIMUM_COUNT = 8


class PatternIndex:
    """The spellings of a lexicon by length."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        by_length: dict[int, list[Spelling]] = {}
        for spelling in spellings:
            by_length.setdefault(len(spelling.text), []).append(spelling)
        self._spellings = by_length
        self._letters: dict[int, npt.NDArray[np.uint32]] = {}
        self._found: dict[str, tuple[Spelling, ...]] = {}

    @staticmethod
    def of_lexicon(lexicon: Lexicon) -> PatternIndex:
        """Index the syllables that are not rare, in both tone placements, and other words of 3 letters up."""
        return PatternIndex(_spell_all(lexicon))

    @property
    def spellings(self) -> Iterable[Spelling]:
        """All spellings."""
        return (item for items in self._spellings.values() for item in items)

    def _matrix(self, length: int) -> npt.NDArray[np.uint32]:
        """One row a letter place, one column a spelling."""
        if length not in self._letters:
            words = np.array([item.text for item in self._spellings[length]], dtype=f"<U{length}")
            rows = words.view(np.uint32).reshape(len(words), length)
            self._letters[length] = np.ascontiguousarray(rows.T)
        return self._letters[length]

    def match(self, pattern: str) -> tuple[Spelling, ...]:
        """List the spellings that fit, whatever stands in the holes."""
        found = self._found.get(pattern)
        if found is None:
            found = self._found[pattern] = self._search(pattern)
        return found

    def _search(self, pattern: str) -> tuple[Spelling, ...]:
        if len(pattern) not in self._spellings:
            return ()
        matrix = self._matrix(len(pattern))
        known = [(place, letter) for place, letter in enumerate(pattern) if letter != HOLE]
        fits = np.ones(matrix.shape[1], dtype=bool)
        for place, letter in known:
            fits &= matrix[place] == ord(letter)
        items = self._spellings[len(pattern)]
        return tuple(items[int(at)] for at in np.flatnonzero(fits))


def _spell_all(lexicon: Lexicon) -> Iterable[Spelling]:
    for number, word in enumerate(lexicon.words):
        if word.text[0] in "<.,":
            continue
        if not word.is_syllable:
            if len(word.text) >= 3:
                yield Spelling(word.text, number)
            continue
        if word.count < _MINIMUM_COUNT:
            continue
        yield Spelling(word.text, number)
        other = new_spelling(word.text)
        if other is not None:
            yield Spelling(other, number)
