"""What the marks of a document stand for."""

from __future__ import annotations

import pytest

from tests.repair.engine import shared_repairer
from vnfix.channels.proposal import Proposal
from vnfix.mark_meanings import find_meanings

SMALL, OTHER = "(cid:1)", "(cid:2)"


def solve(*places: tuple[str, float, float]):
    """Solve marks from (mark, posterior of `đ`, posterior of `Đ`) at each place."""
    proposals, posteriors = [], []
    for at, (mark, small, capital) in enumerate(places):
        for glyph, posterior in (("đ", small), ("Đ", capital)):
            proposals.append(Proposal(at, at + 1, glyph, 5, 0.0, ((glyph, mark),)))
            posteriors.append(posterior)
    return find_meanings(range(len(places)), proposals, posteriors, lambda *_: 1.0, lambda _: 1.0)


RARELY, AS_OFTEN = (0.98, 0.01), (0.6, 0.4)
"""How a place asks for a small letter and for a capital: within a sentence, and in a name."""


@pytest.mark.parametrize(
    ("small", "other", "meaning"),
    [
        ([RARELY] * 30, [AS_OFTEN] * 20, "Đ"),
        # The bold `đ` of the same document.
        ([RARELY] * 30, [RARELY] * 20, "đ"),
        ([AS_OFTEN] * 30, [AS_OFTEN] * 20, "đ"),
        # Too few places to tell.
        ([RARELY] * 30, [AS_OFTEN], "đ"),
        # No other mark is the small letter: nothing to compare with.
        ([], [AS_OFTEN] * 20, "đ"),
    ],
)
def test_two_marks_of_one_letter(small, other, meaning):
    found = solve(*((SMALL, *one) for one in small), *((OTHER, *one) for one in other))
    shares = found.shares[OTHER]
    assert max(shares, key=lambda glyph: shares[glyph]) == meaning
    if small:
        assert found.settled(SMALL) == "đ"


TEXT = (
    "Đảng bộ huyện đã họp với đại diện các xã. Đại hội bầu đồng chí bí thư. Để đưa điện về bản, đoàn đi Đà Nẵng. "
    "Đồng bào đã đóng góp, đường đã làm xong đúng hạn. Đoàn đại biểu Đồng Nai đến dự.\n"
    "Nam Lan Mai An Linh Trang\n"
)


def test_a_text_of_which_all_letters_with_marks_are_signs():
    """It is no text that dropped its marks, though no word has one, and some lines have no sign either."""
    others = sorted({letter for letter in TEXT if not letter.isascii()})
    marks = {letter: f"(cid:{300 + at})" for at, letter in enumerate(others)}
    damaged = "".join(marks.get(letter, letter) for letter in TEXT * 4)
    assert shared_repairer().repair(damaged).text == TEXT * 4
