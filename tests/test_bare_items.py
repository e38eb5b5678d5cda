"""The letter đ in lists of a text without marks: where d stands twice."""

from __future__ import annotations

import pytest

from vnfix.channels.bare_items import find_bare_items
from vnfix.document import Document
from vnfix.error_rates import Layer
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word

LEXICON = Lexicon.of_words((*(Word(name, 0, 0.0, False) for name in SPECIAL), Word("đ", 9, 0.0, False)))


def restore(text: str, layer: Layer | None = Layer.BARE) -> str:
    document = Document.of_text(text, LEXICON)
    for item in find_bare_items(document, [layer] * len(document.tokens)):
        text = text[: item.start] + item.after + text[item.end :]
    return text


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("c) mot\nd) hai\nd) ba\ne) bon", "c) mot\nd) hai\nđ) ba\ne) bon"),
        ("c) mot\nd) hai\nd) ba", "c) mot\nd) hai\nđ) ba"),
        ("d) hai\nd) ba\ne) bon", "d) hai\nđ) ba\ne) bon"),
        ("c) mot; d) hai; d) ba.", "c) mot; d) hai; đ) ba."),
        ("C. mot\nD. hai\nD. ba\n", "C. mot\nD. hai\nĐ. ba\n"),
        ("(c) mot\n(d) hai\n(d) ba", "(c) mot\n(d) hai\n(đ) ba"),
        ("c) mot\nd) hai\nd) ba\ne) bon\nc) nam\nd) sau\nd) bay", "c) mot\nd) hai\nđ) ba\ne) bon\nc) nam\nd) sau\nđ) bay"),
        ("cac diem c, d, d va e", "cac diem c, d, đ va e"),
        ("diem d va d", "diem d va đ"),
        ("diem d hoac d", "diem d hoac đ"),
    ],
)  # fmt: skip
def test_the_second_of_two_is_another_letter(text: str, restored: str):
    assert restore(text) == restored


@pytest.mark.parametrize(
    "text",
    [
        "c) mot\nd) hai\ne) ba",
        # Two lists that say the same letter of a law.
        "d) mot\nd) hai",
        "c) mot\nd) hai\n1. ba\nd. bon",
        "c) mot\nd) hai\nd. ba",
        "lop c) va d) va d) khac",
        "cac diem c, d, e",
        "d d",
        "d, D",
        "diem d khoan 1, diem d khoan 2",
        "a, a",
        "",
    ],
)
def test_a_letter_that_is_right_stays(text: str):
    assert restore(text) == text


def test_in_a_line_of_another_language_nothing_is_a_list():
    assert restore("c) one\nd) two\nd) three", layer=None) == "c) one\nd) two\nd) three"
