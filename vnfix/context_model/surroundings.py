"""What the wider surroundings of the open places of a document say for their readings.

The surroundings are the words as the last decoding read them, so there are none in the first round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Floats, Places, number_distinct
from vnfix.context_model.model import ContextModel
from vnfix.context_model.neighbours import REACH
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID

# The most that a score can move a word either way (natural log); with 3 two words in 10,000 less of text
# without marks came back.  Weights of 0.75 and 0.9 were no better than 1, for which the network is trained.
_MOST = 4.0
# Words scored at a time, at 1 kB each for their vectors, and as much for what stands around them.
_PART = 4_096


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Surroundings:
    """The context model, and how the document was read in the last round."""

    model: ContextModel
    reading: LastReading

    def score(self, starts: Places, ends: Places, words: Places) -> Floats:
        """Score words at stretches of the text: natural logs to be added to what the n-grams say."""
        scores = np.zeros(len(starts))
        is_open = (words != UNKNOWN_ID) & (words != NO_SYMBOL) & ~self.reading.are_settled(starts)
        asked = np.flatnonzero(is_open)
        if not len(asked) or not len(self.reading.symbols):
            return scores
        asked = asked[np.lexsort((ends[asked], starts[asked]))]
        # Part by part: all vectors at once take a hundred times the memory of the scores.
        for part in np.split(asked, range(_PART, len(asked), _PART)):
            found = self._score_part(starts[part], ends[part], words[part])
            scores[part] = np.clip(found, -_MOST, _MOST)
        return scores

    def _score_part(self, starts: Places, ends: Places, words: Places) -> npt.NDArray[np.float32]:
        first, rows = number_distinct(starts * (int(ends.max(initial=0)) + 1) + ends)
        # What begins before the end of a stretch stands in it.
        symbols = self.reading.symbols
        before, after = np.searchsorted(self.reading.starts, [starts[first], ends[first]])
        seen, numbers = _see(before, len(symbols))
        sums = self.model.sum_neighbours(symbols[seen], numbers)
        return self.model.score(words, self.model.read(symbols, before, after, sums), rows)


def _see(numbers: Places, size: int) -> tuple[Places, Places]:
    """The symbols that some place can see, of `size`, and the numbers of the places among them (rising).

    In clean text the open places see a hundredth of it, and sums over all of it took a third of the time.
    """
    numbers = np.minimum(numbers, size - 1)
    steps = np.zeros(size + 1, dtype=np.int64)
    np.add.at(steps, np.maximum(numbers - REACH, 0), 1)
    np.add.at(steps, np.minimum(numbers + REACH + 1, size), -1)
    is_seen = np.cumsum(steps[:-1]) > 0
    return np.flatnonzero(is_seen), (np.cumsum(is_seen) - 1)[numbers]
