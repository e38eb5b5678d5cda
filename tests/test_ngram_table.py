"""What the table of n-grams promises: present keys are found, absent ones almost never."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.language_model.ngram_table import NgramTable, mix

RANDOM = np.random.default_rng(7)


def random_keys(size: int, bits: int = 64) -> np.ndarray:
    """Distinct keys in random order."""
    drawn = np.random.default_rng(size).integers(0, 1 << bits, size=2 * size, dtype=np.uint64, endpoint=False)
    return np.random.default_rng(1).permutation(np.unique(drawn))[:size]


def clustered_keys(size: int) -> np.ndarray:
    """Keys as n-grams are: runs that differ in the last symbol only."""
    heads = random_keys(size // 50) << np.uint64(16)
    return (heads[:, None] | np.arange(50, dtype=np.uint64)).ravel()


@pytest.mark.parametrize("size", [1, 2, 15, 16, 17, 31, 32, 33, 1000, 50_000])
def test_every_key_is_found(size):
    table, _ = NgramTable.build(random_keys(size))
    places = table.find(random_keys(size))
    assert places.min() >= 0
    assert places.max() < size


@pytest.mark.parametrize("keys", [random_keys(100_000), clustered_keys(100_000)], ids=["random", "clustered"])
def test_values_laid_down_in_the_given_order_belong_to_their_keys(keys):
    table, order = NgramTable.build(keys)
    values = np.arange(len(keys))[order]
    wrong = np.mean(values[table.find(keys)] != np.arange(len(keys)))
    # Two keys of one bucket share a fingerprint as often as an absent key hits one.
    assert wrong < 2e-4


@pytest.mark.parametrize("keys", [random_keys(200_000), clustered_keys(200_000)], ids=["random", "clustered"])
def test_an_absent_key_is_found_once_in_ten_thousand(keys):
    table, _ = NgramTable.build(keys)
    absent = np.setdiff1d(RANDOM.integers(0, 2**64, size=200_000, dtype=np.uint64, endpoint=False), keys)
    assert np.mean(table.find(absent) >= 0) < 2e-4


def test_absent_neighbours_of_keys_are_found_as_seldom_as_any():
    keys = clustered_keys(100_000)
    table, _ = NgramTable.build(keys)
    neighbours = np.setdiff1d(keys ^ np.uint64(64), keys)
    assert np.mean(table.find(neighbours) >= 0) < 2e-4


def test_an_empty_table_holds_nothing():
    table, order = NgramTable.build(np.zeros(0, dtype=np.uint64))
    assert len(order) == 0
    assert table.find(random_keys(5)).tolist() == [-1] * 5


def test_no_keys_have_no_places():
    table, _ = NgramTable.build(random_keys(100))
    assert table.find(np.zeros(0, dtype=np.uint64)).tolist() == []


def test_the_lowest_and_the_highest_key_are_keys_like_others():
    keys = np.array([0, 2**64 - 1], dtype=np.uint64)
    table, _ = NgramTable.build(keys)
    assert sorted(table.find(keys)) == [0, 1]
    assert table.find(np.array([1, 2**63], dtype=np.uint64)).tolist() == [-1, -1]


@given(st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=200))
def test_the_table_does_not_depend_on_the_order_of_its_keys(keys):
    ordered = np.array(sorted(keys), dtype=np.uint64)
    one, _ = NgramTable.build(ordered)
    other, _ = NgramTable.build(ordered[::-1])
    assert one.fingerprints.tolist() == other.fingerprints.tolist()
    assert one.offsets.tolist() == other.offsets.tolist()
    assert one.bases.tolist() == other.bases.tolist()
    assert (one.find(ordered) >= 0).all()


def test_a_key_takes_three_bytes_at_most():
    table, _ = NgramTable.build(random_keys(10_000))
    assert (table.bases.nbytes + table.offsets.nbytes + table.fingerprints.nbytes) / 10_000 < 3


def test_mixing_gives_the_published_numbers():
    # The first outputs of SplitMix64 from the seed 1234567 (the state rises by the golden ratio).
    gamma = 0x9E3779B97F4A7C15
    states = np.array([(1234567 + step * gamma) % 2**64 for step in range(3)], dtype=np.uint64)
    assert mix(states).tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]
