"""From posteriors to corrections: what is changed, what is only suggested.

Readings of overlapping stretches compete; the likeliest is taken first.  Its candidates are the
other readings of the same stretch and the text as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vnfix.channels.proposal import Proposal, take_likely
from vnfix.choosing import Reading, choose_readings
from vnfix.confidence import CONFIDENCE_FLOOR, Calibration, threshold_of
from vnfix.correction import Candidate, Correction, Kind, Level
from vnfix.document import Document
from vnfix.estimate import Estimate
from vnfix.evidence import Evidence, group_of
from vnfix.glyph_ids import solve_digits
from vnfix.learned import NOTHING_LEARNED, Learned
from vnfix.lexicon import UNKNOWN_ID
from vnfix.misread_evidence import FEW_LETTERS, MisreadEvidence
from vnfix.reasons import explain_edits, explain_losses
from vnfix.syllable import is_possible
from vnfix.traces import ZERO, is_mark

_MOST_CANDIDATES = 6
# Shown as the probability of what has none, for its logarithm.
_IMPOSSIBLE = 1e-12
# A mark's meaning counts as settled for the digits when seen so often, and so nearly always the same.
_LEAST_SOLVED = 1.5
_SURE_SHARE = 0.95
_EXACT = 0.999
# In a few lines that misread less than this (`vnfix.misread_evidence`), what can be a syllable is only
# suggested to be another: dialect and verse cannot be told from it, and one slip or abbreviation in a
# thousand letters says little.  On whole pages the calibration knows better; held to this, light OCR pages
# kept a third more of what was wrong.
_MISREAD_SUPPORT = 0.005
_UNSUPPORTED = 0.5
# The same where letters seem to have vanished, and hardly a word shows it by being no syllable.
_LEAST_VANISHED = 1.0


@dataclass(frozen=True, slots=True)
class Selection:
    """Corrections to apply and suggestions for a person, each ordered by offset."""

    corrections: tuple[Correction, ...]
    suggestions: tuple[Correction, ...]


def select(
    document: Document,
    estimate: Estimate,
    level: Level,
    calibration: Calibration,
    learned: Learned = NOTHING_LEARNED,
) -> Selection:
    """Choose among the readings of a decoded document."""
    corrections: list[Correction] = []
    suggestions: list[Correction] = []
    evidence = Evidence(estimate.rates, MisreadEvidence.of_estimate(document, estimate))
    solved = solved_digits(document, estimate)
    vanished = sum(
        posterior
        for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors)
        if has_vanished(proposal) and not may_be_meant(document, proposal)
    )
    for best, rivals in choose_readings(estimate, document.text, learned):
        if any(trace in solved for _, trace in best.proposal.losses):
            continue
        posterior = min(best.posterior, 1.0)
        group = group_of(document, estimate, best.proposal)
        support = evidence.support(best.proposal, posterior)
        before = document.text[best.proposal.start : best.proposal.end]
        confidence = learned.adjust_kind(
            calibration.confidence(posterior, support, group), best.proposal.kind
        )
        is_unsupported = (
            support < _MISREAD_SUPPORT and estimate.errors.letters < FEW_LETTERS
            if best.proposal.edits
            else vanished < _LEAST_VANISHED
        )
        is_covert = bool(best.proposal.edits) or has_vanished(best.proposal)
        if (is_covert and is_unsupported and may_be_meant(document, best.proposal)) or (
            is_guesswork(best.proposal, document.mark_counts)
        ):
            confidence = min(confidence, _UNSUPPORTED)
        confidence = learned.adjust_form(confidence, before, best.proposal.after)
        if confidence < CONFIDENCE_FLOOR:
            continue
        correction = _describe(document, estimate, best, rivals, confidence)
        experience = learned.describe(before, best.proposal.after)
        if experience:
            correction = replace(correction, reason=f"{correction.reason}; {experience}")
        sure = (
            confidence >= threshold_of(level, group, support, estimate.errors.letters)
            and (level is Level.ALL or posterior >= _share_of_text(document, estimate, best.proposal))
            and (level is not Level.SAFE or is_safe(document, best.proposal))
            and (support >= _MISREAD_SUPPORT or not replaces_digit(before, best.proposal))
            and not learned.is_refused(before, best.proposal.after)
        )
        (corrections if sure else suggestions).append(correction)
    corrections += _restore_digits(document, solved)
    corrections.sort(key=lambda correction: correction.start)
    return Selection(tuple(corrections), tuple(suggestions))


def _share_of_text(document: Document, estimate: Estimate, proposal: Proposal) -> float:
    """The posterior of the words that stand where a reading would, the least; 0 where one may be cut."""
    table = document.table
    first, last = document.token_at(proposal.start), document.token_at(max(proposal.start, proposal.end - 1))
    if (table.bounds[first], table.bounds[last + 1]) != (proposal.start, proposal.end):
        return 0.0
    return min(
        (estimate.kept[place] for place in range(first, last + 1) if place in estimate.kept), default=0.0
    )


def solved_digits(document: Document, estimate: Estimate) -> dict[str, str]:
    """The marks of a document that are digits beyond doubt, with their digits."""
    marks = document.mark_counts.keys()
    if not marks:
        return {}
    totals: dict[str, float] = {}
    for (_, trace), count in estimate.rates.expected.items():
        totals[trace] = totals.get(trace, 0.0) + count
    meanings = {
        trace: glyph
        for (glyph, trace), count in estimate.rates.expected.items()
        if trace in marks and count >= _LEAST_SOLVED and count >= _SURE_SHARE * totals[trace]
    }
    return solve_digits(meanings, sorted(marks))


def _restore_digits(document: Document, solved: Mapping[str, str]) -> Iterator[Correction]:
    for place in document.marks:
        token = document.tokens[place]
        if token.text in solved:
            reason = "the glyph numbers of this font run parallel to ASCII"
            digit = solved[token.text]
            kind = Kind.LOST_DIGITS
            yield Correction(token.start, token.end, token.text, digit, kind, _EXACT, (), reason)


def has_vanished(proposal: Proposal) -> bool:
    """Tell whether a reading takes letters for lost that left nothing."""
    return bool(proposal.losses) and all(trace == ZERO for _, trace in proposal.losses)


def may_be_meant(document: Document, proposal: Proposal) -> bool:
    """Tell whether what stands can be a syllable, so that dialect, verse or a name may want it so."""
    return is_possible(document.text[proposal.start : proposal.end])


def replaces_digit(before: str, proposal: Proposal) -> bool:
    """Tell whether a reading takes a digit for a misread letter: `t6` for `tổ`.

    Where hardly anything else is misread it may be a number (`đ0`), and no digit is to be guessed away.
    """
    return bool(proposal.edits) and any(map(str.isdecimal, before))


def is_guesswork(proposal: Proposal, marks: Mapping[str, int]) -> bool:
    """Tell whether a reading rests on nothing: of its word only marks are left, and none stands elsewhere.

    `marks` counts the marks of the document.
    """
    own = [trace for _, trace in proposal.losses if is_mark(trace)]
    return len(own) == len(proposal.after) > 1 and all(marks[mark] == 1 for mark in own)


def is_safe(document: Document, proposal: Proposal) -> bool:
    """At the safest level a possible syllable is never replaced."""
    before = document.text[proposal.start : proposal.end].strip()
    lexicon = document.lexicon
    return not lexicon.are_syllables[lexicon.ids.get(before.lower(), UNKNOWN_ID)]


def _describe(
    document: Document, estimate: Estimate, best: Reading, rivals: Iterable[Reading], confidence: float
) -> Correction:
    from math import log

    start, end = best.proposal.start, best.proposal.end
    before = document.text[start:end]
    candidates = [
        Candidate(r.proposal.after, min(r.posterior, 1.0), log(max(r.posterior, _IMPOSSIBLE))) for r in rivals
    ][:_MOST_CANDIDATES]
    # A person may know better than the decoder.
    others = estimate.unlikely.get((start, end), ())[: _MOST_CANDIDATES - len(candidates)]
    candidates += (Candidate(text, 0.0, log(_IMPOSSIBLE)) for text in others)
    rest = max(0.0, 1 - sum(c.probability for c in candidates))
    candidates.append(Candidate(before, rest, log(max(rest, _IMPOSSIBLE))))
    candidates.sort(key=lambda c: -c.probability)
    return Correction(
        start,
        end,
        before,
        best.proposal.after,
        best.proposal.kind,
        round(confidence, 4),
        tuple(candidates),
        explain_losses(estimate, best.proposal) or explain_edits(estimate, best.proposal),
    )
