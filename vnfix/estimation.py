"""Learning a document's damage by decoding it: expectation-maximisation over loss rates.

The first decoding looks only at places that look damaged and holds every glyph for lost with a
small probability.  Each decoding gives the expected number of losses of each glyph; the next one
uses them.  Two to four rounds are enough: the losses of a document are few and systematic.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np

from vnfix.arrays import after, before
from vnfix.channels.lost_glyphs import LostGlyphChannel
from vnfix.channels.misreadings import MisreadingChannel, count_edits
from vnfix.channels.proposal import LEAST_COUNTED, Proposal, take_likely
from vnfix.decoder import decode
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer
from vnfix.estimate import Estimate
from vnfix.language_model.model import NgramModel
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID
from vnfix.loss_rates import LossRates
from vnfix.mark_meanings import MarkMeanings, find_meanings
from vnfix.prior import NO_PRIOR, Prior
from vnfix.spacing import Spacing
from vnfix.token_kinds import TokenKind
from vnfix.traces import BLANK, DIGIT, ZERO, is_mark
from vnfix.variants import other_variant, swap_variant
from vnfix.weigher_models import WeigherModels
from vnfix.weighers import Weighers
from vnfix.window_lattice import Costs, build_windows
from vnfix.windows import split_windows
from vnfix.word_cache import WordCache

Key = TypeVar("Key")

# The profile of the sample report stands after two rounds; the others settle rare letters.
_MOST_ROUNDS = 4
# Losses by which two rounds may differ and the profile still counts as settled: some, and a share.
_SETTLED = 0.5
_SETTLED_SHARE = 0.01
# A reading less likely than this says nothing of the words that the document uses.
_CACHED = 0.3
# Inner blanks expected to be losses before the spacing of the document is judged.
_ENOUGH_LOSSES = 3.0
# Two losses in three stand within a word, so where blanks are shrunk they outnumber those without trace.
_INNER_SHARE = 0.3
# Losses in other words that either spelling of a varying vowel is granted beforehand.
_VARIANT_PRIOR = 0.2


def estimate_damage(
    document: Document,
    channel: LostGlyphChannel,
    misread: MisreadingChannel,
    model: NgramModel,
    models: WeigherModels,
    prior: Prior = NO_PRIOR,
) -> Estimate | None:
    """Learn the damage of a document and decode it; None where nothing looks damaged.

    `models` are behind what weighs readings besides the n-grams.  `prior` is what
    documents of the same source lost.

    Where most of a text has lost its marks, lost letters are looked for when the marks are back.
    """
    spacing = Spacing.of_table(document.table)
    letters = Counter(document.letters)
    letters[DIGIT] = sum(count for letter, count in letters.items() if letter.isdecimal())
    letters += prior.intact
    rates = LossRates(letters, prior.expected, prior.collapsed)
    errors = misread.first_rates()
    is_stripped = misread.is_stripped
    holes = len(document.broken_numbers)
    proposals = [] if is_stripped else channel.explore(rates)
    proposals += misread.explore(errors)
    if not proposals:
        return None
    estimate, cache = None, WordCache()
    weighers: Weighers = {}
    standing: set[int] = set()
    unlikely: dict[tuple[int, int], list[str]] = {}
    for number in range(_MOST_ROUNDS):
        costs = Costs(rates, spacing, cache, misread.kept_costs(errors), weighers)
        estimate = _decode(document, proposals, errors, costs, model, misread.surely_bare, unlikely)
        expected = prior.add_to(count_losses(estimate))
        if holes and any(trace == BLANK and glyph != DIGIT for glyph, trace in expected):
            expected[DIGIT, BLANK] = expected.get((DIGIT, BLANK), 0.0) + holes
        collapsed = rates.collapsed or _is_collapsed(document, estimate)
        moved = _distance(expected, rates.expected)
        edits = count_edits(estimate.proposals, estimate.posteriors)
        moved += _distance(edits, errors.expected)
        is_settled = moved < _SETTLED + _SETTLED_SHARE * (sum(expected.values()) + sum(edits.values()))
        errors = errors.updated(edits, misread.coverage(first=not number))
        meanings = _find_meanings(channel.mark_places, estimate)
        rates = LossRates(letters, expected, collapsed, meanings, count_free_capitals(estimate))
        if (is_settled and number) or number == _MOST_ROUNDS - 1:
            break
        if is_stripped:
            unlikely = estimate.find_unlikely()
        standing.update(estimate.find_standing())
        cache = _cache_words(document, estimate, model)
        decoded = estimate.proposals, estimate.posteriors, estimate.kept
        reading = LastReading.of_decoding(document, *decoded)
        weighers = models.make_weighers(document, estimate, reading)
        lost = [] if is_stripped else channel.propose(rates)
        proposed: Iterator[Proposal] = chain(lost, misread.propose(errors, standing, reading))
        likely = proposed
        if unlikely:
            likely = (item for item in proposed if item.after not in unlikely.get((item.start, item.end), ()))
        first = next(likely, None)
        if first is None:
            break
        # The readings of this round go before more than one of the next is made: in text that is misread in
        # every word they take 70 MB, and so do the next.
        estimate, proposals = None, [first]
        proposals += likely
    return estimate


def _distance(counts: Mapping[Key, float], others: Mapping[Key, float]) -> float:
    """By how much two rounds of counts differ in all; in the order of the counts, for a sum hangs on it."""
    return sum(abs(counts.get(key, 0.0) - others.get(key, 0.0)) for key in {**counts, **others})


def _cache_words(document: Document, estimate: Estimate, model: NgramModel) -> WordCache:
    """The words of a document: those that stand, and those that were read into it."""
    counts = dict(document.symbol_counts)
    for token_number, posterior in estimate.kept.items():
        symbol = document.symbols_at(token_number)[0]
        if symbol != UNKNOWN_ID:
            counts[symbol] -= 1 - posterior
    for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors, _CACHED):
        if proposal.symbol not in (UNKNOWN_ID, NO_SYMBOL):
            counts[proposal.symbol] = counts.get(proposal.symbol, 0.0) + posterior
    total = sum(counts.values())
    unigram = {word: float(model.unigram_logp[word]) for word in counts}
    return WordCache(counts, unigram, max(total, 1.0))


def count_losses(estimate: Estimate) -> dict[tuple[str, str], float]:
    """Expected losses by glyph and trace."""
    expected: dict[tuple[str, str], float] = {}
    varying: dict[tuple[str, str], float] = {}
    for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors, LEAST_COUNTED):
        # A word put into an open gap may stand in any of a thousand gaps; the sum of their small
        # posteriors would feed on itself.
        if proposal.fills_gap and posterior < 0.5:
            continue
        for loss in proposal.losses:
            expected[loss] = expected.get(loss, 0.0) + posterior
        if len(proposal.losses) == 1 and other_variant(proposal.after, proposal.losses[0][0]):
            glyph, trace = proposal.losses[0]
            varying[glyph, trace] = varying.get((glyph, trace), 0.0) + posterior
    return _settle_variants(expected, varying)


def _settle_variants(
    expected: dict[tuple[str, str], float], varying: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """Share the losses of `tỷ`/`tỉ` between ỷ and ỉ as the other words of the document lose them.

    Left alone, each of two right spellings would feed on itself.
    """
    settled = dict(expected)
    for (glyph, trace), count in varying.items():
        other = swap_variant(glyph)
        own = expected[glyph, trace] - count + _VARIANT_PRIOR
        rival = expected.get((other, trace), 0.0) - varying.get((other, trace), 0.0) + _VARIANT_PRIOR
        moved = count * rival / (own + rival)
        settled[glyph, trace] -= moved
        settled[other, trace] = settled.get((other, trace), 0.0) + moved
    return settled


def count_free_capitals(estimate: Estimate) -> dict[str, float]:
    """Expected losses of capitals, by glyph, where a small letter could stand and no mark decides."""
    expected: dict[str, float] = {}
    for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors):
        if proposal.free_case and not is_mark(proposal.losses[0][1]):
            glyph = proposal.losses[0][0]
            expected[glyph] = expected.get(glyph, 0.0) + posterior
    return expected


def _find_meanings(places: Sequence[int], estimate: Estimate) -> MarkMeanings:
    rates = estimate.rates

    def weight(glyph: str, mark: str) -> float:
        return math.exp(rates.log_rate(glyph, mark))

    return find_meanings(places, estimate.proposals, estimate.posteriors, weight, rates.prior_of_mark)


def _is_collapsed(document: Document, estimate: Estimate) -> bool:
    """Tell whether the extractor shrank runs of blanks.

    Where it kept them, a lost first or last letter makes a double blank; where it shrank them such a letter
    seems to have vanished.  Of texts with three to eight lost letters those that kept their blanks have at
    most 0.4 letters that seem to have vanished for one double blank, and those that did not seven at least.
    """
    known: dict[tuple[tuple[str, str], ...], frozenset[str]] = {}
    inner = vanished = 0.0
    for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors):
        losses = proposal.losses
        traces = known.get(losses)
        if traces is None:
            traces = known[losses] = frozenset(trace for _, trace in losses)
        if BLANK in traces:
            inner += posterior
        if ZERO in traces:
            vanished += posterior
    if inner < _ENOUGH_LOSSES or inner < _INNER_SHARE * (inner + vanished):
        return False
    table = document.table
    line_ends = table.are(TokenKind.NEWLINE)
    # At the ends of the text they do not count either.
    beside = before(line_ends, edge=True) | after(line_ends, edge=True)
    doubles = np.count_nonzero(table.flags(lambda text: text == "  ", TokenKind.SPACE) & ~beside)
    return bool(doubles <= vanished)


def _decode(
    document: Document,
    proposals: Sequence[Proposal],
    errors: ErrorRates,
    costs: Costs,
    model: NgramModel,
    surely_bare: frozenset[Layer],
    unlikely: Mapping[tuple[int, int], Sequence[str]],
) -> Estimate:
    used: list[Proposal] = []
    # As numbers and not as objects: a quarter of the memory.
    posteriors = array("d")
    kept: dict[int, float] = {}
    for spans, batch in split_windows(document, proposals, model.order):
        windows = build_windows(document, spans, batch, costs, model.order)
        count = len(windows.proposals)
        read, stays = np.flatnonzero(windows.told[:count]), windows.told[count:]
        found = decode(windows.lattice, model).posteriors[: len(windows.told)]
        used += [windows.proposals[place] for place in read.tolist()]
        posteriors.extend(found[read].tolist())
        kept.update(zip(windows.kept[stays].tolist(), found[count:][stays].tolist(), strict=True))
    return Estimate(
        costs.rates,
        errors,
        used,
        posteriors,
        kept,
        costs.weighers,
        surely_bare,
        unlikely,
    )
