"""Why a reading was chosen, in words: what the rest of the document bears out."""

from __future__ import annotations

from vnfix.channels.proposal import Proposal
from vnfix.error_rates import BREAKS, GLUED, SPLIT
from vnfix.estimate import Estimate
from vnfix.messages import tr
from vnfix.traces import BLANK, ZERO


def explain_edits(estimate: Estimate, proposal: Proposal) -> str:
    """Say what was misread here, and how the rest of the document bears it out."""
    parts = []
    for edit, layer in dict.fromkeys(proposal.edits):
        count = max(1, round(estimate.errors.expected.get((edit, layer), 0.0)))
        if edit == SPLIT:
            parts.append(tr("a blank was put into words about {count} times here").format(count=count))
        elif edit in BREAKS:
            breaks = max(1, round(estimate.errors.expected_breaks()))
            parts.append(
                tr("words were broken over line ends about {breaks} times here").format(breaks=breaks)
            )
        elif edit == GLUED:
            parts.append(tr("a blank between words was lost about {count} times here").format(count=count))
        else:
            parts.append(
                tr("{written} was read as {read} about {count} times here").format(
                    written=edit.written or tr("nothing"), read=edit.read or tr("nothing"), count=count
                )
            )
    return "; ".join(parts)


def explain_losses(estimate: Estimate, proposal: Proposal) -> str:
    """Say which letters were lost here, and how the rest of the document bears it out."""
    names = {BLANK: tr("left a blank"), ZERO: tr("left nothing")}
    parts = []
    for glyph, trace in dict.fromkeys(proposal.losses):
        lost = estimate.rates.expected.get((glyph, trace), 0.0)
        intact = estimate.rates.intact.get(glyph, 0)
        left = names.get(trace, tr("left {trace!r}").format(trace=trace))
        parts.append(
            tr("{glyph} {left} about {lost} times here and stands {intact} times").format(
                glyph=glyph, left=left, lost=max(1, round(lost)), intact=intact
            )
        )
    return "; ".join(parts)
