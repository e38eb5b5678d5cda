"""Places, findings, records and the scan report."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.correction import Correction, Kind, LostDigit, Repair
from vnfix.explanation import Explanation, Reading
from vnfix.profile import DamageProfile, GlyphLoss, MarkMeaning, Way
from vnfix.render.edits import apply_edits, list_edits
from vnfix.render.explaining import format_explanation
from vnfix.render.findings import format_findings
from vnfix.render.positions import LineIndex, find_byte_offsets
from vnfix.render.records import dump_record, make_records
from vnfix.render.scan_report import format_report, has_damage, join_ranges, name_mark
from vnfix.render.visible import escape_controls


def make_repair(text: str, *found: Correction, digits: tuple[LostDigit, ...] = ()) -> Repair:
    return Repair(text, text, found, (), digits, DamageProfile())


def correct(start: int, before: str, after: str) -> Correction:
    return Correction(start, start + len(before), before, after, Kind.LOST_LETTERS, 0.9)


@given(st.text(st.sampled_from("aơ\r\n\x0c"), max_size=40))
def test_places_and_spans_agree(text):
    index = LineIndex(text)
    for offset in range(len(text)):
        place = index.place(offset)
        start, end = index.span(place.line)
        assert start <= offset < end
        assert place.column == offset - start + 1
    assert index.line_count == (text.count("\n") + (not text.endswith("\n")) if text else 0)


@given(st.text(), st.lists(st.integers(0, 20)))
def test_byte_offsets_are_those_of_utf8(text, offsets):
    found = find_byte_offsets(text, offsets)
    assert found == {one: len(text[:one].encode("utf-8", "surrogatepass")) for one in offsets}


@pytest.mark.parametrize("text", ["đường", "e\u0301", "  ", "\u00a0", "", "\U0001f600"])
def test_letters_marks_and_blanks_are_shown_as_they_are(text):
    assert escape_controls(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\x1b[0m", "\\x1b[0m"), ("a\r\nb", "a\\r\\nb"), ("\x9b", "\\x9b"), ("\u2028", "\\u2028")],
)
def test_control_characters_are_shown_as_escapes(text, shown):
    assert escape_controls(text) == shown


def test_findings_come_in_the_order_of_the_text():
    digit = LostDigit(3, 4, "2 /7", 0.9)
    repair = make_repair("a\n2 /7 c  quan", correct(7, "c ", "cơ"), digits=(digit,))
    assert [line.split(": ")[0] for line in format_findings(repair, "x")] == ["x:2:2", "x:2:6"]


def test_every_record_is_one_line_of_json():
    repair = make_repair("ph\nương\u2028", correct(0, "ph\nương", "phương"))
    for record in make_records(repair, "a\nb"):
        line = dump_record(record)
        assert "\n" not in line
        assert json.loads(line) == record


@pytest.mark.parametrize(
    ("digit", "text"),
    [
        (LostDigit(1, 2, "2 /7", 0.9), "2□/7"),
        (LostDigit(1, 1, "2/7", 0.9), "2□/7"),
        (LostDigit(1, 8, "2(cid:9)/7", 0.9), "2□/7"),
    ],
)
def test_a_hole_is_marked_in_place_of_what_stood_there(digit, text):
    original = digit.number
    repair = make_repair(original, digits=(digit,))
    assert apply_edits(original, list_edits(repair, mark_holes=True)) == text
    assert apply_edits(original, list_edits(repair)) == original


def test_a_hole_within_a_correction_is_not_marked():
    repair = make_repair("c  quan", correct(0, "c ", "cơ"), digits=(LostDigit(1, 2, "", 0.1),))
    assert [edit.after for edit in list_edits(repair, mark_holes=True)] == ["cơ"]


@pytest.mark.parametrize(
    ("numbers", "shown"), [([], ""), ([4], "4"), ([1, 2], "1-2"), ([1, 3, 4, 5, 9], "1, 3-5, 9")]
)
def test_line_ranges(numbers, shown):
    assert join_ranges(numbers) == shown


@pytest.mark.parametrize(
    ("mark", "shown"),
    [("?", "?"), ("□", "□ (U+25A1)"), ("\ue001", "U+E001"), ("\x7f", "U+007F"), ("(cid:3)", "(cid:3)")],
)
def test_marks_are_named_so_that_they_can_be_told_apart(mark, shown):
    assert name_mark(mark) == shown


@pytest.mark.parametrize("way", list(Way))
def test_every_way_of_loss_has_a_sentence(way):
    profile = DamageProfile((way,), (GlyphLoss("ơ", 1.0, 0),), (), (1,), 1)
    report = "\n".join(format_report(Repair("c ", "cơ", (), (), (), profile), "a.txt"))
    assert "how: " in report
    assert "no line is intact" in report


def test_a_mark_without_a_settled_meaning_says_so():
    profile = DamageProfile(marks=(MarkMeaning("\ue001", None, 2, 0.4),), damaged_lines=(1,), lines=2)
    report = "\n".join(format_report(Repair("a\nb", "a\nb", (), (), (), profile), "a.txt"))
    assert "U+E001 -> not settled, 2 places" in report


def test_lost_digits_alone_are_damage():
    assert has_damage(make_repair("2 /7", digits=(LostDigit(1, 2, "2 /7", 0.9),)))
    assert not has_damage(make_repair("2/7"))


def test_the_chosen_reading_is_starred():
    readings = (Reading("cơ", 0.9, (), True), Reading("có", 0.1, (), False))
    lines = list(format_explanation(Explanation(0, 2, "c ", "c  quan\n", readings, "Sure."), "a.txt:1:1"))
    assert lines[0] == "a.txt:1:1: 'c '"
    assert [line[:4] for line in lines[3:5]] == ["  * ", "    "]
