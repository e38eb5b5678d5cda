"""With which digit the numbers of a sentence add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.review.places import Asked, Place
from vnfix.review.session import Review
from vnfix.review.sums import fitting_digits
from vnfix.review.views import explain_place


def fitting(text: str) -> str:
    """The hole is where `_` stands; a blank stands there in a text."""
    at = text.index("_")
    return fitting_digits(text.replace("_", " "), at, at + 1)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Có 12 hộ nghèo, 35 hộ cận nghèo, tổng cộng 4_ hộ.", "7"),
        ("Tổng cộng 47 hộ, gồm 1_ hộ nghèo và 35 hộ cận nghèo.", "2"),
        ("Thu 1.250.000 đồng, chi 4_0.000 đồng, còn 800.000 đồng.", "5"),
        ("Rừng trồng 2,5 ha, rừng tự nhiên 3,_ ha; cộng là 6,2 ha", ""),
        ("Rừng trồng 2,5 ha và rừng tự nhiên 3,_ ha, cộng là 6,2 ha.", "7"),
        ("Năm nay có 10 vụ. Cả ba xã: 3 vụ, 4 vụ và _ vụ, cộng 12 vụ.", "5"),
        ("gồm 3 tổ,\n4 tổ và\n_ tổ, cộng 9 tổ", "2"),
    ],
)
def test_one_number_is_the_sum_of_the_others(text, digits):
    assert fitting(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "Có 12 hộ và 4_ người.",
        "Có 12 hộ, 35 người và _ xe.",
        "ngày 1_/11/2024 có 12 hộ, 3 xã, 15 người",
        "Số 1_/KH-UBND: 12 hộ, 3 xã, 15 người",
        "Có 0 hộ, 5 người, _ xe.",
        "Có 1 _ hộ, 2 người, 13 con, 90 xe",
        "_",
        "",
    ],
)
def test_where_nothing_adds_up_there_is_no_hint(text):
    assert (fitting(text) if "_" in text else fitting_digits(text, 0, 0)) == ""


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=5), st.data())
def test_the_digit_that_was_there_is_always_among_them(parts, data):
    numbers = [*parts, sum(parts)]
    at = data.draw(st.integers(0, len(numbers) - 1))
    digits = str(numbers[at])
    hole = data.draw(st.integers(0, len(digits) - 1))
    words = [str(number) for number in numbers]
    words[at] = f"{digits[:hole]}_{digits[hole + 1 :]}"
    assert digits[hole] in fitting(" hộ, ".join(words) + " hộ.")


@given(st.text(alphabet="0123456789., ?/\n-aộ", max_size=40), st.integers(0, 40))
def test_it_never_fails(text, at):
    assert set(fitting_digits(text, min(at, len(text)), min(at + 1, len(text)))) <= set("0123456789")


def test_the_hint_stands_beside_the_lost_digit():
    text = "Có 12 hộ nghèo và 35 hộ cận nghèo, tổng cộng 4  hộ."
    at = text.index("4  ") + 1
    place = Place(at, at + 1, " ", None, Asked.LOST_DIGIT, 0.9, reason="gone")
    assert explain_place(Review(text, [place]), 0) == "gone; with 7 the numbers of the sentence add up"
