"""What a channel proposes: one reading of one stretch of text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from vnfix.correction import Kind
from vnfix.error_rates import LayeredEdit


class Proposal(NamedTuple):
    """`text[start:end]` may stand for `after`.

    `symbol` is what the language model sees, `cost` the channel's log-probability (natural log) of
    the damage, `losses` the (glyph, trace) pairs that it explains.  A proposal of a lost digit has
    `after` equal to the text itself: it explains, it does not change.  When `fills_gap`, the span is
    the gap between two words and `after` a gap with a word in it.  When `free_case`, the first letter was
    lost and is a capital where a small one could stand as well.

    `kind` is what damage is undone; `edits` are the misreadings that the proposal explains.  An empty span is
    a place where a blank was lost; a proposal that is the text itself is a piece of words run together.
    """

    start: int
    end: int
    after: str
    symbol: int
    cost: float
    losses: tuple[tuple[str, str], ...]
    fills_gap: bool = False
    free_case: bool = False
    kind: Kind = Kind.LOST_LETTERS
    edits: tuple[LayeredEdit, ...] = ()


POSSIBLE = math.ulp(0.0)
"""The least posterior above 0."""

LEAST_COUNTED = 0.001
"""A reading with a smaller posterior says nothing of what a document has lost or misread."""


def take_likely(
    proposals: Sequence[Proposal], posteriors: Sequence[float], least: float = POSSIBLE
) -> Iterator[tuple[Proposal, float]]:
    """Those with a posterior of at least `least`, in order: few are, and the others are not looked at.

    Left out by default is what the beam has dropped.
    """
    chances = np.asarray(posteriors, dtype=np.float64)
    places = np.flatnonzero(chances >= least)
    return zip(map(proposals.__getitem__, places.tolist()), chances[places].tolist(), strict=True)
