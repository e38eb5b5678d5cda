"""What the case of a word and of its neighbours says for its readings: `Gia Dinh` is no `gia đình`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Floats, Places
from vnfix.capital_pairs import WAYS, CapitalPairs
from vnfix.last_reading import LastReading, are_words
from vnfix.written_cases import UNTOLD, Cases, WrittenCases

# The weight of it, and the most that the two neighbours of a place can move a word either way (natural log).
# Of text without marks (tuning part, 60 documents) 97.43 % of the syllables are right without it, 97.49 with
# a weight of 0.7, 97.48 with 1; with a most of 8 as many.
_WEIGHT = 0.7
_MOST = 4.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PairCasing:
    """How pairs are capitalised elsewhere, how the document was read in the last round, and its cases."""

    pairs: CapitalPairs
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
        cases = self.cases.at(starts)
        left, left_cases = self._look(before - 1)
        right, right_cases = self._look(after)
        found = self._weigh(left, words, left_cases, cases) + self._weigh(words, right, cases, right_cases)
        scores[asked] = np.clip(_WEIGHT * found, -_MOST, _MOST)
        return scores

    def _look(self, numbers: Places) -> tuple[Places, Cases]:
        """The words of some numbers and their cases; before the first and after the last there is none."""
        return self.reading.words_at(numbers), self.cases.at(self.reading.starts_at(numbers))

    def _weigh(self, first: Places, second: Places, first_cases: Cases, second_cases: Cases) -> Floats:
        """How much likelier pairs are to be written as they are than their words alone say (natural logs)."""
        scores = np.zeros(len(first))
        is_told = (first_cases != UNTOLD) | (second_cases != UNTOLD)
        here = np.flatnonzero(is_told & are_words(first) & are_words(second))
        gains = self.pairs.find(first[here], second[here])
        is_known = gains.any(axis=1)
        here, gains = here[is_known], gains[is_known]
        firsts = _spread(first_cases[here], self.pairs.shares[first[here]])
        seconds = _spread(second_cases[here], self.pairs.shares[second[here]])
        ways = (firsts[:, :, None] * seconds[:, None, :]).reshape(-1, WAYS)
        scores[here] = np.log((ways * np.exp(gains)).sum(axis=1))
        return scores


def _spread(cases: Cases, shares: npt.NDArray[np.float32]) -> Floats:
    """The probabilities that words are written small, and with a capital; what is told is certain."""
    capital = np.where(cases == UNTOLD, shares, cases)
    return np.stack([1 - capital, capital], axis=1)
