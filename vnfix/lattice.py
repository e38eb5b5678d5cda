"""The readings of damaged places as a graph that can be decoded in one batch.

A lattice holds many independent *windows*: stretches of text with open places and as much
context to the right as the language model can see; the context to the left is a history.  Nodes
are places in the text, edges are readings of the text between two of them.  All windows of a
lattice are decoded together, so everything is flat arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Integers, Places

NO_SYMBOL = 0xFFFF
"""The symbol of an edge that the language model does not see (white space, brackets)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Nodes:
    """The nodes of some windows, one window after the other, in reading order.

    `level` and `window` go by node, `starts`, `ends` (nodes) and `histories` by window.
    """

    level: Integers
    window: Integers
    starts: Integers
    ends: Integers
    histories: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Edges:
    """Edges in any order, as arrays with one entry each: nodes, symbols, natural logs."""

    source: Integers
    target: Integers
    symbol: Integers
    cost: npt.NDArray[np.float64]


def lead_on(source: Places, target: Places) -> Edges:
    """Edges that cost nothing and say nothing."""
    return Edges(source, target, np.full(len(source), NO_SYMBOL), np.zeros(len(source)))


def join_edges(edges: Sequence[Edges]) -> Edges:
    """All edges as one set, in their order."""
    return Edges(
        np.concatenate([part.source for part in edges]),
        np.concatenate([part.target for part in edges]),
        np.concatenate([part.symbol for part in edges]),
        np.concatenate([part.cost for part in edges]),
    )


def shorten_edges(edges: Edges, nodes: Nodes, told: int) -> Edges:
    """Lead edges on along ways without a choice that say nothing: from word to word, past the blank between.

    The first `told` edges stay, for their posteriors are asked for.  Half of the levels of a lattice, and a
    quarter of the time, are saved so.
    """
    size = len(nodes.level)
    leaving = np.bincount(edges.source, minlength=size)
    is_silent = (edges.symbol == NO_SYMBOL) & (leaving[edges.source] == 1)
    is_silent[:told] = False
    target, cost = np.arange(size), np.zeros(size)
    source = edges.source[is_silent]
    target[source], cost[source] = edges.target[is_silent], edges.cost[is_silent]
    while True:
        further = target[target]
        if np.array_equal(further, target):
            break
        cost += cost[target]
        target = further
    return Edges(edges.source, target[edges.target], edges.symbol, edges.cost + cost[edges.target])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lattice:
    """Edges sorted by their start node; node numbers rise along every edge.

    `level` is a node's place in its window's order, `first_edge[n]:first_edge[n + 1]` are the edges
    that leave node n, `source`, `target` their nodes, `symbol` their language-model symbol or
    `NO_SYMBOL`, `cost` their channel log-probability (natural log).  `origin` is each edge's
    number before they were sorted.  A window begins at `starts[w]` with the symbols of `histories[w]` before
    it and ends at `ends[w]`; `window` is the window of each node.
    """

    level: npt.NDArray[np.int32]
    window: npt.NDArray[np.int32]
    first_edge: npt.NDArray[np.int64]
    source: npt.NDArray[np.int32]
    target: npt.NDArray[np.int32]
    symbol: npt.NDArray[np.uint16]
    cost: npt.NDArray[np.float64]
    origin: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    histories: npt.NDArray[np.uint64]

    @staticmethod
    def of_edges(nodes: Nodes, edges: Edges) -> Lattice:
        """Sort the edges by their start nodes."""
        order = np.argsort(edges.source, kind="stable")
        sizes = np.bincount(edges.source, minlength=len(nodes.level))
        return Lattice(
            nodes.level.astype(np.int32),
            nodes.window.astype(np.int32),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            edges.source[order].astype(np.int32),
            edges.target[order].astype(np.int32),
            edges.symbol[order].astype(np.uint16),
            edges.cost[order].astype(np.float64),
            order,
            nodes.starts.astype(np.int32),
            nodes.ends.astype(np.int32),
            nodes.histories,
        )
