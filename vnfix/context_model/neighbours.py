"""The neighbours of each place of a text: the nearest by name, all as one weighted sum of vectors.

Near neighbours weigh more than far ones.  The weights fall in three steps, so that the sums of all places
of a text come from one running sum, whatever the reach.  What stands next to a place weighs nothing there: it
is among the nearest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from vnfix.language_model.symbols import SENTENCE_END, SPECIAL

Id = TypeVar("Id", bound=np.integer[Any])
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int64]

STEPS = ((4, 0.25), (15, 0.12), (60, 0.1))
"""Reach in symbols to each side, and what a neighbour within it weighs; weights add up."""

REACH = max(reach for reach, _ in STEPS)
"""The farthest neighbour."""

NEAREST = (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4)
"""The symbols that are seen one by one: below 0 before the start of a place, else from its end on."""

_NEXT = (-1, 0, 1)
# Vectors that are added up at a time: 256 kB.
_PART = 256
_SENTENCE_END_ID = SPECIAL.index(SENTENCE_END)


def find_nearest(symbols: npt.NDArray[Id], starts: Places, ends: Places) -> npt.NDArray[Id]:
    """Find the symbols around places of a text, `NEAREST`, one row a place; beyond the text sentences end.

    A place begins before the symbol numbered `starts` and ends before that numbered `ends`.

    >>> find_nearest(np.array([7, 8, 9]), np.array([1]), np.array([2])).tolist()
    [[2, 2, 2, 2, 7, 9, 2, 2, 2, 2]]
    """
    reach = -NEAREST[0]
    edge = np.full(reach, _SENTENCE_END_ID, dtype=symbols.dtype)
    padded = np.concatenate([edge, symbols, edge])
    bounds = np.where(np.array(NEAREST) < 0, starts[:, None], ends[:, None])
    found: npt.NDArray[Id] = padded[bounds + np.array(NEAREST) + reach]
    return found


def sum_neighbours(vectors: Floats, places: Places | None = None) -> Floats:
    """Add up the weighted vectors of the neighbours of places.

    `vectors` is (..., symbols, size); the sums of the symbols numbered `places` come back, of all by
    default.  With all places the weights are a symmetric matrix, so this is its own adjoint, which training
    uses.

    >>> ones = np.ones((5, 1), dtype=np.float32)
    >>> [round(float(total), 2) for (total,) in sum_neighbours(ones)]
    [1.41, 0.94, 0.94, 0.94, 1.41]
    """
    size = vectors.shape[-2]
    before = np.zeros((*vectors.shape[:-2], size + 1, vectors.shape[-1]), dtype=np.float32)
    before[..., 1:, :] = vectors
    _run_up(np.moveaxis(before, -2, 0))
    wanted = np.arange(size) if places is None else places
    return _weigh_sums(before, wanted, lambda numbers: vectors[..., numbers, :])


def sum_symbols(take: Callable[[Ids], Floats], symbols: Ids, places: Places) -> Floats:
    """Add up the weighted vectors of the neighbours of `places` (numbers) of a text, given by its `symbols`.

    `take` looks their vectors up.  What comes back is that of `sum_neighbours`, to the last bit.
    """
    width = take(symbols[:0]).shape[1]
    before = np.zeros((len(symbols) + 1, width), dtype=np.float32)
    # The vectors are looked up where their sums are to stand, so many at a time that they are still at hand
    # when they are added up: two fifths of the time of doing one after the other, and half of the memory.
    for start in range(0, len(symbols), _PART):
        part = symbols[start : start + _PART]
        before[start + 1 : start + 1 + len(part)] = take(part)
        _run_up(before[start : start + 1 + len(part)])
    return _weigh_sums(before, places, lambda numbers: take(symbols[numbers]))


def _run_up(rows: Floats) -> None:
    """Make running sums of rows, in place.

    What cumsum gives along this axis, in a third of the time: it goes through memory column by column.
    """
    running, add = rows[0], np.add
    for row in rows[1:]:
        running = add(running, row, row)


def _weigh_sums(before: Floats, places: Places, take: Callable[[Places], Floats]) -> Floats:
    """The weighted sums around places; `before` are running sums, `take` gives the vectors themselves."""
    size = before.shape[-2] - 1
    sums = np.zeros((*before.shape[:-2], len(places), before.shape[-1]), dtype=np.float32)
    for reach, weight in STEPS:
        last = np.minimum(places + reach + 1, size)
        first = np.maximum(places - reach, 0)
        sums += np.float32(weight) * (before[..., last, :] - before[..., first, :])
    total = np.float32(sum(weight for _, weight in STEPS))
    for offset in _NEXT:
        inside = (places + offset >= 0) & (places + offset < size)
        sums[..., inside, :] -= total * take(places[inside] + offset)
    return sums
