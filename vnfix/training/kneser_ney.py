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


def shorten(keys: Keys, order: int) -> Keys:
    """The keys without their first symbol: `order` symbols become `order` - 1."""
    return keys & np.uint64((1 << (16 * (order - 1))) - 1)


def ngram_keys(ids: npt.NDArray[np.uint16], order: int) -> Keys:
    """The key at every place of a stream of symbol ids."""
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
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return keys[starts], np.add.reduceat(counts, starts, dtype=np.uint32)


@dataclass(slots=True)
class OrderModel:
    """One order of a model: sorted keys, log-probabilities, back-off log-weights (natural logs).

    `backoff` belongs to the key as a context of the next order; 0 where it is none.
    """

    keys: Keys
    logp: Floats
    backoff: Floats


def _places(keys: Keys, wanted: Keys) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where `wanted` stand in sorted `keys`, and which do (a text's first words are no continuation)."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted


def _discounts(counts: npt.NDArray[np.uint32]) -> tuple[float, float, float]:
    """The three discounts of modified Kneser-Ney from the counts of counts."""
    n1, n2, n3, n4 = (int(np.count_nonzero(counts == k)) for k in (1, 2, 3, 4))
    if min(n1, n2, n3, n4) == 0:
        # A corpus of a few sentences (tests): the textbook constants of absolute discounting.
        return 0.5, 0.75, 0.9
    y = n1 / (n1 + 2 * n2)
    return 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3


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
    """Counts of every order, lowest first.  `plain` are the top counts without genre weights."""
    levels = [_Counted(keys, counts, _discounts(plain))]
    for size in range(order, 1, -1):
        short = np.sort(shorten(levels[-1].keys, size))
        starts = np.flatnonzero(np.r_[True, short[1:] != short[:-1]])
        continuations = np.diff(np.r_[starts, len(short)]).astype(np.uint32)
        levels.append(_Counted(short[starts], continuations, _discounts(continuations)))
    return levels[::-1]


def _interpolate(level: _Counted, lower: OrderModel, order: int) -> tuple[Floats, Floats]:
    """Log-probabilities of one order, and sets the full back-off weights of the order below."""
    contexts = level.keys >> _SYMBOL_BITS
    starts = np.flatnonzero(np.r_[True, contexts[1:] != contexts[:-1]])
    group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(contexts)]))
    total = np.add.reduceat(level.counts.astype(np.float64), starts)
    cut = _discounted(level.counts, level.discounts)
    weight = np.add.reduceat(cut, starts) / total
    lower_p = np.exp(lower.logp[np.searchsorted(lower.keys, shorten(level.keys, order))])
    p = (level.counts - cut) / total[group] + weight[group] * lower_p
    place, known = _places(lower.keys, contexts[starts])
    lower.backoff[place[known]] = np.log(weight[known])
    gain = level.counts * (np.log(p) - np.log(weight[group] * lower_p))
    return np.log(p), gain


def _back_off(models: Sequence[OrderModel], keys: Keys, order: int) -> Floats:
    """Log-probability of keys of `order` symbols under pruned `models` (lowest order first)."""
    model = models[order - 1]
    place, found = _places(model.keys, keys)
    out = np.where(found, model.logp[place], 0.0)
    if order > 1 and not found.all():
        missing = keys[~found]
        below = models[order - 2]
        context = missing >> _SYMBOL_BITS
        at, known = _places(below.keys, context)
        weight = np.where(known, below.backoff[at], 0.0)
        out[~found] = weight + _back_off(models, shorten(missing, order), order - 1)
    return out


def _set_backoff(models: Sequence[OrderModel], order: int) -> None:
    """Back-off weights of order - 1 so that each context sums to one under the pruned model."""
    top, below = models[order - 1], models[order - 2]
    below.backoff = np.zeros(len(below.keys))
    contexts = top.keys >> _SYMBOL_BITS
    starts = np.flatnonzero(np.r_[True, contexts[1:] != contexts[:-1]])
    kept = np.add.reduceat(np.exp(top.logp), starts)
    backed = np.add.reduceat(np.exp(_back_off(models, shorten(top.keys, order), order - 1)), starts)
    # Rounding can push a full context just over one; the floor keeps the logarithm finite.
    weight = np.log(np.maximum(1 - kept, 1e-6) / np.maximum(1 - backed, 1e-6))
    place, known = _places(below.keys, contexts[starts])
    below.backoff[place[known]] = weight[known]


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
        contexts, known = _places(model.keys, needed)
        keep[contexts[known]] = True
        model.keys, model.logp = model.keys[keep], model.logp[keep]
        needed = np.unique(model.keys >> _SYMBOL_BITS)
