"""A word that the document keeps using weighs more, up to a bound."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.word_cache import WordCache

COMMON, RARE = math.log(1e-2), math.log(1e-5)


def bonus(count: float, unigram: float, total: float = 1000.0) -> float:
    return WordCache({7: count}, {7: unigram}, total).bonus(7)


def test_an_empty_cache_says_nothing():
    assert WordCache().bonus(7) == 0.0


def test_a_word_that_is_not_in_the_cache_gains_nothing():
    assert WordCache({7: 30.0}, {7: RARE}, 1000.0).bonus(8) == 0.0


@pytest.mark.parametrize("count", [-1.0, 0.0, 0.5, 1.0])
def test_one_use_is_no_habit(count):
    assert bonus(count, RARE) == 0.0


@pytest.mark.parametrize("count", [2.0, 10.0, 11.0])
def test_a_word_used_no_more_than_elsewhere_gains_nothing(count):
    assert bonus(count, COMMON) == 0.0


def test_a_word_used_more_than_elsewhere_gains():
    assert 0 < bonus(30, COMMON) < bonus(2, RARE)


def test_the_gain_is_that_of_the_mixture():
    # Two uses beyond the first in a thousand words, where one in a hundred thousand was to be expected.
    ratio = (3 - 1) / 1000 / 1e-5
    assert bonus(3, RARE) == pytest.approx(math.log(0.97 + 0.03 * ratio))


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(-20, -1e-3), st.floats(1, 1e6))
def test_more_uses_never_gain_less_and_no_word_gains_without_bound(one, other, unigram, total):
    low, high = sorted((one, other))
    assert 0 <= bonus(low, unigram, total) <= bonus(high, unigram, total) <= 2.5


@given(st.floats(1, 1e4), st.floats(-20, -1e-3), st.floats(-20, -1e-3))
def test_rare_words_gain_more(count, one, other):
    low, high = sorted((one, other))
    assert bonus(count, low) >= bonus(count, high)
