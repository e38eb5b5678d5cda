"""How a document spaces its text when nothing is lost.

A blank that stands for a lost glyph is told from a blank that is just there by what the document
does elsewhere: whether lines end in blanks, how deep they are indented, whether words are sometimes
two blanks apart.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from vnfix.channels.pattern import LONGEST_GAP
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable

# Share of gaps within lines that are one blank wider than the others: 0.02 % in the tuning text, but up
# to 5 % in justified pages.
_WIDER = 0.01
# Share of wide gaps from which on a document counts as one with tables.
_TABLES = 0.005
# Share of gaps of two blanks or more from which on a text is justified: pages that lost a third of their
# letters have one in six, a sentence of many words in đ one in two.
_JUSTIFIED = 0.7
# In fewer gaps the share says nothing.
_ENOUGH_GAPS = 10


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spacing:
    """Natural-log probabilities of blanks.

    `trailing` and `leading` go by the number of blanks at line ends and starts (-1: any other number);
    `has_tables` tells that gaps within lines are of any width, `is_justified` that most are wide.
    """

    trailing: dict[int, float]
    leading: dict[int, float]
    has_tables: bool = False
    is_justified: bool = False

    @staticmethod
    def of_table(table: TokenTable) -> Spacing:
        """Count the line ends and starts of a document."""
        is_end, is_space = table.are(TokenKind.NEWLINE), table.are(TokenKind.SPACE)
        blanks = np.where(is_space, table.sizes, 0)
        gaps = int(np.count_nonzero(is_space))
        double = int(np.count_nonzero(blanks > 1))
        wide = int(np.count_nonzero(blanks > LONGEST_GAP))
        # What stands before a line end, and after one, where that is no line end itself.
        last = blanks[:-1][is_end[1:] & ~is_end[:-1]]
        first = blanks[1:][is_end[:-1] & ~is_end[1:]]
        has_tables = wide > _TABLES * gaps
        is_justified = gaps >= _ENOUGH_GAPS and double > _JUSTIFIED * gaps
        trailing, leading = Counter(last.tolist()), Counter(first.tolist())
        return Spacing(_log_shares(trailing), _log_shares(leading), has_tables, is_justified)

    def trailing_cost(self, blanks: int) -> float:
        """Natural log of the share of lines that end in so many blanks."""
        return self.trailing.get(blanks, self.trailing[-1])

    def leading_cost(self, blanks: int) -> float:
        """Natural log of the share of lines that begin with so many blanks."""
        return self.leading.get(blanks, self.leading[-1])

    def gap_cost(self, blanks: int) -> float:
        """Natural log of the probability of a gap within a line; wide ones are layout."""
        if self.is_justified or not 2 <= blanks <= LONGEST_GAP:
            return 0.0
        return math.log(_WIDER) * (1 if self.has_tables else blanks - 1)


def _log_shares(counts: Counter[int]) -> dict[int, float]:
    """Smoothed shares; -1 stands for a number never seen."""
    total = sum(counts.values()) + 2.0
    shares = {blanks: math.log((count + 0.5) / total) for blanks, count in counts.items()}
    return shares | {-1: math.log(0.5 / total)}
