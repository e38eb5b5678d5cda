r"""Words with holes: which spellings fit a pattern of known letters and lost ones.

A pattern is lower case, with `HOLE` for each lost letter: `th\0c` fits `thực`, `thức`, `thác`.
The spellings of one length that have a letter at a place are the bits of one number, so a pattern costs one
`&` per known letter, however many holes it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.lexicon import Lexicon
from vnfix.tone_styles import new_spelling

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


# Patterns remembered: more than one document has, and some megabytes.
_MOST_REMEMBERED = 50_000


class PatternIndex:
    """The spellings of a lexicon by length."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        by_length: dict[int, list[Spelling]] = {}
        for spelling in spellings:
            by_length.setdefault(len(spelling.text), []).append(spelling)
        self._spellings = by_length
        self._letters: dict[int, npt.NDArray[np.uint32]] = {}
        self._masks: dict[tuple[int, int, str], int] = {}
        self._found: dict[str, tuple[Spelling, ...]] = {}

    @staticmethod
    def of_lexicon(lexicon: Lexicon) -> PatternIndex:
        """Index the syllables that are not rare, in both tone placements, and other words of 3 letters up."""
        return PatternIndex(_spell_all(lexicon))

    @property
    def spellings(self) -> Iterable[Spelling]:
        """All spellings."""
        return (item for items in self._spellings.values() for item in items)

    def _mask(self, length: int, place: int, letter: str) -> int:
        """The spellings of a length that have a letter at a place, one bit each, the first one lowest."""
        key = (length, place, letter)
        found = self._masks.get(key)
        if found is None:
            fits = self._matrix(length)[place] == ord(letter)
            packed = np.packbits(fits, bitorder="little").tobytes()
            found = self._masks[key] = int.from_bytes(packed, "little")
        return found

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
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[pattern] = self._search(pattern)
        return found

    def _search(self, pattern: str) -> tuple[Spelling, ...]:
        if len(pattern) not in self._spellings:
            return ()
        items = self._spellings[len(pattern)]
        fits = (1 << len(items)) - 1
        for place, letter in enumerate(pattern):
            if letter != HOLE:
                fits &= self._mask(len(pattern), place, letter)
        found = []
        while fits:
            lowest = fits & -fits
            found.append(items[lowest.bit_length() - 1])
            fits ^= lowest
        return tuple(found)


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
