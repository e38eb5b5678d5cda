"""A text is the same stream of symbols for the trainer and for a repair."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vnfix.document import Document
from vnfix.language_model.symbols import (
    NUMBER,
    SENTENCE_END,
    SPECIAL,
    STOP,
    UNKNOWN,
    find_forms,
    special_symbol,
)
from vnfix.lexicon import UNKNOWN_ID, Lexicon, Word
from vnfix.tone_styles import canonical
from vnfix.training.build import collapse_ends

KNOWN = ("hòa", "thúy", "cơ", "quan", "hđnd", "ubnd", "km", "qđ", "xiv", "www", "vn")
LEXICON = Lexicon.of_words(tuple(Word(name, 0, 0.0, False) for name in (*SPECIAL, *KNOWN)))


def symbols_in_training(text: str) -> list[int]:
    names = [special_symbol(form) or canonical(form) for form in find_forms(text)]
    ids = np.array([LEXICON.ids.get(name, UNKNOWN_ID) for name in names], dtype=np.uint16)
    return collapse_ends(ids).tolist()


def symbols_in_repair(text: str) -> list[int]:
    return [symbol for symbols in Document.of_text(text, LEXICON).symbols for symbol in symbols]


def test_the_special_symbols_come_first_in_every_vocabulary():
    assert SPECIAL == (UNKNOWN, NUMBER, SENTENCE_END, STOP)
    assert SPECIAL.index(UNKNOWN) == UNKNOWN_ID


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Cơ quan, đơn vị.", ["Cơ", "quan", ",", "đơn", "vị", "."]),
        ("ngày 17/4/2017: 3.500,5 đồng", ["ngày", "17/4/2017", ":", "3.500,5", "đồng"]),
        ("12km", ["12", "km"]),
        ("cuối năm 2020.", ["cuối", "năm", "2020", "."]),
        ("thế à?!", ["thế", "à", "?", "!"]),
        ("(trong ngoặc) “kép” – gạch", ["trong", "ngoặc", "kép", "gạch"]),
        ("số_tên", ["số", "tên"]),
        (unicodedata.normalize("NFD", "quyết định"), ["quyết", "định"]),
        ("\n\t  ", []),
        ("", []),
    ],
)
def test_forms_are_words_numbers_and_stops(text, forms):
    assert find_forms(text) == forms


@pytest.mark.parametrize(
    ("form", "symbol"),
    [
        ("7", NUMBER),
        ("1.000.000", NUMBER),
        ("٣", NUMBER),
        (".", SENTENCE_END),
        ("?", SENTENCE_END),
        ("!", SENTENCE_END),
        ("…", SENTENCE_END),
        (",", STOP),
        (";", STOP),
        (":", STOP),
        ("một", None),
        ("X", None),
        ("²", None),
    ],
)
def test_numbers_and_stops_have_symbols_of_their_own(form, symbol):
    assert special_symbol(form) == symbol


@pytest.mark.parametrize(
    "spellings",
    [("hòa", "hoà", "Hòa", "HOÀ", unicodedata.normalize("NFD", "hoà")), ("thúy", "thuý", "THUÝ", "Thúy")],
    ids=lambda spellings: spellings[0],
)
def test_all_spellings_of_a_word_are_one_symbol(spellings):
    assert len({tuple(symbols_in_training(text)) for text in spellings}) == 1
    assert len({tuple(symbols_in_repair(text)) for text in spellings}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Cơ quan thường trực HĐND, UBND; họp lúc 7:30!",
        "Hoà và Thuý về quê… Rồi sao?",
        unicodedata.normalize("NFD", "Hoà và Thuý ở cơ quan."),
        "Quyết định số 12/QĐ-UBND ngày 5/6/2019",
        "xem www.vidu.vn hoặc hỏi: hoa@vidu.vn",
        "dài 12km, nặng 3,5 tạ",
        "khóa XIV (2016-2021)",
        "số_hiệu C:\\tệp\\hòa.txt",
    ],
)
def test_training_and_repair_read_the_same_symbols(text):
    assert symbols_in_repair(text) == symbols_in_training(text)


WORDS = ("cơ", "Quan", "HOÀ", "hoà", "UBND", "QĐ", "12", "3.500", "7/4", "ế")
BETWEEN = (" ", "  ", "\n", ", ", ". ", "… ", "?! ", " (", ") ", " – ", "-", "@", "“", " http://", " www.")
MIXTURE = st.lists(st.sampled_from(WORDS) | st.sampled_from(BETWEEN), max_size=30)


@given(MIXTURE.map("".join) | MIXTURE.map(" ".join))
def test_training_and_repair_agree_on_any_mixture(text):
    # Codes with digits in them (UBND12.3) are one token in a repair, so nothing stands glued here.
    assume(not re.search(r"[^\W\d_]\d|\d[^\W\d_]", text))
    assert symbols_in_repair(text) == symbols_in_training(text)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_normalized_text_has_the_same_forms(text):
    assert find_forms(text) == find_forms(unicodedata.normalize("NFC", text))
