from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.training.corpus import Genre
from vnfix.training.damage import Damage, damage_text, lose_glyphs
from vnfix.training.held_out import CleanDocument, Size
from vnfix.training.observations import cut_opening, damage_document, is_right

TEXT = "Thủ trưởng cơ quan, đơn vị phải thực hiện trước ngày 25/8.\nỞ đây hơi lạnh, ít người ở.\n"


@pytest.mark.parametrize(
    ("gold", "glyphs", "mark", "collapse", "span", "after"),
    [
        ("cơ quan", "ơ", " ", False, (0, 2), "cơ"),
        ("xã đông đúc", "đ", " ", False, (3, 7), "đông"),
        ("quy ước mới", "ướ", " ", False, (4, 7), "ước"),
        ("trực ban", "ự", "", False, (0, 3), "trực"),
        ("đi từ xa", "đừ", "", False, (0, 1), "đi"),
        ("đi từ xa", "đừ", "", False, (2, 3), "từ"),
        ("vẽ vời", "ẽ", "(cid:31)", False, (0, 9), "vẽ"),
        ("vẽ vời", "ẽ", "\ufffd", False, (0, 2), "vẽ"),
        ("cơ quan", "ơ", " ", True, (0, 1), "cơ"),
        ("ghi rõ, đủ", "õ", " ", True, (4, 5), "rõ"),
        ("ghi rõ, đủ", "õ", " ", True, (4, 6), "rõ"),
        ("sống ở quê", "ở", " ", True, (4, 5), " ở "),
    ],
)
def test_readings_that_give_back_the_clean_word(
    gold: str, glyphs: str, mark: str, collapse: bool, span: tuple[int, int], after: str
):
    assert is_right(lose_glyphs(gold, dict.fromkeys(glyphs, mark), collapse=collapse), *span, after)


@pytest.mark.parametrize(
    ("gold", "glyphs", "mark", "collapse", "span", "after"),
    [
        ("cơ quan", "ơ", " ", False, (0, 2), "cờ"),
        ("cơ quan", "ơ", " ", False, (0, 2), "Cơ"),
        ("cơ quan", "ơ", " ", False, (0, 3), "cơ"),
        ("cơ quan", "", " ", False, (0, 2), "co"),
        ("trường học", "ườ", " ", False, (0, 3), "trư"),
        ("trường học", "ườ", "", False, (0, 2), "trư"),
        ("trực ban", "ự", "(cid:31)", False, (0, 5), "trự"),
        ("trong b) và c)", "", " ", False, (6, 7), "bộ"),
        ("sống quê", "", " ", True, (4, 5), " ở "),
    ],
)
def test_readings_that_do_not(
    gold: str, glyphs: str, mark: str, collapse: bool, span: tuple[int, int], after: str
):
    assert not is_right(lose_glyphs(gold, dict.fromkeys(glyphs, mark), collapse=collapse), *span, after)


@given(st.sampled_from(list(Damage)), st.integers(0, 999), st.data())
def test_only_the_clean_text_itself_is_right(damage: Damage, seed: int, data: st.DataObject):
    damaged = damage_text(TEXT, damage, str(seed))
    start = data.draw(st.integers(0, len(damaged.text)))
    end = data.draw(st.integers(start, len(damaged.text)))
    assert not is_right(damaged, start, end, "Ω")
    if is_right(damaged, start, end, damaged.text[start:end]):
        assert damaged.text[start:end] in TEXT


@pytest.mark.parametrize("damage", list(Damage))
def test_documents_are_damaged_the_same_way_every_time(damage: Damage):
    document = CleanDocument("own.txt#3", Genre.OFFICIAL, Size.SHORT, TEXT * 9)
    assert damage_document(document, damage) == damage_document(document, damage)


def test_an_opening_is_cut_between_words_and_a_short_text_is_its_own():
    long = CleanDocument("own.txt#3", Genre.OFFICIAL, Size.LONG, TEXT * 9)
    opening = cut_opening(long).text
    assert 160 <= len(opening) <= 170
    assert long.text[len(opening)] == " "
    short = CleanDocument("own.txt#4", Genre.OFFICIAL, Size.SHORT, TEXT)
    assert cut_opening(short) == short
