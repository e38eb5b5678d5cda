from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.letters import Tone, unaccented
from vnfix.training.mark_damage import (
    MarkDamage,
    Shape,
    choose_mark,
    damage_marks,
    drop_mark,
    marks_of,
    raise_lines,
)

TEXT = (
    "Thủ trưởng cơ quan, đơn vị phải thực hiện trước ngày 25/8.\nỞ đây hơi lạnh, ít người ở, xin nghỉ sớm.\n"
)
LONG = TEXT * 40


def words_that_differ(first: str, second: str) -> float:
    pairs = list(zip(first.split(), second.split(), strict=True))
    return sum(a != b for a, b in pairs) / len(pairs)


@pytest.mark.parametrize("damage", list(MarkDamage))
@given(seed=st.integers(0, 10_000).map(str))
def test_only_marks_change_and_every_character_keeps_its_offset(damage: MarkDamage, seed: str):
    result = damage_marks(TEXT, damage, seed)
    assert unaccented(result.text) == unaccented(result.gold)
    assert result.gold.lower() == TEXT.lower()
    assert result.offsets == tuple(range(len(TEXT) + 1))


@pytest.mark.parametrize("damage", list(MarkDamage))
def test_the_same_seed_gives_the_same_damage_and_another_one_another(damage: MarkDamage):
    assert damage_marks(LONG, damage, "a") == damage_marks(LONG, damage, "a")
    if damage is not MarkDamage.STRIPPED:
        assert len({damage_marks(LONG, damage, str(seed)).text for seed in range(9)}) > 1


def test_stripped_text_has_no_marks():
    assert damage_marks("Ở đây, ĐƯỢC 5 ngày", MarkDamage.STRIPPED, "a").text == "O day, DUOC 5 ngay"


def test_shares():
    half, partial, swapped = (
        damage_marks(LONG, damage, "a").text
        for damage in (MarkDamage.HALF, MarkDamage.PARTIAL, MarkDamage.SWAPPED)
    )
    marks = [sum(len(marks_of(letter)) for letter in text) for text in (LONG, half)]
    assert marks[1] / marks[0] == pytest.approx(0.5, abs=0.04)
    assert words_that_differ(LONG, partial) == pytest.approx(0.2 * 18 / 21, abs=0.04)
    assert words_that_differ(LONG, swapped) == pytest.approx(0.03, abs=0.005)


@pytest.mark.parametrize("seed", range(12))
def test_one_mark_is_gone_everywhere_and_no_other(seed: int):
    damaged = damage_marks(LONG, MarkDamage.ONE_MARK, str(seed)).text
    gone = {mark for letter in LONG for mark in marks_of(letter)} - {
        mark for letter in damaged for mark in marks_of(letter)
    }
    assert len(gone) == 1
    (mark,) = gone
    assert damaged == "".join(drop_mark(letter, mark) for letter in LONG)


def test_a_mark_that_the_document_has_is_chosen():
    assert choose_mark(Random(0), "ạ ạ ạ") is Tone.DOT
    assert choose_mark(Random(0), "đ đ đ á") is Shape.STROKE


def test_capitals_lose_their_marks_beside_intact_small_letters():
    damaged = damage_marks("ĐIỀU LỆ\nđiều lệ của Ủy ban\n" * 30, MarkDamage.BARE_CAPITALS, "a")
    assert damaged.text.startswith("DIEU LE\n")
    assert "điều lệ của Ủy ban" in damaged.text
    assert "Ề" not in damaged.text
    assert "ĐIỀU LỆ CỦA ỦY BAN" in damaged.gold


@given(st.integers(0, 999))
def test_headings_are_made_of_the_first_line_and_some_others(seed: int):
    lines = raise_lines(Random(seed), "Quyết định của xã\nvề việc làm đường\n" * 30).splitlines()
    assert lines[0].isupper()
    assert sum(line.isupper() for line in lines) < 25
    assert any(first.islower() or second.islower() for first, second in pairwise(lines))
