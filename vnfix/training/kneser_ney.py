"""An interpolated modified Kneser-Ney model, pruned and made ready to be stored.

Chen and Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling" (1998),
section 3; pruning by weighted difference after Seymore and Rosenfeld, "Scalable Backoff Language
Models" (1996).  All counts are arrays beside sorted 64-bit keys (`vnfix.language_model.ngram_table`),
so every step is one pass of numpy.

An n-gram key holds its symbols in reading order, 16 bits each, the last symbol lowest: the
context of a key is `key >> 16`, its shortened form (first symbol dropped) a mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]

_SYMBOL_BITS = np.uint64(16)
# Where the counts of counts tell nothing (a few sentences, text that repeats itself).
_PLAIN_DISCOUNTS = (0.5, 0.75, 0.9)


def shorten(keys: Keys, order: int) -> Keys:
    """Drop the first symbol of keys: `order` symbols become `order` - 1."""
    return keys & np.uint64((1 << (16 * (order - 1))) - 1)


def ngram_keys(ids: npt.NDArray[np.uint16], order: int) -> Keys:
    """Make the key at every place of a stream of symbol ids; none where it is shorter than `order`."""
    if len(ids) < order:
        return np.zeros(0, dtype=np.uint64)
    size = len(ids) - order + 1
    keys = np.zeros(size, dtype=np.uint64)
    for place in range(order):
        keys <<= _SYMBOL_BITS
        keys |= ids[place : place + size].astype(np.uint64)
    return keys


def merge_counts(parts: Sequence[tuple[Keys, npt.NDArray[np.uint32]]]) -> tuple[Keys, npt.NDArray[np.uint32]]:
    """Add up counts of equal keys; the result is sorted by key."""
    keys = np.concatenate([part[0] for part in parts])
    counts = np.concatenate([part[1] for part in parts])
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = _run_starts(keys)
    return keys[starts], np.add.reduceat(counts, starts, dtype=np.uint32)


@dataclass(slots=True)
class OrderModel:
    """One order of a model: sorted keys, log-probabilities, back-off log-weights (natural logs).

    `backoff` belongs to the key as a context of the next order; 0 where it is none.
    """

    keys: Keys
    logp: Floats
    backoff: Floats


def _run_starts(keys: Keys) -> npt.NDArray[np.int64]:
    """Find where each run of equal keys begins."""
    return np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]][: len(keys)])


def _places(keys: Keys, wanted: Keys) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Find where `wanted` stand in sorted `keys` (0 where they do not), and which do."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted


def _discounts(counts: npt.NDArray[np.uint32]) -> tuple[float, float, float]:
    """Find the three discounts of modified Kneser-Ney from the counts of counts."""
    n1, n2, n3, n4 = (int(np.count_nonzero(counts == k)) for k in (1, 2, 3, 4))
    if min(n1, n2, n3, n4) == 0:
        return _PLAIN_DISCOUNTS
    y = n1 / (n1 + 2 * n2)
    first, second, third = 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3
    # Text that repeats itself has more triples than pairs; a discount below zero would add to counts.
    return (first, second, third) if min(second, third) > 0 else _PLAIN_DISCOUNTS


def _discounted(counts: npt.NDArray[np.uint32], discounts: tuple[float, float, float]) -> Floats:
    return np.array([0.0, *discounts])[np.minimum(counts, 3)]


@dataclass(slots=True)
class _Counted:
    """Keys of one order with the count of modified Kneser-Ney (continuations below the top)."""

    keys: Keys
    counts: npt.NDArray[np.uint32]
    discounts: tuple[float, float, float]


def _count_orders(
    keys: Keys, counts: npt.NDArray[np.uint32], plain: npt.NDArray[np.uint32], order: int
) -> list[_Counted]:
    """Count every order, lowest first.  `plain` are the top counts without genre weights.

    An n-gram that only begins a text continues nothing; it counts once, so that the context of every
    n-gram is one itself and has a back-off weight.
    """
    levels = [_Counted(keys, counts, _discounts(plain))]
    for size in range(order, 1, -1):
        short = np.sort(shorten(levels[-1].keys, size))
        starts = _run_starts(short)
        continuations = np.diff(np.r_[starts, len(short)]).astype(np.uint32)
        short = short[starts]
        contexts = levels[-1].keys >> _SYMBOL_BITS
        contexts = contexts[_run_starts(contexts)]
        first = contexts[~_places(short, contexts)[1]]
        at = np.searchsorted(short, first)
        short, continuations = np.insert(short, at, first), np.insert(continuations, at, 1)
        levels.append(_Counted(short, continuations, _discounts(continuations)))
    return levels[::-1]


def _interpolate(level: _Counted, lower: OrderModel, order: int) -> tuple[Floats, Floats]:
    """Find the log-probabilities of one order, and what the likelihood gains by each n-gram."""
    contexts = level.keys >> _SYMBOL_BITS
    starts = _run_starts(contexts)
    group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(contexts)]))
    total = np.add.reduceat(level.counts.astype(np.float64), starts)
    cut = _discounted(level.counts, level.discounts)
    weight = np.add.reduceat(cut, starts) / total
    lower_p = np.exp(lower.logp[np.searchsorted(lower.keys, shorten(level.keys, order))])
    p = (level.counts - cut) / total[group] + weight[group] * lower_p
    gain = level.counts * (np.log(p) - np.log(weight[group] * lower_p))
    return np.log(p), gain


def _back_off(models: Sequence[OrderModel], keys: Keys, order: int) -> Floats:
    """Score keys of `order` symbols under pruned `models` (lowest order first)."""
    model = models[order - 1]
    place, found = _places(model.keys, keys)
    out = np.zeros(len(keys))
    out[found] = model.logp[place[found]]
    if order > 1 and not found.all():
        missing = keys[~found]
        below = models[order - 2]
        context = missing >> _SYMBOL_BITS
        at, known = _places(below.keys, context)
        weight = np.zeros(len(missing))
        weight[known] = below.backoff[at[known]]
        out[~found] = weight + _back_off(models, shorten(missing, order), order - 1)
    return out


def _set_backoff(models: Sequence[OrderModel], order: int) -> None:
    """Set the back-off weights of order - 1 so that each context sums to one under the pruned model."""
    top, below = models[order - 1], models[order - 2]
    contexts = top.keys >> _SYMBOL_BITS
    starts = _run_starts(contexts)
    kept = np.add.reduceat(np.exp(top.logp), starts)
    backed = np.add.reduceat(np.exp(_back_off(models, shorten(top.keys, order), order - 1)), starts)
    # Rounding can push a full context just over one; the floor keeps the logarithm finite.
    weight = np.log(np.maximum(1 - kept, 1e-6) / np.maximum(1 - backed, 1e-6))
    below.backoff[np.searchsorted(below.keys, contexts[starts])] = weight


def train(
    keys: Keys,
    counts: npt.NDArray[np.uint32],
    plain: npt.NDArray[np.uint32],
    order: int,
    vocabulary_size: int,
    sizes: Sequence[int],
) -> list[OrderModel]:
    """Train and prune a model; lowest order first.

    `keys` are the sorted keys of `order` symbols, `counts` their weighted and `plain` their
    unweighted counts.  `sizes[n]` is how many n-grams of order n + 2 are kept: those that change
    the model most.  Contexts of what is kept are kept too.
    """
    levels = _count_orders(keys, counts, plain, order)
    singles = levels[0]
    uniform = 1.0 / vocabulary_size
    total = float(singles.counts.sum())
    cut = _discounted(singles.counts, singles.discounts)
    p = np.full(vocabulary_size, cut.sum() / total * uniform)
    p[singles.keys.astype(np.int64)] += (singles.counts - cut) / total
    models = [OrderModel(np.arange(vocabulary_size, dtype=np.uint64), np.log(p), np.zeros(vocabulary_size))]
    gains: list[Floats] = []
    for size in range(2, order + 1):
        logp, gain = _interpolate(levels[size - 1], models[-1], size)
        models.append(OrderModel(levels[size - 1].keys, logp, np.zeros(len(logp))))
        gains.append(gain)
    _prune(models, gains, sizes)
    for size in range(2, order + 1):
        _set_backoff(models, size)
    return models


def _prune(models: list[OrderModel], gains: Sequence[Floats], sizes: Sequence[int]) -> None:
    """Keep the n-grams of most gain, from the highest order down, with their contexts."""
    needed: Keys = np.zeros(0, dtype=np.uint64)
    for place in range(len(models) - 1, 0, -1):
        model, gain, size = models[place], gains[place - 1], sizes[place - 1]
        keep = np.zeros(len(model.keys), dtype=bool)
        if size < len(gain):
            keep[np.argsort(-gain, kind="stable")[:size]] = True
        else:
            keep[:] = True
        keep[np.searchsorted(model.keys, needed)] = True
        model.keys, model.logp, model.backoff = model.keys[keep], model.logp[keep], model.backoff[keep]
        needed = np.unique(model.keys >> _SYMBOL_BITS)
