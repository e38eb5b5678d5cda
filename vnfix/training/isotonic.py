"""Least-squares fits of rising sequences and of tables that rise along both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_MOST_ROUNDS = 1000
_SETTLED = 1e-9


def fit_rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Fit a sequence that never falls: pool adjacent violators (Ayer et al. 1955).

    `weights` are positive, one for each value.

    >>> fit_rising([0.1, 0.6, 0.2, 0.9], [1, 1, 1, 1])
    [0.1, 0.4, 0.4, 0.9]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        size = 1
        while pools and pools[-1][0] >= value:
            mean, mass, length = pools.pop()
            value = (mean * mass + value * weight) / (mass + weight)
            weight, size = weight + mass, size + length
        pools.append((value, weight, size))
    return [mean for mean, _, size in pools for _ in range(size)]


def fit_rising_table(values: Floats, weights: Floats) -> Floats:
    """Fit a table that falls neither along its rows nor along its columns.

    Rows and columns are fitted in turn, with the corrections of Dykstra and Robertson (1982), until
    both hold.

    >>> fit_rising_table(np.array([[0.2, 0.5], [0.1, 0.9]]), np.ones((2, 2))).round(2).tolist()
    [[0.15, 0.5], [0.15, 0.9]]
    """
    fitted = values.astype(np.float64)
    by_row = np.zeros_like(fitted)
    by_column = np.zeros_like(fitted)
    for _ in range(_MOST_ROUNDS):
        before = fitted
        rows = _fit_lines(fitted + by_row, weights)
        by_row = fitted + by_row - rows
        fitted = _fit_lines((rows + by_column).T, weights.T).T
        by_column = rows + by_column - fitted
        if np.abs(fitted - before).max(initial=0.0) < _SETTLED:
            break
    # What is left of violations is in the last digits.
    rising: Floats = np.maximum.accumulate(np.maximum.accumulate(fitted, axis=0), axis=1)
    return rising


def _fit_lines(values: Floats, weights: Floats) -> Floats:
    lines = zip(values.tolist(), weights.tolist(), strict=True)
    return np.array([fit_rising(line, weight) for line, weight in lines])
