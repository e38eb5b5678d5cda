"""Numbers whose shape shows a hole, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word
from vnfix.lost_digits import find_lost_digits

LEXICON = Lexicon.of_words(tuple(Word(form, 0, 0.0, False) for form in SPECIAL))


def holes(text):
    """The text with `_` for each lost digit, where nothing but its shape is known."""
    found = find_lost_digits(Document.of_text(text, LEXICON), None)
    out, done = "", 0
    for item in found:
        out += text[done : item.start] + "_"
        done = item.end
    return out + text[done:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 2 /7/2019", "ngày 2_/7/2019"),
        ("ngày 2/ /2019", "ngày 2/_/2019"),
        ("ngày 12/ 2/2019", "ngày 12/_2/2019"),
        ("giá 72. 00.000đ", "giá 72._00.000đ"),
        ("giá 72.5 0.000đ", "giá 72.5_0.000đ"),
        ("giá 10 .000.000đ", "giá 10_.000.000đ"),
        ("giá 1\ufffd.000đ", "giá 1_.000đ"),
        ("năm 20(cid:20)9", "năm 20_9"),
        ("năm \ue0132019", "năm _2019"),
    ],
)
def test_a_hole_in_a_number_is_found(text, expected):
    assert holes(text) == expected


def known_failure(text):
    return pytest.param(text, marks=pytest.mark.xfail(strict=True, reason="known failure"))


@pytest.mark.parametrize(
    "text",
    [
        "0912 345 678",
        "10 000 000 đồng",
        "(024) 3 825 1234",
        "1 2 3 4 5",
        "từ 1 - 5",
        "ngày 2/7/2019",
        "10.000.000đ, 3,5%",
        "năm 2018 , 2019",
        known_failure("mục 1. 2 người"),
        known_failure("điều 3. 5 ngày"),
        "1. Mở đầu 2. Kết luận",
        "tỉ lệ 1 : 2",
        "7 giờ 30",
        known_failure("25/20, 22/25, 15/13"),
        known_failure("trang 13 / 40"),
        known_failure("2. 3. Phương pháp"),
        "I.2.b, 3.c",
        "kém 5, hơn 7, bằng 9",
        "a) 3 người; b) 4 người",
        "số 34/2016/NĐ-CP",
        "c\ufffd quan",
        "",
    ],
)
def test_a_whole_number_is_not_reported(text):
    assert holes(text) == text


def test_the_number_is_given_as_it_stands():
    (lost,) = find_lost_digits(Document.of_text("ngày 2 /7/2019.", LEXICON), None)
    assert (lost.start, lost.end, lost.number) == (6, 7, "2 /7/2019.")
    assert 0.5 < lost.confidence < 1


@given(st.text("0123456789 ./,()\ufffdđ", max_size=40))
def test_reports_are_in_order_apart_and_never_on_a_digit(text):
    found = find_lost_digits(Document.of_text(text, LEXICON), None)
    done = 0
    for item in found:
        assert done <= item.start < item.end <= len(text)
        assert not any(character.isdigit() for character in text[item.start : item.end])
        done = item.end
