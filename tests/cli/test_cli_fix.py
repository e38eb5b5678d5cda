"""`vnfix fix`: what goes where, and with which exit code."""

from __future__ import annotations

import codecs
import json
import subprocess
import sys

import pytest

DAMAGED = "các c  quan\nth c hiện\n"
REPAIRED = "các cơ quan\nthực hiện\n"


def test_stdin_goes_to_stdout(run):
    result = run("fix", stdin=DAMAGED.encode())
    assert (result.returncode, result.stdout, result.stderr) == (0, REPAIRED.encode(), b"")


def test_files_are_printed_one_after_another_and_stay_as_they_are(run, put):
    one, other = put("a.txt", "c  quan\n"), put("b.txt", "th c hiện\n")
    result = run("fix", "a.txt", "b.txt")
    assert result.stdout.decode() == "cơ quan\nthực hiện\n"
    assert (one.read_text("utf-8"), other.read_text("utf-8")) == ("c  quan\n", "th c hiện\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n \t\r\n",
        "không có gì sai\r\nở đây\n".encode(),
        b"\xef\xbb\xbfxin ch\xc3\xa0o\r\n",
        codecs.BOM_UTF16_LE + "xin chào\r\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "xin chào\n".encode("utf-16-be"),
        "dựng tách rời: cơ quan".encode(),
        b"trang\x0cm\xe1\xbb\x9bi\rd\xc3\xb2ng",
    ],
)
def test_what_is_not_wrong_stays_byte_for_byte(run, data):
    assert run("fix", stdin=data).stdout == data


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")],
)
def test_a_repair_keeps_mark_encoding_and_line_ends(run, mark, encoding):
    result = run("fix", stdin=mark + "c  quan\r\nxong".encode(encoding))
    assert result.stdout == mark + "cơ quan\r\nxong".encode(encoding)


def test_a_stated_encoding_is_kept(run):
    damaged = "Ti\u00ea\u0301ng: c  quan"
    result = run("fix", "-e", "cp1258", stdin=damaged.encode("cp1258"))
    assert result.stdout.decode("cp1258") == "Ti\u00ea\u0301ng: cơ quan"


def test_output_file(run, put, tmp_path):
    put("a.txt", DAMAGED)
    result = run("fix", "a.txt", "-o", "b.txt")
    assert (result.returncode, result.stdout) == (0, b"")
    assert (tmp_path / "b.txt").read_text("utf-8") == REPAIRED


def test_in_place_changes_the_file_and_leaves_nothing_else(run, put, tmp_path):
    path = put("a.txt", DAMAGED)
    result = run("fix", "-w", "a.txt")
    assert (result.returncode, result.stdout, path.read_text("utf-8")) == (0, b"", REPAIRED)
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_in_place_leaves_a_right_file_alone(run, put, tmp_path):
    path = put("a.txt", "cơ quan\n")
    before = path.stat().st_mtime_ns
    assert run("fix", "-w", "--backup", "a.txt").returncode == 0
    assert path.stat().st_mtime_ns == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("option", "name"), [("--backup", "a.txt.bak"), ("--backup=.old", "a.txt.old"), ("--backup=~", "a.txt~")]
)
def test_backup_keeps_the_old_content(run, put, tmp_path, option, name):
    put("a.txt", DAMAGED)
    assert run("fix", "-w", option, "a.txt").returncode == 0
    assert (tmp_path / name).read_text("utf-8") == DAMAGED
    assert (tmp_path / "a.txt").read_text("utf-8") == REPAIRED


def test_exit_code_tells_whether_something_was_corrected(run):
    assert run("fix", "--exit-code", stdin=DAMAGED.encode()).returncode == 1
    assert run("fix", "--exit-code", "--exit-zero", stdin=DAMAGED.encode()).returncode == 0
    assert run("fix", "--exit-code", stdin="cơ quan".encode()).returncode == 0


def test_level_decides_between_correction_and_suggestion(run):
    text = "m t sô việc"
    assert run("fix", stdin=text.encode()).stdout.decode() == text
    assert run("fix", "--level", "all", stdin=text.encode()).stdout.decode() == "một số việc"


@pytest.mark.parametrize("model", ["ngram", "context"])
def test_a_model_can_be_chosen(run, model):
    # These dictionaries have no context model, so both say the same.
    assert run("fix", "--model", model, stdin=DAMAGED.encode()).stdout == REPAIRED.encode()


def test_another_model_is_refused(run):
    result = run("fix", "--model", "neural", stdin=DAMAGED.encode())
    assert result.returncode == 2
    assert b"'neural' is not one of 'ngram', 'context'" in result.stderr


def test_lost_digits_stay_as_they_are_and_are_listed(run):
    text = "ngày 2 /7 và c  quan\n"
    result = run("fix", "--stdin-filename", "thư.txt", stdin=text.encode())
    assert result.stdout.decode() == "ngày 2 /7 và cơ quan\n"
    assert result.stderr.decode() == "thư.txt:1:7: lost digit in ' 2 /7 '\n"


