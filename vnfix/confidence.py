"""How sure a correction is, and how sure it must be."""

from __future__ import annotations

from vnfix.channels.proposal import Proposal
from vnfix.correction import Level
from vnfix.loss_rates import LossRates

CONFIDENCE_FLOOR = 0.2

_THRESHOLDS = {Level.SAFE: 0.99, Level.LIKELY: 0.6, Level.ALL: 0.4}


def threshold_of(level: Level) -> float:
    """The confidence (0..1) that a correction must reach to be applied."""
    return _THRESHOLDS[level]


def confidence_of(posterior: float, proposal: Proposal, rates: LossRates) -> float:
    """Calibrated confidence of a reading."""
    support = min((rates.rate(glyph, trace) for glyph, trace in proposal.losses), default=0.0)
    if support < 0.05:
        posterior *= 0.5
    return min(posterior, 0.9999)
