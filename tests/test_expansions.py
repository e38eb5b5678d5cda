"""What the acronyms of a text stand for, and where the strokes of their đ are."""

from __future__ import annotations

import pytest

from vnfix.channels.expansions import Expansions
from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.last_reading import LastReading
from vnfix.lexicon import Lexicon, Word

WORDS = [
    "quyền",
    "sử",
    "dụng",
    "đất",
    "của",
    "ủy",
    "ban",
    "điều",
    "động",
    "hội",
    "đồng",
    "cổ",
    "đông",
    "đại",
    "diện",
]
LEXICON = Lexicon.of_words(
    (*(Word(name, 0, 0.0, False) for name in SPECIAL), *(Word(word, 9, 0.0, True) for word in WORDS))
)
LAND = "quyền sử dụng đất của ủy ban"


def spell(text: str, acronym: str) -> str:
    document = Document.of_text(text, LEXICON)
    return Expansions(LastReading.of_decoding(document, (), (), {}), LEXICON).spell(acronym)


@pytest.mark.parametrize(
    ("text", "acronym", "spelled"),
    [
        (LAND, "QSDD", "QSDĐ"),
        (f"{LAND}. {LAND}. {LAND}", "SDD", "SDĐ"),
        ("Đại Hội Đồng Cổ Đông", "DHDCD", "ĐHĐCĐ"),
        # Marks of other letters do not matter: the u of `ủy`.
        ("của ủy ban điều động của ủy ban điều động", "CUBDD", "CUBĐĐ"),
        ("đại diện của ủy ban", "DDCU", "ĐDCU"),
        # With a stroke in most places.
        (f"hội đồng cổ đông {'hội đồng cổ đông ' * 4} hội diện cổ đông", "HDCD", "HĐCĐ"),
    ],
)
def test_an_acronym_has_the_strokes_of_the_words_that_it_stands_for(text, acronym, spelled):
    assert spell(text, acronym) == spelled


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        pytest.param(LAND, "SDD", id="three letters may begin so by chance"),
        pytest.param(LAND * 3, "DD", id="two still more"),
        pytest.param(LAND, "QSDC", id="no words begin so"),
        pytest.param("quyền sử dụng. đất của", "QSDD", id="a stop between them"),
        pytest.param("quyền sử dụng xyz đất", "QSDD", id="a word between them"),
        pytest.param("hội đồng cổ đông hội diện cổ đông", "HDCD", id="some with a stroke and some without"),
        pytest.param(LAND, "QSUB", id="no d"),
        pytest.param("", "QSDD", id="no text"),
    ],
)
def test_others_stay(text, acronym):
    assert spell(text, acronym) == acronym
