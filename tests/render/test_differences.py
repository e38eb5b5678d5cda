"""Unified and word differences, from edits alone."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.render.edits import Edit, apply_edits
from vnfix.render.unified import format_unified_diff
from vnfix.render.words import Role, find_changed_lines, mark_plain, mark_styled, shorten_kept


@st.composite
def edited_texts(draw):
    text = draw(st.text(st.sampled_from("ab \n"), max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    edits = [Edit(start, end, draw(st.text(st.sampled_from("ơc\n"), max_size=3))) for start, end in spans]
    return text, edits


def apply_unified(text: str, diff: str) -> str:
    """A small `patch`: the lines of the hunks take the place of what they name."""
    old, new, at = text.splitlines(keepends=True), [], 0
    lines = diff.splitlines(keepends=True)[2:]
    for number, line in enumerate(lines):
        bare = number + 1 < len(lines) and lines[number + 1].startswith("\\")
        body = line[1:-1] if bare else line[1:]
        if line.startswith("@@"):
            first, _, count = line.split()[1][1:].partition(",")
            start = int(first) - (count != "0")
            new += old[at:start]
            at = start
        elif line[0] in " -":
            assert old[at] == body
            new += [body] if line[0] == " " else []
            at += 1
        elif line[0] == "+":
            new.append(body)
    return "".join(new + old[at:])


@given(edited_texts())
def test_the_unified_diff_leads_from_the_old_text_to_the_new(case):
    text, edits = case
    diff = b"".join(format_unified_diff(text, edits, "a.txt", str.encode)).decode()
    assert apply_unified(text, diff) == apply_edits(text, edits)


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("c  quan\n", [Edit(0, 2, "cơ")]),
        ("c  quan", [Edit(0, 2, "cơ")]),
        ("".join(f"{n:03}\n" for n in range(20)), [Edit(8, 11, "hai"), Edit(60, 63, "ba")]),
    ],
)
def test_the_unified_diff_is_what_diff_programs_give(text, edits):
    new = apply_edits(text, edits)
    expected = difflib.unified_diff(
        text.splitlines(keepends=True), new.splitlines(keepends=True), "a.txt", "a.txt"
    )
    diff = b"".join(format_unified_diff(text, edits, "a.txt", str.encode)).decode()
    marked = "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in expected
    )
    assert diff == marked


@pytest.mark.parametrize("edits", [[], [Edit(0, 1, "c")], [Edit(3, 3, "")]])
def test_no_change_no_diff(edits):
    assert list(format_unified_diff("cơ quan", edits, "a.txt", str.encode)) == []
    assert list(find_changed_lines("cơ quan", edits)) == []


@pytest.mark.parametrize(
    ("name", "header"),
    [("a.txt", b"--- a.txt\n"), ("a b.txt", b"--- a b.txt\t\n"), ('a"b.txt', b'--- "a\\"b.txt"\n')],
)
def test_names_are_written_so_that_patch_reads_them(name, header):
    assert next(format_unified_diff("c ", [Edit(0, 2, "cơ")], name, str.encode)).startswith(header)


@pytest.mark.parametrize(
    ("text", "edits", "shown"),
    [
        ("các c  quan", [Edit(4, 6, "cơ")], "các [-c -]{+cơ+} quan"),
        ("sẽ th c hiện", [Edit(5, 6, "ự")], "sẽ [-th c-]{+thực+} hiện"),
        ("trc tiếp", [Edit(2, 2, "ự")], "[-trc-]{+trực+} tiếp"),
        ("nhu\u031b\u0303ng", [Edit(4, 5, "\u0300")], "[-nhu\u031b\u0303ng-]{+nhu\u031b\u0300ng+}"),
        ("tr ng đ i", [Edit(2, 3, "ườ"), Edit(7, 8, "ờ")], "[-tr ng-]{+trường+} [-đ i-]{+đời+}"),
        ("t\x1bi c  quan\r\n", [Edit(4, 6, "cơ")], "t\\x1bi [-c -]{+cơ+} quan"),
        ("địa ph\nương này\n", [Edit(4, 11, "phương\n")], "địa [-ph\\nương-]{+phương\\n+} này"),
    ],
)
def test_changed_words_are_marked_whole(text, edits, shown):
    (line,) = find_changed_lines(text, edits)
    assert mark_plain(line.segments) == shown


@given(edited_texts())
def test_the_segments_hold_the_old_lines_and_the_new(case):
    text, edits = case
    for line in find_changed_lines(text, edits):
        old = "".join(part for role, part in line.segments if role is not Role.ADDED)
        new = "".join(part for role, part in line.segments if role is not Role.REMOVED)
        assert old.rstrip("\n") in text
        assert new.rstrip("\n") in apply_edits(text, edits)


def test_a_change_is_never_shown_by_color_alone():
    (line,) = find_changed_lines("c  quan", [Edit(0, 2, "cơ")])
    styles = [str(span.style) for span in mark_styled(line.segments).spans if span.style]
    assert styles == ["red strike", "green underline"]


def test_a_very_long_line_is_cut_between_its_changes():
    text = "chữ " * 500 + "c  quan" + " rồi" * 500
    (line,) = find_changed_lines(text, [Edit(2000, 2002, "cơ")])
    shown = mark_plain(shorten_kept(line.segments, 40))
    assert "…" in shown
    assert "chữ [-c -]{+cơ+} quan" in shown
    assert len(shown) < 120


def test_a_cut_keeps_letters_and_their_marks_together():
    text = "e\u0302\u0301" * 300 + " c  quan"
    start = text.index("c  ")
    (line,) = find_changed_lines(text, [Edit(start, start + 2, "cơ")])
    first = shorten_kept(line.segments, 20)[0].text
    assert first.lstrip("…").startswith("e")
