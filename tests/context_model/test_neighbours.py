"""The weighted sums of neighbours, against the definition written out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.context_model.neighbours import REACH, STEPS, sum_neighbours

Floats = npt.NDArray[np.float32]


def add_up(vectors: Floats, place: int) -> Floats:
    total = np.zeros(vectors.shape[1], dtype=np.float64)
    for other in range(len(vectors)):
        distance = abs(other - place)
        weight = sum(weight for reach, weight in STEPS if distance <= reach)
        if distance > 1:
            total += weight * vectors[other]
    return total.astype(np.float32)


def make_vectors(symbols: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).standard_normal((symbols, 3)).astype(np.float32)


@given(st.integers(1, 200), st.data())
def test_sums_are_those_of_the_definition(symbols: int, data: st.DataObject):
    vectors = make_vectors(symbols)
    place = data.draw(st.integers(0, symbols - 1))
    found = sum_neighbours(vectors, np.array([place]))
    np.testing.assert_allclose(found[0], add_up(vectors, place), atol=1e-4)


def test_all_places_are_the_default():
    vectors = make_vectors(150)
    places = np.array([0, 7, 149])
    np.testing.assert_allclose(sum_neighbours(vectors)[places], sum_neighbours(vectors, places), atol=1e-4)


def test_many_texts_at_once_are_like_one_after_the_other():
    texts = np.stack([make_vectors(90, seed) for seed in range(3)])
    apart = np.stack([sum_neighbours(text) for text in texts])
    np.testing.assert_allclose(sum_neighbours(texts), apart, atol=1e-4)


def test_the_weights_are_symmetric():
    left, right = make_vectors(200, 1), make_vectors(200, 2)
    one, other = (sum_neighbours(left) * right).sum(), (left * sum_neighbours(right)).sum()
    assert one == pytest.approx(other, rel=1e-3)


@pytest.mark.parametrize("distance", [0, 1, REACH + 1])
def test_what_weighs_nothing(distance: int):
    vectors = np.zeros((2 * REACH + 5, 1), dtype=np.float32)
    vectors[REACH + distance] = 1
    assert sum_neighbours(vectors, np.array([REACH]))[0, 0] == pytest.approx(0, abs=1e-6)
