"""The decoder against its definition: the sum over all paths, counted one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lattices import LatticeBuilder
from tests.toy_language import END, VOCABULARY, make_history, make_model
from vnfix import decoder
from vnfix.decoder import BEAM, Decoding, decode
from vnfix.language_model.model import NgramModel
from vnfix.lattice import NO_SYMBOL

FIRST = 4
"""The id of the first word of the toy language."""


@dataclass(frozen=True)
class Edge:
    source: int
    target: int
    symbol: int
    cost: float


@dataclass(frozen=True)
class Window:
    """Nodes 0 to `end`; every edge leads upwards."""

    end: int
    edges: tuple[Edge, ...]
    history: int = 0


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> NgramModel:
    return make_model(tmp_path_factory.mktemp("decoder"))


@pytest.fixture
def boundless(monkeypatch):
    monkeypatch.setattr(decoder, "BEAM", 10**6)
    monkeypatch.setattr(decoder, "BEHIND", math.inf)


def decode_windows(model: NgramModel, windows: Sequence[Window]) -> tuple[Decoding, list[np.ndarray]]:
    """The decoding, and the posteriors of each window's edges."""
    builder = LatticeBuilder()
    for window in windows:
        first = builder.begin_window(window.history)
        for _ in range(window.end):
            builder.add_node()
        for edge in window.edges:
            builder.add_edge(first + edge.source, first + edge.target, edge.symbol, edge.cost)
    found = decode(builder.build(), model)
    bounds = np.cumsum([len(window.edges) for window in windows])[:-1]
    return found, np.split(found.posteriors, bounds)


# --- the definition -----------------------------------------------------------------------------


def walk(window: Window, node: int = 0) -> Iterator[tuple[int, ...]]:
    """All paths from a node to the end, as edge numbers."""
    if node == window.end:
        yield ()
    for number, edge in enumerate(window.edges):
        if edge.source == node:
            for rest in walk(window, edge.target):
                yield (number, *rest)


def weigh(model: NgramModel, window: Window, path: Sequence[int]) -> float:
    """The log-probability of a path."""
    total, history = 0.0, window.history
    for number in path:
        edge = window.edges[number]
        total += edge.cost
        if edge.symbol != NO_SYMBOL:
            histories = np.array([history], dtype=np.uint64)
            total += float(model.score(histories, np.array([edge.symbol], dtype=np.uint16))[0])
            history = (history << 16 | edge.symbol) & int(model.history_mask)
    return total


def enumerate_paths(model: NgramModel, window: Window) -> tuple[float, np.ndarray]:
    """The log-probability of a window and the posteriors of its edges, path by path."""
    paths = list(walk(window))
    weights = [weigh(model, window, path) for path in paths]
    evidence = float(np.logaddexp.reduce(weights)) if weights else -math.inf
    posteriors = np.zeros(len(window.edges))
    for path, weight in zip(paths, weights, strict=True):
        posteriors[list(path)] += math.exp(weight - evidence)
    return evidence, posteriors


def cut(window: Window, posteriors: np.ndarray, place: float) -> float:
    """The posterior of all edges that run over a place between two nodes."""
    over = [edge.source < place < edge.target for edge in window.edges]
    return float(posteriors[over].sum())


# --- windows ------------------------------------------------------------------------------------

SYMBOLS = st.integers(0, len(VOCABULARY) - 1) | st.just(NO_SYMBOL)
HISTORIES = st.builds(make_history, *[st.integers(0, len(VOCABULARY) - 1)] * 3)


@st.composite
def any_windows(draw, longest: int = 6) -> Window:
    """A window that has at least one path; edges may run side by side or lead nowhere."""
    end = draw(st.integers(1, longest))
    costs = st.floats(-12, 2)
    backbone = [Edge(node, node + 1, draw(SYMBOLS), draw(costs)) for node in range(end)]
    others = draw(
        st.lists(
            st.builds(
                lambda source, length, symbol, cost: Edge(source, min(source + length, end), symbol, cost),
                st.integers(0, end - 1),
                st.integers(1, longest),
                SYMBOLS,
                costs,
            ),
            max_size=6,
        )
    )
    missing = draw(st.sets(st.integers(0, end - 1), max_size=1)) if others else set()
    edges = [edge for edge in backbone if edge.source not in missing] + others
    window = Window(end, tuple(draw(st.permutations(edges))), draw(HISTORIES))
    return window if any(True for _ in walk(window)) else Window(end, tuple(backbone), window.history)


