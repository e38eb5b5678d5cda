"""The readings of damaged places as a graph that can be decoded in one batch.

A lattice holds many independent *windows*: stretches of text with open places and as much
context to the right as the language model can see; the context to the left is a history.  Nodes
are places in the text, edges are readings of the text between two of them.  All windows of a
lattice are decoded together, so everything is flat arrays; `LatticeBuilder` collects them.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

NO_SYMBOL = 0xFFFF
"""The symbol of an edge that the language model does not see (white space, brackets)."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Edges sorted by their start node; node numbers rise along every edge.

    `level` is a node's place in its window's order, `first_edge[n]:first_edge[n + 1]` are the edges
    that leave node n, `source`, `target` their nodes, `symbol` their language-model symbol or
    `NO_SYMBOL`, `cost` their channel log-probability (natural log).  `origin` is each edge's
    number in the builder.  A window begins at `starts[w]` with the symbols of `histories[w]` before
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


@dataclass(slots=True)
class LatticeBuilder:
    """Collects windows; nodes of one window must be added in reading order."""

    _level: array[int] = field(default_factory=lambda: array("i"))
    _window: array[int] = field(default_factory=lambda: array("i"))
    _source: array[int] = field(default_factory=lambda: array("i"))
    _target: array[int] = field(default_factory=lambda: array("i"))
    _symbol: array[int] = field(default_factory=lambda: array("H"))
    _cost: array[float] = field(default_factory=lambda: array("d"))
    _starts: array[int] = field(default_factory=lambda: array("i"))
    _ends: array[int] = field(default_factory=lambda: array("i"))
    _histories: array[int] = field(default_factory=lambda: array("Q"))

    def begin_window(self, history: int) -> int:
        """Begin a window after `history`; returns its first node."""
        self._starts.append(len(self._level))
        self._histories.append(history)
        self._ends.append(len(self._level))
        self._level.append(0)
        self._window.append(len(self._starts) - 1)
        return len(self._level) - 1

    def add_node(self) -> int:
        """Add the next node of the window; the last one added is its end."""
        self._level.append(self._level[-1] + 1)
        self._window.append(len(self._starts) - 1)
        self._ends[-1] = len(self._level) - 1
        return len(self._level) - 1

    def add_edge(self, source: int, target: int, symbol: int, cost: float) -> int:
        """Add an edge from an earlier to a later node of one window; returns its number."""
        self._source.append(source)
        self._target.append(target)
        self._symbol.append(symbol)
        self._cost.append(cost)
        return len(self._source) - 1

    @property
    def edges(self) -> int:
        """The number of edges so far."""
        return len(self._source)

    def build(self) -> Lattice:
        """Make the lattice of everything added."""
        source = np.array(self._source, dtype=np.int32)
        order = np.argsort(source, kind="stable")
        sizes = np.bincount(source, minlength=len(self._level))
        return Lattice(
            np.array(self._level, dtype=np.int32),
            np.array(self._window, dtype=np.int32),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            source[order],
            np.array(self._target, dtype=np.int32)[order],
            np.array(self._symbol, dtype=np.uint16)[order],
            np.array(self._cost, dtype=np.float64)[order],
            order.astype(np.int64),
            np.array(self._starts, dtype=np.int32),
            np.array(self._ends, dtype=np.int32),
            np.array(self._histories, dtype=np.uint64),
        )
