"""What a channel proposes: one reading of one stretch of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """`text[start:end]` may stand for `after`.

    `symbol` is what the language model sees, `cost` the channel's log-probability (natural log) of
    the damage, `losses` the (glyph, trace) pairs that it explains.  A proposal of a lost digit has
    `after` equal to the text itself: it explains, it does not change.  When `fills_gap`, the span is
    the gap between two words and `after` a gap with a word in it.  When `free_case`, the first letter was
    lost and is a capital where a small one could stand as well.
    """

    start: int
    end: int
    after: str
    symbol: int
    cost: float
    losses: tuple[tuple[str, str], ...]
    fills_gap: bool = False
    free_case: bool = False
