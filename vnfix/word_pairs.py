"""Pairs of words as keys: the id of the first word, then that of the second, 16 bits each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Places

PairKeys = npt.NDArray[np.uint32]


def find_pairs(keys: PairKeys, first: Places, second: Places) -> Places:
    """Where pairs of words (ids) stand among `keys`, which rise; -1 where they do not.

    >>> find_pairs(np.array([7 << 16 | 3], dtype=np.uint32), np.array([3, 7]), np.array([7, 3])).tolist()
    [-1, 0]
    """
    if not len(keys):
        return np.full(len(first), -1)
    wanted = (first << 16 | second).astype(np.uint32)
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[found] == wanted, found, -1)
