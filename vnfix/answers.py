"""The answers of a person as evidence for the rest of a document.

What a person accepts was lost or misread for certain, what a person rejects was not.  That changes what the
document is seen to lose, and with it how sure the readings of other places are.  The document is not
decoded again: it is the support of the readings that changes (`vnfix.evidence`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vnfix.channels.misreadings import count_edits
from vnfix.channels.proposal import Proposal
from vnfix.confidence import Calibration
from vnfix.correction import Correction, Level
from vnfix.document import Document
from vnfix.estimate import Estimate
from vnfix.estimation import count_losses
from vnfix.ignoring import Spans, is_ignored, merge_spans
from vnfix.learned import Learned
from vnfix.selection import select

Answers = Mapping[tuple[int, int], str]
"""What is to stand in spans of a text (offsets in code points)."""


@dataclass(frozen=True)
class AnswerLearner:
    """A decoded document, ready to take answers.  Made by `vnfix.repairer.Repairer.open_learner`."""

    document: Document
    estimate: Estimate
    calibration: Calibration
    learned: Learned

    def read_again(self, answers: Answers) -> Sequence[Correction]:
        """Give what is read into the places without an answer, sure or not, by offset."""
        learned = learn_answers(self.estimate, answers)
        chosen = select(self.document, learned, Level.ALL, self.calibration, self.learned)
        spans = merge_spans(answers)
        found = [item for item in (*chosen.corrections, *chosen.suggestions) if not _is_answered(item, spans)]
        return sorted(found, key=lambda item: (item.start, item.end))


def learn_answers(estimate: Estimate, answers: Answers) -> Estimate:
    """The estimate after answers: what was accepted is sure, what was rejected cannot be."""
    spans = merge_spans(answers)
    posteriors = [
        _posterior(proposal, posterior, answers, spans)
        for proposal, posterior in zip(estimate.proposals, estimate.posteriors, strict=True)
    ]
    learned = replace(estimate, posteriors=posteriors)
    errors = replace(estimate.errors, expected=count_edits(learned.proposals, posteriors))
    rates = replace(estimate.rates, expected=count_losses(learned))
    return replace(learned, errors=errors, rates=rates)


def _posterior(proposal: Proposal, posterior: float, answers: Answers, spans: Spans) -> float:
    answer = answers.get((proposal.start, proposal.end))
    if answer is not None:
        return float(answer == proposal.after)
    return 0.0 if is_ignored(spans, proposal.start, proposal.end) else posterior


def _is_answered(item: Correction, spans: Spans) -> bool:
    return is_ignored(spans, item.start, item.end)
