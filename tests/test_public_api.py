"""What `import vnfix` gives, and promises."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

import vnfix
from tests.repair.engine import shared_repairer
from vnfix.errors import DictionaryError, ExitCode

DAMAGED = "Các c  quan, đ n vị tr c thuộc th c hiện tốt."
FIXED = "Các cơ quan, đơn vị trực thuộc thực hiện tốt."
ROOT = Path(__file__).parent.parent


def run_python(program, **environment):
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | environment | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return found.stdout


@pytest.mark.parametrize("name", vnfix.__all__)
def test_every_name_is_there_and_documented(name):
    assert getattr(vnfix, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'repare'"):
        _ = vnfix.repare


def test_importing_the_package_does_not_load_the_engine():
    assert run_python("import sys, vnfix; print('numpy' in sys.modules)") == "False\n"


def test_repairing_does_not_load_what_only_reports_need():
    program = "import sys, vnfix; vnfix.repair('c  quan'); print({'underthesea', 'rich', 'click'} & set(sys.modules))"
    assert run_python(program) == "set()\n"


def test_one_text():
    result = vnfix.repair(DAMAGED)
    assert result.text == FIXED
    assert vnfix.apply_corrections(DAMAGED, result.corrections) == FIXED


def test_a_repairer_and_the_function_agree():
    assert shared_repairer().repair(DAMAGED) == vnfix.repair(DAMAGED)


@pytest.mark.parametrize("level", list(vnfix.Level))
def test_a_level_may_be_given_by_its_name(level):
    text = f"{DAMAGED} Bà c  ngồi h  bên c a."
    assert shared_repairer().repair(text, level.value) == shared_repairer().repair(text, level)


@pytest.mark.xfail(strict=True, raises=KeyError, reason="known failure: a KeyError without a message")
def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="'sure' is not a valid Level"):
        shared_repairer().repair(DAMAGED, "sure")


def test_results_are_values():
    result = vnfix.repair(DAMAGED)
    for value in (result, result.corrections[0], result.corrections[0].candidates[0], result.profile):
        field = dataclasses.fields(value)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field, None)
    assert hash(result) == hash(vnfix.repair(DAMAGED))


def test_a_correction_says_what_why_and_what_else():
    correction = vnfix.repair(DAMAGED).corrections[0]
    assert (correction.before, correction.after, correction.kind) == ("c ", "cơ", vnfix.Kind.LOST_LETTERS)
    assert correction.candidates[0].text == "cơ"
    assert correction.before in [candidate.text for candidate in correction.candidates]
    assert "ơ" in correction.reason


def test_the_profile_names_what_was_lost_and_how():
    profile = vnfix.repair(f"{DAMAGED}\nMột dòng không mất chữ nào.\n{DAMAGED}").profile
    assert not profile.is_clean
    assert profile.ways == (vnfix.Way.BLANK,)
    assert [loss.letter for loss in profile.losses][:2] in (["ơ", "ự"], ["ự", "ơ"])
    assert profile.damaged_lines == (1, 3)
    assert profile.lines == 3


def test_the_profile_of_a_clean_text_is_clean():
    assert vnfix.repair("Trời hôm nay đẹp, cả nhà ra vườn hái quả.").profile.is_clean


def test_the_profile_tells_what_marks_mean():
    marks = vnfix.repair(DAMAGED.replace("c  quan", "c\ue001 quan").replace("đ n", "đ\ue001n")).profile.marks
    assert [(mark.mark, mark.letter, mark.places) for mark in marks] == [("\ue001", "ơ", 2)]


def test_the_same_text_has_the_same_repair_in_every_process():
    program = f"import vnfix; print(vnfix.repair({DAMAGED * 3!r}))"
    assert len({run_python(program, PYTHONHASHSEED=str(seed)) for seed in range(3)}) == 1


class TestDictionaries:
    def test_a_folder_without_any_is_refused_with_what_to_do(self, tmp_path):
        with pytest.raises(DictionaryError, match="vnfix") as caught:
            vnfix.Repairer(tmp_path).repair(DAMAGED)
        assert caught.value.exit_code is ExitCode.BAD_CONFIG
        assert str(tmp_path) in str(caught.value)

    def test_a_broken_vocabulary_is_refused(self, tmp_path):
        (tmp_path / "vocabulary.tsv").write_text("no header\n", encoding="utf-8")
        with pytest.raises(DictionaryError, match="vocabulary"):
            vnfix.Repairer(tmp_path).repair(DAMAGED)


class TestExplain:
    def test_a_corrected_place(self):
        explanation = shared_repairer().explain(DAMAGED, 4)
        assert (explanation.start, explanation.end, explanation.before) == (4, 6, "c ")
        (chosen,) = [reading for reading in explanation.readings if reading.chosen]
        assert chosen.text == "cơ"
        assert "corrected" in explanation.verdict

    def test_readings_that_were_soon_given_up_are_shown_too(self):
        explanation = shared_repairer().explain("Hop dong nay duoc lap thanh hai ban.", 4)
        texts = [reading.text for reading in explanation.readings]
        assert texts[0] == "đồng"
        assert {"dong", "đông", "động"} < set(texts)

    def test_an_intact_place(self):
        explanation = shared_repairer().explain("Trời hôm nay đẹp.", 6)
        assert (explanation.before, explanation.readings[0].text) == ("hôm", "hôm")
        assert "left" in explanation.verdict

    @pytest.mark.parametrize(("text", "offset"), [("cơ", 2), ("cơ", -1), ("", 1)])
    def test_a_place_outside_the_text_is_an_index_error(self, text, offset):
        with pytest.raises(IndexError):
            shared_repairer().explain(text, offset)
