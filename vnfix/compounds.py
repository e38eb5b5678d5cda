"""Which pairs of words stand in dictionaries: `hận thù`, `kiên cố`, `đỗ xanh`.

The n-grams keep what is frequent.  Most compounds of a dictionary are rare, and many stand nowhere in the
training text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Flags, Floats, Places
from vnfix.last_reading import LastReading, are_words
from vnfix.lattice import NO_SYMBOL
from vnfix.messages import tr
from vnfix.packed_arrays import PackedArrays, open_packed, pack_arrays
from vnfix.written_cases import TITLE, WrittenCases

_MAGIC = b"VNFIXCM1"
_WORD_BITS = 16
# What a pair that stands in a dictionary says for a word (natural log).  With 0.75 and 0.5 97.66 % of the
# syllables of text without marks are right (tuning part, 110 documents), with 1 97.65, without it 97.63.
_WEIGHT = 0.75


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compounds:
    """Pairs of words that stand side by side in entries of dictionaries.

    `digest` names the vocabulary whose ids `keys` are made of: that of the first word, then that of the
    second, 16 bits each, rising.
    """

    digest: str
    keys: npt.NDArray[np.uint32]

    def have(self, first: Places, second: Places) -> Flags:
        """Tell which pairs (ids) are among them."""
        if not len(self.keys):
            return np.zeros(len(first), dtype=bool)
        wanted = (first << _WORD_BITS | second).astype(np.uint32)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        found: Flags = self.keys[places] == wanted
        return found


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
        asked = np.flatnonzero(are_words(words) & ~self.reading.are_settled(starts))
        if not len(asked) or not len(self.reading.symbols):
            return scores
        starts, ends, words = starts[asked], ends[asked], words[asked]
        before, after = self.reading.find_neighbours(starts, ends)
        is_small = self.cases.at(starts) != TITLE
        left, right = self._look(before - 1), self._look(after)
        found = (is_small & self._have(left, words)).astype(np.float64) + (
            is_small & self._have(words, right)
        )
        scores[asked] = _WEIGHT * found
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
    digest = packed.fields["vocabulary"]
    if not isinstance(digest, str):
        raise ValueError("header")  # noqa: EM101 - reworded by the caller
    return Compounds(digest, packed.read("keys", "<u4"))
