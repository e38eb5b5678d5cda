"""Which readings become corrections, and which are only suggested."""

from __future__ import annotations

import pytest

from vnfix.channels.proposal import Proposal
from vnfix.confidence import Calibration, CalibrationRow, Group
from vnfix.confusions import Edit
from vnfix.correction import Kind, Level
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer
from vnfix.estimate import Estimate
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Lexicon, Word
from vnfix.loss_rates import LossRates
from vnfix.selection import Selection, select

WORDS = ("cung", "cũng", "cùng", "cấp")
LEXICON = Lexicon.of_words(
    (*(Word(name, 0, 0.0, False) for name in SPECIAL), *(Word(w, 999, 0.0, True) for w in WORDS))
)
CERTAIN = Calibration(
    (CalibrationRow(Group.BARE, 0.0, 0.0, 0.0, 9), CalibrationRow(Group.BARE, 0.0, 1.0, 1.0, 9))
)


@pytest.mark.parametrize(
    ("kept", "shares", "corrected", "suggested"),
    [
        (0.05, {"cũng": 0.9, "cùng": 0.05}, ["cũng"], []),
        # The likeliest reading, though it is not likely.
        (0.3, {"cũng": 0.4, "cùng": 0.3}, ["cũng"], []),
        # What stands is likelier.
        (0.6, {"cũng": 0.35, "cùng": 0.05}, [], ["cũng"]),
        (0.4, {"cũng": 0.35, "cùng": 0.25}, [], ["cũng"]),
        (0.9, {"cũng": 0.1}, [], []),
    ],
)
def test_in_a_line_without_marks_the_likeliest_word_stands(
    kept: float, shares: dict[str, float], corrected: list[str], suggested: list[str]
):
    selection = choose(kept, shares, Level.LIKELY)
    assert [item.after for item in selection.corrections] == corrected
    assert [item.after for item in selection.suggestions] == suggested


def test_at_level_all_what_would_be_suggested_is_done():
    assert [item.after for item in choose(0.6, {"cũng": 0.35}, Level.ALL).corrections] == ["cũng"]


def test_readings_that_were_all_but_impossible_are_offered_last():
    (correction,) = choose(0.1, {"cũng": 0.9}, Level.LIKELY, unlikely=("cùng",)).corrections
    assert [item.text for item in correction.candidates] == ["cũng", "cung", "cùng"]
    assert correction.candidates[-1].probability == 0


def choose(kept: float, shares: dict[str, float], level: Level, unlikely: tuple[str, ...] = ()) -> Selection:
    """Choose among readings of the first word of a text, which stands with the posterior `kept`."""
    document = Document.of_text("cung cap", LEXICON)
    edits = ((Edit("ũ", "u"), Layer.BARE),)
    proposals = [
        Proposal(0, 4, word, LEXICON.ids[word], 0.0, (), kind=Kind.DIACRITICS, edits=edits) for word in shares
    ]
    errors = ErrorRates((), {}, {})
    estimate = Estimate(
        LossRates({}), errors, proposals, list(shares.values()), {0: kept}, unlikely={(0, 4): unlikely}
    )
    return select(document, estimate, level, CERTAIN)
