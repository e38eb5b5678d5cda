from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.channels.proposal import Proposal
from vnfix.confidence import (
    Calibration,
    CalibrationRow,
    Group,
    format_calibration,
    parse_calibration,
    threshold_of,
)
from vnfix.correction import Level
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.errors import DictionaryError
from vnfix.evidence import LEAST_SUPPORT, Evidence
from vnfix.loss_rates import LossRates

TABLE = Calibration(
    (
        CalibrationRow(Group.LOST, 0.0, 0.5, 0.1, 40),
        CalibrationRow(Group.LOST, 0.0, 1.0, 0.3, 10),
        CalibrationRow(Group.LOST, 0.5, 0.5, 0.4, 70),
        CalibrationRow(Group.LOST, 0.5, 0.9, 0.8, 300),
    )
)
HEAD = "group\tsupport\tposterior\tconfidence\tplaces\n"


@pytest.mark.parametrize(
    ("posterior", "support", "confidence"),
    [
        (0.5, 0.0, 0.1),
        (0.75, 0.499, 0.2),
        (0.25, 0.1, 0.05),
        (0.0, 0.1, 0.0),
        (0.7, 0.5, 0.6),
        (0.9, 1.0, 0.8),
        (1.0, 1.0, 0.8),
    ],
)
def test_confidence_is_interpolated_within_a_class(posterior: float, support: float, confidence: float):
    assert TABLE.confidence(posterior, support) == pytest.approx(confidence)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_never_makes_less(posterior: float, support: float, more: float, stronger: float):
    low = TABLE.confidence(min(posterior, more), min(support, stronger))
    assert low <= TABLE.confidence(max(posterior, more), max(support, stronger)) + 1e-12


def test_a_table_survives_being_written_and_read():
    assert parse_calibration(format_calibration(TABLE, "made\nby hand")) == TABLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lost-letters\t0\t0.5\t0.5\t1\n",
        HEAD,
        HEAD + "odd\t0\t0.5\t0.5\t1\n",
        HEAD + "name\t0\t0.5\t0.5\t1\nbare\t0\t0.5\t0.5\t1\nname\t0\t0.6\t0.6\t1\n",
        HEAD + "lost-letters\t0\t0.5\t0.5\n",
        HEAD + "lost-letters\t0\t0.5\thalf\t1\n",
        HEAD + "lost-letters\t0\t0.5\t1.5\t1\n",
        HEAD + "lost-letters\t0\t0.5\tnan\t1\n",
        HEAD + "lost-letters\t0.1\t0.5\t0.5\t1\n",
        HEAD + "lost-letters\t0\t0\t0.5\t1\n",
        HEAD + "lost-letters\t0\t0.5\t0.5\t1\nlost-letters\t0\t0.4\t0.6\t1\n",
        HEAD + "lost-letters\t0\t0.5\t0.5\t1\nlost-letters\t0\t0.5\t0.5\t1\n",
        HEAD + "lost-letters\t0\t0.5\t0.5\t1\nlost-letters\t0\t0.6\t0.4\t1\n",
    ],
)
def test_broken_tables_are_refused_with_what_to_do(text: str):
    with pytest.raises(DictionaryError, match="vnfix train"):
        parse_calibration(text)


def test_each_group_has_rows_of_its_own():
    rows = (
        *TABLE.rows,
        CalibrationRow(Group.NAME, 0.0, 0.5, 0.3, 5),
        CalibrationRow(Group.NAME, 0.2, 0.5, 0.4, 5),
    )
    table = Calibration(rows)
    assert parse_calibration(format_calibration(table, "two groups")) == table
    assert table.confidence(0.5, 0.1, Group.NAME) == 0.3
    assert table.confidence(0.5, 0.1) == 0.1


def test_half_a_posterior_is_left_for_a_group_that_was_never_measured():
    assert TABLE.confidence(0.9, 1.0, Group.SPACING) == 0.45


def test_in_a_line_without_marks_less_is_asked_but_at_the_safest_level_it_stays():
    assert threshold_of(Level.LIKELY, Group.BARE) < threshold_of(Level.LIKELY)
    assert threshold_of(Level.SAFE, Group.BARE) > 1


