"""A whole page whose words were taken for other words, and pages that are right."""

from __future__ import annotations

import pytest

from tests.pages import CLEAN_PAGE, NAMES, WRONG_WORDS, misread_page
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
