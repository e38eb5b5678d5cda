from __future__ import annotations

import importlib.util
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quality.alignment import find_syllables, project
from tests.quality.scoring import (
    Counts,
    count_invented_digits,
    count_restored_letters,
    score,
    score_lost_digits,
)
from vnfix import LostDigit
from vnfix.training.damage import LostGlyph
from vnfix.training.ways import WAYS, Way

SCORER = Path(__file__).parents[3] / "shared" / "tools" / "score.py"
PAIRS = Path(__file__).parents[3] / "shared" / "pairs"


@pytest.mark.parametrize(
    ("damaged", "output", "gold", "outcomes"),
    [
        ("c  quan", "cơ quan", "cơ quan", "restored kept"),
        ("c  quan", "c  quan", "cơ quan", "missed kept"),
        ("đ n vị", "đan vị", "đơn vị", "miscorrected kept"),
        ("bán hàng", "bạn hàng", "bán hàng", "harmed kept"),
        ("củaBộ luật", "của Bộ luật", "của Bộ luật", "restored restored kept"),
        ("cơ quan", "cơquan", "cơ quan", "harmed harmed"),
        ("ng ười ta", "người ta", "người ta", "restored kept"),
        ("một  hai\nba", "một hai ba", "một hai  ba", "kept kept kept"),
        ("đ\ufffdn vị", "đơn vị", "đơn vị", "restored kept"),
        ("vui", "vui", "vui ạ", "kept missed"),
        ("cơ quan.", "cơ quan,", "cơ quan,", "kept kept"),
        ("", "", "", ""),
        ("một", "", "một", "harmed"),
    ],
)
def test_outcomes(damaged: str, output: str, gold: str, outcomes: str):
    assert " ".join(r.outcome for r in score(damaged, output, gold).readings) == outcomes


@pytest.mark.parametrize(
    ("gold", "other", "readings"),
    [
        ("thủ trưởng cơ quan", "thủ trư ng c quan", ("thủ", "trư ng", "c", "quan")),
        ("ngày 25/7/2018 của", "ngày 2 /7/201 của", ("ngày", "2", "7", "201", "của")),
        ("rất vui", "vui", ("", "vui")),
    ],
)
def test_projection(gold: str, other: str, readings: tuple[str, ...]):
    assert project(gold, other, find_syllables(gold)).readings == readings


def test_words_that_stand_for_no_syllable_are_extra():
    counts = score("vui xyz quá", "vui quá", "vui quá").counts
    assert (counts.extra_before, counts.extra_after, counts.kept) == (1, 0, 2)


def test_rates():
    counts = score(
        "c  quan, đ n vị tr c thuộc tỉnh",
        "cơ quan, đan vị tr c thuộc tình",
        "cơ quan, đơn vị trực thuộc tỉnh",
    )
    total = counts.counts
    assert (total.restored, total.miscorrected, total.missed, total.harmed, total.kept) == (1, 1, 1, 1, 3)
    assert total.precision == total.recall == total.recovered == pytest.approx(1 / 3)
    assert total.harm == pytest.approx(1 / 4)
    assert total.accuracy_before == total.accuracy_after == pytest.approx(4 / 7)
    assert total.cer_before == pytest.approx(3 / 31)


def test_a_syllable_with_a_lost_digit_does_not_count_as_recoverable():
    counts = score("ngày 2 /7, c  quan", "ngày 2 /7, cơ quan", "ngày 25/7, cơ quan").counts
    assert (counts.damaged, counts.recall) == (2, 0.5)
    assert (counts.damaged_without_digit, counts.recovered) == (1, 1.0)


def test_accuracy_does_not_mind_case_but_the_outcomes_do():
    counts = score("o day", "ở đây", "Ở đây").counts
    assert (counts.accuracy_before, counts.accuracy_after) == (0.0, 1.0)
    assert (counts.restored, counts.miscorrected) == (1, 1)


def test_counts_of_many_documents_add_up():
    one = score("c  quan", "cơ quan", "cơ quan").counts
    assert (one + one + Counts()).restored == 2


