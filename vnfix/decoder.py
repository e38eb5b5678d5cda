"""Beam search and posteriors over a lattice, all windows at once.

The decoder walks the levels of the lattice (the n-th nodes of all windows together), so its
steps are few and long and numpy does the work.  A *state* is a node with a language-model
history; states that agree in both are one (their probabilities add up), and only the `BEAM` best
states of a node go on, and of these none that is far behind.  The way back (forward-backward,
Rabiner 1989) then gives each edge its posterior: the share of all probability, over the paths
kept, that runs through it.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Decoding:
    """Posteriors (0..1) by edge in the order before sorting (`Lattice.origin`), and by window its evidence.

    The evidence is a natural log-probability.
    """

    posteriors: Floats
    evidence: Floats


@dataclass(slots=True)
class _States:
    """The states of one level, in a numbering that runs through all levels from `first` on."""

    first: int
    node: npt.NDArray[np.int32]
    history: Keys
    alpha: Floats


@dataclass(slots=True)
class _Arcs:
    """Steps from one level's states: `source` states (rising), sorted-edge numbers, log-weights."""

    source: Places
    edge: Places
    weight: Floats
    target: Places


def _log_sum(values: Floats, starts: Places) -> Floats:
    """Log of the sum of exponentials of each group; groups begin at `starts`."""
    top = np.maximum.reduceat(values, starts)
    size = np.diff(np.append(starts, len(values)))
    return np.asarray(top + np.log(np.add.reduceat(np.exp(values - np.repeat(top, size)), starts)))


def _find_changes(values: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before it; the first does."""
    is_new = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=is_new[1:])
    return is_new


def _prune(node: npt.NDArray[np.int32], alpha: Floats) -> Places:
    """The best states of each node; the states of a node stand together."""
    starts = np.flatnonzero(_find_changes(node))
    sizes = np.diff(np.append(starts, len(node)))
    kept = np.flatnonzero(alpha >= np.repeat(np.maximum.reduceat(alpha, starts) - BEHIND, sizes))
    if len(kept) == 0 or np.bincount(np.repeat(np.arange(len(starts)), sizes)[kept]).max() <= BEAM:
        return kept
    kept = kept[np.lexsort((-alpha[kept], node[kept]))]
    starts = np.flatnonzero(_find_changes(node[kept]))
    lead = np.repeat(starts, np.diff(np.append(starts, len(kept))))
    return kept[np.arange(len(kept)) - lead < BEAM]


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
        node = np.concatenate([a[0] for a in arrivals])
        history = np.concatenate([a[1] for a in arrivals])
        alpha = np.concatenate([a[2] for a in arrivals])
        # A window has one node on each level, so window and history are a state in 64 bits.
        states = (self._lattice.window[node].astype(np.uint64) << np.uint64(48)) | history
        order = np.argsort(states)
        new = _find_changes(states[order])
        starts = np.flatnonzero(new)
        group = np.cumsum(new) - 1
        total = _log_sum(alpha[order], starts)
        state_node, state_history = node[order[starts]], history[order[starts]]
        kept = _prune(state_node, total)
        number = np.full(len(starts), -1, dtype=np.int64)
        number[kept] = self._count + np.arange(len(kept))
        landed = np.empty(len(order), dtype=np.int64)
        landed[order] = number[group]
        at = 0
        for nodes, _, _, arcs, places in arrivals:
            if arcs is not None:
                arcs.target[places] = landed[at : at + len(nodes)]
            at += len(nodes)
        first, self._count = self._count, self._count + len(kept)
        return _States(first, state_node[kept], state_history[kept], total[kept])

    def _expand(self, states: _States) -> None:
        """Follow every edge that leaves the states of a level."""
        lattice = self._lattice
        first = lattice.first_edge[states.node]
        size = lattice.first_edge[states.node + 1] - first
        total = int(size.sum())
        if not total:
            return
        source = np.repeat(np.arange(len(states.node)), size)
        edge = np.arange(total) - np.repeat(np.cumsum(size) - size, size) + first[source]
        symbol = lattice.symbol[edge]
        history = states.history[source]
        weight = lattice.cost[edge].copy()
        seen = symbol != NO_SYMBOL
        weight[seen] += self._model.score_after(states.history, source[seen], symbol[seen])
        longer = ((history << np.uint64(16)) | symbol) & self._model.history_mask
        history = np.where(seen, longer, history)
        arcs = _Arcs(source + states.first, edge, weight, np.full(total, -1, dtype=np.int64))
        self._arcs.append(arcs)
        alpha = states.alpha[source] + weight
        target = lattice.target[edge]
        level = lattice.level[target]
        if len(self._waiting) <= _SHORT:
            # Numbers of 16 bits are sorted in linear time.
            level = level.astype(np.uint16)
        order = np.argsort(level, kind="stable")
        ordered = level[order]
        bounds = np.flatnonzero(_find_changes(ordered))
        for begin, end in zip(bounds, np.append(bounds[1:], total), strict=True):
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
            kept = arcs.target >= 0
            source, edge, weight = arcs.source[kept], arcs.edge[kept], arcs.weight[kept]
            if not len(source):
                continue
            tail = weight + beta[arcs.target[kept]]
            starts = np.flatnonzero(_find_changes(source))
            with np.errstate(invalid="ignore", divide="ignore"):
                top = np.maximum.reduceat(tail, starts)
                safe = np.where(np.isfinite(top), top, 0.0)
                size = np.diff(np.append(starts, len(tail)))
                summed = safe + np.log(np.add.reduceat(np.exp(tail - np.repeat(safe, size)), starts))
            beta[source[starts]] = summed
            reached = evidence[lattice.window[lattice.source[edge]]]
            share = alpha[source] + tail - np.where(np.isfinite(reached), reached, 0.0)
            np.add.at(posteriors, edge, np.exp(share))
        by_origin = np.zeros(len(posteriors))
        by_origin[lattice.origin] = posteriors
        return Decoding(by_origin, evidence)
