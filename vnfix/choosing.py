"""Which readings of a decoded document are chosen: the likeliest of each stretch, without overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from vnfix.channels.proposal import Proposal
from vnfix.confidence import CONFIDENCE_FLOOR
from vnfix.estimate import Estimate
from vnfix.learned import NOTHING_LEARNED, Learned
from vnfix.traces import DIGIT
from vnfix.variants import fold_variant

# Readings with a smaller posterior are not chosen.
_LEAST_LIKELY = CONFIDENCE_FLOOR / 2
# So many readings are kept in order till their stretches are chosen: some 5 MB.
_MOST_RANKED = 50_000


class Reading(NamedTuple):
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
    stretches = _find_stretches(estimate.proposals)
    likeliest: list[tuple[Reading, tuple[int, int]]] = []
    # The rivals of all stretches at once took 80 MB in text that is misread in every word.
    ranked: dict[tuple[int, int], Sequence[Reading]] = {}
    room = _MOST_RANKED
    for stretch, runs in stretches.items():
        if not _may_be_likely(estimate, runs):
            continue
        found = _rank_readings(estimate, runs, text, learned)
        if found[0].posterior >= _LEAST_LIKELY:
            likeliest.append((found[0], stretch))
            room -= len(found)
            if room >= 0:
                ranked[stretch] = found
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
        rivals = ranked.pop(stretch, ()) or _rank_readings(estimate, stretches[stretch], text, learned)
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
