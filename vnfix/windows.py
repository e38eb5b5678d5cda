"""The open places of a document, each with its context, in batches.

A window spans the tokens that proposals touch, and as many symbols after them as the language model can see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vnfix.arrays import number_distinct
from vnfix.channels.proposal import Proposal
from vnfix.document import Document

# Windows are cut here even where their contexts touch, so that a page damaged in every word
# is still decoded in many windows side by side.
_LONGEST_WINDOW = 160
# Proposals decoded at a time: about 50 MB of arcs.  Twice as many are a twentieth faster, a third as many a
# tenth slower.
_BATCH = 30_000
# No window is longer, even where one proposal overlaps the next without end; what crosses is dropped.
_HARD_LIMIT = 640


@dataclass(frozen=True, slots=True)
class Span:
    """A window's tokens: `first` up to, not including, `end`."""

    first: int
    end: int


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
            spans.append(Span(first, end))
            first, end = end, high
        elif low < end or (low <= reaches[end] and end - first < _LONGEST_WINDOW):
            end = max(end, high)
        else:
            spans.append(Span(first, min(reaches[end], low)))
            first, end = low, high
    if first >= 0:
        spans.append(Span(first, reaches[end]))
    return spans


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
    """The windows of a document in batches, with their proposals, so that memory stays bounded."""
    ordered = _put_in_order(proposals)
    spans: list[Span] = []
    begin = at = 0
    for span in find_windows(document, ordered, order):
        spans.append(span)
        end = document.table.bounds[span.end]
        while at < len(ordered) and ordered[at].start < end:
            at += 1
        if at - begin >= _BATCH:
            yield spans, ordered[begin:at]
            spans, begin = [], at
    if spans:
        yield spans, ordered[begin:]
