"""Corrections of broken words keep the lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix import Candidate, Correction, Kind, apply_corrections
from vnfix.kept_lines import keep_lines
from vnfix.selection import Selection


def join(text: str, start: int, end: int, after: str) -> Correction:
    before = text[start:end]
    candidates = (Candidate(after, 0.9, -1.0), Candidate(before, 0.1, -3.0))
    return Correction(start, end, before, after, Kind.SPACING, 0.9, candidates, "broken")


def keep(text: str, *items: Correction, ignored=()) -> Selection:
    return keep_lines(text, Selection(items, ()), ignored)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("có quy\nền và", "có quyền\nvà"),
        ("có quy-\nền và", "có quyền\nvà"),
        ("có quy \n\n ền, và", "có quyền, \n\n và"),
        ("có quy\r\nền”; và", "có quyền”;\r\nvà"),
        ("có “quy-\nền”.", "có\n“quyền”."),
        ("có quy\nền\nvà", "có\nquyền\nvà"),
    ],
)
def test_the_line_end_stays_beside_the_word(text, result):
    end = text.index("ền") + 2
    fixed = keep(text, join(text, text.index("quy"), end, "quyền")).corrections
    assert apply_corrections(text, fixed) == result
    assert [candidate.text for candidate in fixed[0].candidates] == [fixed[0].after, fixed[0].before]


@pytest.mark.parametrize("text", ["quy\nền", "quy\nền\nvà", "có\nquy\nền\nvà"])
def test_no_line_gets_empty(text):
    assert keep(text, join(text, text.index("quy"), text.index("ền") + 2, "quyền")).corrections == ()


def test_what_a_wider_correction_overlaps_waits_for_the_next_pass():
    text = "có quy\nền/l i và"
    broken, other = join(text, 3, 9, "quyền"), join(text, 10, 13, "lợi")
    assert [item.before for item in keep(text, broken, other).corrections] == ["quy\nền/l "]


def test_what_is_left_alone_is_not_moved():
    text = "có quy\nền(x) và"
    item = join(text, 3, 9, "quyền")
    assert keep(text, item).corrections
    assert not keep(text, item, ignored=[(9, 12)]).corrections


def test_suggestions_keep_the_lines_too():
    text = "có quy\nền và"
    item = join(text, 3, 9, "quyền")
    assert keep_lines(text, Selection((), (item,)), ()).suggestions[0].after == "quyền\n"


@given(st.text("ab \n\r-,", max_size=12), st.text("ab \n\r-,", max_size=12))
def test_the_number_of_lines_never_changes(before, after):
    text = f"{before}quy-\nền{after}"
    start = len(before)
    fixed = apply_corrections(text, keep(text, join(text, start, start + 7, "quyền")).corrections)
    assert fixed.count("\n") == text.count("\n")
    assert [bool(line.strip()) for line in fixed.split("\n")] == [
        bool(line.strip()) for line in text.split("\n")
    ]
