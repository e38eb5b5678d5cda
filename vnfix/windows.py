"""From proposals to a lattice: the open places of a document, each with its context.

A window spans the tokens that proposals touch, and as many symbols after them as the language
model can see.  Its nodes are places in the text, two of each: one where a word has just ended
and one where the next may begin.  Blanks lead from the first to the second, so two words never meet
without something between them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np

from vnfix.channels.casing import capital_share
from vnfix.channels.proposal import Proposal
from vnfix.context_model.surroundings import Surroundings
from vnfix.document import Document
from vnfix.lattice import NO_SYMBOL, LatticeBuilder
from vnfix.lexicon import UNKNOWN_ID
from vnfix.loss_rates import LossRates
from vnfix.spacing import Spacing
from vnfix.tokens import TokenKind
from vnfix.word_cache import WordCache

# Windows are cut here even where their contexts touch, so that a page damaged in every word
# is still decoded in many windows side by side.
_LONGEST_WINDOW = 160
# Proposals decoded at a time: about 50 MB of arcs.  Twice as many are a twentieth faster, a third as many a
# tenth slower.
_BATCH = 30_000
# An unknown word, and one that the document repeats (a name, or damage that repeats): natural logs of
# its share among unknown words.
_UNKNOWN_FORM = -9.0
_REPEATED_FORM = -7.0
# No window is longer, even where one proposal overlaps the next without end; what crosses is dropped.
_HARD_LIMIT = 640
# A mark that stands in the text as it is: control and private-use characters mean nothing there.
_MARK_KEPT = -7.0


@dataclass(frozen=True, slots=True)
class Span:
    """A window's tokens: `first` up to, not including, `end`."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What weighs the edges of a lattice: the losses and spacing of a document, the words it keeps using.

    `kept` gives the natural log of the probability that a token (by number) was not misread; `surroundings`
    is None while no word is known.
    """

    rates: LossRates
    spacing: Spacing
    cache: WordCache
    kept: Callable[[int], float]
    surroundings: Surroundings | None = None


@dataclass(frozen=True, slots=True)
class WindowSet:
    """A lattice in the making, with the meaning of its edges.

    `proposals` maps edge numbers to proposals; `kept` maps the edge numbers of words left as they
    are to their tokens.
    """

    builder: LatticeBuilder
    proposals: dict[int, Proposal]
    kept: dict[int, int]


def find_windows(document: Document, proposals: Sequence[Proposal], order: int) -> list[Span]:
    """The token spans to decode: around all proposals, merged where their contexts touch."""
    touched = _find_touched(document, proposals)
    spans: list[Span] = []
    first, end = -1, -1
    for low, high in touched:
        if first < 0:
            first, end = low, high
        elif low < end < high and end - first >= _HARD_LIMIT:
            spans.append(Span(first, end))
            first, end = end, high
        elif low < end or (low <= _reach(document, end, order) and end - first < _LONGEST_WINDOW):
            end = max(end, high)
        else:
            spans.append(Span(first, _reach(document, end, order, stop=low)))
            first, end = low, high
    if first >= 0:
        spans.append(Span(first, _reach(document, end, order)))
    return spans


def _find_touched(document: Document, proposals: Sequence[Proposal]) -> list[tuple[int, int]]:
    """The tokens that proposals touch, each pair once, in order."""
    starts = np.array([item.start for item in proposals], dtype=np.int64)
    ends = np.array([item.end for item in proposals], dtype=np.int64)
    low = np.searchsorted(document.table.starts, starts, "right") - 1
    high = np.searchsorted(document.table.starts, np.maximum(starts, ends - 1), "right")
    return sorted(set(zip(low.tolist(), high.tolist(), strict=True)))


def _reach(document: Document, token: int, order: int, stop: int | None = None) -> int:
    """The token after the `order` - 1 symbols that follow `token`."""
    limit = len(document.tokens) if stop is None else min(stop, len(document.tokens))
    seen = 0
    while token < limit and seen < order - 1:
        seen += len(document.symbols[token])
        token += 1
    return token


def split_windows(
    document: Document, proposals: Sequence[Proposal], order: int
) -> Iterator[tuple[Sequence[Span], Sequence[Proposal]]]:
    """The windows of a document in batches, with their proposals, so that memory stays bounded."""
    ordered = sorted(proposals, key=lambda item: (item.start, item.end))
    spans: list[Span] = []
    begin = at = 0
    for span in find_windows(document, ordered, order):
        spans.append(span)
        end = document.tokens[span.end - 1].end
        while at < len(ordered) and ordered[at].start < end:
            at += 1
        if at - begin >= _BATCH:
            yield spans, ordered[begin:at]
            spans, begin = [], at
    if spans:
        yield spans, ordered[begin:]


def build_windows(
    document: Document,
    spans: Sequence[Span],
    proposals: Sequence[Proposal],
    costs: Costs,
    order: int,
) -> WindowSet:
    """The lattice of some windows; `proposals` are theirs, by offset."""
    windows = WindowSet(LatticeBuilder(), {}, {})
    scores, kept_scores = _score_words(document, spans, proposals, costs)
    at = 0
    for span in spans:
        end = document.tokens[span.end - 1].end
        begin = at
        while at < len(proposals) and proposals[at].start < end:
            at += 1
        inside = [
            (item, score)
            for item, score in zip(proposals[begin:at], scores[begin:at], strict=True)
            if item.end <= end
        ]
        _Window(document, costs, kept_scores, windows).add(span, inside, order)
    return windows


def _score_words(
    document: Document, spans: Sequence[Span], proposals: Sequence[Proposal], costs: Costs
) -> tuple[Sequence[float], Mapping[int, float]]:
    """What the words of the document and the surroundings say (natural logs).

    Gives that for each proposal, and for each word that stands in the windows, by token.
    """
    kept = [
        place
        for span in spans
        for place in range(span.first, span.end)
        if document.tokens[place].kind is TokenKind.WORD
    ]
    # A blank that was lost has no word.
    symbols = [item.symbol if item.start < item.end else NO_SYMBOL for item in proposals]
    symbols += [document.symbols[place][0] for place in kept]
    bonus = costs.cache.bonus
    scores = [bonus(symbol) if symbol not in (UNKNOWN_ID, NO_SYMBOL) else 0.0 for symbol in symbols]
    if costs.surroundings is not None:
        places = [item.start for item in proposals] + [document.tokens[place].start for place in kept]
        scores = list(map(add, scores, costs.surroundings.score(places, symbols)))
    return scores[: len(proposals)], dict(zip(kept, scores[len(proposals) :], strict=True))


class _Window:
    """Adds one window to the builder."""

    def __init__(
        self, document: Document, costs: Costs, kept_scores: Mapping[int, float], windows: WindowSet
    ) -> None:
        self._document = document
        self._kept_scores = kept_scores
        self._rates = costs.rates
        self._spacing = costs.spacing
        self._kept = costs.kept
        self._windows = windows
        self._ended: dict[int, int] = {}
        self._begin: dict[int, int] = {}

    def add(self, span: Span, proposals: Sequence[tuple[Proposal, float]], order: int) -> None:
        """Add the window of a span; `proposals` come with what the document says for each."""
        document = self._document
        builder = self._windows.builder
        tokens = document.tokens[span.first : span.end]
        offsets = {token.start for token in tokens} | {tokens[-1].end}
        offsets |= {item.start for item, _ in proposals} | {item.end for item, _ in proposals}
        ordered = sorted(offsets)
        self._begin[ordered[0]] = builder.begin_window(document.history(span.first, order))
        for offset in ordered[1:]:
            self._ended[offset] = builder.add_node()
            self._begin[offset] = builder.add_node()
        for place, token in enumerate(tokens, start=span.first):
            if token.kind is TokenKind.SPACE:
                low = bisect_left(ordered, token.start)
                self._add_gap(place, ordered[low : bisect_right(ordered, token.end, low)])
            else:
                self._keep(place)
        for item, score in proposals:
            cost = item.cost + score
            if item.start == item.end:
                edge = builder.add_edge(self._ended[item.start], self._begin[item.end], item.symbol, cost)
            elif item.fills_gap:
                source = self._ended.get(item.start, self._begin[item.start])
                edge = builder.add_edge(source, self._begin[item.end], item.symbol, cost)
            else:
                edge = builder.add_edge(self._begin[item.start], self._ended[item.end], item.symbol, cost)
            self._windows.proposals[edge] = item
        for token, follower in zip(tokens, [*tokens[1:], None], strict=True):
            # Within a gap only blanks lead on; everywhere else the next token may follow at once.
            if follower is None or follower.kind is not TokenKind.SPACE:
                builder.add_edge(self._ended[token.end], self._begin[token.end], NO_SYMBOL, 0.0)

    def _keep(self, place: int) -> None:
        """The edge (or chain of edges) of a token left as it stands."""
        document = self._document
        builder = self._windows.builder
        token = document.tokens[place]
        source, target = self._begin[token.start], self._ended[token.end]
        symbols = document.symbols[place]
        cost = self._keep_cost(place)
        if len(symbols) <= 1:
            symbol = symbols[0] if symbols else NO_SYMBOL
            edge = builder.add_edge(source, target, symbol, cost)
            if token.kind is TokenKind.WORD:
                self._windows.kept[edge] = place
            return
        # A code of several symbols: the model sees the last ones, which is what follows depends on.
        builder.add_edge(source, target, symbols[-1], cost)

    def _keep_cost(self, place: int) -> float:
        document = self._document
        token = document.tokens[place]
        if token.kind is TokenKind.MARK:
            return _MARK_KEPT
        if token.kind is not TokenKind.WORD:
            return 0.0
        cost = sum(self._rates.log_intact(glyph) for glyph in token.text) + self._kept(place)
        symbol = document.symbols[place][0]
        if symbol == UNKNOWN_ID:
            return cost + (_REPEATED_FORM if document.words[token.text] > 1 else _UNKNOWN_FORM)
        if len(token.text) == 1 or not token.text.isupper():
            share = capital_share(document.lexicon.words[symbol].title_share, document.case_context(place))
            cost += math.log(share if token.text[0].isupper() else 1 - share)
        return cost + self._kept_scores[place]

    def _add_gap(self, place: int, offsets: Sequence[int]) -> None:
        """Blanks that are blanks: from each place where a word may have ended to each where one may begin."""
        tokens = self._document.tokens
        token = tokens[place]
        before = tokens[place - 1].kind if place else TokenKind.NEWLINE
        after = tokens[place + 1].kind if place + 1 < len(tokens) else TokenKind.NEWLINE
        builder = self._windows.builder

        def cost(blanks: int) -> float:
            if after is TokenKind.NEWLINE:
                return self._spacing.trailing_cost(blanks)
            if before is TokenKind.NEWLINE:
                return self._spacing.leading_cost(blanks)
            return self._spacing.gap_cost(blanks)

        for low in offsets:
            source = self._ended.get(low, self._begin.get(low))
            if source is None:
                continue
            for high in offsets:
                if high > low:
                    builder.add_edge(source, self._begin[high], NO_SYMBOL, cost(high - low))
        # A word may begin with the first blank where no word ends before it, and end with the last.
        if before is not TokenKind.WORD and token.start in self._ended:
            builder.add_edge(self._ended[token.start], self._begin[token.start], NO_SYMBOL, cost(0))