@pytest.mark.parametrize(
    ("damaged", "output", "invented"),
    [
        ("ngày 2 /7", "ngày 2 /7", 0),
        ("ngày 2 /7", "ngày 25/7", 1),
        ("số 12", "số 21", 1),
        ("tr(cid:12)c", "trực", 0),
        ("tr(cid:12)c", "tr(cid:12)c", 0),
        ("số 12", "số", 0),
    ],
)
def test_invented_digits(damaged: str, output: str, invented: int):
    assert count_invented_digits(damaged, output) == invented


def report(start: int, end: int) -> LostDigit:
    return LostDigit(start, end, "", 0.9)


def test_lost_digits_found_and_falsely_reported():
    damaged = "ngày 2 /7 tại c  quan"
    places = [LostGlyph("5", 6, 7), LostGlyph("ơ", 15, 16)]
    counts = score_lost_digits(damaged, places, [report(6, 7), report(15, 16)])
    assert (counts.digits_lost, counts.digits_found) == (1, 1)
    assert (counts.digit_reports, counts.digit_reports_false) == (2, 1)


def test_without_a_trace_a_report_anywhere_at_the_number_finds_the_digit():
    counts = score_lost_digits("năm 201 của", [LostGlyph("2", 4, 4)], [report(7, 7)])
    assert (counts.digits_found, counts.digit_reports_false) == (1, 0)


def test_restored_letters():
    assert count_restored_letters("c  s  và 2 /7", "cơ sơ và 2 /7", "cơ sở và 2 /7") == (2, 1)


words = st.lists(st.sampled_from(["cơ", "quan", "đơn", "vị", "trực", "thuộc", "ngày", "25/7", "-", "ở"]))


@given(words, words)
def test_a_perfect_output_has_no_errors(damaged: list[str], gold: list[str]):
    counts = score(" ".join(damaged), " ".join(gold), " ".join(gold)).counts
    assert counts.harmed == counts.missed == counts.miscorrected == counts.character_errors_after == 0
    assert counts.syllables == len(find_syllables(" ".join(gold)))


def reference_scorer() -> ModuleType:
    if not SCORER.exists():
        pytest.skip(f"{SCORER} is not there")
    specification = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def assert_agreement(reference: ModuleType, damaged: str, output: str, gold: str) -> None:
    expected = reference.count(damaged, output, gold)[0]
    actual = score(damaged, output, gold).counts
    assert {
        "kept": actual.kept,
        "tp": actual.restored,
        "fp": actual.harmed,
        "missed": actual.missed,
        "wc": actual.miscorrected,
        "syllables": actual.syllables,
        "chars": actual.characters,
        "cerr_before": actual.character_errors_before,
        "cerr_after": actual.character_errors_after,
        "words": actual.words,
        "werr_before": actual.word_errors_before,
        "werr_after": actual.word_errors_after,
        "extra_before": actual.extra_before,
        "extra_after": actual.extra_after,
    } == {name: expected[name] for name in (
        "kept", "tp", "fp", "missed", "wc", "syllables", "chars", "cerr_before", "cerr_after",
        "words", "werr_before", "werr_after", "extra_before", "extra_after",
    )}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_agrees_with_the_reference_on_seeded_damage(way: Way):
    gold = "Thủ trưởng cơ quan, đơn vị trực thuộc phải thực hiện trước ngày 25/8. Ở đây hơi lạnh.\n" * 5
    for seed in range(5):
        damaged = way.damage(gold, str(seed))
        output = damaged.text.replace("c  q", "cơ q").replace("hơi", "hai").replace("co quan", "cơ quan")
        assert_agreement(reference_scorer(), damaged.text, output, damaged.gold)


@pytest.mark.shared
def test_agrees_with_the_reference_on_long_pairs():
    reference = reference_scorer()
    patterns = ("syn-glyph-*", "syn-noaccent-n*", "lostlines-*", "ocr-decree-*", "real-*")
    for path in chain.from_iterable(PAIRS.glob(f"{pattern}.damaged.txt") for pattern in patterns):
        damaged = path.read_text(encoding="utf-8")
        gold = path.with_name(path.name.replace(".damaged.", ".gold.")).read_text(encoding="utf-8")
        half = len(gold) // 2
        assert_agreement(reference, damaged, gold[:half] + damaged[half:].replace("tr c", "trực"), gold)
