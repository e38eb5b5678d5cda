"""Repairs within settings: kinds switched off, words and spans left alone, words of the user."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repair.engine import shared_repairer
from tests.repair.test_properties import any_texts, few
from vnfix import Kind, Level, Settings, apply_corrections
from vnfix.ignoring import find_ignored, is_ignored
from vnfix.settings import DAMAGE_KINDS
from vnfix.tokens import tokenize

DAMAGED = "Các c  quan, đ n vị tr c thuộc th c hiện báo cáo tr  c ngày 2 /7/2021."
REPAIRED = "Các cơ quan, đơn vị trực thuộc thực hiện báo cáo trước ngày 2 /7/2021."
SETTINGS = st.builds(
    Settings,
    kinds=st.frozensets(st.sampled_from(Kind)),
    ignored_words=st.frozensets(st.sampled_from(["c", "quan", "th c", "Các", "đ n vị", "tr"]), max_size=3),
    ignored_patterns=st.lists(
        st.sampled_from([re.compile(p) for p in (r"th \w+", r"(?m)^.*,", r"\d.*", r"(?<=c  )quan", r" ")]),
        max_size=2,
    ).map(tuple),
    known_words=st.frozensets(st.sampled_from(["Plơngo", "đơn", "vị trực", "thu"]), max_size=2),
)


def repair(text, level=Level.LIKELY, **settings):
    return shared_repairer().repair(text, level, Settings(**settings))


def test_default_settings_change_nothing():
    assert repair(DAMAGED) == shared_repairer().repair(DAMAGED)
    assert repair(DAMAGED).text == REPAIRED


def test_a_kind_switched_off_is_neither_applied_nor_suggested_nor_reported():
    result = repair(DAMAGED, Level.ALL, kinds=DAMAGE_KINDS - {Kind.LOST_LETTERS})
    assert (result.text, result.corrections, result.suggestions) == (DAMAGED, (), ())
    assert result.lost_digits
    assert result.profile.losses == ()
    result = repair(DAMAGED, kinds=DAMAGE_KINDS - {Kind.LOST_DIGITS})
    assert (result.text, result.lost_digits) == (REPAIRED, ())


def test_without_any_kind_nothing_is_found():
    result = repair(DAMAGED, Level.ALL, kinds=frozenset())
    assert (result.text, result.suggestions, result.lost_digits) == (DAMAGED, (), ())
    assert result.profile.is_clean


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({"ignored_words": frozenset({"đ n vị"})}, "đ n vị"),
        ({"ignored_words": frozenset({"tr c thuộc"})}, "tr c thuộc"),
        ({"ignored_patterns": (re.compile("th c hiện"),)}, "th c hiện"),
        ({"ignored_patterns": (re.compile("c  (?=quan)"),)}, "c  "),
    ],
)
def test_what_is_ignored_stays_and_the_rest_is_repaired(settings, kept):
    place = DAMAGED.index(kept)
    expected = REPAIRED[:place] + kept + REPAIRED[place + len(kept) :]
    assert repair(DAMAGED, **settings).text == expected


def test_ignored_numbers_are_not_reported():
    assert repair(DAMAGED, ignored_patterns=(re.compile(r"2 /7/\d+"),)).lost_digits == ()


def test_lines_switched_off_stay():
    text = f"{DAMAGED}\n# vnfix: off\n{DAMAGED}\n# vnfix: on\n{DAMAGED}"
    assert repair(text).text == f"{REPAIRED}\n# vnfix: off\n{DAMAGED}\n# vnfix: on\n{REPAIRED}"


def test_a_word_of_the_user_gets_its_letter_back():
    text = DAMAGED + " Cán bộ thôn Pl ngo đ  c khen."
    assert "Pl ngo" in repair(text).text
    assert "thôn Plơngo được khen" in repair(text, known_words=frozenset({"Plơngo"})).text


def test_a_word_of_the_user_that_stands_there_is_left_alone():
    text = DAMAGED + " Cán bộ xã tr c khe."
    assert "xã tr c khe" in repair(text, known_words=frozenset({"tr c khe"})).text


class TestExplain:
    def explain(self, offset, **settings):
        return shared_repairer().explain(DAMAGED, offset, settings=Settings(**settings))

    def test_a_kind_switched_off(self):
        explanation = self.explain(4, kinds=frozenset())
        assert explanation.verdict == "left as it is: lost-letters is switched off"
        assert "cơ" not in [item.text for item in explanation.readings if item.chosen]

    def test_an_ignored_place(self):
        assert "your settings" in self.explain(4, ignored_words=frozenset({"c"})).verdict

    def test_another_place(self):
        assert "corrected" in self.explain(4, ignored_words=frozenset({"vị"})).verdict


@few
@given(any_texts, SETTINGS, st.sampled_from(Level))
def test_no_finding_falls_in_an_ignored_span_or_is_of_another_kind(text, settings, level):
    result = shared_repairer().repair(text, level, settings)
    spans = find_ignored(text, tokenize(text), settings)
    assert apply_corrections(text, result.corrections) == result.text
    for item in (*result.corrections, *result.suggestions):
        assert item.kind in settings.kinds
        assert not is_ignored(spans, item.start, item.end)
    for digit in result.lost_digits:
        assert Kind.LOST_DIGITS in settings.kinds
        assert not is_ignored(spans, digit.start, digit.end)
