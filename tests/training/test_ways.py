from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.training.damage import Damage, DamagedText, lose_glyphs
from vnfix.training.mark_damage import MarkDamage
from vnfix.training.spacing_damage import SpacingDamage
from vnfix.training.ways import MIXTURES, WAYS, Family, Way, find_ways

TEXT = "Thủ trưởng cơ quan, đơn vị phải thực hiện trước ngày 25/8.\nỞ đây hơi lạnh, ít người ở.\n" * 3


@given(st.sampled_from(sorted(WAYS)), st.integers(0, 999).map(str))
def test_offsets_lead_from_the_clean_text_to_the_damaged_one(name: str, seed: str):
    damaged = WAYS[name].damage(TEXT, seed)
    assert len(damaged.offsets) == len(damaged.gold) + 1
    assert list(damaged.offsets) == sorted(damaged.offsets)
    assert damaged.offsets[-1] == len(damaged.text)


def test_a_mixture_has_both_kinds_of_damage():
    way = Way((Damage.FFFD, MarkDamage.STRIPPED))
    damaged = way.damage(TEXT, "a")
    assert damaged.gold == TEXT
    assert "\ufffd" in damaged.text
    assert damaged.text.isascii() is False
    assert damaged.text.replace("\ufffd", "").isascii()


def test_lost_glyphs_are_still_known_after_a_second_damage():
    first = lose_glyphs("cơ sở 25", {"5": " ", "ơ": ""})
    split = DamagedText.of_pieces(first.text, [letter + " " for letter in first.text])
    both = first.then(split)
    assert [(place.glyph, both.text[place.start : place.end]) for place in both.places] == [
        ("ơ", ""),
        ("5", "  "),
    ]
    assert both.glyphs == "5ơ"


def test_damage_of_another_text_is_refused():
    with pytest.raises(ValueError, match="another text"):
        lose_glyphs("cơ", {"ơ": " "}).then(lose_glyphs("cơ", {}))


def test_ways_are_found_by_name_and_by_family():
    assert [way.name for way in find_ways("clean,mixtures")] == ["clean", *(way.name for way in MIXTURES)]
    assert {way.family for way in find_ways(",".join(Family))} == set(Family)
    assert Way((SpacingDamage.SPLIT,)).family is Family.SPACING
    with pytest.raises(ValueError, match="'ocr' is no way of damage"):
        list(find_ways("ocr"))
