"""What holds for every repair, whatever the text."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.repair.engine import shared_repairer
from tests.repair.sentences import GLYPHS, SENTENCES, WAYS, lose_glyphs
from vnfix import Kind, Level, Repair, apply_corrections

few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
DIGITS = re.compile(r"\d")
GLYPH_NUMBER = re.compile(r"\(cid:-?\d+\)")


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
    end = draw(st.sampled_from(["\n", " ", "\r\n", "\n\n", "\n   "]))
    glyphs = draw(st.sets(st.sampled_from(GLYPHS), min_size=1, max_size=8))
    return lose_glyphs(end.join(lines), glyphs, draw(st.sampled_from(sorted(WAYS))))


# Pieces that look like damage to some part of the engine, glued together in any order.
PIECES = st.sampled_from(
    [
        *(
            "c",
            "th",
            "tr",
            "ng",
            "q",
            "C",
            "ơ",
            "ở",
            "đơn",
            "vị",
            "quan",
            "THỰC",
            "Đ",
            "UBND",
            "TP.",
            "s\u031b",
            "h\u0300",
        ),
        *(" ", "  ", "   ", "      ", "\t", "\u00a0", "\n", "\r\n", "\r", "\f", "\n\n", "\u2028"),
        *(",", ".", ";", "%", "!", "-", "/", "(", ")", "“", "”", "…", "'"),
        *("\ufffd", "(cid:44)", "(cid:", "\ue001", "\x00", "\x07", "□", "\ud800", "\udfff", "\U000f0001"),
        *("1", "23", "2 /7", "10 .000", "1.000", "12/3/2019", "٣", "²", "Ⅳ"),
        *(
            "İ",
            "ß",
            "ﬁ",
            "ŉ",
            "越",
            "Я",
            "ا",
            "😀",
            "\u200b",
            "\ufeff",
            "\u0301",
            "https://a.vn",
            "a@b.vn",
            "34/QĐ-TTg",
        ),
    ]
)
glued_texts = st.lists(PIECES, max_size=40).map("".join)
any_texts = st.one_of(damaged_texts(), glued_texts, st.text(max_size=80))
levels = st.sampled_from(list(Level))


def kept_parts(result: Repair) -> list[str]:
    """The text between the corrections, as the output has it."""
    parts, done, shift = [], 0, 0
    for item in result.corrections:
        parts.append(result.text[done + shift : item.start + shift])
        shift += len(item.after) - len(item.before)
        done = item.end
    return [*parts, result.text[done + shift :]]


@few
@given(any_texts, levels)
def test_the_corrections_are_the_difference(text, level):
    result = shared_repairer().repair(text, level)
    assert result.original == text
    assert apply_corrections(text, result.corrections) == result.text


@few
@given(any_texts, levels)
def test_what_no_correction_covers_is_untouched(text, level):
    result = shared_repairer().repair(text, level)
    ends = [0, *(item.end for item in result.corrections)]
    starts = [*(item.start for item in result.corrections), len(text)]
    expected = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    assert kept_parts(result) == expected


@few
@given(any_texts, levels)
def test_corrections_and_suggestions_are_in_order_and_fit_the_text(text, level):
    result = shared_repairer().repair(text, level)
    done = 0
    for item in result.corrections:
        assert done <= item.start < item.end
        done = item.end
    assert list(result.suggestions) == sorted(result.suggestions, key=lambda item: item.start)
    for item in (*result.corrections, *result.suggestions):
        assert text[item.start : item.end] == item.before != item.after
        assert 0 < item.confidence <= 1
        assert item.reason
        assert all(0 <= candidate.probability <= 1 for candidate in item.candidates)
        assert len({candidate.text for candidate in item.candidates}) == len(item.candidates)


@few
@given(any_texts, levels)
def test_a_second_repair_changes_nothing(text, level):
    once = shared_repairer().repair(text, level).text
    assert shared_repairer().repair(once, level).corrections == ()


@few
@given(any_texts, levels)
def test_lines_stay_lines(text, level):
    result = shared_repairer().repair(text, level)
    assert LINE_ENDS.findall(result.text) == LINE_ENDS.findall(text)
    for item in (*result.corrections, *result.suggestions):
        assert LINE_ENDS.findall(item.after) == LINE_ENDS.findall(item.before)


@few
@given(any_texts, levels)
@example("đ0", Level.LIKELY)
@example("ngà1", Level.ALL)
def test_no_digit_comes_or_goes(text, level):
    result = shared_repairer().repair(text, level)
    for item in result.corrections:
        if item.kind is not Kind.LOST_DIGITS:
            assert DIGITS.findall(item.after) == DIGITS.findall(GLYPH_NUMBER.sub("", item.before))


@few
@given(any_texts)
def test_lost_digits_have_a_place_in_the_text(text):
    result = shared_repairer().repair(text)
    assert list(result.lost_digits) == sorted(result.lost_digits, key=lambda item: item.start)
    for item in result.lost_digits:
        assert 0 <= item.start <= item.end <= len(text)
        assert 0 < item.confidence <= 1
        assert item.number in text


@few
@given(any_texts)
def test_a_stricter_level_changes_no_more(text):
    counts = [len(shared_repairer().repair(text, level).corrections) for level in (Level.SAFE, Level.LIKELY)]
    assert counts == sorted(counts)


@few
@given(damaged_texts())
def test_the_result_does_not_depend_on_what_was_repaired_before(text):
    before = shared_repairer().repair(text)
    shared_repairer().repair("M t văn b n khác h n, m t nh ng ch  khác.")
    assert shared_repairer().repair(text) == before


@few
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("\n".join), levels)
def test_correct_sentences_stay_in_any_order(text, level):
    result = shared_repairer().repair(text, level)
    assert result.text == text
    assert result.lost_digits == ()
