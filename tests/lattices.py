"""Lattices for tests, built node by node and edge by edge."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np

from vnfix.lattice import Edges, Lattice, Nodes


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
        nodes = Nodes(
            np.array(self._level),
            np.array(self._window),
            np.array(self._starts),
            np.array(self._ends),
            np.array(self._histories, dtype=np.uint64),
        )
        edges = Edges(
            np.array(self._source), np.array(self._target), np.array(self._symbol), np.array(self._cost)
        )
        return Lattice.of_edges(nodes, edges)
