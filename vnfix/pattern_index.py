r"""Words with holes: which spellings fit a pattern of known letters and lost ones.

A pattern is lower case, with `HOLE` for each lost letter: `th\0c` fits `thực`, `thức`, `thác`.
The spellings of one length that have a letter at a place are the bits of one number, so a pattern costs one
`&` per known letter, however many holes it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.lexicon import Lexicon
from vnfix.tone_styles import new_spellings

HOLE = "\0"


class Spelling(NamedTuple):
    """One way to write a word: lower case, NFC; `word` is its id in the lexicon.

    `title_share` is the share of capitals (0..1) where it is not that of the lexicon.
    """

    text: str
    word: int
    title_share: float | None = None


# The constructor of a named tuple is a Python call; this one is not.
_make_spelling = partial(tuple.__new__, Spelling)

# A syllable seen less often is never proposed: what is rare in 150 million symbols is more often
# a slip of the corpus than the word that was lost.
_MINIMUM_COUNT = 8


# Patterns remembered: more than one document has, and some megabytes.
_MOST_REMEMBERED = 50_000
# Questions a spelling from which on it is worth to keep all beginnings (or ends) of spellings: for the whole
# lexicon that takes 20 ms, and each question a tenth of the time after it.
_OFTEN = 0.12
# So few spellings are laid out at once; of more, a text of one line asks for few letters at few places, and
# to lay out a thousand of each length took a fiftieth of a start-up.
_FEW = 100
# From so many spellings on they are taken from all bits at once instead of one by one.
_MANY = 24


class PatternIndex:
    """The spellings of a lexicon by length.

    `spell` lists them; it is called when first asked for, and again where that was interrupted: a text of few
    words that are all known needs none, and to list them takes a fiftieth of a start-up.
    """

    def __init__(self, spell: Callable[[], Iterable[Spelling]]) -> None:
        self._spell = spell
        self._letters: dict[int, npt.NDArray[np.uint32]] = {}
        self._masks: dict[int, list[dict[str, int]]] = {}
        self._found: dict[str, tuple[Spelling, ...]] = {}
        self._standing: dict[tuple[str, bool], bool] = {}
        self._asked = 0
        self._longest: dict[bool, Mapping[str, int]] = {}
        self._fragments: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    @staticmethod
    def of_lexicon(lexicon: Lexicon) -> PatternIndex:
        """Index the syllables that are not rare, in both tone placements, and other words of 3 letters up."""
        return PatternIndex(partial(_spell_all, lexicon))

    @staticmethod
    def of_spellings(spellings: Iterable[Spelling]) -> PatternIndex:
        """Index some spellings."""
        return PatternIndex(tuple(spellings).__iter__)

    @cached_property
    def _spellings(self) -> dict[int, list[Spelling]]:
        by_length: dict[int, list[Spelling]] = {}
        for spelling in self._spell():
            by_length.setdefault(len(spelling.text), []).append(spelling)
        return by_length

    @cached_property
    def _few_asks(self) -> float:
        """The questions up to which beginnings of spellings are not kept."""
        return _OFTEN * sum(map(len, self._spellings.values()))

    @property
    def spellings(self) -> Iterable[Spelling]:
        """All spellings."""
        return (item for items in self._spellings.values() for item in items)

    def _masks_of(self, length: int) -> Sequence[dict[str, int]]:
        """By letter place, the spellings of a length that have a letter there: one bit each.

        The first has the lowest bit.  Of many spellings it has only what was asked for so far.
        """
        found = self._masks.get(length)
        if found is None:
            found = [{} for _ in range(length)]
            items = self._spellings[length]
            if len(items) <= _FEW:
                for number, item in enumerate(items):
                    for masks, letter in zip(found, item.text, strict=True):
                        masks[letter] = masks.get(letter, 0) | 1 << number
            # Only now that it is whole: a time limit may end this anywhere, and later files use it again.
            self._masks[length] = found
        return found

    def _make_mask(self, length: int, place: int, letter: str) -> int:
        """The mask of a letter that was not asked for yet."""
        mask = 0
        if len(self._spellings[length]) > _FEW:
            fits = self._matrix(length)[place] == ord(letter)
            mask = int.from_bytes(np.packbits(fits, bitorder="little").tobytes(), "little")
        self._masks[length][place][letter] = mask
        return mask

    def _matrix(self, length: int) -> npt.NDArray[np.uint32]:
        """One row a letter place, one column a spelling."""
        if length not in self._letters:
            words = np.array([item.text for item in self._spellings[length]], dtype=f"<U{length}")
            rows = words.view(np.uint32).reshape(len(words), length)
            self._letters[length] = np.ascontiguousarray(rows.T)
        return self._letters[length]

    def find_fragments(self, letter: str) -> tuple[frozenset[str], frozenset[str]]:
        """What stands before a letter in some spelling, and what after it.

        Kept by letter: to look through all spellings took a fifth of the time of a text of few lines.
        """
        found = self._fragments.get(letter)
        if found is None:
            heads: set[str] = set()
            tails: set[str] = set()
            for text in [item.text for item in self.spellings if letter in item.text]:
                for place, other in enumerate(text):
                    if other == letter:
                        heads.add(text[:place])
                        tails.add(text[place + 1 :])
            found = self._fragments[letter] = frozenset(heads), frozenset(tails)
        return found

    def match(self, pattern: str) -> tuple[Spelling, ...]:
        """List the spellings that fit, whatever stands in the holes."""
        found = self._found.get(pattern)
        if found is None:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[pattern] = self._search(pattern)
        return found

    def _search(self, pattern: str) -> tuple[Spelling, ...]:
        items = self._spellings.get(len(pattern))
        if items is None:
            return ()
        fits = self._fit(pattern, len(pattern), 0)
        return tuple(items) if fits < 0 else _pick(items, fits)

    def _fit(self, pattern: str, length: int, first: int) -> int:
        """The spellings of a length that fit a pattern from their letter `first` on, as bits; -1 for all."""
        masks = self._masks_of(length)
        fits = -1
        for place, letter in enumerate(pattern, first):
            if letter != HOLE:
                mask = masks[place].get(letter)
                fits &= self._make_mask(length, place, letter) if mask is None else mask
                if not fits:
                    break
        return fits

    def make_mask_of_any(self, length: int, place: int, letters: Iterable[str]) -> int:
        """The spellings of a length that have one of some letters at a place, as bits."""
        masks = self._masks_of(length)[place]
        found = 0
        for letter in letters:
            mask = masks.get(letter)
            found |= self._make_mask(length, place, letter) if mask is None else mask
        return found

    def fit_bits(self, pattern: str) -> int:
        """The spellings that fit, as the bits of `make_mask_of_any`; -1 for all of them."""
        length = len(pattern)
        return self._fit(pattern, length, 0) if length in self._spellings else 0

    def may_stand(self, letters: str, at_end: bool) -> bool:
        """Tell whether a longer spelling begins (or, at the end, ends) with a pattern."""
        self._asked += 1
        standing = letters.lstrip(HOLE) if at_end else letters.rstrip(HOLE)
        if self._asked > self._few_asks:
            # Where there is a hole, what is before it may be enough to tell: no word is so long.
            hole = standing.rfind(HOLE) if at_end else standing.find(HOLE)
            known_part = standing if hole < 0 else standing[hole + 1 :] if at_end else standing[:hole]
            if self._find_longest(at_end).get(known_part, 0) <= len(letters):
                return False
            if hole < 0:
                return True
        known = self._standing.get((letters, at_end))
        if known is None:
            if len(self._standing) >= _MOST_REMEMBERED:
                self._standing.clear()
            size = len(letters)
            known = any(
                self._fit(letters, length, length - size if at_end else 0)
                for length in self._spellings
                if length > size
            )
            self._standing[letters, at_end] = known
        return known

    def _find_longest(self, at_end: bool) -> Mapping[str, int]:
        """By what spellings begin (or end) with, the letters of the longest of them."""
        if at_end not in self._longest:
            self._longest[at_end] = {
                item.text[length - size :] if at_end else item.text[:size]: length
                for length, items in sorted(self._spellings.items())
                for item in items
                for size in range(length)
            }
        return self._longest[at_end]

    def find_insertions(self, word: str) -> Sequence[int]:
        """The places of a word (small letters) where one letter may be missing from a spelling.

        The same as matching the word with a hole at each place, in steps that grow with its letters, not with
        their square.
        """
        length = len(word) + 1
        if length not in self._spellings:
            return ()
        masks = self._masks_of(length)
        # What fits the letters from each place on, moved behind the hole.
        rests = [-1]
        for place in range(len(word), 0, -1):
            letter = word[place - 1]
            mask = masks[place].get(letter)
            rests.append(rests[-1] & (self._make_mask(length, place, letter) if mask is None else mask))
        found = []
        fits = -1
        for place, letter in enumerate(word):
            if fits & rests[len(word) - place]:
                found.append(place)
            mask = masks[place].get(letter)
            fits &= self._make_mask(length, place, letter) if mask is None else mask
            if not fits:
                return found
        return [*found, len(word)]


def _pick(items: Sequence[Spelling], bits: int) -> tuple[Spelling, ...]:
    """The spellings whose bits are set, in order."""
    if bits.bit_count() >= _MANY:
        packed = np.frombuffer(bits.to_bytes(len(items) // 8 + 1, "little"), dtype=np.uint8)
        return tuple(
            items[number] for number in np.flatnonzero(np.unpackbits(packed, bitorder="little")).tolist()
        )
    found = []
    while bits:
        lowest = bits & -bits
        found.append(items[lowest.bit_length() - 1])
        bits ^= lowest
    return tuple(found)


def _spell_all(lexicon: Lexicon) -> Iterable[Spelling]:
    """List the spellings in the order of the ids, the old placement of a tone before the new one.

    Word by word it took a twentieth of a start-up; so few words have two placements that they are looked up.
    """
    ids, counts, are_syllables = lexicon.ids, lexicon.counts, lexicon.are_syllables
    columns = zip(lexicon.texts, counts, are_syllables, strict=True)
    rows = [
        (text, number, None)
        for number, (text, count, is_syllable) in enumerate(columns)
        if (count >= _MINIMUM_COUNT if is_syllable else len(text) >= 3) and text[0] not in "<.,"
    ]
    for old, new in new_spellings().items():
        number = ids.get(old)
        if number is not None and are_syllables[number] and counts[number] >= _MINIMUM_COUNT:
            rows.append((new, number, None))
    rows.sort(key=itemgetter(1))
    return map(_make_spelling, rows)
