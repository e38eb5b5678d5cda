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
        times = _say_times(estimate.errors.expected.get((edit, layer), 0.0))
        if edit == SPLIT:
            parts.append(tr("a blank was put into words {times} here").format(times=times))
        elif edit in BREAKS:
            parts.append(
                tr("words were broken over line ends {times} here").format(
                    times=_say_times(estimate.errors.expected_breaks())
                )
            )
        elif edit == GLUED:
            parts.append(tr("a blank between words was lost {times} here").format(times=times))
        else:
            parts.append(
                tr("{written} was read as {read} {times} here").format(
                    written=edit.written or tr("nothing"), read=edit.read or tr("nothing"), times=times
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
            tr("{glyph} {left} {times} here and stands {intact} times").format(
                glyph=glyph, left=left, times=_say_times(lost), intact=intact
            )
        )
    return "; ".join(parts)


def _say_times(expected: float) -> str:
    """How often something is expected to have happened, in words; here it did."""
    count = round(expected)
    return tr("about {count} times").format(count=count) if count > 1 else tr("once")
