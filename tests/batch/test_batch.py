"""`vnfix batch`: what is taken, what is written where, and what goes wrong without stopping the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.conftest import CLEAN, DAMAGED, REPAIRED, count_rows
from tests.documents.pdf_maker import make_pdf
from tests.documents.test_formats import ALTO, BOMB, HTML, make_docx, pack


def test_a_tree_of_all_formats_with_bad_files_among_them(run, put, written, tmp_path):
    put("a.txt")
    put("b/clean.md", CLEAN)
    put("b/c/old.txt", "®¬n vÞ trùc thuéc c¬ quan nhµ n­íc ".encode("latin-1") * 4)
    put("letter.docx", make_docx())
    put("page.html", HTML)
    put("scan.xml", ALTO)
    put("report.pdf", make_pdf([["các cơ quan"]]))
    put("really-a-pdf.docx", make_pdf([["xin chào"]]))
    put("really-a-docx.pdf", make_docx())
    put("really-a-pdf.txt", make_pdf([["xin chào"]]))
    put("empty.txt", b"")
    put("photo.png", b"\x89PNG\0\0")
    put("bomb.xml", f"{BOMB}<alto>&b;</alto>")
    put("bomb.docx", pack(**{"word/document.xml": b"\0" * 5_000_000}))
    put("cut.pdf", make_pdf([["xin chào"]])[:200])
    put("bad.txt", b"\xff\xff\xfe tr")
    result = run("in", "out", "--jobs", "2", "--report", "report.jsonl", "--report", "report.html")
    errors = result.stderr.decode().splitlines()
    assert result.returncode == 3, errors
    assert sorted(line.split(": ")[1] for line in errors) == [
        "bad.txt",
        "bomb.docx",
        "bomb.xml",
        "cut.pdf",
        "really-a-docx.pdf",
        "really-a-pdf.docx",
    ]
    files = written()
    assert files["a.txt"].decode() == REPAIRED
    assert files["b/clean.md"].decode() == CLEAN
    assert "đơn vị trực thuộc cơ quan nhà nước" in files["b/c/old.txt"].decode()
    assert files["report.pdf.txt"].decode().strip() == "các cơ quan"
    assert files["really-a-pdf.txt"].decode().strip() == "xin chào"
    assert files["empty.txt"] == b""
    assert len(files) == 9
    rows = count_rows(result)
    assert (rows["files"], rows["failed"], rows["skipped"]) == (16, 6, 1)
    records = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text("utf-8").splitlines()]
    assert records[0]["command"] == "batch"
    ends = {record["file"]: record["status"] for record in records if record["type"] == "file"}
    assert ends["photo.png"] == "skipped"
    assert ends["cut.pdf"] == "failed"
    assert {record["file"] for record in records if record["type"] == "error"} == {
        name for name, status in ends.items() if status == "failed"
    }
    fixes = [record for record in records if record["type"] == "correction" and record["file"] == "a.txt"]
    assert (fixes[0]["original"], fixes[0]["replacement"]) == ("c ", "cơ")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such names")
def test_odd_names(run, put, written):
    names = ["a\nb.txt", "-q.txt", "c d\t.txt", os.fsdecode(b"b\xe0n.txt"), "ờ\u0323.txt", "<b>&.txt"]
    for name in names:
        put(name)
    put(os.fsdecode(b"bad\n\xe0.txt"), b"\xff\xff\xfe tr")
    result = run("in", "out", "--report", "r.html", "--report", "r.jsonl")
    assert result.returncode == 3
    assert result.stderr.count(b"\n") == 1
    assert set(written()) == set(names)
    assert set(written().values()) == {REPAIRED.encode()}
    assert count_rows(run("in", "out"))["done by an earlier run"] == len(names)


def test_unchanged_documents_can_be_left_out(run, put, written):
    put("a.txt")
    put("b.txt", CLEAN)
    run("in", "out", "--unchanged", "skip")
    assert set(written()) == {"a.txt"}


def test_dry_run_writes_nothing(run, put, tmp_path):
    put("a.txt")
    put("b/c.pdf", b"%PDF")
    result = run("in", "out", "--dry-run", "--report", "r.html")
    assert result.stdout.decode().splitlines() == ["a.txt -> a.txt", "b/c.pdf -> b/c.pdf.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.skipif(os.name == "nt", reason="find is another program there")
def test_files_that_find_chose(run, put, tmp_path, written):
    put("a.txt")
    put("x y/b.txt")
    put("x y/c.md")
    found = subprocess.run(
        ["find", "in", "-name", "*.txt", "-print0"], capture_output=True, cwd=tmp_path, check=True
    )
    assert run("in", "out", "--files-from", "-", "-0", stdin=found.stdout).returncode == 0
    assert set(written()) == {"a.txt", "x y/b.txt"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nothing_is_written_through_links(run, put, tmp_path):
    """Neither outside the output, nor onto the output of another file."""
    put("c.txt", CLEAN)
    put("d.txt")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/c.txt").symlink_to("d.txt")
    result = run("in", "out")
    assert (result.returncode, result.stderr) == (
        3,
        b"vnfix: c.txt: its output c.txt is behind a link: nothing is written through links\n",
    )
    assert (tmp_path / "out/d.txt").read_text("utf-8") == REPAIRED


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nothing_is_written_outside_the_output(run, put, tmp_path):
    put("sub/a.txt")
    put("b.txt")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.txt").write_text("stays")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").symlink_to(outside)
    (tmp_path / "out/b.txt").symlink_to(outside / "b.txt")
    result = run("in", "out")
    assert result.returncode == 3
    assert result.stderr.count(b"is behind a link") == 2
    assert [(path.name, path.read_text()) for path in outside.iterdir()] == [("b.txt", "stays")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_an_output_that_may_not_be_written(run, put, tmp_path):
    put("a/b.txt")
    (tmp_path / "out/a").mkdir(parents=True, mode=0o500)
    result = run("in", "out")
    assert (result.returncode, result.stderr) == (
        3,
        b"vnfix: a/b.txt: cannot write out/a/b.txt: Permission denied\n",
    )


@pytest.mark.skipif(not Path("/dev/shm").is_dir() or not hasattr(os, "geteuid"), reason="needs Linux")
def test_a_full_disk(put, tmp_path, environment):
    """A limit on the size of files stands for it: the write fails in the same way."""
    put("a.txt", DAMAGED * 2000)
    put("b.txt")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (110_000, 110_000));"
        "from vnfix.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "batch", "in", "out", "--disable", "all"],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert result.returncode == 3
    assert (
        result.stderr.decode()
        == "vnfix: a.txt: cannot write " + str(tmp_path / "out/a.txt") + ": File too large\n"
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".sqlite") == ["b.txt"]


def test_limits_of_time(run, put, written):
    put("long.txt", DAMAGED * 12_000)
    put("short.txt")
    result = run("in", "out", "--time-limit", "3")
    assert result.returncode == 3
    assert "vnfix: long.txt: took longer than the time limit" in result.stderr.decode()
    assert "long.txt" not in written()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere", "out"], 3, "nowhere: no such folder"),
        (["in/a.txt", "out"], 3, "vnfix fix"),
        (["in", "in"], 2, "same folder"),
        (["in/sub", "in"], 2, "IN is inside OUT"),
        (["in"], 2, "OUT"),
        (["in", "out", "-0"], 2, "--files-from"),
        (["in", "out", "--report", "r.pdf"], 2, "ends in .html or .jsonl"),
        (["in", "out", "--files-from", "nowhere"], 3, "nowhere: No such file"),
        (["in", "out", "--dictionaries", "nowhere"], 4, "nowhere"),
        (["in", "out", "--dictionaries", "in"], 4, "vocabulary"),
        (["in", "in/a.txt/x"], 3, "cannot make"),
        (["in", "out", "--report", "nowhere/r.jsonl"], 2, "cannot write in nowhere"),
        (["file://IN", "file://IN"], 2, "same folder"),
        (["memory://x", "memory://x/out", "--journal", "j"], 2, "lies in the other"),
        (["memory://x/in", "memory://x", "--journal", "j"], 2, "lies in the other"),
    ],
)
def test_wrong_command_lines(run, put, tmp_path, arguments, code, message):
    put("a.txt")
    put("sub/b.txt")
    result = run(*(one.replace("IN", str(tmp_path / "in")) for one in arguments))
    assert result.returncode == code, result.stderr
    assert result.stderr.count(b"\n") == 1
    assert message in result.stderr.decode()
    assert (tmp_path / "in/a.txt").read_text("utf-8") == DAMAGED
