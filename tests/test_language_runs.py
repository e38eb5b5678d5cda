"""Stretches of Vietnamese among words of another language, from what each word says for it."""

from __future__ import annotations

from itertools import product

import pytest

from vnfix.language_runs import find_runs


@pytest.mark.parametrize(
    ("odds", "runs"),
    [
        ([2, 2, 2], [(0, 3)]),
        ([-4, 2, 2, 2, -4], [(1, 4)]),
        ([3, 3, -6, -6, 3, 3], [(0, 2), (4, 6)]),
        # One strange word does not part a stretch.
        ([3, 3, -1, 3, 3], [(0, 5)]),
        # A word that says nothing goes with what follows.
        ([-4, -4, 0, 3, 3], [(2, 5)]),
        # Too little speaks for it.
        ([2, 1], []),
        ([-4, 2, -4, 2, -4], []),
        ([0, 0, 0], []),
        ([], []),
    ],
)
def test_runs(odds: list[float], runs: list[tuple[int, int]]):
    assert find_runs(odds, 4) == runs


@pytest.mark.parametrize("odds", list(product((-3.0, -1.0, 2.5), repeat=6)))
def test_no_other_division_is_likelier(odds: tuple[float, ...]):
    least = 2.0
    divisions = product((False, True), repeat=len(odds))

    def worth(division: tuple[bool, ...]) -> float:
        entries = sum(now and not last for last, now in zip((False, *division), division, strict=False))
        return sum(value for value, inside in zip(odds, division, strict=True) if inside) - least * entries

    found = find_runs(odds, least)
    inside = tuple(any(start <= place < end for start, end in found) for place in range(len(odds)))
    assert worth(inside) == max(map(worth, divisions))
