from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.texts import damage_share, make_clean_text
from tests.quality.alignment import find_syllables
from tests.quality.scoring import score


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
