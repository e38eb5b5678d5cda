from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.training.damage import DIGITS, FREQUENT_LETTERS, Damage, choose_glyphs, damage_text, lose_glyphs

TEXT = "Thủ trưởng cơ quan, đơn vị phải thực hiện trước ngày 25/8.\nỞ đây hơi lạnh, ít người ở.\n"


@pytest.mark.parametrize(
    ("mark", "collapse", "damaged"),
    [
        (" ", False, "hơi l nh, ít người  \nmặt trời\n"),
        (" ", True, "hơi l nh, ít người\nmặt trời\n"),
        ("", False, "hơi lnh, ít người \nmặt trời\n"),
        ("\ufffd", False, "hơi l\ufffdnh, ít người \ufffd\nmặt trời\n"),
        ("(cid:7)", False, "hơi l(cid:7)nh, ít người (cid:7)\nmặt trời\n"),
    ],
)
def test_lost_glyphs_leave_their_trace(mark: str, collapse: bool, damaged: str):
    text = "hơi lạnh, ít người ạ\nmặt trời\n"
    assert lose_glyphs(text, {"ạ": mark}, collapse=collapse).text == damaged


def test_collapsing_drops_blanks_at_both_ends_of_a_line_and_keeps_empty_lines():
    assert lose_glyphs("ừ ừ, vâng \n\n ạ\n", {"ừ": " ", "ạ": " "}, collapse=True).text == ", vâng\n\n\n"


def test_the_head_of_a_document_can_stay_intact():
    assert lose_glyphs("cơ quan\ncơ sở\n", {"ơ": " "}, start=8).text == "cơ quan\nc  sở\n"
    assert lose_glyphs("cơ quan\ncơ sở\n", {"ơ": " "}, start=8, collapse=True).text == "cơ quan\nc sở\n"


@pytest.mark.parametrize("damage", list(Damage))
@given(seed=st.integers(0, 10_000).map(str))
def test_undoing_every_recorded_loss_gives_the_clean_text(damage: Damage, seed: str):
    result = damage_text(TEXT, damage, seed)
    parts, done = [], 0
    for place in result.places:
        assert place.glyph in result.glyphs
        parts += (result.text[done : place.start], place.glyph)
        done = place.end
    restored = "".join((*parts, result.text[done:]))
    if damage is Damage.COLLAPSED:
        assert "".join(restored.split()) == "".join(TEXT.split())
    else:
        assert restored == TEXT


@pytest.mark.parametrize("damage", list(Damage))
def test_the_same_seed_gives_the_same_damage(damage: Damage):
    assert damage_text(TEXT, damage, "a") == damage_text(TEXT, damage, "a")


def test_clean_text_stays_as_it_is():
    result = damage_text(TEXT, Damage.CLEAN, "a")
    assert (result.text, result.places, result.glyphs) == (TEXT, (), "")


def test_every_document_loses_another_set_of_letters_and_half_of_them_digits():
    sets = [choose_glyphs(Random(seed), Damage.BLANK) for seed in range(400)]
    assert len(set(sets)) > 390
    assert all(4 <= len(glyphs) <= 11 and set(glyphs) & set(FREQUENT_LETTERS) for glyphs in sets)
    assert sum(1 for glyphs in sets if set(glyphs) & set(DIGITS)) == pytest.approx(200, rel=0.2)


@pytest.mark.parametrize("damage", [Damage.CID, Damage.PUA, Damage.RAW])
@given(seed=st.integers(0, 10_000).map(str))
def test_each_glyph_has_a_mark_of_its_own(damage: Damage, seed: str):
    result = damage_text(TEXT, damage, seed)
    marks = {(place.glyph, result.text[place.start : place.end]) for place in result.places}
    assert len(marks) == len({glyph for glyph, _ in marks}) == len({mark for _, mark in marks})
