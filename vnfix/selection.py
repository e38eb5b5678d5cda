"""From posteriors to corrections: what is changed, what is only suggested.

Readings of overlapping stretches compete; the likeliest is taken first.  Its candidates are the
other readings of the same stretch and the text as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from operator import itemgetter

from vnfix.channels.proposal import Proposal, take_likely
from vnfix.confidence import CONFIDENCE_FLOOR, Calibration, threshold_of
from vnfix.correction import Candidate, Correction, Kind, Level
from vnfix.document import Document
from vnfix.estimation import Estimate
from vnfix.evidence import Evidence, group_of
from vnfix.glyph_ids import solve_digits
from vnfix.learned import NOTHING_LEARNED, Learned
from vnfix.misread_evidence import FEW_LETTERS, MisreadEvidence
from vnfix.reasons import explain_edits, explain_losses
from vnfix.syllable import is_possible
from vnfix.traces import DIGIT, ZERO, is_mark
from vnfix.variants import fold_variant

_MOST_CANDIDATES = 6
# Readings with a smaller posterior are not chosen.
_LEAST_LIKELY = CONFIDENCE_FLOOR / 2
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
    """The posterior of the word that stands where a reading would; 0 where it is more or less than a word."""
    place = document.token_at(proposal.start)
    token = document.tokens[place]
    is_whole = (token.start, token.end) == (proposal.start, proposal.end)
    return estimate.kept.get(place, 0.0) if is_whole else 0.0


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
    entry = document.lexicon.words[document.lexicon.ids.get(before.lower(), 0)]
    return not entry.is_syllable


@dataclass(frozen=True, slots=True)
class Reading:
    """One of equal proposals and spelling variants, with their posterior (0..1) added up.

    Of `tỷ` and `tỉ` it is the one that the damage and the habits of the document speak for; which of them
    the language model has seen more often says nothing of this document.
    """

    proposal: Proposal
    posterior: float


def choose_readings(
    estimate: Estimate, text: str, learned: Learned = NOTHING_LEARNED
) -> Iterator[tuple[Reading, Sequence[Reading]]]:
    """The likeliest reading of each stretch of `text` with its rivals, without overlaps, by offset."""
    # The rivals of all stretches at once took 80 MB in text that is misread in every word.
    stretches = _find_stretches(estimate.proposals)
    likeliest = [
        (items[0], stretch)
        for stretch, runs in stretches.items()
        if _may_be_likely(estimate, runs)
        and (items := _rank_readings(estimate, runs, text, learned))[0].posterior >= _LEAST_LIKELY
    ]
    likeliest.sort(key=lambda item: (-item[0].posterior, item[0].proposal.start))
    taken: list[tuple[int, int]] = []
    covered: set[int] = set()
    cuts: set[int] = set()
    inner: set[int] = set()
    for _, (start, end) in likeliest:
        places = range(start, end)
        # A cut is a place between two characters: no other reading may run across it.
        across = range(start + 1, end)
        is_free = start not in inner if start == end else cuts.isdisjoint(across)
        if is_free and covered.isdisjoint(places):
            covered.update(places)
            inner.update(across)
            if start == end:
                cuts.add(start)
            taken.append((start, end))
    taken.sort(key=itemgetter(0))
    for stretch in taken:
        rivals = _rank_readings(estimate, stretches[stretch], text, learned)
        yield rivals[0], rivals


def _changes_text(proposal: Proposal) -> bool:
    """Tell whether a reading may be chosen: lost digits change nothing, nor do pieces that stand."""
    if not proposal.losses:
        return bool(proposal.edits)
    return all(glyph != DIGIT for glyph, _ in proposal.losses)


def _may_be_likely(estimate: Estimate, runs: Iterable[tuple[int, int]]) -> bool:
    """Tell whether any of the readings of a stretch may be likely enough: seldom where the text is right."""
    # A little less, for the sum of some of them may be rounded up.
    return sum(sum(estimate.posteriors[first:end]) for first, end in runs) >= 0.999 * _LEAST_LIKELY


def _find_stretches(proposals: Sequence[Proposal]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The stretches that are read, and where their readings are in a row: from, up to."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for stretch, group in groupby(enumerate(proposals), key=lambda item: (item[1].start, item[1].end)):
        places = [place for place, proposal in group if _changes_text(proposal)]
        if places:
            found.setdefault(stretch, []).append((places[0], places[-1] + 1))
    return found


def _rank_readings(
    estimate: Estimate, runs: Iterable[tuple[int, int]], text: str, learned: Learned
) -> list[Reading]:
    """The readings of one stretch, the likeliest first."""
    merged: dict[str, Reading] = {}
    for place in chain.from_iterable(range(*run) for run in runs):
        proposal, posterior = estimate.proposals[place], estimate.posteriors[place]
        if not _changes_text(proposal):
            continue
        key = fold_variant(proposal.after)
        known = merged.get(key)
        if known is None:
            merged[key] = Reading(proposal, posterior)
        else:
            best = max(known.proposal, proposal, key=lambda item: item.cost)
            merged[key] = Reading(best, known.posterior + posterior)

    def rank(reading: Reading) -> float:
        proposal = reading.proposal
        return -reading.posterior * learned.weight(text[proposal.start : proposal.end], proposal.after)

    return sorted(merged.values(), key=rank)


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
