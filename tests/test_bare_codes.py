"""The strokes of đ in codes and acronyms, by how they are written otherwise."""

from __future__ import annotations

import pytest

from vnfix.channels.bare_codes import restore_strokes
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word

COUNTS = {
    "nđ": 9000,
    "nd": 90,
    "qđ": 5000,
    "hđnd": 4000,
    "gd": 3000,
    "gđ": 200,
    "đđ": 30,
    "tđd": 500,
    "cp": 9000,
}
LEXICON = Lexicon.of_words(
    (
        *(Word(name, 0, 0.0, False) for name in SPECIAL),
        *(Word(word, n, 0.0, False) for word, n in COUNTS.items()),
    )
)


@pytest.mark.parametrize(
    ("code", "restored"),
    [
        ("HDND", "HĐND"),
        ("90/2014/ND-CP", "90/2014/NĐ-CP"),
        ("12/QD-TTg", "12/QĐ-TTg"),
        ("QD/ND", "QĐ/NĐ"),
        ("TDD", "TĐD"),
    ],
)
def test_strokes_come_back_where_the_usual_spelling_has_them(code: str, restored: str):
    after, odds = restore_strokes(code, LEXICON)
    assert after == restored
    assert odds > 0


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("GD", id="usual without"),
        pytest.param("DD", id="known too little"),
        pytest.param("CP", id="no d"),
        pytest.param("Nd", id="no group of capitals"),
        pytest.param("QD-15", id="a number of a product"),
        pytest.param("QD15", id="the same without a hyphen"),
        pytest.param("DDDDND", id="too many to be one"),
        pytest.param("HĐND", id="it has them"),
        pytest.param("XYDZ", id="unknown"),
    ],
)
def test_other_codes_stay(code: str):
    assert restore_strokes(code, LEXICON) == (code, 0.0)
