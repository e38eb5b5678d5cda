"""What the rest of a document says for a misreading."""

from __future__ import annotations

import pytest

from tests.pages import CLEAN_PAGE, NAMES, WRONG_WORDS, misread_page
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.misread_evidence import MisreadEvidence
from vnfix.repairer import decode_document


@pytest.fixture(scope="module")
def dictionaries() -> Dictionaries:
    return Dictionaries(find_dictionaries())


def sure_words(text: str, data: Dictionaries) -> set[str]:
    document = Document.of_text(text, data.lexicon)
    estimate = decode_document(document, data)
    return set() if estimate is None else set(MisreadEvidence.of_estimate(document, estimate).sure)


def test_words_misread_as_words_tell_a_misread_page(dictionaries):
    assert len(sure_words(misread_page(), dictionaries)) >= len(WRONG_WORDS) / 2


def test_a_form_counts_once_however_often_it_stands(dictionaries):
    once = sure_words(misread_page(), dictionaries)
    habit = sure_words(misread_page().replace("sách", "sạch"), dictionaries)
    assert len(habit - once) <= 2


@pytest.mark.parametrize("text", [CLEAN_PAGE, NAMES, misread_page()[:700]], ids=["right", "names", "short"])
def test_what_is_right_and_what_is_short_has_none(text, dictionaries):
    assert not sure_words(text, dictionaries)
