"""The vocabulary file: rows that come back as they were, broken ones refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.errors import DictionaryError
from vnfix.lexicon import Lexicon, Word, format_lexicon, parse_lexicon, vocabulary_digest

WORDS = (
    Word("<unk>", 0, 0.0, False),
    Word(",", 0, 0.0, False),
    Word("của", 1_234_567, 0.01, True),
    Word("hđnd", 60, 1.0, False),
)
HEADER = "word\tcount\ttitle_share\tsyllable\n"

any_word = st.builds(
    Word,
    st.text(st.characters(categories=("Ll", "Lo")), min_size=1, max_size=8),
    st.integers(0, 10**9),
    st.integers(0, 100).map(lambda share: share / 100),
    st.booleans(),
)


def test_an_id_is_a_place():
    assert Lexicon.of_words(WORDS).ids == {"<unk>": 0, ",": 1, "của": 2, "hđnd": 3}


def test_the_file_is_plain_text():
    assert format_lexicon(WORDS[2:], "one\ntwo") == (
        f"# one\n# two\n{HEADER}của\t1234567\t0.01\t1\nhđnd\t60\t1\t0\n"
    )


@given(st.lists(any_word, max_size=20), st.text(st.characters(exclude_categories=("C", "Z"))))
def test_words_come_back_as_they_were(words, comment):
    assert parse_lexicon(format_lexicon(words, comment)).words == tuple(words)


@pytest.mark.parametrize(
    "text", [HEADER, f"# note\n{HEADER}", f"\n{HEADER}\n"], ids=["header", "comment", "empty lines"]
)
def test_a_vocabulary_may_be_empty(text):
    assert parse_lexicon(text).words == ()


@pytest.mark.parametrize("text", ["", "\n", "# note\n", "của\t1\t0\t1\n", HEADER.upper(), "\ufeff" + HEADER])
def test_a_vocabulary_without_header_is_refused(text):
    with pytest.raises(DictionaryError, match=r"vocabulary.tsv has no header line; .* 'vnfix train'"):
        parse_lexicon(text)


@pytest.mark.parametrize(
    "row",
    [
        "của",
        "của\t1\t0",
        "của\t1\t0\t1\t1",
        "của\tmột\t0\t1",
        "của\t1\tnửa\t1",
        "của\t1\t0\tyes",
        "của\t1\t0\t",
        "của\t1.5\t0\t1",
        "của 1 0 1",
    ],
)
def test_a_broken_row_is_refused_and_shown(row):
    with pytest.raises(DictionaryError, match="broken row") as caught:
        parse_lexicon(f"{HEADER}một\t1\t0\t1\n{row}\n")
    assert repr(row) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rows_are_looked_up_in_any_case_and_either_tone_style():
    lexicon = Lexicon.of_words([WORDS[0], Word("hòa", 9, 0.5, True)])
    assert lexicon.words == (WORDS[0], lexicon.entry("HOÀ"))
    assert lexicon.entry("hóa") == WORDS[0]


def test_notes_and_empty_lines_may_stand_between_rows():
    rows = format_lexicon(WORDS, "source").replace("hđnd", "\n# note\nhđnd")
    assert parse_lexicon(rows).words == WORDS


def test_the_last_row_needs_no_line_break():
    assert parse_lexicon(f"{HEADER}của\t1\t0\t1").words == (Word("của", 1, 0.0, True),)


def test_the_digest_names_the_words_and_their_order():
    texts = [word.text for word in WORDS]
    assert vocabulary_digest(iter(texts)) == vocabulary_digest(texts)
    assert vocabulary_digest(texts[::-1]) != vocabulary_digest(texts)
    assert vocabulary_digest(texts[:-1]) != vocabulary_digest(texts)
