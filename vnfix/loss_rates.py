"""How likely each glyph of one document was lost, and what it left behind.

For every glyph g and trace t the rate is P(g leaves t | g was written).  Rates are learned by
expectation-maximisation: a decoding under the present rates gives the expected number of losses,
these give new rates.  A Beta prior keeps a glyph that stands intact hundreds of times from being
blamed for one odd blank, and lets a glyph that never stands at all be blamed easily.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import lgamma

from vnfix.letters import VIETNAMESE_LETTERS
from vnfix.mark_meanings import MarkMeanings
from vnfix.traces import BLANK, ZERO, is_mark

# Prior mean and strength (in occurrences) of a glyph's loss rate.  In damaged documents about one
# glyph in twenty is lost, in clean ones none.
_PRIOR_MEAN = 0.02
_PRIOR_STRENGTH = 2.0
# Rates below this propose nothing: the readings would lose to the text as it stands.
ACTIVE_RATE = 0.02
_HIGHEST_RATE = 0.98
# A glyph counts as lost for the prior of the others when most of it is gone.
_MOSTLY = 0.5
_SURE_LOSSES = 2.0
# Intact glyphs from which on "mostly or never" can be told; the share of misreadings of a glyph that
# is never lost; odds beyond which a probability is 1.
_FEW = 5
_MISREAD = 0.002
_LARGE = 50.0
# Losses' worth of prior that blank, nothing and marks are equally likely traces.
_TRACE_STRENGTH = 1.0
# Capitals are rare: that one stands nowhere says little.
_CAPITAL_FACTOR = 0.3
# What a font lacks is nearly always a letter that ASCII lacks too.
_ASCII_FACTOR = 0.2
_MARKED_LETTERS = tuple(sorted(g for g in VIETNAMESE_LETTERS if not g.isascii() and g.islower()))


@dataclass(frozen=True, eq=False, repr=False)
class LossRates:
    """The rates of one document.

    `intact` counts the glyphs that stand in the text, `expected` the losses by (glyph, trace) of
    the last decoding.  When `collapsed`, the extractor shrank runs of blanks, so blank and zero
    are one trace that shows in two ways.  `meanings` is what its marks stand for.  `free_capitals` are the
    expected losses of capitals, by glyph, at places where a small letter could stand as well.
    """

    intact: Mapping[str, int]
    expected: Mapping[tuple[str, str], float] = field(default_factory=dict)
    collapsed: bool = False
    meanings: MarkMeanings = field(default_factory=MarkMeanings)
    free_capitals: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def _totals(self) -> Mapping[str, float]:
        """Expected losses by glyph."""
        totals: dict[str, float] = {}
        for (glyph, _), count in self.expected.items():
            totals[glyph] = totals.get(glyph, 0.0) + count
        return totals

    @cached_property
    def _traces(self) -> Mapping[str, float]:
        """Expected losses by trace."""
        traces: dict[str, float] = {}
        for (_, trace), count in self.expected.items():
            traces[trace] = traces.get(trace, 0.0) + count
        return traces

    @cached_property
    def _mean(self) -> float:
        """The prior mean: the share of marked letters that this document loses."""
        if not self.expected:
            return _PRIOR_MEAN
        gone = sum(
            lost > 1 and lost / (lost + self.intact.get(glyph, 0)) > _MOSTLY
            for glyph, lost in self._totals.items()
        )
        # Capitals are counted too, so a font without any letter with a mark has more of them gone than all.
        return min(max(_PRIOR_MEAN / 4, gone / len(_MARKED_LETTERS)), _HIGHEST_RATE)

    @cached_property
    def _rates(self) -> dict[tuple[str, str], float]:
        """The rates asked for so far."""
        return {}

    def rate(self, glyph: str, trace: str) -> float:
        """P(glyph leaves trace), in 0..1."""
        key = (glyph, trace)
        known = self._rates.get(key)
        if known is None:
            lost = self.expected.get(key, 0.0)
            share = 1.0
            if not is_mark(trace):
                # What a lost glyph leaves is the extractor's doing, the same for all glyphs.
                lost = self.expected.get((glyph, BLANK), 0.0) + self.expected.get((glyph, ZERO), 0.0)
                share = self._trace_share(trace)
                lost = max(0.0, lost - self._free_losses(glyph))
            written = self.intact.get(glyph, 0) + self._own_losses(glyph)
            mean = self._mean * self._kind_factor(glyph)
            known = (lost + mean * _PRIOR_STRENGTH) / (written + _PRIOR_STRENGTH)
            known *= self._is_lost_type(glyph)
            self._rates[key] = known = min(known * share, _HIGHEST_RATE)
        return known

    def _free_losses(self, glyph: str) -> float:
        """Losses of a capital that say nothing of it: a small letter can stand there, and it itself stands.

        `ức` for `đức` may be read as `Đức` all through a text; `Đ` after each stop shows better.
        """
        return self.free_capitals.get(glyph, 0.0) if self.intact.get(glyph) else 0.0

    def _own_losses(self, glyph: str) -> float:
        return max(0.0, self._totals.get(glyph, 0.0) - self._free_losses(glyph))

    def _is_lost_type(self, glyph: str) -> float:
        """The probability (0..1) that this is a glyph the document loses at all.

        A font has a glyph or lacks it, so a glyph is lost mostly or never; one that stands thirty times
        and seems lost twice was misread twice.
        """
        lost, intact = self._own_losses(glyph), self.intact.get(glyph, 0)
        if not lost or intact < _FEW:
            return 1.0
        # Beta(2, 1) over the rate of a glyph that is lost, against a fixed rate of misreadings.
        mostly = lgamma(lost + 2) + lgamma(intact + 1) - lgamma(lost + intact + 3) + math.log(2)
        never = lost * math.log(_MISREAD) + intact * math.log(1 - _MISREAD)
        odds = math.log(self._mean / (1 - self._mean)) + mostly - never
        return 1.0 if odds > _LARGE else math.exp(odds) / (1 + math.exp(odds))

    def _trace_share(self, trace: str) -> float:
        """The share of a trace among all losses of the document (1 where blanks are shrunk)."""
        if self.collapsed or not self._traces:
            return 1.0
        total = sum(self._traces.values()) + _TRACE_STRENGTH
        return (self._traces.get(trace, 0.0) + _TRACE_STRENGTH / 3) / total

    def log_rate(self, glyph: str, trace: str) -> float:
        """Natural log of `rate`; for a mark, also of the share of this glyph among its meanings."""
        value = math.log(self.rate(glyph, trace))
        if is_mark(trace) and self._traces.get(trace, 0.0) > 0:
            share = self.meanings.share(trace, glyph)
            if share is None:
                share = self.expected.get((glyph, trace), 0.0) / self._traces[trace] + 0.001
            value += math.log(share)
        return value

    def prior_of_mark(self, glyph: str) -> float:
        """The probability, up to a factor, that a mark stands for a glyph, before any of its places is seen.

        A glyph that still stands in the text is seldom one that the font lacks.
        """
        return self._kind_factor(glyph) * _PRIOR_STRENGTH / (self.intact.get(glyph, 0) + _PRIOR_STRENGTH)

    @staticmethod
    def _kind_factor(glyph: str) -> float:
        return (_CAPITAL_FACTOR if glyph.isupper() else 1) * (_ASCII_FACTOR if glyph.isascii() else 1)

    def log_all_intact(self, letters: str) -> float:
        """Natural log of the probability that all of these letters are left standing."""
        known = self._intact
        try:
            return sum(map(known.__getitem__, letters))
        except KeyError:
            for glyph in set(letters).difference(known):
                known[glyph] = self.log_intact(glyph)
        return sum(map(known.__getitem__, letters))

    @cached_property
    def _intact(self) -> dict[str, float]:
        return {}

    def log_intact(self, glyph: str) -> float:
        """Natural log of the probability that a glyph is left standing."""
        lost = self._totals.get(glyph, 0.0)
        if lost < 0.5:
            return 0.0
        written = self.intact.get(glyph, 0) + lost + _PRIOR_STRENGTH
        return math.log(max(1 - lost / written, 1 - _HIGHEST_RATE))

    def is_mostly_lost(self, glyph: str) -> bool:
        """Tell whether a glyph stands nowhere, or less often than it was lost (twice at least)."""
        lost, intact = self._totals.get(glyph, 0.0), self.intact.get(glyph, 0)
        return intact == 0 or (lost >= _SURE_LOSSES and lost > intact)

    def active_glyphs(self) -> frozenset[str]:
        """The glyphs that some trace speaks for, and those that stand nowhere in a damaged document."""
        seen = {
            glyph
            for (glyph, trace), count in self.expected.items()
            if count > 0.05 and self.rate(glyph, trace) >= ACTIVE_RATE
        }
        traces = self.active_traces()
        if traces:
            seen |= {g for g in _MARKED_LETTERS if any(self.rate(g, t) >= ACTIVE_RATE for t in traces)}
        return frozenset(seen)

    def active_traces(self) -> frozenset[str]:
        """The traces that some glyph is likely to have left."""
        return frozenset(
            trace
            for (glyph, trace), count in self.expected.items()
            if count > 0.3 and self.rate(glyph, trace) >= ACTIVE_RATE
        )
