from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.error_list import ERROR_LIMIT, Cause, error_rows, guess_cause
from tests.quality.measuring import Measurement, Task, list_errors
from tests.quality.own_texts import read_own_texts
from tests.quality.pair_report import group_table, lost_glyph_table, pair_table, real_pdf_table
from tests.quality.pairs import PairScore, PairTask
from tests.quality.real_pdf import PdfDocument, PdfScore, count_joined
from tests.quality.report import (
    clean_table,
    damage_tables,
    marks_table,
    mixture_table,
    spacing_table,
    speed_line,
    to_json,
)
from tests.quality.scoring import SyllableReading, score
from vnfix import Level
from vnfix.training.corpus import Genre
from vnfix.training.held_out import CleanDocument, Size
from vnfix.training.ways import WAYS

GOLD = "cơ quan, đơn vị, số 25"


def measurement(way: str, damaged: str, output: str, failure: str = "") -> Measurement:
    task = Task(CleanDocument("own.txt#1", Genre.OFFICIAL, Size.SHORT, GOLD), WAYS[way], Level.LIKELY)
    scored = score(damaged, output, GOLD)
    return Measurement(task, scored.counts, tuple(list_errors(scored)), 0.5, failure)


def pair(name: str, damaged: str, output: str, *, sample: bool = False, failure: str = "") -> PairScore:
    scored = score(damaged, output, GOLD)
    task = PairTask(name, Path("a"), Path("b"), Level.LIKELY, sample)
    return PairScore(task, scored.counts, 1, 1, tuple(list_errors(scored)), failure)


DONE = measurement("blank", "c  quan, đ n vị, số 2 ", "cơ quan, đan vị, số 2 ")
MARKS = measurement("stripped", "co quan, don vi, so 25", "Cơ quan, đơn vi, số 25")


def test_damage_is_reported_by_size_and_by_genre():
    tables = damage_tables([DONE, measurement("clean", GOLD, GOLD)])
    assert "| blank | short | 1 | 6 | 50.0 | 50.00 | 50.00 | 0.000 |" in tables
    assert "| blank | official | 1 | 6 |" in tables
    assert "clean" not in tables


def test_marks_spacing_and_mixtures_have_a_table_each_with_accuracy_but_for_case():
    row = "official | 1 | 6 | 66.7 | 50.00 | 66.67 | 0.000 | 33.33 | 83.33 | 22.73 | 9.09 | 66.67 | 33.33 |"
    for table, way in (
        (marks_table, "stripped"),
        (spacing_table, "split"),
        (mixture_table, "blank+one-mark"),
    ):
        done = measurement(way, "co quan, don vi, so 25", "Cơ quan, đơn vi, số 25")
        assert f"| {way} | {row}" in table([done, DONE])
        assert table([DONE]) == ""
    assert "stripped" not in damage_tables([DONE, MARKS])


def test_clean_text_is_reported_in_changes_per_ten_thousand_and_own_texts_apart():
    changed = measurement("clean", GOLD, GOLD.replace("quan", "quạn"))
    own = Measurement(Task(next(read_own_texts()), WAYS["clean"], Level.SAFE), changed.counts, (), 0.5)
    table = clean_table([DONE, changed, own])
    assert "| official | likely | 1 | 6 | 1 | 1666.67 | 0 |" in table
    assert "| all | likely | 1 | 6 | 1 |" in table
    assert "| own dialect-and-chat | safe | 1 | 6 | 1 |" in table
    assert "all | safe" not in table


def test_failures_are_not_in_the_figures_and_nothing_gives_no_table():
    failed = measurement("blank", GOLD, GOLD, failure="Traceback")
    broken = pair("ocr-own-02-fax-vie", GOLD, GOLD, failure="Traceback")
    assert (damage_tables([failed]), clean_table([failed]), speed_line([failed])) == ("", "", "")
    assert {
        table(pairs) for table in (group_table, pair_table, lost_glyph_table) for pairs in ([], [broken])
    } == {""}
    assert real_pdf_table([]) == ""


