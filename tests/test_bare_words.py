"""Words that are no syllables and are written with marks."""

from __future__ import annotations

import pytest

from vnfix.channels.bare_words import find_bare_words
from vnfix.document import Document
from vnfix.error_rates import Layer
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word
from vnfix.near_words import NearWords

COUNTS = {
    "ôtô": 7000,
    "đắk": 4000,
    "đăk": 600,
    "đôla": 600,
    "dola": 10,
    # Written without marks as well.
    "lênin": 700,
    "lenin": 900,
    # Hardly known, and too short.
    "balô": 90,
    "nđ": 9000,
}
LEXICON = Lexicon.of_words(
    (
        *(Word(name, 0, 0.0, False) for name in SPECIAL),
        *(Word(word, count, 0.0, False) for word, count in COUNTS.items()),
        Word("mà", 9000, 0.0, True),
    )
)


def restore(text: str, layer: Layer | None = Layer.BARE) -> str:
    document = Document.of_text(text, LEXICON)
    found = list(find_bare_words(document, [layer] * len(document.tokens), NearWords(LEXICON, ())))
    for item in reversed(found):
        text = text[: item.start] + item.after + text[item.end :]
    return text


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("oto cua toi", "ôtô cua toi"),
        ("Oto, oto", "Ôtô, ôtô"),
        ("tinh Dak Lak", "tinh Đắk Lak"),
        ("mot dola", "mot đôla"),
    ],
)
def test_they_get_their_marks(text: str, restored: str):
    assert restore(text) == restored


@pytest.mark.parametrize("text", ["balo", "nd", "ma", "otos", "o to", ""])
def test_what_may_be_right_without_marks_stays(text: str):
    assert restore(text) == text


def test_words_of_another_language_stay():
    assert restore("oto", layer=None) == "oto"


def test_where_both_spellings_are_known_the_language_model_weighs_them():
    document = Document.of_text("oto Lenin", LEXICON)
    found = find_bare_words(document, [Layer.BARE] * len(document.tokens), NearWords(LEXICON, ()))
    costs = {item.after: item.cost for item in found}
    assert costs.keys() == {"ôtô", "Lênin"}
    assert costs["ôtô"] > 0 == costs["Lênin"]


def test_only_what_is_nearly_always_marked_may_be_vietnamese():
    near = NearWords(LEXICON, ())
    assert [near.may_be_vietnamese(word) for word in ("oto", "dola", "lenin", "balo")] == [
        True,
        True,
        False,
        False,
    ]
