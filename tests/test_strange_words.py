"""Words that are no syllables are read as those that the text or the training text keeps using."""

from __future__ import annotations

import pytest

from vnfix.channels.misread_places import MisreadPlace
from vnfix.channels.strange_words import StrangeReader
from vnfix.confusions import Edit, Profile, mark_profiles
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word
from vnfix.near_words import NearWords
from vnfix.token_kinds import TokenKind

KNOWN = {"email": 9000, "component": 400, "reuters": 5000, "gene": 5000, "rarely": 20}
LEXICON = Lexicon.of_words(
    (
        *(Word(name, 0, 0.0, False) for name in SPECIAL),
        *(Word(word, count, 0.0, False) for word, count in KNOWN.items()),
        Word("mà", 9000, 0.0, True),
    )
)
PROFILES = (*mark_profiles(), Profile("vie", {Edit("m", "rn"): 0.1, Edit("l", "i"): 0.1, Edit("", "s"): 0.1}))
RATES = ErrorRates(PROFILES, {}, {("vie", Layer.PLAIN): 1.0})


def read(text: str, layer: Layer = Layer.PLAIN, *, vouches: bool = True) -> list[tuple[str, str, Kind]]:
    document = Document.of_text(text, LEXICON)
    places = [
        MisreadPlace(number, number, token.text, layer, False)
        for number, token in enumerate(document.tokens)
        if token.kind is TokenKind.WORD
    ]
    reader = StrangeReader(document, NearWords(LEXICON, PROFILES), places, vouches=vouches)
    return [(text[item.start : item.end], item.after, item.kind) for item in reader.read(RATES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # What the training text has often.
        ("gửi ernail", [("ernail", "email", Kind.GLYPHS)]),
        ("gửi Ernail", [("Ernail", "Email", Kind.GLYPHS)]),
        ("gửi emaii", [("emaii", "email", Kind.GLYPHS)]),
        ("gửi émail", [("émail", "email", Kind.DIACRITICS)]),
        # What the text itself keeps using, in its own case.
        ("Kestrova, Kestrova, Kestrova, Kestrơva", [("Kestrơva", "Kestrova", Kind.DIACRITICS)]),
        ("LaTemX LaTemX LaTemX, LaTernX", [("LaTernX", "LaTemX", Kind.GLYPHS)]),
    ],
)
def test_one_thing_taken_for_another_is_undone(text: str, found: list[tuple[str, str, Kind]]):
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        # Words that are known, or that the text has too seldom to go by.
        "email, component, Reuters",
        "Kestrova, Kestrova, Kestrơva",
        "Kestrova, Kestrova, Kestrova, Kestrơva, Kestrơva",
        # Other words that begin or end alike.
        "components, emails, remail",
        # Two things taken for others, short words, and what few texts have.
        "ernaii",
        "gerne",
        "rareiy",
        # Syllables are for others to read.
        "mà mả",
    ],
)
def test_other_words_are_left_alone(text: str):
    assert read(text) == []


def test_a_line_without_marks_is_left_alone():
    assert read("gui ernail", Layer.BARE) == []


def test_a_text_that_is_misread_all_over_does_not_vouch_for_its_words():
    assert read("Kestrova, Kestrova, Kestrova, Kestrơva", vouches=False) == []
    assert read("gửi ernail", vouches=False) == [("ernail", "email", Kind.GLYPHS)]
