"""How likely a document loses each glyph."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnfix.letters import VIETNAMESE_LETTERS
from vnfix.loss_rates import ACTIVE_RATE, LossRates
from vnfix.traces import BLANK, DIGIT, ZERO

# A document of about 400 letters that lost ơ and ự to blanks.
INTACT = {"a": 40, "n": 60, "t": 30, "ư": 9, "đ": 12, "ở": 1}
LOST = {("ơ", BLANK): 9.0, ("ự", BLANK): 4.0, ("ở", BLANK): 2.0}


def test_before_anything_is_known_every_glyph_is_lost_a_little():
    rates = LossRates(INTACT)
    assert 0 < rates.rate("ơ", BLANK) < 0.1
    assert rates.active_traces() == frozenset()


def test_before_anything_is_known_a_glyph_that_stands_is_lost_less():
    rates = LossRates(INTACT)
    assert rates.rate("n", BLANK) < rates.rate("đ", BLANK) < rates.rate("ơ", BLANK)


def test_before_anything_is_known_a_capital_that_is_missing_says_little():
    rates = LossRates(INTACT)
    assert rates.rate("Ơ", BLANK) < rates.rate("ơ", BLANK)


def test_a_glyph_that_was_lost_everywhere_is_nearly_always_lost():
    assert LossRates(INTACT, LOST).rate("ơ", BLANK) > 0.7


def test_a_glyph_that_stands_often_is_not_blamed_for_an_odd_blank():
    assert LossRates(INTACT, LOST | {("n", BLANK): 1.0}).rate("n", BLANK) < ACTIVE_RATE


def test_a_glyph_that_stands_nowhere_is_blamed_easily_in_a_damaged_document():
    rates = LossRates(INTACT, LOST)
    assert rates.rate("ẫ", BLANK) >= ACTIVE_RATE
    assert "ẫ" in rates.active_glyphs()


def test_the_glyphs_lost_are_active_and_those_that_stand_are_not():
    active = LossRates(INTACT, LOST).active_glyphs()
    assert {"ơ", "ự", "ở"} <= active
    assert active.isdisjoint({"a", "n", "t", "đ", "ư"})


def test_active_traces_are_those_that_were_seen():
    assert LossRates(INTACT, LOST).active_traces() == {BLANK}
    assert LossRates(INTACT, {("ơ", "\ufffd"): 5.0}).active_traces() == {"\ufffd"}


def test_what_a_lost_glyph_leaves_is_the_same_for_all_glyphs():
    rates = LossRates(INTACT, LOST)
    assert rates.rate("ẫ", BLANK) > 5 * rates.rate("ẫ", ZERO)


def test_where_blanks_were_shrunk_a_blank_and_nothing_are_one_trace():
    rates = LossRates(INTACT, LOST, collapsed=True)
    assert rates.rate("ơ", ZERO) == rates.rate("ơ", BLANK)


def test_a_mark_with_a_settled_meaning_is_no_other_glyph():
    rates = LossRates(INTACT, {("ơ", "(cid:7)"): 9.0, ("ự", "(cid:8)"): 4.0})
    assert rates.log_rate("ơ", "(cid:7)") > rates.log_rate("ự", "(cid:7)") + 4


def test_a_mark_for_all_glyphs_stays_open():
    rates = LossRates(INTACT, {("ơ", "\ufffd"): 9.0, ("ự", "\ufffd"): 4.0})
    assert rates.log_rate("ự", "\ufffd") > math.log(0.05)


def test_a_lost_glyph_that_stands_speaks_against_itself():
    rates = LossRates(INTACT, LOST)
    assert rates.log_intact("ơ") < -1
    assert rates.log_intact("n") == 0


@pytest.mark.parametrize(
    ("glyph", "expected"),
    [("ơ", True), ("ẫ", True), ("ở", True), ("n", False), ("đ", False)],
)
def test_mostly_lost(glyph, expected):
    assert LossRates(INTACT, LOST).is_mostly_lost(glyph) is expected


def test_lost_digits_are_one_glyph():
    assert LossRates(INTACT | {DIGIT: 5}, LOST | {(DIGIT, BLANK): 3.0}).rate(DIGIT, BLANK) > ACTIVE_RATE


def test_a_document_that_loses_every_letter_still_has_rates():
    rates = LossRates({}, {(glyph, BLANK): 5.0 for glyph in VIETNAMESE_LETTERS})
    assert 0 < rates.rate("ơ", BLANK) < 1
    assert rates.active_glyphs() >= {"ơ", "a", "Đ"}


glyphs = st.sampled_from("ơưđnatĐĂ" + DIGIT)
traces = st.sampled_from([BLANK, ZERO, "\ufffd", "(cid:7)", "%"])
intact_counts = st.dictionaries(glyphs, st.integers(0, 10**6))
expected_losses = st.dictionaries(st.tuples(glyphs, traces), st.floats(0, 10**5))


@settings(max_examples=300, deadline=None)
@given(intact_counts, expected_losses, st.booleans(), glyphs, traces)
def test_rates_are_probabilities(intact, expected, collapsed, glyph, trace):
    rates = LossRates(intact, expected, collapsed)
    assert 0 < rates.rate(glyph, trace) < 1
    assert -1000 < rates.log_rate(glyph, trace) <= 0
    assert -1000 < rates.log_intact(glyph) <= 0
    rates.active_glyphs()


@given(st.integers(0, 50), st.floats(0.1, 50), st.floats(0.1, 50))
def test_more_losses_make_a_loss_likelier(intact, fewer, more):
    low, high = sorted((fewer, more))
    one = LossRates({"ơ": intact}, {("ơ", BLANK): low})
    two = LossRates({"ơ": intact}, {("ơ", BLANK): high})
    assert one.rate("ơ", BLANK) <= two.rate("ơ", BLANK) + 1e-9


@pytest.mark.parametrize("capitals", [False, True])
def test_a_document_that_lost_every_letter_with_a_mark(capitals):
    lost = {
        letter for letter in VIETNAMESE_LETTERS if not letter.isascii() and (capitals or letter.islower())
    }
    rates = LossRates({"a": 40, "n": 60}, {**{(letter, BLANK): 9.0 for letter in lost}, ("n", BLANK): 1.0})
    assert all(0 < rates.rate(letter, BLANK) < 1 for letter in [*lost, "a", "n"])
