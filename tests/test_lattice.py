"""Building lattices: what is added comes out, sorted by the node that an edge leaves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lattices import LatticeBuilder
from vnfix.lattice import NO_SYMBOL


def test_nodes_of_a_window_stand_in_levels():
    builder = LatticeBuilder()
    first = builder.begin_window(5)
    nodes = [first, builder.add_node(), builder.add_node()]
    other = builder.begin_window(6)
    nodes += [other, builder.add_node()]
    lattice = builder.build()
    assert nodes == [0, 1, 2, 3, 4]
    assert lattice.level.tolist() == [0, 1, 2, 0, 1]
    assert lattice.window.tolist() == [0, 0, 0, 1, 1]
    assert lattice.starts.tolist() == [0, 3]
    assert lattice.ends.tolist() == [2, 4]
    assert lattice.histories.tolist() == [5, 6]


def test_a_window_of_one_node_begins_where_it_ends():
    builder = LatticeBuilder()
    builder.begin_window(0)
    lattice = builder.build()
    assert lattice.starts.tolist() == lattice.ends.tolist() == [0]
    assert lattice.first_edge.tolist() == [0, 0]


def test_no_windows_make_an_empty_lattice():
    lattice = LatticeBuilder().build()
    assert len(lattice.starts) == len(lattice.source) == 0
    assert lattice.first_edge.tolist() == [0]


def test_edges_are_numbered_as_they_are_added():
    builder = LatticeBuilder()
    start = builder.begin_window(0)
    end = builder.add_node()
    assert builder.edges == 0
    assert [builder.add_edge(start, end, symbol, 0.0) for symbol in (4, 5, 6)] == [0, 1, 2]
    assert builder.edges == 3


@pytest.mark.parametrize("history", [0, 1, 2**48 - 1])
def test_histories_take_forty_eight_bits(history):
    builder = LatticeBuilder()
    builder.begin_window(history)
    assert builder.build().histories.tolist() == [history]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 8), st.integers(1, 9), st.integers(0, 2**16 - 1), st.floats(-99, 0, width=64)
        ).filter(lambda edge: edge[0] < edge[1]),
        max_size=40,
    )
)
def test_edges_come_out_as_they_went_in(edges):
    builder = LatticeBuilder()
    builder.begin_window(0)
    for _ in range(9):
        builder.add_node()
    for edge in edges:
        builder.add_edge(*edge)
    lattice = builder.build()
    came = list(zip(lattice.source, lattice.target, lattice.symbol, lattice.cost, strict=True))
    assert sorted(lattice.origin.tolist()) == list(range(len(edges)))
    assert [came[place] for place in np.argsort(lattice.origin)] == edges
    for node in range(10):
        leaving = slice(lattice.first_edge[node], lattice.first_edge[node + 1])
        assert set(lattice.source[leaving].tolist()) <= {node}
    assert int(lattice.first_edge[-1]) == len(edges)


def test_no_symbol_is_no_word():
    builder = LatticeBuilder()
    start = builder.begin_window(0)
    builder.add_edge(start, builder.add_node(), NO_SYMBOL, 0.0)
    assert builder.build().symbol.tolist() == [NO_SYMBOL]
