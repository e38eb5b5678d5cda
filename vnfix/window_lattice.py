"""From windows to a lattice: the readings of some open places as nodes and edges.

The nodes are places in the text, two of each: one where a word has just ended and one where the next may
begin.  Blanks lead from the first to the second, so two words never meet without something between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from vnfix.arrays import Flags, Floats, Places, join_ranges, number_distinct
from vnfix.channels.proposal import Proposal
from vnfix.document import Document
from vnfix.lattice import NO_SYMBOL, Edges, Lattice, Nodes, join_edges, lead_on, shorten_edges
from vnfix.lexicon import UNKNOWN_ID
from vnfix.loss_rates import LossRates
from vnfix.spacing import Spacing
from vnfix.token_kinds import TokenKind
from vnfix.weighers import Weighers
from vnfix.windows import Span
from vnfix.word_cache import WordCache

# An unknown word, and one that the document repeats (a name, or damage that repeats): natural logs of
# its share among unknown words.
_UNKNOWN_FORM = -9.0
_REPEATED_FORM = -7.0
# A mark that stands in the text as it is: control and private-use characters mean nothing there.
_MARK_KEPT = -7.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Costs:
    """What weighs the edges of a lattice: the losses and spacing of a document, the words it keeps using.

    `kept` gives the natural logs of the probabilities that tokens (by number) were not misread;
    `weighers` are what else weighs readings; there are none while no word is known.
    """

    rates: LossRates
    spacing: Spacing
    cache: WordCache
    kept: Callable[[Places], Floats]
    weighers: Weighers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WindowSet:
    """A lattice and what its first edges are: `proposals`, then the words `kept` (token numbers).

    `told` says of each whether its window tells what becomes of it, and not the window beside it.
    """

    lattice: Lattice
    proposals: Sequence[Proposal]
    kept: Places
    told: Flags


def build_windows(
    document: Document, spans: Sequence[Span], proposals: Sequence[Proposal], costs: Costs, order: int
) -> WindowSet:
    """The lattice of some windows; `proposals` are theirs, by offset; what leaves its window drops out."""
    return _Builder(document, spans, proposals, order).build(costs)


class _Builder:
    """The tokens, proposals and nodes of some windows, as arrays."""

    def __init__(
        self, document: Document, spans: Sequence[Span], proposals: Sequence[Proposal], order: int
    ) -> None:
        self._document = document
        self._histories = document.histories([span.first for span in spans], order)
        table = document.table
        first = np.array([span.first for span in spans], dtype=np.int64)
        sizes = np.array([span.end for span in spans], dtype=np.int64) - first
        last = np.cumsum(sizes) - 1
        self._window = np.repeat(np.arange(len(spans)), sizes)
        self._tokens = join_ranges(first, sizes)
        self._starts = table.starts[self._tokens]
        self._ends = self._starts + table.sizes[self._tokens]
        self._is_last = np.zeros(len(self._tokens), dtype=bool)
        self._is_last[last] = True
        starts = np.array([item.start for item in proposals], dtype=np.int64)
        ends = np.array([item.end for item in proposals], dtype=np.int64)
        # Windows that go on beyond a cut share proposals.
        begin = np.searchsorted(starts, self._starts[last + 1 - sizes])
        counts = np.searchsorted(starts, self._ends[last]) - begin
        window = np.repeat(np.arange(len(spans)), counts)
        place = join_ranges(begin, counts)
        is_inside = ends[place] <= self._ends[last][window]
        place = place[is_inside]
        self._proposals = [proposals[number] for number in place.tolist()]
        self._proposal_starts, self._proposal_ends = starts[place], ends[place]
        self._proposal_window = window[is_inside]
        bounds = np.append(table.starts, len(document.text))
        self._own_starts = bounds[[span.own_first for span in spans]]
        self._own_ends = bounds[[span.own_end for span in spans]]
        # Of a code of several symbols the model sees the first and the last two (`03/2024/NQ-HĐND`): what
        # comes before it, and what after, hangs on these.  They meet at places within it.
        self._coded = np.flatnonzero(document.symbol_sizes[self._tokens] > 1)
        inner = list(map(self._count_inner, self._tokens[self._coded].tolist()))
        self._inner = np.array(inner, dtype=np.int64)
        self._part_of = np.repeat(self._coded, self._inner)
        self._part = join_ranges(np.zeros_like(self._coded), self._inner)
        # An offset and its window as one number: neighbouring windows share the offset between them.
        self._base = len(document.text) + 1
        places = np.concatenate(
            [
                self._locate(self._window, self._starts),
                self._locate(self._window[last], self._ends[last]),
                self._locate(self._window[self._part_of], self._starts[self._part_of] + self._part + 1),
                self._locate(self._proposal_window, self._proposal_starts),
                self._locate(self._proposal_window, self._proposal_ends),
            ]
        )
        self._grid = places[number_distinct(places)[0]]
        self._grid_window = self._grid // self._base
        begins = np.searchsorted(self._grid_window, np.arange(len(spans)))
        self._rank = np.arange(len(self._grid)) - begins[self._grid_window]

    def _count_inner(self, token: int) -> int:
        """How many symbols of a code are seen before its last: the second last where it is a known word."""
        symbols = self._document.symbols_at(token)
        text = self._document.lexicon.texts[symbols[-2]] if len(symbols) > 2 else ""
        return 2 if len(text) > 1 and text.isalpha() else 1

    def _locate(self, window: Places, offsets: Places) -> Places:
        return window * self._base + offsets

    def _number(self, window: Places, offsets: Places) -> Places:
        """The numbers of offsets on the grid."""
        return np.searchsorted(self._grid, self._locate(window, offsets))

    def _begin(self, places: Places) -> Places:
        """The nodes where words may begin, at places of the grid."""
        nodes: Places = 2 * places - self._grid_window[places]
        return nodes

    def _ended(self, places: Places) -> Places:
        """The nodes where words have ended; at the start of a window none has, and it is the other node."""
        nodes: Places = self._begin(places) - (self._rank[places] > 0)
        return nodes

    def build(self, costs: Costs) -> WindowSet:
        """Make the lattice."""
        document = self._document
        table = document.table
        is_word = table.are(TokenKind.WORD)[self._tokens]
        is_space = table.are(TokenKind.SPACE)[self._tokens]
        words = self._tokens[is_word]
        told = self._are_told(
            np.concatenate([self._proposal_window, self._window[is_word]]),
            np.concatenate([self._proposal_starts, self._starts[is_word]]),
        )
        read, kept = self._score_words(words, costs)
        starts, ends = self._number(self._window, self._starts), self._number(self._window, self._ends)
        lasts = starts.copy()
        lasts[self._coded] = self._number(self._window[self._coded], self._starts[self._coded] + self._inner)
        is_other = ~is_word & ~is_space
        is_mark = table.are(TokenKind.MARK)[self._tokens[is_other]]
        follows_blank = np.append(is_space[1:], False) & ~self._is_last
        symbols = np.where(document.last_symbols < 0, NO_SYMBOL, document.last_symbols)[self._tokens]
        edges = [
            self._add_proposals(read),
            Edges(
                self._begin(starts[is_word]),
                self._ended(ends[is_word]),
                symbols[is_word],
                _weigh_kept(document, words, costs) + kept,
            ),
            self._add_inner_symbols(),
            Edges(
                self._begin(lasts[is_other]),
                self._ended(ends[is_other]),
                symbols[is_other],
                np.where(is_mark, _MARK_KEPT, 0.0),
            ),
            # Within a gap only blanks lead on; everywhere else the next token may follow at once.
            lead_on(self._ended(ends[~follows_blank]), self._begin(ends[~follows_blank])),
            self._add_gaps(starts[is_space], ends[is_space], self._tokens[is_space], costs.spacing),
        ]
        nodes = self._make_nodes()
        lattice = Lattice.of_edges(nodes, shorten_edges(join_edges(edges), nodes, len(told)))
        return WindowSet(lattice, self._proposals, words, told)

    def _are_told(self, window: Places, starts: Places) -> Flags:
        are_told: Flags = (self._own_starts[window] <= starts) & (starts < self._own_ends[window])
        return are_told

    def _make_nodes(self) -> Nodes:
        size, windows = len(self._grid), len(self._histories)
        places = np.arange(size)
        begin, ended = self._begin(places), self._ended(places)
        level = np.zeros(2 * size - windows, dtype=np.int64)
        window = np.zeros(len(level), dtype=np.int64)
        level[ended], level[begin] = 2 * self._rank - 1, 2 * self._rank
        window[ended] = window[begin] = self._grid_window
        is_end = np.diff(self._grid_window, append=-1) != 0
        return Nodes(level, window, begin[self._rank == 0], begin[is_end], self._histories)

    def _score_words(self, words: Places, costs: Costs) -> tuple[Floats, Floats]:
        """What the words used and the surroundings say for each proposal, and for words that stand."""
        document = self._document
        # A blank that was lost has no word.
        is_empty = self._proposal_starts == self._proposal_ends
        symbols = np.array([item.symbol for item in self._proposals], dtype=np.int64)
        symbols = np.concatenate([np.where(is_empty, NO_SYMBOL, symbols), document.last_symbols[words]])
        first, numbers = number_distinct(symbols)
        bonuses = [
            costs.cache.bonus(symbol) if symbol not in (UNKNOWN_ID, NO_SYMBOL) else 0.0
            for symbol in symbols[first].tolist()
        ]
        scores = np.array(bonuses)[numbers]
        table = document.table
        starts = np.concatenate([self._proposal_starts, table.starts[words]])
        ends = np.concatenate([self._proposal_ends, table.starts[words] + table.sizes[words]])
        for weigher in costs.weighers.values():
            scores += weigher.score(starts, ends, symbols)
        return scores[: len(self._proposals)], scores[len(self._proposals) :]

    def _add_proposals(self, scores: Floats) -> Edges:
        # What is read into a code leaves all symbols but its last.
        places = self._locate(self._proposal_window, self._proposal_starts)
        coded = self._locate(self._window[self._coded], self._starts[self._coded])
        inner = np.zeros(len(places), dtype=np.int64)
        is_coded = np.isin(places, coded)
        inner[is_coded] = self._inner[np.searchsorted(coded, places[is_coded])]
        inner[self._proposal_ends <= self._proposal_starts + inner] = 0
        starts = self._number(self._proposal_window, self._proposal_starts + inner)
        ends = self._number(self._proposal_window, self._proposal_ends)
        items = self._proposals
        # A word in a gap, and a blank that was lost, lead from word to word.
        is_between = np.array([item.fills_gap for item in items], dtype=bool) | (starts == ends)
        return Edges(
            np.where(is_between, self._ended(starts), self._begin(starts)),
            np.where(is_between, self._begin(ends), self._ended(ends)),
            np.array([item.symbol for item in items], dtype=np.int64),
            np.array([item.cost for item in items], dtype=np.float64) + scores,
        )

    def _add_inner_symbols(self) -> Edges:
        """The symbols of codes but for the last, from where these begin to places within them."""
        window, offsets = self._window[self._part_of], self._starts[self._part_of] + self._part
        starts, ends = self._number(window, offsets), self._number(window, offsets + 1)
        tokens, parts = self._tokens[self._part_of].tolist(), self._part.tolist()
        symbols = [
            self._document.symbols_at(token)[-2 if part else 0]
            for token, part in zip(tokens, parts, strict=True)
        ]
        ended, begin = self._ended(ends), self._begin(ends)
        edges = Edges(self._begin(starts), ended, np.array(symbols, dtype=np.int64), np.zeros(len(symbols)))
        return join_edges([edges, lead_on(ended, begin)])

    def _add_gaps(self, starts: Places, ends: Places, tokens: Places, spacing: Spacing) -> Edges:
        """Blanks that are blanks: from each place where a word may have ended to each where one may begin."""
        sources, targets, owners = starts, ends, np.arange(len(tokens))
        inner = np.flatnonzero(ends - starts > 1)
        more = [
            (low, high, place)
            for place in inner.tolist()
            for low, high in _pair(int(starts[place]), int(ends[place]))
        ]
        if more:
            lows, highs, places = np.array(more, dtype=np.int64).T
            sources, targets = np.concatenate([sources, lows]), np.concatenate([targets, highs])
            owners = np.concatenate([owners, places])
        # A word may begin with the first blank where no word ends before it, and end with the last.
        # Before the first token, at -1, is what is appended.
        before = np.append(self._document.table.are(TokenKind.WORD), False)[tokens - 1]
        is_free = ~before & (self._rank[starts] > 0)
        free = starts[is_free]
        sources, targets = np.concatenate([sources, free]), np.concatenate([targets, free])
        owners = np.concatenate([owners, np.flatnonzero(is_free)])
        blanks = self._grid[targets] - self._grid[sources]
        cost = _weigh_gaps(self._document, tokens[owners], blanks, spacing)
        source = self._ended(sources)
        return Edges(source, self._begin(targets), np.full(len(source), NO_SYMBOL), cost)


def _pair(first: int, last: int) -> Iterator[tuple[int, int]]:
    """All pairs of rising numbers from `first` to `last`, but these two themselves."""
    for low in range(first, last):
        for high in range(low + 1, last + 1):
            if (low, high) != (first, last):
                yield low, high


def _weigh_kept(document: Document, words: Places, costs: Costs) -> Floats:
    """Natural logs of the probabilities that words (token numbers) stand as they were written."""
    table, symbols = document.table, document.last_symbols[words]
    first, numbers = number_distinct(table.form[words])
    texts = [table.texts[form] for form in table.form[words[first]].tolist()]
    intact = np.array(list(map(costs.rates.log_all_intact, texts)), dtype=np.float64)
    repeated = np.array([document.words[text] > 1 for text in texts], dtype=bool)
    unknown = np.where(repeated, _REPEATED_FORM, _UNKNOWN_FORM)[numbers]
    case = document.case_costs(words)
    return intact[numbers] + costs.kept(words) + np.where(symbols == UNKNOWN_ID, unknown, case)


def _weigh_gaps(document: Document, tokens: Places, blanks: Places, spacing: Spacing) -> Floats:
    """Natural logs of the probabilities of so many blanks in gaps (token numbers)."""
    # Before the first token, at -1, and after the last is what is appended.
    ends = np.append(document.table.are(TokenKind.NEWLINE), True)
    is_trailing, is_leading = ends[tokens + 1], ends[tokens - 1]
    cost = np.zeros(len(tokens))
    for count in sorted(set(blanks.tolist())):
        here = blanks == count
        cost[here] = spacing.gap_cost(count)
        cost[here & is_leading] = spacing.leading_cost(count)
        cost[here & is_trailing] = spacing.trailing_cost(count)
    return cost
