"""A text as the model and the channels see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import UNKNOWN_ID, Lexicon, Word

WORDS = ("cơ", "quan", "thực", "hiện", "hòa", "bình", "a", "ở", "c")
LEXICON = Lexicon.of_words(
    tuple(Word(form, 0, 0.0, False) for form in SPECIAL) + tuple(Word(form, 99, 0.1, True) for form in WORDS)
)
NUMBER, STOP_ID, COMMA = 1, 2, 3


def document_of(text):
    return Document.of_text(text, LEXICON)


def names(text):
    """The symbols of a text by name."""
    return [LEXICON.words[symbol].text for symbols in document_of(text).symbols for symbol in symbols]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cơ quan", ["cơ", "quan"]),
        ("CƠ Quan", ["cơ", "quan"]),
        ("hoà bình", ["hòa", "bình"]),
        ("co\u031b quan", ["cơ", "quan"]),
        ("xyz cơ", ["<unk>", "cơ"]),
        ("12 cơ, 3.500!", ["<num>", "cơ", ",", "<num>", "."]),
        ("cơ: (quan) - hiện", ["cơ", ",", "quan", "hiện"]),
        ("c\ufffd quan", ["c", "<unk>", "quan"]),
        ("cơ\n\n  quan", ["cơ", "quan"]),
        ("", []),
    ],
)
def test_symbols(text, expected):
    assert names(text) == expected


def test_blanks_and_line_ends_have_no_symbol():
    document = document_of("cơ  quan\nở")
    assert [len(symbols) for symbols in document.symbols] == [1, 0, 1, 0, 1]


def history_of(document, token, order=4):
    """The words of a history, the nearest last."""
    history = int(document.histories([token], order)[0])
    symbols = [history >> 16 * place & 0xFFFF for place in reversed(range(order - 1))]
    return [LEXICON.words[symbol].text for symbol in symbols]


def test_the_history_is_what_comes_before():
    document = document_of("cơ quan thực hiện hòa bình")
    assert history_of(document, 6) == ["cơ", "quan", "thực"]


def test_the_history_of_a_beginning_is_filled_up_with_sentence_ends():
    document = document_of("cơ quan")
    assert history_of(document, 0) == [".", ".", "."]
    assert history_of(document, 2) == [".", ".", "cơ"]


def test_the_history_runs_over_line_ends():
    document = document_of("cơ\n\nquan\nở")
    assert history_of(document, len(document.tokens) - 1) == [".", "cơ", "quan"]


class TestCounts:
    def test_letters(self):
        letters = document_of("Cơ cơ\n").letters
        assert (letters["ơ"], letters["C"], letters["c"], letters["\n"]) == (2, 1, 1, 1)

    def test_words_are_counted_as_they_are_written(self):
        words = document_of("Cơ quan, cơ quan; CƠ").words
        assert (words["Cơ"], words["cơ"], words["quan"]) == (1, 1, 2)


def context_at(text, word):
    document = document_of(text)
    (token,) = (place for place, token in enumerate(document.tokens) if token.text == word)
    return document.case_context(token)


class TestCaseContext:
    @pytest.mark.parametrize(
        "before",
        [
            *("", "Hết. ", "Hết!\n", "Hết? ", "Hết?! ", "Hết.\n\n   "),
            # Signs that open stand between.
            *("Hết. “", "Hết.” ", "Hết? - ", "hết\n“", "nói: “", "nói: - ", "1. "),
        ],
    )
    def test_a_sentence_begins(self, before):
        assert context_at(f"{before}cơ quan", "cơ").after_stop

    @pytest.mark.parametrize(
        "before",
        [
            *("hết, ", "hết ", "hết; ", "hết: ", "hết\n", "hết (", "hết.\n- hết ", "hết - ", "hết “"),
            *(
                "hết… ",
                "hết... ",
                "hết-",
                "hết.\nhết a) ",
                "hết\nphương án) ",
                "hết\n(",
                "hết -\n",
                "hết ”\n",
            ),
        ],
    )
    def test_a_sentence_goes_on(self, before):
        assert not context_at(f"{before}cơ quan", "cơ").after_stop

    @pytest.mark.parametrize(
        "name", ["- ", "– ", "• ", "a) ", "1) ", "(ii) ", "- b) "], ids=lambda name: name.strip()
    )
    def test_items_begin_as_the_other_items_of_the_text_do(self, name):
        raised = context_at(f"Một:\n{name}Hai;\n{name}Ba;\n{name}cơ quan", "cơ").opening
        small = context_at(f"Một:\n{name}hai;\n{name}ba;\n{name}Cơ quan", "Cơ").opening
        assert raised >= 0.6 > 0.4 >= small > 0

    def test_capitals_are_likelier_the_more_a_sign_before_opens(self):
        signs = (": ", "… ", " - ", " “", " ", ", ", "-", " (")
        shares = [context_at(f"nói{sign}cơ quan", "cơ").opening for sign in signs]
        assert shares == sorted(shares, reverse=True)
        assert shares[3] > 0
        assert set(shares[4:]) == {0}

    def test_a_line_after_a_colon_begins_a_sentence(self):
        assert context_at("như sau:\ncơ quan", "cơ").after_stop

    def test_a_sign_that_stands_for_a_letter_ends_no_sentence(self):
        document = document_of("c! quan")
        assert not document.case_context(3, frozenset("!")).after_stop

    def test_where_lines_begin_with_capitals_the_next_one_does(self):
        verse = "một dòng thơ\nHai dòng\nBa dòng\nBốn dòng\ncơ dòng"
        prose = "một dòng dài\nhai dòng\nba dòng\nbốn dòng\ncơ dòng"
        assert context_at(verse, "cơ").opening > 0.6 > 0.3 > context_at(prose, "cơ").opening > 0

    def test_a_line_start_matters_only_there(self):
        assert context_at("Một\nHai\nBa cơ", "cơ").opening == 0

    def test_a_closing_quotation_mark_at_the_end_of_a_line_opens_nothing(self):
        assert context_at("một ”\ncơ quan", "cơ") == context_at("một\ncơ quan", "cơ")

    @pytest.mark.parametrize("text", ["QUYẾT cơ ĐỊNH", "QUYẾT ĐỊNH cơ", "cơ QUYẾT", "QUYẾT A cơ B ĐỊNH"])
    def test_among_capitals(self, text):
        assert context_at(text, "cơ").in_capitals

    @pytest.mark.parametrize("text", ["QUYẾT cơ định", "quyết cơ ĐỊNH", "cơ", "QUYẾT\ncơ\nĐỊNH", "A cơ B"])
    def test_not_among_capitals(self, text):
        assert not context_at(text, "cơ").in_capitals


@given(st.text(max_size=60))
def test_any_text_makes_a_document(text):
    document = document_of(text)
    assert "".join(token.text for token in document.tokens) == text
    assert len(document.symbols) == len(document.tokens)
    assert all(UNKNOWN_ID <= symbol < len(LEXICON.words) for row in document.symbols for symbol in row)
    for token in range(len(document.tokens)):
        assert 0 <= document.histories([token], 4)[0] < 1 << 48
        document.case_context(token)
