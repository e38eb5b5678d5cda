"""Text in an old or wrong encoding comes back as Unicode (NFC), word by word."""

from __future__ import annotations

import unicodedata

from tests.repair.engine import shared_repairer
from vnfix import Kind, apply_corrections


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