def chain(*columns: Sequence[tuple[int, float]], history: int = 0) -> Window:
    """A window in which each column offers readings of one place."""
    edges = [
        Edge(place, place + 1, symbol, cost)
        for place, column in enumerate(columns)
        for symbol, cost in column
    ]
    return Window(len(columns), tuple(edges), history)


ALL_WORDS = tuple((FIRST + word, 0.0) for word in range(8))
SINGLE = chain([(5, -3.0)])
BLANK = chain([(NO_SYMBOL, -1.0)])
SHORT = chain([(4, 0.0), (6, -1.0)], [(5, 0.0), (7, -0.5)])
JUMP = Window(3, (Edge(0, 1, 4, 0.0), Edge(1, 3, 5, 0.0), Edge(0, 2, 6, 0.0), Edge(2, 3, 7, 0.0)))
LONG = chain(*[[(4 + place % 8, 0.0), (4 + (place + 3) % 8, -0.5)] for place in range(8)])
WINDOWS = {"single": SINGLE, "blank": BLANK, "short": SHORT, "jump": JUMP, "long": LONG}


# --- posteriors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_posteriors_are_shares_of_all_paths(model, boundless, window):
    evidence, posteriors = enumerate_paths(model, window)
    found, _ = decode_windows(model, [window])
    assert found.evidence.tolist() == pytest.approx([evidence], abs=1e-4)
    assert found.posteriors == pytest.approx(posteriors, abs=1e-4)


@settings(max_examples=150, deadline=None)
@given(any_windows())
def test_posteriors_of_any_lattice_are_shares_of_all_paths(model, window):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoder, "BEAM", 10**6)
        patch.setattr(decoder, "BEHIND", math.inf)
        found, _ = decode_windows(model, [window])
    evidence, posteriors = enumerate_paths(model, window)
    assert found.evidence.tolist() == pytest.approx([evidence], abs=1e-4)
    assert found.posteriors == pytest.approx(posteriors, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_windows(), min_size=1, max_size=4))
def test_all_probability_runs_over_every_place(model, windows):
    _, parts = decode_windows(model, windows)
    for window, posteriors in zip(windows, parts, strict=True):
        for node in range(window.end):
            assert cut(window, posteriors, node + 0.5) == pytest.approx(1)
        assert posteriors.min() >= 0
        assert posteriors.max() <= 1 + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.lists(any_windows(9), min_size=2, max_size=4), st.randoms())
def test_windows_do_not_know_of_each_other(model, windows, random):
    random.shuffle(windows)
    together, parts = decode_windows(model, windows)
    for place, window in enumerate(windows):
        alone, _ = decode_windows(model, [window])
        assert together.evidence[place] == pytest.approx(alone.evidence[0])
        assert parts[place] == pytest.approx(alone.posteriors)


def test_windows_of_very_different_length_are_decoded_together(model, boundless):
    windows = [BLANK, LONG, SINGLE, JUMP, SHORT, LONG, BLANK]
    together, parts = decode_windows(model, windows)
    for place, window in enumerate(windows):
        evidence, posteriors = enumerate_paths(model, window)
        assert together.evidence[place] == pytest.approx(evidence, abs=1e-4)
        assert parts[place] == pytest.approx(posteriors, abs=1e-4)


def test_a_window_with_one_edge_is_certain_of_it(model):
    found, _ = decode_windows(model, [SINGLE])
    assert found.posteriors.tolist() == pytest.approx([1])
    expected = model.score(np.zeros(1, dtype=np.uint64), np.array([5], dtype=np.uint16))[0] - 3
    assert found.evidence.tolist() == pytest.approx([float(expected)])


def test_a_window_without_edges_is_empty_text(model):
    found, _ = decode_windows(model, [Window(0, ()), SINGLE])
    assert found.evidence[0] == 0
    assert found.posteriors.tolist() == pytest.approx([1])


def test_no_windows_are_decoded_to_nothing(model):
    found = decode(LatticeBuilder().build(), model)
    assert len(found.posteriors) == len(found.evidence) == 0


def test_equal_readings_share_the_posterior(model):
    found, _ = decode_windows(model, [chain([(5, -1.0)] * 4)])
    assert found.posteriors == pytest.approx(np.full(4, 0.25))


@pytest.mark.parametrize("cost", [-745.0, -5000.0, 700.0])
def test_costs_far_from_one_stay_numbers(model, cost):
    found, _ = decode_windows(model, [chain([(4, cost), (5, cost)], [(6, cost)], [(7, cost)])])
    assert np.isfinite(found.evidence).all()
    assert found.posteriors[:2].sum() == pytest.approx(1)


