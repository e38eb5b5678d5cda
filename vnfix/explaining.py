"""Explaining one place: what was considered there, what each reading scored, and why one won."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from vnfix.channels.misreadings import MisreadingChannel
from vnfix.channels.proposal import Proposal
from vnfix.choosing import choose_readings
from vnfix.correction import Correction, Level
from vnfix.dictionaries import Dictionaries
from vnfix.document import Document
from vnfix.estimation import Estimate
from vnfix.explanation import Explanation, Reading, ScoreTerm
from vnfix.messages import tr
from vnfix.selection import Selection

_MOST_READINGS = 8
# Characters around a place in which its sentence is looked for.
_CONTEXT = 400


def explain_place(
    document: Document, estimate: Estimate | None, chosen: Selection, data: Dictionaries, offset: int
) -> Explanation:
    """Explain the place at `offset` (code points) of a decoded document."""
    token = max(0, bisect_right([t.start for t in document.tokens], offset) - 1)
    start, end = (
        (document.tokens[token].start, document.tokens[token].end) if document.tokens else (offset, offset)
    )
    readings: list[Reading] = []
    if estimate is not None:
        for best, rivals in choose_readings(estimate, document.text, data.learned):
            if best.proposal.start <= offset < max(best.proposal.end, best.proposal.start + 1):
                start, end = best.proposal.start, best.proposal.end
                readings = [_describe(document, data, estimate, r.proposal, r.posterior) for r in rivals]
                readings += [
                    _describe(document, data, estimate, proposal, 0.0)
                    for proposal in _find_unlikely(document, data, estimate, (start, end))
                ]
    before = document.text[start:end]
    correction = next((c for c in chosen.corrections if c.start <= offset < c.end), None)
    suggestion = next((c for c in chosen.suggestions if c.start <= offset < c.end), None)
    rest = max(0.0, 1 - sum(r.probability for r in readings))
    language = _language_score(document, data, start, end, None)
    terms: tuple[ScoreTerm, ...] = (ScoreTerm("channel", 0.0), ScoreTerm("language model", language))
    if estimate is not None and document.tokens and len(document.symbols[token]) == 1:
        terms += _context_terms(estimate, start, end, document.symbols[token][0])
    # What stands is always shown, however many readings are likelier.
    readings = sorted(readings, key=lambda r: -r.probability)[: _MOST_READINGS - 1]
    readings.append(Reading(before, rest, terms, correction is None))
    readings.sort(key=lambda r: -r.probability)
    if correction is not None:
        readings = [Reading(r.text, r.probability, r.terms, r.text == correction.after) for r in readings]
    return Explanation(
        start,
        end,
        before,
        find_sentence(document.text, offset),
        tuple(readings),
        _verdict(correction, suggestion),
    )


def _find_unlikely(
    document: Document, data: Dictionaries, estimate: Estimate, stretch: tuple[int, int]
) -> list[Proposal]:
    """The readings of a stretch that were not decoded to the end."""
    texts = estimate.unlikely.get(stretch, ())
    if not texts:
        return []
    channel = MisreadingChannel(document, data.near_words, data.profiles)
    proposals = channel.propose(estimate.errors)
    return [item for item in proposals if (item.start, item.end) == stretch and item.after in texts]


def explain_decoding(text: str, fix: Correction, is_sure: bool) -> Explanation:
    """Explain a place that a wrong encoding spoiled; `fix` undoes it, and is applied if it is sure."""
    rest = max(0.0, 1 - fix.confidence)
    readings = (Reading(fix.after, fix.confidence, (), is_sure), Reading(fix.before, rest, (), not is_sure))
    verdict = _verdict(fix, None) if is_sure else _verdict(None, fix)
    ordered = tuple(sorted(readings, key=lambda r: -r.probability))
    return Explanation(fix.start, fix.end, fix.before, find_sentence(text, fix.start), ordered, verdict)


def _describe(
    document: Document, data: Dictionaries, estimate: Estimate, proposal: Proposal, posterior: float
) -> Reading:
    language = _language_score(document, data, proposal.start, proposal.end, proposal.symbol)
    terms = (ScoreTerm("channel", proposal.cost), ScoreTerm("language model", language))
    context = _context_terms(estimate, proposal.start, proposal.end, proposal.symbol)
    return Reading(proposal.after, min(posterior, 1.0), terms + context, False)


def _context_terms(estimate: Estimate, start: int, end: int, symbol: int) -> tuple[ScoreTerm, ...]:
    """What the wider surroundings say; nothing where they were not asked."""
    if estimate.surroundings is None:
        return ()
    score = estimate.surroundings.score(np.array([start]), np.array([end]), np.array([symbol]))
    return (ScoreTerm("context", float(score[0])),)


def _language_score(
    document: Document, data: Dictionaries, start: int, end: int, symbol: int | None
) -> float:
    """Log-probability of a reading (or of the text as it stands) and of the symbols after it."""
    model = data.model
    starts = [t.start for t in document.tokens]
    first = bisect_right(starts, start) - 1
    after = bisect_right(starts, max(start, end - 1))
    inside = [s for place in range(first, after) for s in document.symbols[place]]
    follow: list[int] = []
    while after < len(document.tokens) and len(follow) < model.order - 1:
        follow += document.symbols[after]
        after += 1
    symbols: Sequence[int] = [*(inside if symbol is None else [symbol]), *follow[: model.order - 1]]
    history = document.history(first, model.order)
    total = 0.0
    for item in symbols:
        scores = model.score(np.array([history], dtype=np.uint64), np.array([item], dtype=np.uint16))
        total += float(scores[0])
        history = (history << 16 | item) & int(model.history_mask)
    return total


def find_sentence(text: str, offset: int) -> str:
    """The sentence around an offset, on one line."""
    from underthesea import sent_tokenize  # half a second to import: only here

    low = max(0, offset - _CONTEXT)
    around = text[low : offset + _CONTEXT]
    at = 0
    for sentence in sent_tokenize(around):
        begin = around.find(sentence, at)
        if begin < 0:
            continue
        at = begin + len(sentence)
        if low + begin <= offset < low + at:
            return " ".join(str(sentence).split("\n"))
    return " ".join(around.split("\n"))


def _verdict(correction: Correction | None, suggestion: Correction | None) -> str:
    if correction is not None:
        return tr("corrected with confidence {confidence:.2f}: {reason}").format(
            confidence=correction.confidence, reason=correction.reason
        )
    if suggestion is not None:
        return tr(
            "only suggested: {after!r} has confidence {confidence:.2f}, less than the level asks "
            "({level}); {reason}"
        ).format(
            after=suggestion.after,
            confidence=suggestion.confidence,
            level=", ".join(Level),
            reason=suggestion.reason,
        )
    return tr("left as it is: no reading is likelier than the text")
