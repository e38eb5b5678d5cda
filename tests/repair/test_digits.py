"""Digits that are gone are reported, each at its place, and none is made up."""

from __future__ import annotations

import pytest

from tests.repair.engine import shared_repairer
from vnfix import Kind, apply_corrections


def test_lost_digits_are_reported_at_their_places(digit_case, known_failure):
    known_failure(digit_case, "fixed")
    result = shared_repairer().repair(digit_case.original)
    assert [(lost.start, lost.end) for lost in result.lost_digits] == list(digit_case.lost)


def test_the_digits_of_the_text_are_those_that_stood_in_it(digit_case):
    result = shared_repairer().repair(digit_case.original)
    assert result.text == digit_case.fixed


def test_a_report_names_the_number_as_it_stands(digit_case):
    for lost in shared_repairer().repair(digit_case.original).lost_digits:
        assert lost.number in digit_case.original
        assert digit_case.original[lost.start : lost.end] in lost.number
        assert 0 < lost.confidence <= 1


def test_a_text_with_lost_digits_is_not_clean():
    profile = shared_repairer().repair("Họp ngày 2 /7/2018 tại hội trường.").profile
    assert 1 in profile.damaged_lines


# A font of Windows numbers its glyphs 29 below ASCII: c is 70, g 74, m 80.
ASCII_RUN = (
    "Mỗi sáng, cả làng mang gạch, cát, xi măng ra công trường; ngày mai mọi người cùng góp công làm cầu. "
)


def lose(text, letters, distance=29):
    return "".join(f"(cid:{ord(c) - distance})" if c in letters else c for c in text)


def test_digits_come_back_where_the_glyph_numbers_of_letters_settle_them():
    text = ASCII_RUN * 2 + "Lương tháng 5 là 250 đồng."
    result = shared_repairer().repair(lose(text, "cgm250"))
    assert result.text == text
    assert result.lost_digits == ()
    digits = [c for c in result.corrections if c.kind is Kind.LOST_DIGITS]
    assert "".join(c.after for c in digits) == "5250"


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        pytest.param(
            *("cg250", "two letters could agree by chance"),
            marks=pytest.mark.xfail(
                strict=True, reason="known failure: a whole number in marks is read as a word"
            ),
        ),
        ("250", "no letter tells the numbering"),
    ],
)
def test_digits_stay_lost_where_too_few_letters_tell_the_numbering(letters, reason):
    text = ASCII_RUN * 2 + "Lương tháng 5 là 250 đồng."
    result = shared_repairer().repair(lose(text, letters))
    assert not set("0123456789") & set("".join(c.after for c in result.corrections)), reason
    assert result.lost_digits


def test_digits_stay_lost_where_letters_disagree_on_the_numbering():
    text = ASCII_RUN * 2 + "Lương tháng 5 là 250 đồng."
    damaged = lose(text, "cg250").replace("m", "(cid:79)")
    result = shared_repairer().repair(damaged)
    assert apply_corrections(damaged, result.corrections) == result.text
    assert not set("0123456789") & set("".join(c.after for c in result.corrections))
