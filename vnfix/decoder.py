"""Beam search and posteriors over a lattice, all windows at once.

The decoder walks the levels of the lattice (the n-th nodes of all windows together), so its
steps are few and long and numpy does the work.  A *state* is a node with a language-model
history; states that agree in both are one (their probabilities add up), and only the `BEAM` best
states of a node go on, and of these none that is far behind.  The way back (forward-backward,
Rabiner 1989) then gives each edge its posterior: the share of all probability, over the paths
kept, that runs through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from vnfix.language_model.model import NgramModel
from vnfix.language_model.ngram_table import Keys
from vnfix.lattice import NO_SYMBOL, Lattice

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

# States kept per node.  Of 50,000 syllables of tuning text without marks 96.64 % come back right with 8 of
# them, 96.79 with 12, 96.81 with 16, 96.86 with 32 and 96.84 with 64.
BEAM = 32
# A state this much less likely than the best of its node (natural log) does not go on: with 10 the time falls
# by a third, and of 60,000 corrections ten change.
BEHIND = 10.0
_SHORT = 1 << 16
# Arrays without an axis: steps with them take two thirds of the time that they take with numbers.
_SYMBOL_SHIFT = np.array(16, dtype=np.uint64)
_WINDOW_SHIFT = np.array(48, dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Decoding:
    """Posteriors (0..1) by edge in the order before sorting (`Lattice.origin`), and by window its evidence.

    The evidence is a natural log-probability.
    """

    posteriors: Floats
    evidence: Floats


@dataclass(slots=True, eq=False, repr=False)
class _States:
    """The states of one level, in a numbering that runs through all levels from `first` on."""

    first: int
    node: npt.NDArray[np.int32]
    history: Keys
    alpha: Floats


@dataclass(slots=True, eq=False, repr=False)
class _Arcs:
    """Steps from one level's states: `source` states (rising), sorted-edge numbers, log-weights.

    `awaited` is at how many levels it is still to be told where they end (`target`, -1 for nowhere).
    """

    source: Places
    edge: Places
    weight: Floats
    target: Places
    awaited: int

    def tell(self, places: Places, targets: Places) -> None:
        """Say where some of them end; once that is known of all, those that end nowhere are dropped.

        They are seven in eight of text that is misread in every word: 14 MB of 16 in a batch.
        """
        self.target[places] = targets
        self.awaited -= 1
        if not self.awaited:
            kept = self.target >= 0
            self.source, self.edge = self.source[kept], self.edge[kept]
            self.weight, self.target = self.weight[kept], self.target[kept]


def _log_sum(values: Floats, starts: Places, group: Places) -> Floats:
    """Log of the sum of exponentials of each group; they begin at `starts`; `group` is by value."""
    top = np.maximum.reduceat(values, starts)
    found: Floats = np.log(np.add.reduceat(np.exp(values - top[group]), starts))
    found += top
    return found


def _find_changes(values: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before it; the first does."""
    is_new = np.empty(len(values), dtype=bool)
    is_new[:1] = True
    np.not_equal(values[1:], values[:-1], out=is_new[1:])
    return is_new


def _find_groups(values: npt.NDArray[np.generic]) -> tuple[Places, Places]:
    """Where each run of the same values begins, and the number of the run of each value."""
    is_new = _find_changes(values)
    group = is_new.cumsum()
    group -= 1
    return is_new.nonzero()[0], group


def _prune(node: npt.NDArray[np.int32], alpha: Floats) -> Places:
    """The best states of each node; the states of a node stand together."""
    starts, group = _find_groups(node)
    least = np.maximum.reduceat(alpha, starts)
    least -= BEHIND
    kept: Places = (alpha >= least[group]).nonzero()[0]
    if len(kept) == 0 or np.bincount(group[kept]).max() <= BEAM:
        return kept
    kept = kept[np.lexsort((-alpha[kept], node[kept]))]
    starts, group = _find_groups(node[kept])
    return kept[np.arange(len(kept)) - starts[group] < BEAM]