# --- what the language model sees ---------------------------------------------------------------


@pytest.mark.parametrize("blanks", [0, 1, 5])
def test_edges_without_symbol_leave_the_history_alone(model, boundless, blanks):
    gap = [[(NO_SYMBOL, 0.0)]] * blanks
    history = make_history(END, 4, 5)
    plain, _ = decode_windows(model, [chain(ALL_WORDS, ALL_WORDS, history=history)])
    spaced, _ = decode_windows(model, [chain(*gap, ALL_WORDS, *gap, ALL_WORDS, *gap, history=history)])
    words = spaced.posteriors[[place for place in range(len(spaced.posteriors)) if place >= blanks]]
    assert spaced.evidence == pytest.approx(plain.evidence)
    assert words[:8] == pytest.approx(plain.posteriors[:8])
    assert words[8 + blanks : 16 + blanks] == pytest.approx(plain.posteriors[8:])


def test_the_history_of_a_window_decides_its_first_word(model):
    # In the toy language a word is mostly followed by the next one.
    for word in range(7):
        window = chain(ALL_WORDS, history=make_history(END, END, FIRST + word))
        found, _ = decode_windows(model, [window])
        assert int(np.argmax(found.posteriors)) == word + 1


@pytest.mark.parametrize("word", range(1, 8))
def test_what_follows_speaks_for_what_it_likes_to_follow(model, word):
    open_end, _ = decode_windows(model, [chain(ALL_WORDS)])
    followed, _ = decode_windows(model, [chain(ALL_WORDS, [(FIRST + word, 0.0)])])
    assert followed.posteriors[word - 1] > open_end.posteriors[word - 1]


# --- dead ends and the beam ---------------------------------------------------------------------


def test_an_edge_that_leads_nowhere_has_no_probability(model):
    window = Window(3, (Edge(0, 3, 4, -1.0), Edge(0, 1, 5, 0.0), Edge(1, 2, 6, 0.0)))
    found, _ = decode_windows(model, [window])
    assert found.posteriors.tolist() == pytest.approx([1, 0, 0])


def test_an_edge_that_comes_from_nowhere_has_no_probability(model):
    window = Window(2, (Edge(0, 2, 4, -1.0), Edge(1, 2, 5, 0.0)))
    found, _ = decode_windows(model, [window])
    assert found.posteriors.tolist() == pytest.approx([1, 0])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "dead", [Window(2, (Edge(0, 1, 4, 0.0),)), Window(1, ()), Window(2, (Edge(1, 2, 4, 0.0),))], ids=str
)
def test_a_window_without_path_has_no_probability_and_harms_no_other(model, dead):
    found, parts = decode_windows(model, [SHORT, dead, SINGLE])
    alone, _ = decode_windows(model, [SHORT])
    assert found.evidence[1] == -math.inf
    assert parts[0] == pytest.approx(alone.posteriors)
    assert parts[1].tolist() == [0.0] * len(dead.edges)
    assert parts[2].tolist() == pytest.approx([1])


def test_the_beam_keeps_the_best(model):
    columns = [[(FIRST + word, -1.5 * ((word - place) % 8)) for word in range(8)] for place in range(4)]
    window = chain(*columns, history=make_history(END, END, 4))
    pruned, _ = decode_windows(model, [window])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoder, "BEAM", 10**6)
        patch.setattr(decoder, "BEHIND", math.inf)
        exact, _ = decode_windows(model, [window])
    assert BEAM < 8**3
    assert exact.evidence[0] - 0.5 < pruned.evidence[0] < exact.evidence[0]
    for place in range(4):
        column = slice(8 * place, 8 * place + 8)
        assert pruned.posteriors[column].sum() == pytest.approx(1)
        assert np.argmax(pruned.posteriors[column]) == np.argmax(exact.posteriors[column])


def test_windows_of_very_many_levels_are_decoded_alike(model, monkeypatch):
    found, _ = decode_windows(model, [LONG])
    monkeypatch.setattr(decoder, "_SHORT", 1)
    again, _ = decode_windows(model, [LONG])
    np.testing.assert_array_equal(found.posteriors, again.posteriors)


def test_a_beam_of_one_follows_one_path(model, monkeypatch):
    monkeypatch.setattr(decoder, "BEAM", 1)
    found, _ = decode_windows(model, [LONG])
    assert sorted(found.posteriors.round(6).tolist()) == [0.0] * 8 + [1.0] * 8
