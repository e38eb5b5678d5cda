"""Small steps with arrays that several modules take."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]


def before(flags: Flags, steps: int = 1, edge: bool = False) -> Flags:
    """By place, the flag of the one `steps` before it; `edge` where there is none.

    >>> before(np.array([True, False, False])).tolist()
    [False, True, False]
    """
    out = np.full(len(flags), edge)
    out[steps:] = flags[:-steps]
    return out


def after(flags: Flags, steps: int = 1, edge: bool = False) -> Flags:
    """By place, the flag of the one `steps` after it; `edge` where there is none.

    >>> after(np.array([True, False, True])).tolist()
    [False, True, False]
    """
    out = np.full(len(flags), edge)
    out[:-steps] = flags[steps:]
    return out


def as_row(values: Integers) -> array[int]:
    """The same numbers, for when few of them are looked up, one by one.

    To look one up takes a third of the time of an array of numpy; a list is no slower, but to make one takes
    as long as to look up half of its numbers.

    >>> as_row(np.array([7, -3]))[1]
    -3
    """
    row = array("q")
    row.frombytes(values.astype(np.int64).tobytes())
    return row


def number_distinct(values: Integers) -> tuple[Places, Places]:
    """Number the distinct values by size: where each first stands, and the number of the value at each place.

    The same as `numpy.unique`, which at its first call imports what takes a tenth of the start-up.

    >>> [array.tolist() for array in number_distinct(np.array([7, 3, 7]))]
    [[1, 0], [1, 0, 1]]
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    is_new = np.ones(len(values), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    numbers = np.empty(len(values), dtype=np.int64)
    numbers[order] = np.cumsum(is_new) - 1
    return order[is_new], numbers


def join_ranges(starts: Places, sizes: Places) -> Places:
    """The numbers from each start on, as many as its size says, one range after another.

    >>> join_ranges(np.array([5, 0, 8]), np.array([2, 0, 3])).tolist()
    [5, 6, 8, 9, 10]
    """
    shift = starts - (np.cumsum(sizes) - sizes)
    joined: Places = np.repeat(shift, sizes) + np.arange(int(sizes.sum()))
    return joined
