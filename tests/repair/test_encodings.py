"""Text in an old or wrong encoding comes back as Unicode (NFC), word by word."""

from __future__ import annotations

import unicodedata

import pytest

from tests.repair.engine import shared_repairer
from vnfix import DAMAGE_KINDS, Kind, Settings, apply_corrections


def test_the_text_comes_back(encoding_case, known_failure):
    known_failure(encoding_case, "fixed")
    assert shared_repairer().repair(encoding_case.original).text == encoding_case.fixed


def test_the_corrections_are_words_and_replay(encoding_case):
    result = shared_repairer().repair(encoding_case.original)
    assert apply_corrections(result.original, result.corrections) == result.text
    assert unicodedata.is_normalized("NFC", result.text)
    for item in result.corrections:
        assert "\n" not in item.before
        assert len(item.after.split()) <= 2
        assert item.kind in (Kind.ENCODING, Kind.KEYSTROKES, Kind.LOST_LETTERS)
        assert item.reason


def test_a_second_repair_changes_nothing(encoding_case):
    once = shared_repairer().repair(encoding_case.original).text
    assert shared_repairer().repair(once).corrections == ()


def test_what_is_right_already_stays(encoding_case, known_failure):
    known_failure(encoding_case, "fixed")
    assert shared_repairer().repair(encoding_case.fixed).corrections == ()


PASTED = "Céng hoµ x· héi, chÝnh s¸ch míi của các c  quan ở xã"


def test_explain_says_which_encoding_was_read_wrongly():
    found = shared_repairer().explain(PASTED, PASTED.index("x·"))
    assert (found.before, found.readings[0].text, found.readings[0].chosen) == ("x·", "xã", True)
    assert "TCVN3" in found.verdict


@pytest.mark.parametrize(("place", "before", "chosen"), [("c  quan", "c ", "cơ"), ("của", "của", "của")])
def test_explain_finds_places_beside_what_an_encoding_spoiled(place, before, chosen):
    found = shared_repairer().explain(PASTED, PASTED.index(place))
    assert (PASTED[found.start : found.end], found.before) == (before, before)
    assert [reading.text for reading in found.readings if reading.chosen] == [chosen]


def test_explain_leaves_encodings_out_where_they_are_switched_off():
    settings = Settings(kinds=DAMAGE_KINDS - {Kind.ENCODING})
    found = shared_repairer().explain(PASTED, PASTED.index("x·"), settings=settings)
    assert [reading.text for reading in found.readings if reading.chosen] == [found.before]
