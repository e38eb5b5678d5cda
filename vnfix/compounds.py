"""Which pairs of words stand in dictionaries: `hận thù`, `kiên cố`, `đỗ xanh`.

The n-grams keep what is frequent.  Most compounds of a dictionary are rare, and many stand nowhere in the
training text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vnfix.arrays import Flags, Floats, Places
from vnfix.last_reading import LastReading, are_words
from vnfix.lattice import NO_SYMBOL
from vnfix.messages import tr
from vnfix.packed_arrays import PackedArrays, open_packed, pack_arrays
from vnfix.word_pairs import PairKeys, find_pairs
from vnfix.written_cases import TITLE, WrittenCases

_MAGIC = b"VNFIXCM1"
# What a pair that stands in a dictionary says for a word (natural log).  With 0.75 and 0.5 97.66 % of the
# syllables of text without marks are right (tuning part, 110 documents), with 1 97.65, without it 97.63.
_WEIGHT = 0.75


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compounds:
    """Pairs of words that stand side by side in entries of dictionaries.

    `digest` names the vocabulary whose ids `keys` (rising) are made of.
    """

    digest: str
    keys: PairKeys

    def have(self, first: Places, second: Places) -> Flags:
        """Tell which pairs (ids) are among them."""
        return find_pairs(self.keys, first, second) >= 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompoundWeigher:
    """The pairs of dictionaries, how the document was read in the last round, and its cases.

    Of what has a capital within a sentence they say nothing: `Nam Lan` are two people and not `năm lần`.
    """

    compounds: Compounds
    reading: LastReading
    cases: WrittenCases

    def score(self, starts: Places, ends: Places, words: Places) -> Floats:
        """Score words at stretches of the text: natural logs to be added to what the n-grams say."""
        scores = np.zeros(len(starts))
        asked = self.reading.find_asked(starts, words)
        if not len(asked):
            return scores
        starts, ends, words = starts[asked], ends[asked], words[asked]
        before, after = self.reading.find_neighbours(starts, ends)
        is_small = self.cases.at(starts) != TITLE
        left, right = self._look(before - 1), self._look(after)
        both = np.stack([self._have(left, words), self._have(words, right)])
        scores[asked] = _WEIGHT * (both & is_small).sum(axis=0)
        return scores

    def _look(self, numbers: Places) -> Places:
        """The words of some numbers; those with a capital within a sentence are none."""
        is_title = self.cases.at(self.reading.starts_at(numbers)) == TITLE
        return np.where(is_title, NO_SYMBOL, self.reading.words_at(numbers))

    def _have(self, first: Places, second: Places) -> Flags:
        return are_words(first) & are_words(second) & self.compounds.have(first, second)


def pack_compounds(compounds: Compounds) -> bytes:
    """Lay out the bytes of `compounds.bin`."""
    return pack_arrays(_MAGIC, {"vocabulary": compounds.digest}, {"keys": compounds.keys.astype("<u4")})


def open_compounds(path: Path) -> Compounds:
    """Map a file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    return open_packed(path, _MAGIC, tr("table of compounds"), _read_compounds)


def _read_compounds(packed: PackedArrays) -> Compounds:
    return Compounds(packed.vocabulary, packed.read("keys", "<u4"))