def _join(parts: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """One array of some; most levels are reached from one other only."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def decode(lattice: Lattice, model: NgramModel) -> Decoding:
    """Decode all windows of a lattice.

    A window whose end no path reaches has the evidence minus infinity, and its edges the posterior 0.
    """
    if not len(lattice.starts):
        return Decoding(np.zeros(0), np.zeros(0))
    return _Search(lattice, model).run()


class _Search:
    """One decoding: the arrivals waiting at each level, and the arcs made so far."""

    def __init__(self, lattice: Lattice, model: NgramModel) -> None:
        self._lattice = lattice
        self._model = model
        self._arcs: list[_Arcs] = []
        self._count = 0
        levels = int(lattice.level.max(initial=0)) + 1
        # Arrivals by level: target node, history, alpha, and the arc that each one came by.
        self._waiting: list[list[tuple[npt.NDArray[np.int32], Keys, Floats, _Arcs | None, Places]]] = [
            [] for _ in range(levels)
        ]

    def run(self) -> Decoding:
        lattice = self._lattice
        windows = len(lattice.starts)
        start_alpha = np.zeros(windows)
        self._waiting[0].append(
            (lattice.starts, lattice.histories, start_alpha, None, np.zeros(0, dtype=np.int64))
        )
        alphas, nodes = [], []
        for level in range(len(self._waiting)):
            states = self._gather(level)
            if states is None:
                continue
            alphas.append(states.alpha)
            nodes.append(states.node)
            self._expand(states)
        return self._walk_back(np.concatenate(alphas), np.concatenate(nodes), windows)

    def _gather(self, level: int) -> _States | None:
        """Recombine and prune what arrived at a level; tells the arcs where they ended."""
        arrivals = self._waiting[level]
        self._waiting[level] = []
        if not arrivals:
            return None
        node = _join([a[0] for a in arrivals])
        history = _join([a[1] for a in arrivals])
        alpha = _join([a[2] for a in arrivals])
        # A window has one node on each level, so window and history are a state in 64 bits.
        states = self._lattice.window[node].astype(np.uint64)
        states <<= _WINDOW_SHIFT
        states |= history
        order = states.argsort()
        starts, group = _find_groups(states[order])
        total = _log_sum(alpha[order], starts, group)
        first_of = order[starts]
        state_node, state_history = node[first_of], history[first_of]
        kept = _prune(state_node, total)
        number = np.full(len(starts), -1, dtype=np.int64)
        number[kept] = np.arange(self._count, self._count + len(kept))
        landed = np.empty(len(order), dtype=np.int64)
        landed[order] = number[group]
        at = 0
        for nodes, _, _, arcs, places in arrivals:
            if arcs is not None:
                arcs.tell(places, landed[at : at + len(nodes)])
            at += len(nodes)
        first, self._count = self._count, self._count + len(kept)
        return _States(first, state_node[kept], state_history[kept], total[kept])

    def _expand(self, states: _States) -> None:
        """Follow every edge that leaves the states of a level."""
        lattice = self._lattice
        first = lattice.first_edge[states.node]
        size = lattice.first_edge[states.node + 1] - first
        ends = size.cumsum()
        total = int(ends[-1])
        if not total:
            return
        source = np.arange(len(size)).repeat(size)
        edge = (first - ends + size)[source]
        edge += np.arange(total)
        symbol = lattice.symbol[edge]
        history = states.history[source]
        weight = lattice.cost[edge]
        seen = (symbol != NO_SYMBOL).nonzero()[0]
        read, asked = symbol[seen], source[seen]
        weight[seen] += self._model.score_after(states.history, asked, read)
        longer = states.history[asked]
        longer <<= _SYMBOL_SHIFT
        longer |= read
        longer &= self._model.history_mask
        history[seen] = longer
        alpha = states.alpha[source]
        alpha += weight
        target = lattice.target[edge]
        level = lattice.level[target]
        if len(self._waiting) <= _SHORT:
            # Numbers of 16 bits are sorted in linear time.
            level = level.astype(np.uint16)
        order = level.argsort(kind="stable")
        ordered = level[order]
        bounds = [*_find_changes(ordered).nonzero()[0].tolist(), total]
        targets = np.full(total, -1, dtype=np.int64)
        arcs = _Arcs(source + states.first, edge, weight, targets, len(bounds) - 1)
        self._arcs.append(arcs)
        for begin, end in pairwise(bounds):
            places = order[begin:end]
            self._waiting[int(ordered[begin])].append(
                (target[places], history[places], alpha[places], arcs, places)
            )

    def _walk_back(self, alpha: Floats, node: npt.NDArray[np.int32], windows: int) -> Decoding:
        """Backward probabilities, then posteriors of edges."""
        lattice = self._lattice
        is_end = np.zeros(len(lattice.level), dtype=bool)
        is_end[lattice.ends] = True
        final = is_end[node]
        beta = np.where(final, 0.0, -np.inf)
        evidence = np.full(windows, -np.inf)
        np.logaddexp.at(evidence, lattice.window[node[final]], alpha[final])
        posteriors = np.zeros(len(lattice.source))
        for arcs in reversed(self._arcs):
            source, edge = arcs.source, arcs.edge
            if not len(source):
                continue
            tail = arcs.weight + beta[arcs.target]
            starts, group = _find_groups(source)
            with np.errstate(invalid="ignore", divide="ignore"):
                top = np.maximum.reduceat(tail, starts)
                safe = np.where(np.isfinite(top), top, 0.0)
                summed = safe + np.log(np.add.reduceat(np.exp(tail - safe[group]), starts))
            beta[source[starts]] = summed
            reached = evidence[lattice.window[lattice.source[edge]]]
            share = alpha[source] + tail - np.where(np.isfinite(reached), reached, 0.0)
            np.add.at(posteriors, edge, np.exp(share))
        by_origin = np.zeros(len(posteriors))
        by_origin[lattice.origin] = posteriors
        return Decoding(by_origin, evidence)
