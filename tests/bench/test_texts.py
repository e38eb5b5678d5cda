from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.texts import TEXTS, damage_share, make_clean_text, misread
from tests.quality.alignment import find_syllables
from tests.quality.scoring import score
from vnfix.confusions import Edit, Profile


@pytest.mark.parametrize("share", [0.05, 0.30])
def test_the_share_of_damaged_syllables_is_about_the_one_asked(tmp_path: Path, share: float):
    clean, source = make_clean_text(tmp_path / "none", tmp_path, 5_000)
    counts = score(damage_share(clean, share), clean, clean).counts
    assert source == "built-in sentences"
    assert counts.damaged / len(find_syllables(clean)) == pytest.approx(share, rel=0.35)


def test_the_text_has_about_the_size_asked(tmp_path: Path):
    assert len(make_clean_text(tmp_path / "none", tmp_path, 20_000)[0].encode()) == pytest.approx(
        20_000, rel=0.02
    )


def test_letters_are_misread_at_the_rate_of_the_profile():
    profile = Profile(
        "test", {Edit("ơ", "o"): 0.3, Edit("ơ", "ø"): 0.2, Edit("m", "rn"): 0.0, Edit("ức", "uc"): 1.0}
    )
    read = misread("ơ" * 2000 + "mức", profile)
    assert read.count("o") / 2000 == pytest.approx(0.3, abs=0.05)
    assert read.count("ø") / 2000 == pytest.approx(0.2, abs=0.05)
    assert read.endswith("mức")


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_keeps_its_lines(tmp_path: Path, name: str):
    clean, _ = make_clean_text(tmp_path / "none", tmp_path, 3_000)
    damaged = TEXTS[name](clean)
    assert damaged.count("\n") == clean.count("\n")
    assert (damaged == clean) is (name == "clean")
