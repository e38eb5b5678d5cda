"""`vnfix review` of documents that are no plain text, of folders with several formats, and after a batch run."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.test_cli_failures import assert_one_line
from tests.documents.pdf_maker import make_pdf
from tests.documents.test_formats import make_docx

PAGE = "<html><p>các <b>c </b> quan</p>\n<p>m t <i>sô</i> ngày 2 /7</p></html>"
DECIDED = "<html><p>các <b>cơ</b> quan</p>\n<p>m t <i>sô</i> ngày 25/7</p></html>"


def review(run, *arguments: str, lines: str = ""):
    return run("review", "--plain", "--order", "position", *arguments, stdin=lines.encode())


class TestFormats:
    def test_a_page_stays_a_page_and_only_the_decided_places_change(self, run, put):
        path = put("a.html", PAGE)
        assert review(run, "a.html", lines="f lost-digit\n5\nq\n").returncode == 0
        assert path.read_text("utf-8") == DECIDED
        assert path.with_name("a.html.bak").read_text("utf-8") == PAGE

    def test_it_is_taken_up_from_its_backup(self, run, put):
        path = put("a.html", PAGE)
        review(run, "a.html", lines="f lost-digit\n5\nq\n")
        assert review(run, "--resume", "a.html", lines="u\n7\nq\n").returncode == 0
        assert path.read_text("utf-8") == DECIDED.replace("25/7", "27/7")
        assert review(run, "--resume", "a.html", lines="u\nq\n").returncode == 0
        assert path.read_text("utf-8") == PAGE.replace("<b>c </b>", "<b>cơ</b>")

    def test_answers_are_replayed(self, run, put, tmp_path):
        put("a.html", PAGE)
        review(run, "a.html", "-o", "b.html", lines="f lost-digit\n5\nq\n")
        result = run("review", "--apply", "a.html.vnfix-review.jsonl", "a.html", "-o", "c.html")
        assert (result.returncode, result.stderr) == (0, b"")
        assert (tmp_path / "c.html").read_bytes() == (tmp_path / "b.html").read_bytes() == DECIDED.encode()

    def test_a_docx_comes_out_as_one(self, run, put, tmp_path):
        path = put("a.docx", make_docx())
        result = review(run, "a.docx", lines="n\nq\n")
        assert result.returncode == 0, result.stderr
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(tmp_path / "a.docx.bak") as old:
            assert new.namelist() == old.namelist()

    def test_what_a_file_has_no_place_for_is_no_answer(self, run, put, tmp_path):
        page = "<html><table><tr><td>ph</td></tr><tr><td>ương</td></tr></table></html>"
        path = put("a.html", page)
        result = review(run, "a.html", lines="e phương\nQ\n")
        assert "! the file has no place for this" in result.stdout.decode()
        assert path.read_text("utf-8") == page
        assert not (tmp_path / "a.html.vnfix-review.jsonl").exists()

    def test_a_pdf_is_written_as_text_beside_it(self, run, put, tmp_path):
        data = make_pdf([["cac c  quan"]])
        path = put("a.pdf", data)
        assert review(run, "a.pdf", lines="n\nw\nu\ny\nq\n").returncode == 0
        assert "cơ quan" in (tmp_path / "a.pdf.txt").read_text("utf-8")
        assert path.read_bytes() == data
        assert not (tmp_path / "a.pdf.bak").exists()

    def test_and_not_over_a_file_that_was_there(self, run, put, tmp_path):
        put("a.pdf", make_pdf([["cac c  quan"]]))
        other = put("a.pdf.txt", "của người khác")
        result = review(run, "a.pdf", lines="y\nq\nQ\n")
        assert "a.pdf.txt is there already; name another file with -o" in result.stdout.decode()
        assert other.read_text("utf-8") == "của người khác"

    def test_answers_on_a_pdf_need_a_name_to_be_replayed_to(self, run, put):
        put("a.pdf", make_pdf([["cac c  quan"]]))
        review(run, "a.pdf", lines="y\nQ\n")
        log = "a.pdf.vnfix-review.jsonl"
        assert_one_line(run("review", "--apply", log, "a.pdf"), 3, "a.pdf: a pdf file is written as text")
        assert "cơ quan" in run("review", "--apply", log, "a.pdf", "-o", "-").stdout.decode()


class TestFolders:
    def test_all_documents_are_listed_and_nothing_else(self, run, put, tmp_path):
        (tmp_path / "in").mkdir()
        put("in/a.html", PAGE)
        put("in/b.txt", "các c  quan, m t sô\n")
        put("in/c.docx", make_docx())
        put("in/d.pdf", make_pdf([["m t so, ngay 2 /7"]]))
        put("in/d.pdf.txt", "m t sô: đây là bản chữ của d.pdf\n")
        put("in/e.xml", "<settings><a>m t sô</a></settings>")
        put("in/f.png", b"\x89PNG\0\0")
        put("in/g.json", '"m t sô"')
        listed = review(run, "-q", "in", lines="Q\n").stdout.decode().split("\n\n")[0].splitlines()
        names = [line.split(": ")[0] for line in listed if " open" in line and "about" in line]
        assert sorted(names) == [str(Path("in", name)) for name in ("a.html", "b.txt", "d.pdf")]

    def test_what_was_begun_is_said_and_left_out_when_it_is_gone_on_with(self, run, put, tmp_path):
        (tmp_path / "in").mkdir()
        put("in/a.html", PAGE)
        assert review(run, "-q", "in", lines="f lost-digit\n5\nq\n").returncode == 0
        assert ": 1 open, about 1 wrong, begun" in review(run, "-q", "in", lines="Q\n").stdout.decode()
        assert "begun" in review(run, "-q", "--resume", "in", lines="Q\n").stdout.decode()


class TestBatchRuns:
    LATER = "Sau đó c  quan huyện và đ n vị   xã họp ngày 2 /7/2024. Các c  quan khác, đ n vị khác báo cáo.\n"

    @pytest.fixture
    def program(self) -> list[str]:
        """The command with its own engine: a batch works in processes of its own."""
        return [sys.executable, "-m", "vnfix"]

    @pytest.fixture
    def ran(self, run, put, tmp_path) -> Path:
        (tmp_path / "in" / "deep").mkdir(parents=True)
        put("in/deep/a.txt", self.LATER)
        put("in/clean.txt", "Các cơ quan thực hiện nghiêm.\n")
        assert run("batch", "in", "out", "-q", "-j", "1").returncode == 0
        return Path("out", ".vnfix-batch.sqlite")

    def test_what_it_was_not_sure_of_is_decided_where_it_wrote(self, run, ran, tmp_path):
        result = review(run, "-q", "--from-journal", str(ran), "in", lines="f lost-digit\n5\nq\n")
        assert result.returncode == 0, result.stderr
        name = Path("in", "deep", "a.txt")
        assert result.stdout.decode().splitlines()[0].startswith(f"{name}: ")
        output = tmp_path / "out" / "deep" / "a.txt"
        assert "25/7/2024" in output.read_text("utf-8") and "cơ quan" in output.read_text("utf-8")
        assert (tmp_path / name).read_text("utf-8") == self.LATER
        assert [one.name for one in (tmp_path / "in" / "deep").iterdir()] == ["a.txt"]
        assert (
            json.loads(Path(f"{output}.vnfix-review.jsonl").read_text("utf-8").splitlines()[0])["type"]
            == "review"
        )
        again = run("batch", "in", "out", "-q", "-j", "1")
        assert (again.returncode, "25/7/2024" in output.read_text("utf-8")) == (0, True)

    def test_nothing_uncertain(self, run, put, tmp_path):
        (tmp_path / "in").mkdir()
        put("in/clean.txt", "Các cơ quan thực hiện nghiêm.\n")
        run("batch", "in", "out", "-q", "-j", "1")
        result = review(run, "--from-journal", "out/.vnfix-batch.sqlite", "in")
        assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"no file has anything open\n")

    @pytest.mark.parametrize(
        ("arguments", "code", "part"),
        [
            (["--from-journal", "nowhere", "in"], 3, "nowhere: no such journal"),
            (["--from-journal", "text", "in"], 3, "text: "),
            (["--from-journal", "text", "text"], 2, "--from-journal needs the folder"),
            (["--from-journal", "text", "in", "--decisions", "x"], 2, "exclude each other"),
        ],
    )
    def test_what_is_refused(self, run, put, tmp_path, arguments, code, part):
        (tmp_path / "in").mkdir()
        put("text", "no database, and long enough to be looked at as one" * 20)
        assert_one_line(review(run, *arguments), code, part)
