"""Edits of the joined text come back to the segments under them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.documents.segments import Segment, SegmentedText
from vnfix.render.edits import Edit, apply_edits

CASES = {
    "inside one segment": ([("các c  quan", "")], Edit(4, 6, "cơ"), {0: "các cơ quan"}),
    "across two runs": ([("đ", ""), (" n vị", "")], Edit(0, 3, "đơn"), {1: "ơn vị"}),
    "each run keeps its letters": ([("tr", ""), (" c", "")], Edit(0, 4, "trực"), {1: "ực"}),
    "two words of a scan become one": ([("c", ""), ("ơ", " ")], Edit(0, 3, "cơ"), {0: "cơ", 1: ""}),
    "three words of a scan become one": (
        [("đ", ""), ("ơ", " "), ("n", " "), ("vị", " ")],
        Edit(0, 5, "đơn"),
        {0: "đơn", 1: "", 2: ""},
    ),
    "a word of a scan becomes two": ([("cơquan", "")], Edit(2, 2, " "), {0: "cơ quan"}),
    "a letter at the end of a segment": ([("m", ""), ("rộng", " ")], Edit(1, 1, "ở"), {0: "mở"}),
    "words that all come to one side of a gap stay apart": (
        [("bbbơ", ""), ("ơabc", " ")],
        Edit(0, 9, " ơ cơ ca"),
        {0: " ơ cơ", 1: " ca"},
    ),
    "over a line end that stays": (
        [("ph", ""), ("ương", "\n")],
        Edit(0, 7, "phương\n"),
        {0: "phương", 1: ""},
    ),
}


@pytest.mark.parametrize(("segments", "edit", "changed"), CASES.values(), ids=CASES)
def test_an_edit_comes_back_to_its_segments(segments, edit, changed):
    joined = SegmentedText(Segment(*one) for one in segments)
    assert joined.can_hold(edit)
    assert joined.rewrite([edit]) == changed


@pytest.mark.parametrize(
    ("segments", "edit"),
    [
        ([("ph", ""), ("ương", "\n")], Edit(0, 7, "phương")),
        ([("một", ""), ("hai", "\t")], Edit(0, 7, "một hai")),
        ([("một", ""), ("hai", "\n")], Edit(3, 4, "")),
        ([("một", "")], Edit(2, 9, "x")),
    ],
)
def test_an_edit_that_would_move_the_structure_has_no_place(segments, edit):
    joined = SegmentedText(Segment(*one) for one in segments)
    if edit.end > len(joined.text):
        edit = Edit(edit.start + 10, edit.end + 10, edit.after)
    assert not joined.can_hold(edit)
    with pytest.raises(ValueError, match="no place"):
        joined.rewrite([edit])


@given(
    texts=st.lists(st.text("abc ơ", min_size=1, max_size=6), min_size=1, max_size=6),
    after=st.text("abc ơ", max_size=8),
    data=st.data(),
)
def test_runs_of_a_line_hold_every_edit(texts, after, data):
    """Where nothing stands between the segments, the new segments joined are the new text."""
    joined = SegmentedText(map(Segment, texts))
    start = data.draw(st.integers(0, len(joined.text)))
    end = data.draw(st.integers(start, len(joined.text)))
    edit = Edit(start, end, after)
    changed = joined.rewrite([edit])
    new = "".join(changed.get(at, text) for at, text in enumerate(texts))
    assert new == apply_edits(joined.text, [edit])


@given(
    words=st.lists(st.text("abcơ", min_size=1, max_size=4), min_size=2, max_size=6),
    after=st.text("abcơ ", max_size=8),
    data=st.data(),
)
def test_words_of_a_scan_hold_every_edit(words, after, data):
    """The words that come out are those of the new text, whichever boxes they stand in."""
    joined = SegmentedText(Segment(word, " " if at else "") for at, word in enumerate(words))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = sum(len(word) + 1 for word in words[:first])
    end = start + len(" ".join(words[first : last + 1]))
    edit = Edit(start, end, after)
    changed = joined.rewrite([edit])
    new = " ".join(changed.get(at, text) for at, text in enumerate(words))
    assert new.split() == apply_edits(joined.text, [edit]).split()
