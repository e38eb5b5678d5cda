"""What the wider surroundings of the open places of a document say for their readings.

The surroundings are the words as the last decoding read them, so there are none in the first round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Flags, Floats, Places, number_distinct
from vnfix.channels.proposal import Proposal, take_likely
from vnfix.context_model.model import ContextModel
from vnfix.context_model.neighbours import REACH
from vnfix.document import Document
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID

# The most that a score can move a word either way (natural log); with 3 two words in 10,000 less of text
# without marks came back.  Weights of 0.75 and 0.9 were no better than 1, for which the network is trained.
_MOST = 4.0
# The posterior of a reading that needs no more evidence.  Half of the places of text without marks, and three
# in four of lightly damaged text, are beyond it; as many syllables come back as when all are asked about.
_SETTLED = 0.9999
# Words scored at a time, at 1 kB each for their vectors, and as much for what stands around them.
_PART = 4_096


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of a document in order, as far as they are known: where each begins, and its symbol.

    `settled` are the places (offsets, rising) that are not asked about: what stands there is beyond doubt.
    """

    model: ContextModel
    starts: Places
    symbols: Places
    settled: Places

    @staticmethod
    def of_reading(
        model: ContextModel,
        document: Document,
        proposals: Sequence[Proposal],
        posteriors: Sequence[float],
        kept: Mapping[int, float],
    ) -> Surroundings:
        """Take the likeliest reading of each place; `kept` are the posteriors of tokens left as they are."""
        starts, ends, symbols, chances = _choose_readings(document, proposals, posteriors, kept)
        table = document.table
        stay = np.array([token for token, chance in kept.items() if chance > _SETTLED], dtype=np.int64)
        settled = np.sort(np.concatenate([starts[chances > _SETTLED], table.starts[stay]]))
        # Readings may begin within a token: pieces of words, and blanks that were letters.
        first = np.searchsorted(table.starts + table.sizes, starts, "right")
        end = np.searchsorted(table.starts, ends)
        steps = np.zeros(len(table) + 1, dtype=np.int64)
        np.add.at(steps, first, 1)
        np.add.at(steps, end, -1)
        stands = np.cumsum(steps[:-1]) == 0
        sizes = document.symbol_sizes
        stand = np.repeat(stands, sizes)
        is_word = symbols != NO_SYMBOL
        all_starts = np.concatenate([np.repeat(table.starts, sizes)[stand], starts[is_word]])
        all_symbols = np.concatenate([document.flat_symbols[stand], symbols[is_word]])
        order = np.argsort(all_starts, kind="stable")
        return Surroundings(model, all_starts[order], all_symbols[order], settled)

    def score(self, starts: Places, ends: Places, words: Places) -> Floats:
        """Score words at stretches of the text: natural logs to be added to what the n-grams say."""
        scores = np.zeros(len(starts))
        is_open = (words != UNKNOWN_ID) & (words != NO_SYMBOL) & ~self._are_settled(starts)
        asked = np.flatnonzero(is_open)
        if not len(asked) or not len(self.symbols):
            return scores
        asked = asked[np.lexsort((ends[asked], starts[asked]))]
        # Part by part: all vectors at once take a hundred times the memory of the scores.
        for part in np.split(asked, range(_PART, len(asked), _PART)):
            found = self._score_part(starts[part], ends[part], words[part])
            scores[part] = np.clip(found, -_MOST, _MOST)
        return scores

    def _are_settled(self, starts: Places) -> Flags:
        if not len(self.settled):
            return np.zeros(len(starts), dtype=bool)
        found = np.minimum(np.searchsorted(self.settled, starts), len(self.settled) - 1)
        are_settled: Flags = self.settled[found] == starts
        return are_settled

    def _score_part(self, starts: Places, ends: Places, words: Places) -> npt.NDArray[np.float32]:
        first, rows = number_distinct(starts * (int(ends.max(initial=0)) + 1) + ends)
        # What begins before the end of a stretch stands in it.
        before, after = np.searchsorted(self.starts, [starts[first], ends[first]])
        seen, numbers = _see(before, len(self.symbols))
        sums = self.model.sum_neighbours(self.symbols[seen], numbers)
        return self.model.score(words, self.model.read(self.symbols, before, after, sums), rows)


def _choose_readings(
    document: Document,
    proposals: Sequence[Proposal],
    posteriors: Sequence[float],
    kept: Mapping[int, float],
) -> tuple[Places, Places, Places, Floats]:
    """The likeliest readings that are likelier than what stands, in order: starts, ends, symbols, chances."""
    table = document.table
    likeliest = _take_likeliest(proposals, posteriors)
    starts = np.array([item.start for _, item in likeliest], dtype=np.int64)
    ends = np.array([item.end for _, item in likeliest], dtype=np.int64)
    chances = np.array([chance for chance, _ in likeliest], dtype=np.float64)
    left = np.full(len(table), np.nan)
    left[list(kept)] = list(kept.values())
    rivals = left[np.searchsorted(table.starts, starts, "right") - 1]
    # Where nothing else can stand, a reading must be likelier than not.
    likelier = chances > np.where(np.isnan(rivals), 1 - chances, rivals)
    chosen: list[int] = []
    end = 0
    for place in np.flatnonzero(likelier).tolist():
        if starts[place] >= end:
            chosen.append(place)
            end = int(ends[place])
    symbols = np.array([likeliest[place][1].symbol for place in chosen], dtype=np.int64)
    return starts[chosen], ends[chosen], symbols, chances[chosen]


def _take_likeliest(
    proposals: Sequence[Proposal], posteriors: Sequence[float]
) -> list[tuple[float, Proposal]]:
    """The likeliest reading from each place on and its posterior, by place; the first of those as likely.

    They are one in ten: arrays over all take 50 MB in text that is misread in every word.
    """
    best: dict[int, tuple[float, Proposal]] = {}
    none = (0.0, None)
    for proposal, posterior in take_likely(proposals, posteriors):
        if posterior > best.get(proposal.start, none)[0] and proposal.start < proposal.end:
            best[proposal.start] = posterior, proposal
    return [best[start] for start in sorted(best)]


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
