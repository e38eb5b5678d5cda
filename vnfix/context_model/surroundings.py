"""What the wider surroundings of the open places of a document say for their readings.

The surroundings are the words as the last decoding read them, so there are none in the first round.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vnfix.arrays import number_distinct
from vnfix.channels.proposal import Proposal
from vnfix.context_model.model import ContextModel
from vnfix.context_model.neighbours import REACH
from vnfix.document import Document
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID

# Weight of a score beside the n-grams, and the most that it can move a word either way (natural log).
# Tuned on the tuning text: docs/quality.md.
WEIGHT = 0.6
_MOST = 3.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of a document in order, as far as they are known: where each begins, and its symbol."""

    model: ContextModel
    starts: Sequence[int]
    symbols: Sequence[int]

    @staticmethod
    def of_reading(
        model: ContextModel,
        document: Document,
        proposals: Sequence[Proposal],
        posteriors: Sequence[float],
        kept: Mapping[int, float],
    ) -> Surroundings:
        """Take the likeliest reading of each place; `kept` are the posteriors of tokens left as they are."""
        best: dict[int, tuple[float, Proposal]] = {}
        for proposal, posterior in zip(proposals, posteriors, strict=True):
            if proposal.start < proposal.end and posterior > best.get(proposal.start, (0.0,))[0]:
                best[proposal.start] = posterior, proposal
        starts: list[int] = []
        symbols: list[int] = []
        readings = sorted(best.items())
        at = end = 0
        for number, token in enumerate(document.tokens):
            # Readings may begin within a token: pieces of words, and blanks that were letters.
            while at < len(readings) and readings[at][0] < token.end:
                start, (posterior, proposal) = readings[at]
                at += 1
                if start >= end and posterior > kept.get(number, 1 - posterior):
                    if proposal.symbol != NO_SYMBOL:
                        starts.append(start)
                        symbols.append(proposal.symbol)
                    end = proposal.end
            if token.start >= end:
                starts += [token.start] * len(document.symbols[number])
                symbols += document.symbols[number]
        return Surroundings(model, starts, symbols)

    def score(self, places: Sequence[int], words: Sequence[int]) -> list[float]:
        """Score words at offsets of the text: natural logs to be added to what the n-grams say."""
        if not places:
            return []
        offsets = np.array(places, dtype=np.int64)
        first, rows = number_distinct(offsets)
        # Only the symbols that some place can see: the places of a call stand close together.
        numbers = np.array([bisect_left(self.starts, offset) for offset in offsets[first].tolist()])
        begin = max(0, int(numbers.min()) - REACH)
        seen = np.array(self.symbols[begin : int(numbers.max()) + REACH + 1], dtype=np.int64)
        contexts = self.model.sum_neighbours(seen, np.minimum(numbers - begin, len(seen) - 1))
        ids = np.array(words, dtype=np.int64)
        is_word = (ids != UNKNOWN_ID) & (ids != NO_SYMBOL)
        scores = WEIGHT * self.model.score(np.where(is_word, ids, UNKNOWN_ID), contexts, rows)
        bounded: list[float] = np.where(is_word, np.clip(scores, -_MOST, _MOST), 0.0).tolist()
        return bounded
