"""How a document was read in the last round: its words in order, as far as they are known.

What weighs readings by the words around them (`vnfix.context_model`, `vnfix.collocations`) looks there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vnfix.arrays import Flags, Floats, Places
from vnfix.channels.proposal import Proposal, take_likely
from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.lattice import NO_SYMBOL

SETTLED = 0.9999
"""The posterior of a reading that needs no more evidence.

Half of the places of text without marks, and three in four of lightly damaged text, are beyond it; as many
syllables come back as when all are asked about.
"""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LastReading:
    """Where each word begins and ends (offsets, rising), and its symbol.

    `settled` are the places (offsets, rising) that need not be asked about: what stands is beyond doubt.
    """

    starts: Places
    ends: Places
    symbols: Places
    settled: Places

    @staticmethod
    def of_decoding(
        document: Document,
        proposals: Sequence[Proposal],
        posteriors: Sequence[float],
        kept: Mapping[int, float],
    ) -> LastReading:
        """Take the likeliest reading of each place; `kept` are the posteriors of tokens left as they are."""
        starts, ends, symbols, chances = _choose_readings(document, proposals, posteriors, kept)
        table = document.table
        stay = np.array([token for token, chance in kept.items() if chance > SETTLED], dtype=np.int64)
        settled = np.sort(np.concatenate([starts[chances > SETTLED], table.starts[stay]]))
        # Readings may begin within a token: pieces of words, and blanks that were letters.
        first = np.searchsorted(table.starts + table.sizes, starts, "right")
        after = np.searchsorted(table.starts, ends)
        steps = np.zeros(len(table) + 1, dtype=np.int64)
        np.add.at(steps, first, 1)
        np.add.at(steps, after, -1)
        stands = np.cumsum(steps[:-1]) == 0
        sizes = document.symbol_sizes
        stand = np.repeat(stands, sizes)
        is_word = symbols != NO_SYMBOL
        all_starts = np.concatenate([np.repeat(table.starts, sizes)[stand], starts[is_word]])
        all_ends = np.concatenate([np.repeat(table.starts + table.sizes, sizes)[stand], ends[is_word]])
        all_symbols = np.concatenate([document.flat_symbols[stand], symbols[is_word]])
        order = np.argsort(all_starts, kind="stable")
        return LastReading(all_starts[order], all_ends[order], all_symbols[order], settled)

    def are_settled(self, starts: Places) -> Flags:
        """Tell which places (offsets) are beyond doubt."""
        if not len(self.settled):
            return np.zeros(len(starts), dtype=bool)
        found = np.minimum(np.searchsorted(self.settled, starts), len(self.settled) - 1)
        are_settled: Flags = self.settled[found] == starts
        return are_settled

    def find_asked(self, starts: Places, words: Places) -> Places:
        """Which readings (words from places on, by number) are to be weighed by their neighbours.

        They are known words that are not beyond doubt; none while no word has been read.
        """
        if not len(self.symbols):
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(are_words(words) & ~self.are_settled(starts))

    def find_neighbours(self, starts: Places, ends: Places) -> tuple[Places, Places]:
        """How many words end before stretches of the text, and the numbers of the words after them."""
        return np.searchsorted(self.ends, starts, "right"), np.searchsorted(self.starts, ends)

    def words_at(self, numbers: Places) -> Places:
        """The symbols of words by their numbers; `NO_SYMBOL` before the first and after the last."""
        is_inside = (numbers >= 0) & (numbers < len(self.symbols))
        return np.where(is_inside, self.symbols[self._clip(numbers)], NO_SYMBOL)

    def starts_at(self, numbers: Places) -> Places:
        """Where words begin, by their numbers; that of the nearest before the first and after the last."""
        return self.starts[self._clip(numbers)]

    def _clip(self, numbers: Places) -> Places:
        return np.clip(numbers, 0, len(self.symbols) - 1)


def are_words(symbols: Places) -> Flags:
    """Tell which symbols are known words."""
    # The unknown word is one of the special symbols.
    known: Flags = (symbols >= len(SPECIAL)) & (symbols != NO_SYMBOL)
    return known


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