def test_a_missing_table_is_a_dictionary_error(tmp_path: Path):
    with pytest.raises(DictionaryError, match=r"calibration\.tsv"):
        _ = Dictionaries(tmp_path).calibration


def test_the_levels_ask_for_less_and_less():
    assert threshold_of(Level.SAFE) > threshold_of(Level.LIKELY) > threshold_of(Level.ALL)


LETTERS = {"ơ": 40, "n": 3000, "a": 3000}
READING = Proposal(0, 2, "cơ", 1, -1.0, (("ơ", " "),))


def support(expected: dict[tuple[str, str], float], intact: dict[str, int], collapsed: bool = False) -> float:
    return Evidence(LossRates(intact, expected, collapsed)).support(READING, 1.0)


def test_the_odd_blank_in_a_long_clean_document_has_no_support():
    assert support({("ơ", " "): 1.0}, LETTERS) == 0
    assert support({}, LETTERS) == 0


def test_one_loss_in_one_sentence_has_some():
    assert 0 < support({("ơ", " "): 1.0}, {"n": 20, "a": 20}) < 0.1


def test_a_mark_is_evidence_by_itself():
    marked = Proposal(0, 2, "cơ", 1, -1.0, (("ơ", "\ufffd"),))
    assert Evidence(LossRates(LETTERS, {("ơ", "\ufffd"): 1.0})).support(marked, 1.0) >= LEAST_SUPPORT


def test_other_losses_support_a_reading_and_intact_letters_speak_against_it():
    lost_often = support({("ơ", " "): 30.0}, {"n": 3000})
    lost_in_part = support({("ơ", " "): 30.0}, LETTERS)
    others_lost = support({("ơ", " "): 1.0, ("ự", " "): 30.0}, LETTERS)
    assert lost_often > 0.9 > lost_in_part > 0.3 > 0.01 > others_lost >= LEAST_SUPPORT


def test_other_traces_count_only_where_blanks_were_shrunk():
    expected = {("ơ", " "): 1.0, ("ơ", ""): 30.0}
    assert support(expected, LETTERS, collapsed=True) > 10 * support(expected, LETTERS, collapsed=False)


def test_the_rarest_loss_of_a_reading_decides():
    rates = LossRates({"n": 3000, "ế": 60}, {("ơ", " "): 30.0, ("ế", " "): 1.0})
    both = Proposal(0, 2, "ơế", 1, -1.0, (("ơ", " "), ("ế", " ")))
    assert Evidence(rates).support(both, 1.0) < 0.05 < Evidence(rates).support(READING, 1.0)


def test_shipped_confidences_of_readings_that_nothing_else_speaks_for_stay_suggestions():
    try:
        calibration = Dictionaries(find_dictionaries()).calibration
    except DictionaryError:
        pytest.skip("no dictionaries here")
    assert calibration.confidence(1.0, 0.0) < threshold_of(Level.LIKELY)
    assert calibration.confidence(1.0, 1.0) >= threshold_of(Level.SAFE)


@pytest.mark.parametrize("group", [Group.REAL_WORD, Group.NAME, Group.NON_WORD, Group.SPACING])
def test_in_a_long_text_that_is_nearly_right_more_is_asked_to_change_a_word(group):
    assert threshold_of(Level.LIKELY, group, 0.001, 20_000) > threshold_of(Level.LIKELY, group, 0.01, 20_000)
    assert threshold_of(Level.LIKELY, group, 0.001, 20_000) > threshold_of(Level.LIKELY, group, 0.001, 2_000)


def test_lost_letters_are_asked_no_more_in_a_long_text():
    assert threshold_of(Level.LIKELY, Group.LOST, 0.0, 20_000) == threshold_of(Level.LIKELY)


def test_to_put_a_word_in_the_place_of_another_takes_more_unless_most_are_misread():
    assert threshold_of(Level.LIKELY, Group.REAL_WORD, 0.01) > threshold_of(
        Level.LIKELY, Group.NON_WORD, 0.01
    )
    assert threshold_of(Level.LIKELY, Group.REAL_WORD, 0.1) == threshold_of(Level.LIKELY, Group.NON_WORD, 0.1)
