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
from vnfix.estimate import Estimate
from vnfix.explanation import Explanation, Reading, ScoreTerm
from vnfix.language_model.symbols import SENTENCE_END
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
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
    found: list[tuple[Proposal, float]] = []
    if estimate is not None:
        for best, rivals in choose_readings(estimate, document.text, data.learned):
            if best.proposal.start <= offset < max(best.proposal.end, best.proposal.start + 1):
                start, end = best.proposal.start, best.proposal.end
                found = [(reading.proposal, min(reading.posterior, 1.0)) for reading in rivals]
                found += [(item, 0.0) for item in _find_unlikely(document, data, estimate, (start, end))]
    before = document.text[start:end]
    correction = next((c for c in chosen.corrections if c.start <= offset < c.end), None)
    suggestion = next((c for c in chosen.suggestions if c.start <= offset < c.end), None)
    *terms, terms_of_text = _weigh(document, data, estimate, (start, end), [item for item, _ in found])
    readings = [
        Reading(item.after, posterior, own, False)
        for (item, posterior), own in zip(found, terms, strict=True)
    ]
    rest = max(0.0, 1 - sum(r.probability for r in readings))
    # What stands is always shown, however many readings are likelier.
    readings = sorted(readings, key=lambda r: -r.probability)[: _MOST_READINGS - 1]
    readings.append(Reading(before, rest, terms_of_text, correction is None))
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


def _weigh(
    document: Document,
    data: Dictionaries,
    estimate: Estimate | None,
    stretch: tuple[int, int],
    proposals: Sequence[Proposal],
) -> list[tuple[ScoreTerm, ...]]:
    """The summands of the score of each proposal for a stretch, and last those of what stands there."""
    language = _LanguageScores(document, data, estimate, stretch)
    first, after = np.searchsorted(document.table.starts, [stretch[0] + 1, max(stretch[0] + 1, stretch[1])])
    own = [symbol for place in range(max(0, first - 1), after) for symbol in document.symbols_at(place)]
    columns = {
        "channel": [*(item.cost for item in proposals), 0.0],
        "language model": [*(language.score([item.symbol]) for item in proposals), language.score(own)],
    }
    if estimate is not None:
        words = np.array([*(item.symbol for item in proposals), own[0] if len(own) == 1 else NO_SYMBOL])
        starts, ends = np.full(len(words), stretch[0]), np.full(len(words), stretch[1])
        for name, weigher in estimate.weighers.items():
            # Nothing where they were not asked.
            columns[name] = weigher.score(starts, ends, words).tolist()
    return [
        tuple(ScoreTerm(name, values[row]) for name, values in columns.items())
        for row in range(len(proposals) + 1)
    ]


class _LanguageScores:
    """The log-probabilities of readings of a stretch and of the symbols after it, its neighbours as read."""

    def __init__(
        self, document: Document, data: Dictionaries, estimate: Estimate | None, stretch: tuple[int, int]
    ) -> None:
        decoded = (
            (estimate.proposals, estimate.posteriors, estimate.kept) if estimate is not None else ((), (), {})
        )
        reading = LastReading.of_decoding(document, *decoded)
        first, after = reading.find_neighbours(*np.array(stretch))
        self._model = data.model
        memory = data.model.order - 1
        end = data.lexicon.ids[SENTENCE_END]
        self._before = ([end] * memory + reading.symbols[max(0, first - memory) : first].tolist())[-memory:]
        self._after = reading.symbols[after : after + memory].tolist()

    def score(self, symbols: Sequence[int]) -> float:
        """Score `symbols` in the stretch (natural log)."""
        history, total = 0, 0.0
        for symbol in self._before:
            history = (history << 16 | symbol) & int(self._model.history_mask)
        for symbol in (*symbols, *self._after):
            if symbol == NO_SYMBOL:
                continue
            scores = self._model.score(
                np.array([history], dtype=np.uint64), np.array([symbol], dtype=np.uint16)
            )
            total += float(scores[0])
            history = (history << 16 | symbol) & int(self._model.history_mask)
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