def test_pairs_are_grouped_and_those_made_worse_are_flagged():
    good = pair("ocr-own-02-fax-vie", "co quan, đơn vị, số 25", GOLD)
    bad = pair("ocr-own-05-fax-vie", GOLD, "cơ quan, đơn vi, số 25")
    other = pair("syn-glyph-own", "c  quan, đơn vị, số 25", GOLD)
    assert (good.worse, bad.worse) == ((), ("accuracy", "CER", "WER"))
    table = group_table([good, bad, other])
    assert "| ocr vie 02-05 | 2 | 12 | 8.3 | 100.00 | 50.00 | 9.091 |" in table
    assert table.splitlines()[2].endswith("| 1 |")
    assert pair_table([good, bad, other]).count("accuracy, CER, WER") == 1
    assert "ocr" not in lost_glyph_table([good, bad, other])


def test_the_sample_is_in_the_table_of_lost_glyphs_only():
    sample = pair("report", "c  quan, đơn vị, số 25", GOLD, sample=True)
    assert "| report | 1 | 1 | 0 | 6 |" in lost_glyph_table([sample])
    assert (group_table([sample]), pair_table([sample])) == ("", "")


def test_real_pdfs_are_reported_by_document_and_by_file():
    scored = score("c ơ quan, đơn v ị, số 25", "cơ quan, đơn v ị, số 25", GOLD)
    pdfs = [
        PdfScore(
            PdfDocument("split", name, 3, "", "", Level.LIKELY), scored.counts, *count_joined(scored), ()
        )
        for name in ("first", "second")
    ]
    table = real_pdf_table(pdfs)
    assert "| split | first | 3 | 2 | 50.00 | 6 | 33.3 | 50.00 | 100.00 | 0.000 |" in table
    assert "| split | all | 6 | 4 | 50.00 | 12 |" in table


def test_everything_is_in_the_json():
    data = to_json([DONE], [pair("pdf-own", GOLD, GOLD)], [])
    assert data["documents"][0]["way"] == "blank"
    assert data["pairs"][0]["pair"] == "pdf-own"
    assert data["real_pdf"] == []


@pytest.mark.parametrize(
    ("damaged", "output", "gold", "cause"),
    [
        ("cơ", "cờ", "cơ", Cause.HARM),
        ("so", "Sở", "sở", Cause.WRONG_CASE),
        ("so", "số", "sở", Cause.WRONG_CHANGE),
        ("2", "2", "25", Cause.NUMBER),
        ("", "", "ở", Cause.GONE),
        ("q ue", "q ue", "quê", Cause.SPLIT),
        ("quy- ền", "quy- ền", "quyền", Cause.SPLIT),
        ("cơquan", "cơquan", "quan", Cause.GLUED),
        ("New Yrk", "New Yrk", "York", Cause.ODD_WORD),
        ("bán", "bán", "bạn", Cause.REAL_WORD),
        ("trg", "trg", "trong", Cause.NON_WORD),
        ("đ n", "đ n", "đơn", Cause.NON_WORD),
    ],
)
def test_causes(damaged: str, output: str, gold: str, cause: Cause):
    assert guess_cause(SyllableReading(0, len(gold), damaged, output, gold)) is cause


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
        "wrong change",
    )
    assert [tuple(row.split("\t")) for row in rows] == [expected]


def test_a_long_list_of_errors_is_thinned_out():
    assert len(error_rows([DONE] * (ERROR_LIMIT + 1), [])) == ERROR_LIMIT + 1


def test_ways_share_a_short_list_and_rare_ones_are_listed_whole():
    _, *rows = error_rows([DONE] * 3 + [MARKS] * 50, [pair("ocr-own-eng", GOLD, "cơ")] * 50, limit=43)
    ways = [row.split("\t")[0] for row in rows]
    assert [ways.count(way) for way in ("blank", "stripped", "ocr eng")] == [3, 20, 20]
