"""What the rest of a document says for a misreading."""

from __future__ import annotations

import pytest

from tests.pages import CLEAN_PAGE, NAMES, WRONG_WORDS, misread_page
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.error_rates import Layer
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


BARE, CAPITALS = Layer.BARE, Layer.CAPITALS
RULES = "HUONG DAN MUON SACH\nBan doc dien phieu muon, nop the va nhan sach tai quay, roi giu gin cho sach."


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        pytest.param(RULES, {BARE, CAPITALS}, id="headings have lost their marks with the rest"),
        pytest.param(RULES.replace("HUONG", "HƯỚNG"), {BARE}, id="a heading that has kept a mark"),
        pytest.param(RULES.lower(), {BARE, CAPITALS}, id="no heading"),
        pytest.param(RULES.replace("dien phieu", "điền phiếu"), set(), id="a text that has kept marks"),
        pytest.param("HOA LAN MAI AN\n" + CLEAN_PAGE, set(), id="names in capitals in a text with marks"),
        pytest.param(
            "READ THIS FIRST\nThe readers fill in the form and give it back to us.", set(), id="English"
        ),
    ],
)
def test_the_layers_that_have_lost_all_their_marks(text, layers, dictionaries):
    estimate = decode_document(Document.of_text(text, dictionaries.lexicon), dictionaries)
    assert (set() if estimate is None else estimate.surely_bare) == layers
