"""How a document spaces its text when nothing is lost.

A blank that stands for a lost glyph is told from a blank that is just there by what the document
does elsewhere: whether lines end in blanks, how deep they are indented, whether words are sometimes
two blanks apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vnfix.channels.pattern import LONGEST_GAP
from vnfix.tokens import Token, TokenKind

# Share of gaps between words that are two blanks wide in clean text (0.02 % in the tuning text,
# but up to 5 % in justified pages).
_DOUBLE = 0.01


@dataclass(frozen=True, slots=True)
class Spacing:
    """Natural-log probabilities of blanks.

    `trailing` and `leading` go by the number of blanks at line ends and starts (-1: any other number),
    `double` is for a gap of more than one blank within a line.
    """

    trailing: dict[int, float]
    leading: dict[int, float]
    double: float = math.log(_DOUBLE)

    @staticmethod
    def of_tokens(tokens: Sequence[Token]) -> Spacing:
        """Count the line ends and starts of a document."""
        trailing: Counter[int] = Counter()
        leading: Counter[int] = Counter()
        for place, token in enumerate(tokens):
            if token.kind is not TokenKind.NEWLINE:
                continue
            before = tokens[place - 1] if place else None
            after = tokens[place + 1] if place + 1 < len(tokens) else None
            if before is not None and before.kind is not TokenKind.NEWLINE:
                trailing[len(before.text) if before.kind is TokenKind.SPACE else 0] += 1
            if after is not None and after.kind is not TokenKind.NEWLINE:
                leading[len(after.text) if after.kind is TokenKind.SPACE else 0] += 1
        return Spacing(_log_shares(trailing), _log_shares(leading))

    def trailing_cost(self, blanks: int) -> float:
        """Natural log of the share of lines that end in so many blanks."""
        return self.trailing.get(blanks, self.trailing[-1])

    def leading_cost(self, blanks: int) -> float:
        """Natural log of the share of lines that begin with so many blanks."""
        return self.leading.get(blanks, self.leading[-1])

    def gap_cost(self, blanks: int) -> float:
        """Natural log of the probability of a gap within a line; wide ones are layout."""
        return self.double if 2 <= blanks <= LONGEST_GAP else 0.0


def _log_shares(counts: Counter[int]) -> dict[int, float]:
    """Smoothed shares; -1 stands for a number never seen."""
    total = sum(counts.values()) + 2.0
    shares = {blanks: math.log((count + 0.5) / total) for blanks, count in counts.items()}
    return shares | {-1: math.log(0.5 / total)}
