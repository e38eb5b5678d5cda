"""Capitals and small letters of words with holes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.channels.casing import CaseContext, capital_share, plan_case
from vnfix.pattern_index import HOLE

SENTENCE = CaseContext()
SENTENCE_START = CaseContext(after_stop=True)
LINE_START = CaseContext(opening=0.6)
HEADING = CaseContext(in_capitals=True)


def ways(pattern, spelling, title_share=0.01, context=SENTENCE):
    """The ways to write a word, likeliest first; `_` stands for a hole."""
    found = sorted(
        plan_case(pattern.replace("_", HOLE), context)(spelling, title_share), key=lambda way: -way[1]
    )
    return [text for text, _ in found]


@pytest.mark.parametrize(
    ("pattern", "spelling", "expected"),
    [
        ("th_c", "thực", ["thực"]),
        ("Th_c", "thực", ["Thực"]),
        ("TH_C", "thực", ["THỰC"]),
        ("_hực", "thực", ["thực", "Thực"]),
        ("_HỰC", "thực", ["THỰC"]),
        ("c_", "cơ", ["cơ"]),
        ("__i", "người"[2:], ["ười", "Ười"]),
    ],
)
def test_the_letters_that_stand_decide(pattern, spelling, expected):
    assert ways(pattern, spelling) == expected


@pytest.mark.parametrize("pattern", ["_Hực", "_Hực"])
def test_no_word_has_its_first_capital_after_a_lost_letter(pattern):
    assert ways(pattern, "thực") == []


@pytest.mark.parametrize("context", [SENTENCE, SENTENCE_START, HEADING])
def test_a_word_that_stands_whole_keeps_its_case(context):
    assert ways("Cơ", "cơ", context=context)[0] in {"Cơ", "CƠ"}
    assert ways("cơ", "cơ", context=context) == ["cơ"]


class TestALoneCapital:
    def test_is_a_title_among_small_letters(self):
        assert ways("Đ_", "đã") == ["Đã", "ĐÃ"]

    def test_is_all_capitals_in_a_heading(self):
        assert ways("Đ_", "đã", context=HEADING) == ["ĐÃ", "Đã"]

    def test_with_a_lost_letter_before_it_is_all_capitals_in_a_heading(self):
        assert ways("_Ã", "đã", context=HEADING) == ["ĐÃ"]

    def test_with_a_lost_letter_before_it_is_a_symbol_elsewhere(self):
        assert ways("_N", "ẩn") == []


class TestNoLetterLeft:
    def test_is_small_within_a_sentence(self):
        assert ways("_", "ở") == ["ở", "Ở"]

    def test_begins_a_sentence_with_a_capital(self):
        assert ways("_", "ở", context=SENTENCE_START) == ["Ở", "ở"]

    def test_is_all_capitals_in_a_heading(self):
        assert ways("_", "ở", context=HEADING) == ["Ở", "ở"]
        assert ways("__", "đỡ", context=HEADING)[0] == "ĐỠ"

    def test_is_a_name_where_the_word_mostly_is(self):
        assert ways("___", "huế", title_share=0.98) == ["Huế", "huế"]


@pytest.mark.parametrize(
    ("title_share", "context", "expected"),
    [
        (0.0, SENTENCE, 0.01),
        (1.0, SENTENCE, 0.99),
        (0.4, SENTENCE, 0.4),
        (0.4, SENTENCE_START, 0.93),
        (0.4, LINE_START, 0.6),
        (0.8, LINE_START, 0.8),
    ],
)
def test_how_likely_a_capital_is(title_share, context, expected):
    assert capital_share(title_share, context) == pytest.approx(expected)


contexts = st.builds(CaseContext, st.booleans(), st.floats(0, 1), st.booleans())


@given(
    st.text("abcđươờ", min_size=1, max_size=7),
    st.sets(st.integers(0, 6)),
    st.booleans(),
    st.booleans(),
    st.floats(0, 1),
    contexts,
)
def test_a_way_to_write_never_changes_a_letter_that_stands(word, holes, title, upper, title_share, context):
    written = word.upper() if upper else word[0].upper() + word[1:] if title else word
    pattern = "".join(HOLE if place in holes else letter for place, letter in enumerate(written))
    found = list(plan_case(pattern, context)(word, title_share))
    assert len({text for text, _ in found}) == len(found)
    for text, cost in found:
        assert text.lower() == word
        assert all(shown in (HOLE, letter) for shown, letter in zip(pattern, text, strict=True))
        assert cost <= 0
    assert sum(math.exp(cost) for _, cost in found) <= 1 + 1e-9


@given(
    st.text("abcđươờ", min_size=2, max_size=7), st.integers(0, 6), st.booleans(), st.floats(0, 1), contexts
)
def test_the_way_it_was_written_is_among_those_proposed(word, hole, title, title_share, context):
    written = word[0].upper() + word[1:] if title else word
    pattern = "".join(HOLE if place == hole else letter for place, letter in enumerate(written))
    assert written in [text for text, _ in plan_case(pattern, context)(word, title_share)]
