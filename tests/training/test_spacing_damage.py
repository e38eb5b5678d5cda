from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.training.held_out import Layout, lay_out
from vnfix.training.spacing_damage import SpacingDamage, damage_spacing

PARAGRAPH = (
    "Thủ trưởng cơ quan, đơn vị phải thực hiện trước ngày 25/8 và gửi về sở để tổng hợp. "
    "Ở đây hơi lạnh, ít người ở, nên ai cũng muốn đi nơi khác tìm việc."
)
LONG = lay_out([PARAGRAPH] * 40, Layout.LINES)


def letters(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("damage", list(SpacingDamage))
@pytest.mark.parametrize("layout", list(Layout))
@given(seed=st.integers(0, 10_000).map(str))
def test_only_blanks_and_hyphens_change(damage: SpacingDamage, layout: Layout, seed: str):
    text = lay_out([PARAGRAPH] * 2, layout)
    result = damage_spacing(text, damage, seed)
    assert letters(result.text) == letters(text)
    assert result.gold == text
    for offset, letter in enumerate(text):
        if not letter.isspace():
            assert result.text[result.offsets[offset]] == letter


@pytest.mark.parametrize("damage", list(SpacingDamage))
def test_the_same_seed_gives_the_same_damage_and_another_one_another(damage: SpacingDamage):
    assert damage_spacing(LONG, damage, "a") == damage_spacing(LONG, damage, "a")
    assert len({damage_spacing(LONG, damage, str(seed)).text for seed in range(9)}) == 9


def test_three_in_a_hundred_syllables_are_split_and_as_many_blanks_gone():
    words = len(LONG.split())
    split = len(damage_spacing(LONG, SpacingDamage.SPLIT, "a").text.split())
    glued = len(damage_spacing(LONG, SpacingDamage.GLUED, "a").text.split())
    assert (split - words) / words == pytest.approx(0.03, abs=0.005)
    assert (words - glued) / words == pytest.approx(0.03, abs=0.01)


@pytest.mark.parametrize("layout", list(Layout))
def test_half_of_the_line_ends_cut_a_syllable(layout: Layout):
    text = lay_out([PARAGRAPH] * 40, layout)
    whole = set(re.findall(r"\w+", text))
    broken = [damage_spacing(text, SpacingDamage.BROKEN, str(seed)).text for seed in range(12)]
    cut = [
        len([1 for word in re.findall(r"\w+", one) if word not in whole]) / one.count("\n") for one in broken
    ]
    assert min(cut) > 0.1
    hyphens = [len(re.findall(r"\w-\s*\n", one)) for one in broken]
    assert 0 in hyphens
    assert max(hyphens) > 5
