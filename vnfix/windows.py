"""The open places of a document, each with its context, in batches.

A window spans the tokens that proposals touch, and as many symbols after them as the language model can see.
Where long stretches are cut, the windows on both sides go on beyond the cut, so that what they tell has its
neighbours on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

import numpy as np

from vnfix.arrays import number_distinct
from vnfix.channels.proposal import Proposal
from vnfix.document import Document

# Windows are cut here even where their contexts touch, so that a page damaged in every word
# is still decoded in many windows side by side.
_LONGEST_WINDOW = 160
# Tokens that a window goes on beyond a cut.  Without them 97.39 % of the syllables of text without marks come
# back (tuning part), with them 97.52, as many as with windows ten times as long; 16 and 32 give no more.
_OVERLAP = 8
# Proposals decoded at a time: about 50 MB of arcs.  Twice as many are a twentieth faster, a third as many a
# tenth slower.
_BATCH = 30_000
# No window is longer, even where one proposal overlaps the next without end; what crosses is dropped.
_HARD_LIMIT = 640
_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Span:
    """A window's tokens: `first` up to, not including, `end`.

    It tells what stands from `own_first` up to, not including, `own_end`; the rest its neighbours tell.
    """

    first: int
    end: int
    own_first: int
    own_end: int

    @staticmethod
    def of(first: int, end: int) -> Span:
        """A window that tells all that it holds."""
        return Span(first, end, first, end)


def find_windows(document: Document, proposals: Sequence[Proposal], order: int) -> list[Span]:
    """The token spans to decode: around all proposals, merged where their contexts touch."""
    touched = _find_touched(document, proposals)
    reaches = _find_reaches(document, [high for _, high in touched], order)
    spans: list[Span] = []
    first, end = -1, -1
    for low, high in touched:
        if first < 0:
            first, end = low, high
        elif low < end < high and end - first >= _HARD_LIMIT:
            spans.append(Span.of(first, end))
            first, end = end, high
        elif low < end or (low <= reaches[end] and end - first < _LONGEST_WINDOW):
            end = max(end, high)
        else:
            spans.append(Span.of(first, min(reaches[end], low)))
            first, end = low, high
    if first >= 0:
        spans.append(Span.of(first, reaches[end]))
    return _widen(spans)


def _widen(spans: Sequence[Span]) -> list[Span]:
    """Let windows that follow one another at once go on beyond the cut."""
    widened = list(spans)
    for place, (left, right) in enumerate(pairwise(spans)):
        if left.end == right.first:
            further = min(left.own_end + _OVERLAP, right.own_end)
            widened[place] = replace(widened[place], end=further)
            earlier = max(right.own_first - _OVERLAP, left.own_first)
            widened[place + 1] = replace(widened[place + 1], first=earlier)
    return widened


def _find_touched(document: Document, proposals: Sequence[Proposal]) -> list[tuple[int, int]]:
    """The tokens that proposals touch, each pair once, in order."""
    starts = np.array([item.start for item in proposals], dtype=np.int64)
    ends = np.array([item.end for item in proposals], dtype=np.int64)
    low = np.searchsorted(document.table.starts, starts, "right") - 1
    high = np.searchsorted(document.table.starts, np.maximum(starts, ends - 1), "right")
    pairs = low * (len(document.table) + 1) + high
    # Those of one stretch stand together, as a rule: a tenth is left to be sorted.
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    first, _ = number_distinct(pairs)
    lows, highs = np.divmod(pairs[first], len(document.table) + 1)
    return list(zip(lows.tolist(), highs.tolist(), strict=True))


def _find_reaches(document: Document, places: Sequence[int], order: int) -> Mapping[int, int]:
    """By token, or the end of the text, the token after the `order` - 1 symbols that follow."""
    ends = document.symbol_ends
    # Before the first token, at -1, is what is appended.
    met = np.append(ends, 0)[np.array(places, dtype=np.int64) - 1]
    reaches = np.minimum(np.searchsorted(ends, met + order - 1) + 1, len(ends))
    return dict(zip(places, reaches.tolist(), strict=True))


def _put_in_order(proposals: Sequence[Proposal]) -> Sequence[Proposal]:
    """Put proposals in order of their places.

    By itself, so that its arrays are gone before the first window is decoded.
    """
    starts = np.array([item.start for item in proposals], dtype=np.int64)
    ends = np.array([item.end for item in proposals], dtype=np.int64)
    return [proposals[place] for place in np.lexsort((ends, starts)).tolist()]


def split_windows(
    document: Document, proposals: Sequence[Proposal], order: int
) -> Iterator[tuple[Sequence[Span], Sequence[Proposal]]]:
    """The windows of a document in batches, with their proposals by offset, so that memory stays bounded.

    Windows on both sides of a cut share some, and so may batches.
    """
    ordered = _put_in_order(proposals)
    bounds = document.table.bounds
    spans: list[Span] = []
    begin = at = 0
    for span in find_windows(document, ordered, order):
        if not spans:
            begin = bisect_left(ordered, bounds[span.first], key=_start)
        spans.append(span)
        at = bisect_left(ordered, bounds[span.end], lo=begin, key=_start)
        if at - begin >= _BATCH:
            yield spans, ordered[begin:at]
            spans = []
    if spans:
        yield spans, ordered[begin:at]
