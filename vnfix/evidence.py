"""What the rest of a document says for one reading.

A reading takes some glyphs for lost, or some letters for misread.  Whether the document loses these glyphs,
or misreads letters, elsewhere tells more about it than the language model can: the odd blank in a clean
text is layout, and the odd word a name, whatever words fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from vnfix.channels.proposal import Proposal
from vnfix.confidence import Group
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import Layer
from vnfix.estimate import Estimate
from vnfix.loss_rates import LossRates
from vnfix.misread_evidence import MisreadEvidence, is_bare
from vnfix.traces import BLANK, DIGIT, ZERO

LEAST_SUPPORT = 0.001
"""The support of any reading in a document that is damaged elsewhere."""

# A document counts as damaged when it loses one letter in so many.  Held-out clean text, list
# numbers and abbreviations and all, seldom seems to lose one in 5,000; documents of which only a
# page is damaged lose one in 1,000 or more.  With the prior below, a text of less than 500 letters
# always counts: there one loss is much.
_DAMAGED = 1 / 5000
# Beta prior of the rate: losses and occurrences.  A glyph that is not seen again has support 0.05.
_PRIOR_LOST = 0.1
_PRIOR_WRITTEN = 2.0


class Evidence:
    """The damage of one document, to look up the support of its readings."""

    def __init__(self, rates: LossRates, misread: MisreadEvidence | None = None) -> None:
        """`rates` are those that the document was decoded under."""
        self._rates = rates
        self._misread = misread
        self._by_glyph: defaultdict[str, float] = defaultdict(float)
        for (glyph, _), count in rates.expected.items():
            self._by_glyph[glyph] += count
        self._lost = sum(count for glyph, count in self._by_glyph.items() if glyph != DIGIT)
        self._letters = self._lost + sum(n for glyph, n in rates.intact.items() if glyph.isalpha())

    def support(self, proposal: Proposal, posterior: float) -> float:
        """Find the rate (0..1) at which the rest of the document loses the glyphs of a reading.

        It is the lowest among the glyphs.  0 when nothing else speaks for damage: the reading fills blanks
        or nothing, and the rest of a longer document is intact.  For a misreading see `MisreadEvidence`.
        """
        if proposal.edits and self._misread is not None:
            return self._misread.support(proposal, posterior)
        losses = Counter(proposal.losses)
        own = {loss: min(self._expected(*loss), posterior * count) for loss, count in losses.items()}
        others = max(0.0, self._lost - sum(own.values())) + _PRIOR_LOST
        is_marked = all(trace not in (BLANK, ZERO) for _, trace in losses)
        if not losses or (not is_marked and others < _DAMAGED * self._letters):
            return 0.0
        return max(LEAST_SUPPORT, min(self._rate(*loss, own[loss]) for loss in losses))

    def _rate(self, glyph: str, trace: str, own: float) -> float:
        lost = self._expected(glyph, trace) - own
        written = self._rates.intact.get(glyph, 0) + self._by_glyph[glyph] - own
        return (lost + _PRIOR_LOST) / (written + _PRIOR_WRITTEN)

    def _expected(self, glyph: str, trace: str) -> float:
        """Count expected losses; where blanks were shrunk, a blank and nothing are the same trace."""
        expected = self._rates.expected
        if self._rates.collapsed and trace in (BLANK, ZERO):
            return expected.get((glyph, BLANK), 0.0) + expected.get((glyph, ZERO), 0.0)
        return expected.get((glyph, trace), 0.0)


def group_of(document: Document, estimate: Estimate, proposal: Proposal) -> Group:
    """Find the group of readings whose confidence is measured together."""
    if not proposal.edits:
        return Group.LOST_AMID if estimate.is_mostly_misread else Group.LOST
    if is_bare(proposal, estimate.surely_bare | {Layer.BARE}):
        return Group.BARE
    if proposal.kind is Kind.SPACING:
        return Group.SPACING
    before = document.text[proposal.start : proposal.end]
    if before[0].isupper() and not (len(before) > 1 and before.isupper()):
        context = document.case_context(document.token_at(proposal.start))
        if not (context.after_stop or context.opening or context.in_capitals):
            return Group.NAME
    return Group.REAL_WORD if document.lexicon.entry(before).is_syllable else Group.NON_WORD
