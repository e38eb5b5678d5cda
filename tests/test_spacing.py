"""What a document's own spacing says of a blank."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.spacing import Spacing
from vnfix.token_table import TokenTable
from vnfix.tokens import tokenize


def spacing_of(text):
    return Spacing.of_table(TokenTable.of_tokens(tokenize(text)))


def test_line_ends_without_blanks_make_a_blank_at_a_line_end_rare():
    spacing = spacing_of("một\nhai\nba\nbốn\nnăm\n")
    assert spacing.trailing_cost(0) > spacing.trailing_cost(1) + 2


def test_line_ends_with_blanks_make_them_usual():
    spacing = spacing_of("một \nhai \nba \nbốn \nnăm \n")
    assert spacing.trailing_cost(1) > spacing.trailing_cost(0) + 2


def test_a_usual_indent_is_usual_and_another_is_not():
    spacing = spacing_of("đầu\n    một\n    hai\n    ba\n    bốn")
    assert spacing.leading_cost(4) > max(spacing.leading_cost(n) for n in (0, 1, 2, 3, 5))


def test_blank_lines_are_no_line_ends_of_text():
    assert spacing_of("một \n\n\n\n\nhai \n").trailing_cost(1) > spacing_of("một\nhai\n").trailing_cost(1)


@pytest.mark.parametrize("blanks", [0, 1])
def test_a_single_gap_costs_nothing(blanks):
    assert spacing_of("một hai").gap_cost(blanks) == 0


@pytest.mark.parametrize("blanks", [2, 3, 4, 5])
def test_a_double_gap_within_a_line_is_odd(blanks):
    assert spacing_of("một hai").gap_cost(blanks) < -1


@pytest.mark.parametrize("blanks", [6, 20])
def test_a_wide_gap_is_layout(blanks):
    assert spacing_of("một hai").gap_cost(blanks) == 0


@pytest.mark.parametrize("text", ["", "một", "\n", "\n\n\n", "   ", "  \n  "])
def test_a_text_that_tells_nothing_still_gives_probabilities(text):
    spacing = spacing_of(text)
    for blanks in range(4):
        assert -10 < spacing.trailing_cost(blanks) < 0
        assert -10 < spacing.leading_cost(blanks) < 0


@given(st.text("ab \n", max_size=60), st.integers(0, 9))
def test_costs_are_logarithms_of_probabilities(text, blanks):
    spacing = spacing_of(text)
    for cost in (spacing.trailing_cost(blanks), spacing.leading_cost(blanks), spacing.gap_cost(blanks)):
        assert math.exp(cost) <= 1


@given(st.text("ab \n", max_size=60))
def test_the_shares_of_line_ends_sum_up_to_no_more_than_one(text):
    spacing = spacing_of(text)
    for costs in (spacing.trailing, spacing.leading):
        assert sum(math.exp(cost) for cost in costs.values()) <= 1.3
