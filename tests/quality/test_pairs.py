from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.quality.__main__ import main, make_tasks
from tests.quality.own_texts import is_own, read_own_texts
from tests.quality.pairs import PairTask, find_pairs
from tests.quality.real_pdf import read_real_pdf
from vnfix import Level
from vnfix.training.corpus import Genre
from vnfix.training.held_out import CleanDocument, Size
from vnfix.training.ways import WAYS


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("ocr-own-02-fax-vie", "ocr vie 02-05"),
        ("ocr-official-01-05-lowres-vie", "ocr vie 02-05"),
        ("ocr-official-01-15-lowres-vie", "ocr vie 10-15"),
        ("ocr-official-02-15-fax-vie", "ocr vie 10-15"),
        ("ocr-official-10-02-fax-vie", "ocr vie 02-05"),
        ("ocr-official-02-02-photo-eng", "ocr eng"),
        ("ocr-own-02-fax-trueocr", "ocr trueocr"),
        ("ocr-own-02-fax-asterocr", "ocr asterocr"),
        ("syn-noaccent-own", "syn-noaccent"),
        ("syn-partial-own", "syn-partial"),
        ("syn-glyph-own", "syn-glyph"),
        ("pdf-own-blank-mutool", "pdf"),
        ("real-tcvn3-own", "real-tcvn3"),
        ("lostlines-own", "lostlines"),
        ("anything", "other"),
    ],
)
def test_groups(name: str, group: str):
    assert PairTask(name, Path("a"), Path("b"), Level.LIKELY).group == group


def write_pair(folder: Path, name: str, damaged: str, gold: str) -> None:
    (folder / f"{name}.damaged.txt").write_text(damaged, encoding="utf-8")
    (folder / f"{name}.gold.txt").write_text(gold, encoding="utf-8")


def test_any_folder_of_pairs_is_found_by_group(tmp_path: Path):
    for name in ("anything", "pdf-own", "ocr-own-02-fax-vie"):
        write_pair(tmp_path, name, "c  quan", "cơ quan")
    (tmp_path / "lonely.damaged.txt").write_text("c  quan", encoding="utf-8")
    assert [task.name for task in find_pairs(tmp_path, Level.LIKELY)] == [
        "ocr-own-02-fax-vie",
        "pdf-own",
        "anything",
    ]
    assert [task.name for task in find_pairs(tmp_path, Level.LIKELY, "pdf-*")] == ["pdf-own"]


def test_paragraphs_of_a_real_pdf_are_joined_by_document(tmp_path: Path):
    path = tmp_path / "split.tsv"
    path.write_text("a\tspace\tquy ền\\nvà\tquyền và\nb\tspace\tc ơ\tcơ\na\tchar\tnợ\tnợ\n", encoding="utf-8")
    first, second = read_real_pdf(path, Level.LIKELY)
    assert (first.name, first.paragraphs) == ("a", 2)
    assert (first.damaged, first.gold) == ("quy ền\nvà\nnợ\n", "quyền và\nnợ\n")
    assert (second.damaged, second.gold) == ("c ơ\n", "cơ\n")


def test_a_table_without_names_is_one_document(tmp_path: Path):
    path = tmp_path / "law.tsv"
    path.write_text("quy ền\tquyền\nc ơ\tcơ\n", encoding="utf-8")
    (document,) = read_real_pdf(path, Level.LIKELY)
    assert (document.file, document.name, document.paragraphs) == ("law", "law", 2)
    path.write_text("quyền\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"law\.tsv:1"):
        list(read_real_pdf(path, Level.LIKELY))


def test_own_texts_are_clean_and_of_several_kinds():
    texts = {document.name: document for document in read_own_texts()}
    assert set(texts) == {"own dialect-and-chat", "own mixed-english", "own names"}
    assert all(is_own(document) for document in texts.values())
    assert texts == {document.name: document for document in read_own_texts()}


def test_clean_ways_are_repaired_at_both_levels_and_own_texts_with_them():
    document = CleanDocument("own.txt#1", Genre.OFFICIAL, Size.SHORT, "cơ quan")
    tasks = list(make_tasks([document], [WAYS["clean"], WAYS["split"]], Level.ALL))
    assert [(task.way.name, task.level) for task in tasks[:3]] == [
        ("clean", Level.SAFE),
        ("clean", Level.LIKELY),
        ("split", Level.ALL),
    ]
    assert len(tasks) == 3 + 2 * 3
    assert list(make_tasks([], [WAYS["clean"]], Level.ALL)) == []


def test_the_command_reports_pairs_real_pdfs_and_errors(tmp_path: Path):
    pairs = tmp_path / "pairs"
    pairs.mkdir()
    write_pair(pairs, "ocr-own-02-fax-vie", "Ủy ban nhân dân cùa xã này.\n", "Ủy ban nhân dân của xã này.\n")
    table = tmp_path / "law.tsv"
    table.write_text("quyền và nghĩa vụ\tquyền và nghĩa vụ\n", encoding="utf-8")
    errors = tmp_path / "errors.tsv"
    options = ("--documents", "0", "--corpus", str(tmp_path), "--pairs", str(pairs), "--real-pdf", str(table))
    result = CliRunner().invoke(main, [*options, "--errors", str(errors)])
    assert result.exit_code == 0, result.output
    assert "| ocr vie 02-05 | 1 | 7 |" in result.output
    assert "| law | all | 1 | 0 | - |" in result.output
    assert errors.read_text(encoding="utf-8").startswith("way\tgenre\t")


def test_an_unknown_way_is_refused(tmp_path: Path):
    result = CliRunner().invoke(main, ["--corpus", str(tmp_path), "--ways", "blank,nonsense"])
    assert result.exit_code == 2
    assert "'nonsense' is no way of damage" in result.output
