from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.confidence import Calibration, Group
from vnfix.training.calibration import POSTERIORS, fit_calibration, supports_of, trust_posteriors
from vnfix.training.isotonic import fit_rising, fit_rising_table
from vnfix.training.observations import Observation

SHARES = st.floats(0, 1)
GRID = [step / 40 for step in range(41)]


def observe(posterior: float, support: float, right: int, wrong: int) -> Iterator[Observation]:
    for number in range(right + wrong):
        yield Observation(Group.LOST, posterior, support, number < right, clean=False)


def assert_rising(calibration: Calibration) -> None:
    table = [[calibration.confidence(posterior, support) for posterior in GRID] for support in GRID]
    for line in [*table, *zip(*table, strict=True)]:
        assert all(low <= high + 1e-12 for low, high in pairwise(line))
        assert all(0 <= value <= 1 for value in line)


def test_shares_that_rise_already_are_kept():
    found = [*observe(0.55, 0.7, 500, 500), *observe(0.95001, 0.7, 900, 100)]
    calibration = fit_calibration(found)
    assert calibration.confidence(0.55, 0.7) == pytest.approx(0.5, abs=0.01)
    assert calibration.confidence(0.95001, 0.7) == pytest.approx(0.9, abs=0.01)


def test_readings_without_support_are_believed_less_than_those_with():
    found = [*observe(0.9995, 0.8, 990, 10), *observe(0.9995, 0.0, 2, 60)]
    calibration = fit_calibration(found)
    assert calibration.confidence(0.9995, 0.8) > 0.97
    assert calibration.confidence(0.9995, 0.0) < 0.1


def test_groups_are_fitted_apart():
    right = [*observe(0.9, 0.5, 95, 5)]
    wrong = [replace(item, group=Group.NAME) for item in observe(0.9, 0.5, 5, 95)]
    calibration = fit_calibration([*right, *wrong])
    assert calibration.confidence(0.9, 0.5) > 0.8
    assert calibration.confidence(0.9, 0.5, Group.NAME) < 0.1


def test_support_never_lowers_confidence_even_when_the_counts_say_so():
    found = [*observe(0.9, 0.15, 95, 5), *observe(0.9, 0.9, 5, 95)]
    assert_rising(fit_calibration(found))


@pytest.mark.parametrize("right", [1, 3, 10])
def test_little_data_gives_little_confidence(right: int):
    assert fit_calibration(observe(0.99995, 0.9, right, 0)).confidence(1.0, 0.9) <= right / (right + 1)


@pytest.mark.parametrize("found", [[], [Observation(Group.LOST, 0.05, 0.5, True, clean=False)]])
def test_no_data_gives_no_confidence(found: Iterable[Observation]):
    assert fit_calibration(found).confidence(1.0, 1.0) == 0


@given(
    st.lists(
        st.builds(Observation, st.just(Group.LOST), SHARES, SHARES, st.booleans(), st.booleans()), max_size=60
    )
)
def test_confidence_rises_with_posterior_and_support(found: list[Observation]):
    assert_rising(fit_calibration(found))


def test_trusted_posteriors_rise_too():
    assert_rising(trust_posteriors())


def test_the_table_has_every_class_and_bin_in_order():
    for group in Group:
        rows = [row for row in fit_calibration([]).rows if row.group is group]
        assert [row.support for row in rows] == [s for s in supports_of(group) for _ in POSTERIORS]
        assert rows == sorted(rows, key=lambda row: (row.support, row.posterior))


@given(st.lists(st.tuples(SHARES, st.floats(0.1, 100)), min_size=1, max_size=20))
def test_a_rising_fit_rises_and_keeps_the_weighted_mean(points: list[tuple[float, float]]):
    values, weights = zip(*points, strict=True)
    fitted = fit_rising(values, weights)
    assert all(low <= high + 1e-12 for low, high in pairwise(fitted))
    assert np.average(fitted, weights=weights) == pytest.approx(np.average(values, weights=weights), abs=1e-9)
    assert fit_rising(sorted(values), weights) == pytest.approx(sorted(values))


@given(st.lists(st.lists(SHARES, min_size=4, max_size=4), min_size=1, max_size=5))
def test_a_rising_table_rises_both_ways_and_keeps_tables_that_do(rows: list[list[float]]):
    values = np.array(rows)
    fitted = fit_rising_table(values, np.ones_like(values))
    assert (np.diff(fitted, axis=0) >= 0).all()
    assert (np.diff(fitted, axis=1) >= 0).all()
    assert np.allclose(fit_rising_table(fitted, np.ones_like(values)), fitted)
