"""Words, patterns and lines that are left alone: found whole, and protected without loss."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.correction import Correction, Kind
from vnfix.ignoring import find_ignored, is_ignored, merge_spans, move_spans, protect
from vnfix.settings import Settings
from vnfix.token_kinds import TokenKind
from vnfix.tokens import tokenize

PIECES = [
    "c",
    "quan",
    "th",
    "hiện",
    "Quan",
    "QUAN",
    "đơn",
    "12",
    "1.5",
    "UBND",
    "a@b.vn",
    ".",
    ",",
    "-",
    "#",
    "vnfix:",
    "off",
    "on",
    "(cid:4)",
    "�",
]
TEXTS = st.lists(
    st.sampled_from([*PIECES, " ", "  ", "\n", "\r\n", "\r", "\u0301", "\x00", "\ud800", "vnfix: off\n"]),
    max_size=40,
).map("".join) | st.text(max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


def ignored_in(text, **settings):
    found = find_ignored(text, tokenize(text), Settings(**settings))
    return [text[start:end] for start, end in found]


def words(*given):
    return {"ignored_words": frozenset(given)}


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("thị tứ", "Thị tứ, THỊ TỨ và thị tứ", ["Thị tứ", "THỊ TỨ", "thị tứ"]),
        ("Ba Vì", "Ba Vì, BA VÌ, ba vì", ["Ba Vì"]),
        ("TW", "TW và tw", ["TW"]),
        ("lắc", "lắc lư lắc", ["lắc", "lắc"]),
        ("Ba Vì", "xã Ba\nVì, xã Ba \r\n  Vì", ["Ba\nVì", "Ba \r\n  Vì"]),
        ("Ba  Vì ", "Ba Vì", ["Ba Vì"]),
        ("ti-vi", "cái ti-vi", ["ti-vi"]),
        ("tr c", "tr c thuộc", ["tr c"]),
        ("Vi\u0300", "Vì", ["Vì"]),
        ("Vì", "Vi\u0300", ["Vi\u0300"]),
        ("c(cid:2)", "c(cid:2) quan", ["c(cid:2)"]),
    ],
)
def test_words_that_are_found(entry, text, found):
    assert ignored_in(text, **words(entry)) == found


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("lắc", "lắcx xlắc"),
        ("Ba Vì", "Ba Vìa"),
        ("Ba Vì", "Ba, Vì"),
        ("Ba Vì", "Ba\n\nVì"),
        ("Ba Vì", "BaVì"),
        ("Ba Vì", "Ba"),
        ("ti-vi", "ti - vi"),
        ("Lắc", "lắc"),
        ("lac", "lắc"),
        ("đ", "đ\ufffdn"),
        ("n", "đ(cid:3)n"),
        ("", "a  b"),
        (" ", "a  b"),
    ],
)
def test_words_that_are_not(entry, text):
    assert ignored_in(text, **words(entry)) == []


def test_the_longest_phrase_wins():
    assert ignored_in("xã Ba Vì Hạ", **words("Ba", "Ba Vì", "Ba Vì Hạ", "Vì")) == ["Ba Vì Hạ"]


def test_words_of_the_user_dictionary_are_found_too():
    assert ignored_in("một hai ba", ignored_words=frozenset({"một"}), known_words=frozenset({"ba"})) == [
        "một",
        "ba",
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\[.*?\]", "a [sic] b [c  d]", ["[sic]", "[c  d]"]),
        (r"(?m)^>.*$", "> c  quan\nc  quan", ["> c  quan"]),
        (r"x*", "abc", []),
        (r"nowhere", "abc", []),
    ],
)
def test_patterns(pattern, text, found):
    assert ignored_in(text, ignored_patterns=(re.compile(pattern),)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\nvnfix: off\nb\nvnfix: on\nc", ["vnfix: off\nb\nvnfix: on\n"]),
        (
            "<!-- vnfix: off -->\r\nb\r\n<!-- vnfix: on -->\r\nc",
            ["<!-- vnfix: off -->\r\nb\r\n<!-- vnfix: on -->\r\n"],
        ),
        ("a\r# vnfix:off\rb\r# vnfix:on\rc", ["# vnfix:off\rb\r# vnfix:on\r"]),
        ("vnfix: off\nb", ["vnfix: off\nb"]),
        ("vnfix: off\nvnfix: off\nb\nvnfix: on\nc", ["vnfix: off\nvnfix: off\nb\nvnfix: on\n"]),
        ("vnfix: on\na", []),
        ("vnfix: offline\na", []),
        ("vnfix: OFF\na", []),
        ("viết vnfix: off ở đầu\na", []),
        ("đ vnfix: off\na", []),
        ("vnfix:\noff\na", []),
    ],
)
def test_lines_that_switch_off_and_on(text, found):
    assert ignored_in(text) == found


@given(TEXTS, SPANS)
def test_protected_tokens_lose_nothing(text, spans):
    spans = merge_spans([(start, min(end, len(text))) for start, end in spans])
    tokens = protect(tokenize(text), spans)
    assert "".join(token.text for token in tokens) == text
    end = 0
    for token in tokens:
        assert (token.start, text[token.start : token.end]) == (end, token.text)
        assert token.text
        end = token.end


@given(TEXTS, SPANS)
def test_what_a_span_covers_is_protected_or_a_line_end(text, spans):
    spans = merge_spans([(start, min(end, len(text))) for start, end in spans])
    for token in protect(tokenize(text), spans):
        if is_ignored(spans, token.start, token.end):
            assert token.kind in (TokenKind.PROTECTED, TokenKind.NEWLINE)


@given(TEXTS, SPANS)
def test_line_ends_stay(text, spans):
    def line_ends(tokens):
        return [token for token in tokens if token.kind is TokenKind.NEWLINE]

    tokens = tokenize(text)
    assert line_ends(protect(tokens, merge_spans(spans))) == line_ends(tokens)


@given(TEXTS, SPANS)
def test_what_no_span_touches_is_cut_as_before(text, spans):
    spans = merge_spans(spans)
    tokens = tokenize(text)
    kept = [token for token in tokens if not is_ignored(spans, token.start, token.end)]
    assert set(kept) <= set(protect(tokens, spans))


@given(TEXTS)
def test_nothing_to_ignore_changes_nothing(text):
    tokens = tokenize(text)
    assert protect(tokens, ()) is tokens


@given(SPANS)
def test_merged_spans_are_in_order_and_apart(spans):
    merged = merge_spans(spans)
    assert all(start < end for start, end in merged)
    assert all(one[1] < other[0] for one, other in pairwise(merged))
    covered = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in merged for place in range(start, end)} == covered


def test_spans_move_with_the_text():
    text, after = "c  quan abc th c def", "cơ quan abcd thực def"
    fixes = [
        Correction(0, 2, "c ", "cơ", Kind.LOST_LETTERS, 1.0),
        Correction(10, 11, "c", "cd", Kind.LOST_LETTERS, 1.0),
        Correction(12, 16, "th c", "thực", Kind.LOST_LETTERS, 1.0),
    ]
    spans = [(3, 7), (8, 10), (17, 20)]
    moved = move_spans(spans, fixes)
    assert [text[a:b] for a, b in spans] == [after[a:b] for a, b in moved] == ["quan", "ab", "def"]
