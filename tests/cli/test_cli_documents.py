"""The commands on documents that are no plain text."""

from __future__ import annotations

from tests.documents.pdf_maker import make_pdf
from tests.documents.test_formats import make_docx, pack

PAGE = "<html><p>các <b>c </b> quan</p></html>"


def test_a_page_through_a_pipe(run):
    assert run("fix", stdin=PAGE.encode()).stdout.decode() == PAGE.replace("<b>c </b>", "<b>cơ</b>")


def test_in_place(run, put):
    path = put("a.html", PAGE)
    assert run("fix", "-w", "--backup", "a.html").returncode == 0
    assert path.read_text("utf-8") == PAGE.replace("<b>c </b>", "<b>cơ</b>")
    assert path.with_name("a.html.bak").read_text("utf-8") == PAGE


def test_findings_have_the_lines_of_the_text(run, put):
    put("a.html", "<html><p>một</p>\n\n<p>c  quan</p></html>")
    place = run("check", "a.html").stdout.decode().split(": ")[0]
    assert place.startswith("a.html:")
    assert "-c  quan" in run("diff", "a.html").stdout.decode()


def test_a_docx_comes_out_as_one(run, put, tmp_path):
    put("a.docx", make_docx())
    assert run("fix", "a.docx", "-o", "b.docx").returncode == 0
    assert (tmp_path / "b.docx").read_bytes()[:2] == b"PK"


def test_a_pdf_comes_out_as_text_and_not_in_place(run, put):
    data = make_pdf([["xin chào"]])
    path = put("a.pdf", data)
    assert run("fix", "a.pdf").stdout.decode().strip() == "xin chào"
    result = run("fix", "-w", "a.pdf")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert b"use -o FILE.txt" in result.stderr
    assert path.read_bytes() == data


def test_a_file_that_cannot_be_trusted(run, put):
    put("a.docx", pack(**{"word/document.xml": b"\0" * 5_000_000}))
    result = run("fix", "a.docx")
    assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (3, b"", 1)
