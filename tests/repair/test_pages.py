"""A whole page whose words were taken for other words, and pages that are right."""

from __future__ import annotations

import pytest

from tests.pages import (
    CLEAN_PAGE,
    NAMES,
    READ_AS_ENGLISH,
    READ_AS_ENGLISH_RIGHT,
    WRONG_WORDS,
    misread_page,
)
from tests.repair.engine import shared_repairer
from vnfix import Level


def changes(text: str) -> list[tuple[str, str]]:
    return [(item.before, item.after) for item in shared_repairer().repair(text).corrections]


def test_a_page_misread_as_words_comes_back():
    fixed = shared_repairer().repair(misread_page()).text
    back = sum(right in fixed for right, _ in WRONG_WORDS)
    assert back >= 0.8 * len(WRONG_WORDS)


def test_and_hardly_anything_else_of_it_changes():
    right = {
        (before, after)
        for whole, misread in WRONG_WORDS
        for before, after in zip(misread.split(), whole.split(), strict=True)
    }
    # `đền một cuốn` is a rare thing to say.
    assert set(changes(misread_page())) - right <= {("đền", "đến")}


@pytest.mark.parametrize("level", [Level.SAFE, Level.LIKELY])
@pytest.mark.parametrize("text", [CLEAN_PAGE, NAMES], ids=["page", "names"])
def test_what_is_right_stays(text, level):
    assert shared_repairer().repair(text, level).text == text


def test_one_slip_in_a_right_page_is_only_suggested():
    slip = CLEAN_PAGE.replace("kể lại câu", "kế lại câu")
    assert shared_repairer().repair(slip).text == slip


PHRASE = """
Vỉa hè của khu chợ được lát gạch bê tông vân đá dày sáu phân. Gạch đỏ rẻ, mà gạch bê tông vân đá bền hơn.
Người thợ nói rằng lát gạch bê tông vân đá thì nhanh, lúc trời mưa vẫn không trơn.
Đường ra bến sông cũng sẽ lát gạch bê tông vân đá, mỗi viên gạch bê tông vân đá nặng bốn cân.
"""


def test_a_phrase_that_a_right_page_keeps_using_stays():
    text = CLEAN_PAGE + PHRASE
    assert shared_repairer().repair(text).text == text


def share_right(text: str) -> float:
    """The share of the words of the page, line by line, that are in a reading of it."""
    lines = zip(text.splitlines(), READ_AS_ENGLISH_RIGHT.splitlines(), strict=True)
    found = [word in line.split() for line, right in lines for word in right.split()]
    return sum(found) / len(found)


def test_a_page_that_was_read_by_an_engine_set_to_english_comes_back():
    fixed = shared_repairer().repair(READ_AS_ENGLISH).text
    assert share_right(READ_AS_ENGLISH) < 0.25
    assert share_right(fixed) > 0.8


def test_in_such_a_page_a_lone_sign_may_be_a_word_and_a_tall_letter_is_no_capital():
    fixed = shared_repairer().repair(READ_AS_ENGLISH).text
    assert " ở " in fixed
    assert fixed.splitlines()[1].startswith("Căn phòng rộng")


def test_in_other_pages_a_lone_sign_stays():
    for sign in "&@":
        page = CLEAN_PAGE.replace(" và một bàn dài", f" {sign} một bàn dài")
        assert f" {sign} " in shared_repairer().repair(page).text
