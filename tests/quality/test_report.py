from __future__ import annotations

from tests.quality.measuring import Measurement, Task, list_errors
from tests.quality.report import ERROR_LIMIT, clean_table, damage_tables, error_rows, pair_table
from tests.quality.scoring import score
from vnfix import Level
from vnfix.training.corpus import Genre
from vnfix.training.damage import Damage
from vnfix.training.held_out import CleanDocument, Size

GOLD = "cơ quan, đơn vị, số 25"


def measurement(damage: Damage, damaged: str, output: str, failure: str = "") -> Measurement:
    task = Task(CleanDocument("own.txt#1", Genre.OFFICIAL, Size.SHORT, GOLD), damage, Level.LIKELY)
    scored = score(damaged, output, GOLD)
    return Measurement(task, scored.counts, tuple(list_errors(scored)), 0.5, failure)


DONE = measurement(Damage.BLANK, "c  quan, đ n vị, số 2 ", "cơ quan, đan vị, số 2 ")


def test_damage_is_reported_by_size_and_by_genre():
    tables = damage_tables([DONE, measurement(Damage.CLEAN, GOLD, GOLD)])
    assert "| blank | short | 1 | 6 | 50.0 | 50.00 | 50.00 | 0.000 |" in tables
    assert "| blank | official | 1 | 6 |" in tables
    assert "clean" not in tables


def test_clean_text_is_reported_in_changes_per_ten_thousand():
    changed = measurement(Damage.CLEAN, GOLD, GOLD.replace("quan", "quạn"))
    assert "| official | likely | 1 | 6 | 1 | 1666.67 | 0 |" in clean_table([DONE, changed])


def test_failures_are_not_in_the_figures_and_nothing_gives_no_table():
    failed = measurement(Damage.BLANK, GOLD, GOLD, failure="Traceback")
    assert (damage_tables([failed]), clean_table([failed]), pair_table([])) == ("", "", "")


def test_errors_are_listed_with_context_but_not_digits_left_alone():
    head, *rows = error_rows([DONE], [])
    assert head.split("\t")[:7] == ["way", "genre", "document", "damaged", "output", "gold", "context"]
    expected = (
        "blank",
        "official",
        "own.txt#1",
        "đ n",
        "đan",
        "đơn",
        "cơ quan, [đơn] vị, số 25",
        "miscorrected",
    )
    assert [tuple(row.split("\t")) for row in rows] == [expected]


def test_a_long_list_of_errors_is_thinned_out():
    assert len(error_rows([DONE] * (ERROR_LIMIT + 1), [])) == ERROR_LIMIT + 1
