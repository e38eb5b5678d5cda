"""The open places of a document with their contexts, as a lattice."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnfix import Level, Repairer
from vnfix.channels.proposal import Proposal
from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word
from vnfix.loss_rates import LossRates
from vnfix.spacing import Spacing
from vnfix.traces import BLANK
from vnfix.window_lattice import Costs, build_windows
from vnfix.windows import find_windows, split_windows
from vnfix.word_cache import WordCache

WORDS = ("cơ", "quan", "một", "hai", "ba")
LEXICON = Lexicon.of_words(
    tuple(Word(form, 0, 0.0, False) for form in SPECIAL) + tuple(Word(form, 99, 0.1, True) for form in WORDS)
)
ORDER = 4
CO = len(SPECIAL)


def document_of(text):
    return Document.of_text(text, LEXICON)


def propose(start, end, after="cơ", fills_gap=False):
    return Proposal(start, end, after, CO, -2.0, (("ơ", BLANK),), fills_gap)


def spans_of(text, *proposals):
    document = document_of(text)
    return [
        "".join(token.text for token in document.tokens[span.first : span.end])
        for span in find_windows(document, proposals, ORDER)
    ]


class TestSpans:
    def test_no_open_place_no_window(self):
        assert spans_of("một hai ba") == []

    def test_a_window_reaches_as_far_as_the_model_sees(self):
        text = "một c  quan một hai ba một hai"
        assert spans_of(text, propose(4, 6)) == ["c  quan một hai"]

    def test_a_window_ends_with_the_text(self):
        assert spans_of("một c  quan", propose(4, 6)) == ["c  quan"]

    def test_places_that_see_each_other_share_a_window(self):
        text = "c  quan c  quan một hai ba một hai ba"
        assert spans_of(text, propose(0, 2), propose(8, 10)) == ["c  quan c  quan một hai"]

    def test_places_far_apart_have_windows_of_their_own(self):
        text = "c  một hai ba một hai ba c  một hai ba"
        assert spans_of(text, propose(0, 2), propose(25, 27)) == ["c  một hai ba", "c  một hai ba"]

    def test_a_long_run_of_damage_is_cut(self):
        text = "c  " * 400
        spans = find_windows(document_of(text), [propose(at, at + 2) for at in range(0, 1200, 3)], ORDER)
        assert len(spans) > 2
        assert max(span.end - span.first for span in spans) < 200

    def test_windows_go_on_beyond_a_cut_and_each_place_is_told_by_one(self):
        text = "c  " * 400
        spans = find_windows(document_of(text), [propose(at, at + 2) for at in range(0, 1200, 3)], ORDER)
        for left, right in itertools.pairwise(spans):
            assert left.own_end == right.own_first
            assert left.end > left.own_end
            assert right.first < right.own_first

    def test_a_run_of_damage_without_any_gap_is_cut_too_and_nearly_every_place_is_held(self):
        text = "c c " * 600
        proposals = [propose(at, at + 3) for at in range(0, 2396, 2)]
        windows = build(text, proposals)
        lattice = windows.lattice
        assert len(lattice.starts) > 2
        assert np.count_nonzero(windows.told[: len(windows.proposals)]) > 0.99 * len(proposals)


def build(text, proposals):
    document = document_of(text)
    spacing = Spacing.of_table(document.table)
    spans = find_windows(document, proposals, ORDER)
    ordered = sorted(proposals, key=lambda item: (item.start, item.end))
    costs = Costs(LossRates(document.letters), spacing, WordCache(), lambda words: np.zeros(len(words)))
    return build_windows(document, spans, ordered, costs, ORDER)


def reachable(lattice, start):
    """The nodes that some path leads to from `start`."""
    found = {start}
    for source, target in zip(lattice.source, lattice.target, strict=True):
        if int(source) in found:
            found.add(int(target))
    return found


class TestLattice:
    def test_each_reading_is_an_edge(self):
        windows = build("một c  quan hai ba", [propose(4, 5, "có"), propose(4, 6), propose(4, 6, "cỡ")])
        assert [item.after for item in windows.proposals] == ["có", "cơ", "cỡ"]

    def test_a_word_left_as_it_is_is_an_edge_too(self):
        windows = build("một c  quan hai ba", [propose(4, 6)])
        assert sorted(windows.kept.tolist()) == [2, 4, 6, 8]

    def test_the_text_as_it_stands_is_one_of_the_paths(self):
        windows = build("một c  quan hai ba", [propose(4, 6)])
        lattice = windows.lattice
        assert int(lattice.ends[0]) in reachable(lattice, int(lattice.starts[0]))

    def test_a_word_that_fills_a_gap_leads_from_word_to_word(self):
        windows = build("một  quan hai ba", [propose(3, 5, " cơ ", fills_gap=True)])
        lattice = windows.lattice
        assert int(lattice.ends[0]) in reachable(lattice, int(lattice.starts[0]))
        assert len(windows.proposals) == 1


PIECES = st.sampled_from(
    ["c", "cơ", "quan", "xyz", " ", "  ", "    ", "\n", ",", ".", "\ufffd", "12", "(cid:4)", "Đ"]
)


@st.composite
def open_documents(draw):
    text = draw(st.lists(PIECES, min_size=1, max_size=30).map("".join))
    proposals = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 6)))
        if "\n" not in text[start:end]:
            proposals.append(propose(start, end))
    return text, proposals


@settings(max_examples=200, deadline=None)
@given(open_documents())
def test_windows_are_in_order_and_one_tells_of_each_place(case):
    text, proposals = case
    document = document_of(text)
    spans = find_windows(document, proposals, ORDER)
    assert spans == sorted(spans, key=lambda span: span.first)
    for one, two in itertools.pairwise(spans):
        assert one.own_end <= two.own_first
    for item in proposals:
        holding = [
            span
            for span in spans
            if document.tokens[span.own_first].start <= item.start
            and item.end <= document.tokens[span.own_end - 1].end
        ]
        assert len(holding) == 1


@settings(max_examples=200, deadline=None)
@given(open_documents())
def test_edges_lead_forward_within_one_window(case):
    text, proposals = case
    windows = build(text, proposals)
    if not proposals:
        assert len(windows.lattice.source) == 0
        return
    lattice = windows.lattice
    assert np.all(lattice.source < lattice.target)
    assert np.all(lattice.window[lattice.source] == lattice.window[lattice.target])
    assert np.all(lattice.cost <= 0)
    for start, end in zip(lattice.starts, lattice.ends, strict=True):
        assert int(end) in reachable(lattice, int(start))
    assert len(windows.proposals) == len(proposals)


class TestBatches:
    def test_each_window_comes_once_and_in_order(self, monkeypatch):
        monkeypatch.setattr("vnfix.windows._BATCH", 50)
        document = document_of("c  một hai ba " * 100)
        proposals = [
            propose(at, at + 2, after) for at in range(0, 1400, 14) for after in ("cơ", "cớ", "có", "cỡ")
        ]
        batches = list(split_windows(document, proposals, ORDER))
        assert len(batches) > 1
        assert [span for spans, _ in batches for span in spans] == find_windows(document, proposals, ORDER)
        assert [item for _, items in batches for item in items] == proposals

    def test_nothing_open_is_no_batch(self):
        assert list(split_windows(document_of("một hai"), [], ORDER)) == []

    @settings(max_examples=100, deadline=None)
    @given(open_documents())
    def test_a_batch_has_the_places_of_its_windows(self, case):
        text, proposals = case
        document = document_of(text)
        for spans, items in split_windows(document, proposals, ORDER):
            places = range(document.tokens[spans[0].first].start, document.tokens[spans[-1].end - 1].end)
            assert all(item.start in places for item in items)


@pytest.mark.parametrize("text", ["c", "c ", "\ufffd", "c  "])
def test_a_text_of_one_open_place(text):
    windows = build(text, [propose(0, len(text))])
    assert list(windows.proposals) == [propose(0, len(text))]


STRIPPED = (
    "Buoi sang hom ay ca lang ra dong gat lua, tre con thi ra suoi bat ca. Den trua moi nguoi ve nha an com, "
    "nghi mot lat roi lai di lam tiep. Chieu xuong, khoi bep bay len tren nhung mai nha, ai cung met nhung vui."
)


def test_where_a_run_of_damage_is_cut_changes_no_reading(monkeypatch):
    monkeypatch.setattr("vnfix.windows._LONGEST_WINDOW", 1000)
    repairer = Repairer()
    whole = repairer.repair(STRIPPED, Level.LIKELY).text
    assert whole.startswith("Buổi sáng hôm ấy cả làng ra đồng gặt lúa")
    for longest in range(8, 40, 5):
        monkeypatch.setattr("vnfix.windows._LONGEST_WINDOW", longest)
        assert repairer.repair(STRIPPED, Level.LIKELY).text == whole