def test_mark_holes_shows_where_a_digit_was(run):
    result = run("fix", "--mark-holes", stdin="ngày 2 /7 và c  quan\n".encode())
    assert result.stdout.decode() == "ngày 2□/7 và cơ quan\n"


@pytest.mark.parametrize(("flags", "lines"), [([], 21), (["-v"], 26), (["-q"], 0)])
def test_many_lost_digits_are_counted_rather_than_listed(run, flags, lines):
    stderr = run("fix", *flags, stdin=b"2 /7\n" * 25).stderr.decode().splitlines()
    assert len(stderr) == lines
    if not flags:
        assert stderr[-1] == "<stdin>: 25 lost digits in all; -v lists every one"


def test_summary_when_verbose(run):
    result = run("fix", "-v", stdin=DAMAGED.encode())
    assert result.stderr.decode() == "<stdin>: 2 corrected, 0 suggested, 0 lost digits\n"


def test_json_lines_take_the_place_of_the_text(run, put):
    put("a.txt", "ngày 2 /7\ncác c  quan, m t sô\n")
    result = run("fix", "--format", "jsonl", "a.txt")
    first, digit, correction, suggestion, summary = map(json.loads, result.stdout.splitlines())
    assert (first["type"], first["schema"]) == ("run", 1)
    assert (digit["type"], digit["line"], digit["column"], digit["original"]) == ("lost_digit", 1, 7, " ")
    assert digit["replacement"] is None
    assert correction == {
        "type": "correction",
        "file": "a.txt",
        "line": 2,
        "column": 5,
        "offset": 14,
        "byte_offset": 16,
        "original": "c ",
        "replacement": "cơ",
        "kind": "lost-letters",
        "confidence": 0.99,
        "candidates": [
            {"text": "cơ", "probability": 0.99, "score": -3.75},
            {"text": "c ", "probability": 0.01, "score": -9.0},
        ],
        "reason": "scripted",
    }
    assert (suggestion["type"], suggestion["replacement"]) == ("suggestion", "một số")
    assert (summary["type"], summary["corrections"], summary["lost_digits"]) == ("summary", 1, 1)


def test_json_lines_beside_writing_in_place(run, put):
    path = put("a.txt", DAMAGED)
    result = run("fix", "-w", "--format", "jsonl", "a.txt")
    assert path.read_text("utf-8") == REPAIRED
    assert [json.loads(line)["type"] for line in result.stdout.splitlines()] == [
        "run",
        "correction",
        "correction",
        "summary",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "a.txt", "a.txt"], "-o a.txt is the input itself"),
        (["-o", "./a.txt", "a.txt"], "is the input itself"),
        (["-o", "link.txt", "a.txt"], "is the input itself"),
        (["-o", "c.txt", "a.txt", "b.txt"], "-o takes one input"),
        (["-w", "-o", "c.txt", "a.txt"], "--write and --output exclude each other"),
        (["-w", "--diff", "a.txt"], "--write and --diff exclude each other"),
        (["--diff", "--format", "jsonl", "a.txt"], "--diff and --format-jsonl exclude each other"),
        (["-w"], "needs their names"),
        (["-w", "-"], "needs their names"),
        (["--backup", "a.txt"], "--backup needs -w"),
        (["-w", "--backup=", "a.txt"], "no suffix"),
        (["-w", "--backup=/x", "a.txt"], "no suffix"),
        (["-e", "tcvn9", "a.txt"], "no known encoding"),
    ],
)
def test_contradictions_are_refused_before_anything_is_written(run, put, tmp_path, arguments, message):
    put("a.txt", DAMAGED)
    put("b.txt", DAMAGED)
    (tmp_path / "link.txt").symlink_to("a.txt")
    result = run("fix", *arguments)
    assert result.returncode == 2
    assert message in result.stderr.decode()
    assert result.stderr.count(b"\n") == 1
    assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED
    assert not (tmp_path / "c.txt").exists()


def test_one_line_waits_only_for_what_it_needs(environment, tmp_path):
    """What a plain line of text has no use for took a fifth of a start-up."""
    unused = {
        *("asyncio", "ftfy", "logging", "multiprocessing", "subprocess", "xml"),
        *("rapidfuzz", "rich", "tomllib", "underthesea", "zipfile"),
        *(
            "vnfix.alignment",
            "vnfix.channels.bare_codes",
            "vnfix.channels.strange_words",
            "vnfix.edit_batches",
        ),
        *("vnfix.answers", "vnfix.encodings.words", "vnfix.layout", "vnfix.render.words", "vnfix.training"),
        *("vnfix.documents.archives", "vnfix.encodings.tables", "vnfix.explanation", "vnfix.phrases"),
    }
    code = f"import sys; from vnfix.cli import main; main(['fix']); sys.exit(' '.join({unused} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        input="th c hiện\n".encode(),
        capture_output=True,
        env=environment,
        cwd=tmp_path,
        check=False,
    )
    assert (result.stdout.decode(), result.stderr.strip()) == ("thực hiện\n", b"")
