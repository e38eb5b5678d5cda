"""`vnfix train --decisions`: answers kept in a review change later runs, until they are forgotten."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.cli.test_cli_failures import assert_one_line

REPORT = "Các hộ   xã đã ký. C  quan và đ n vị báo cáo. Người   lại, ng ời già.\n"
LATER = "Sau đó c  quan huyện và đ n vị   xã họp. Các c  quan khác, đ n vị khác báo cáo.\n"
LOG = "a.txt.vnfix-review.jsonl"


@pytest.fixture
def program() -> list[str]:
    """The command with its own engine: what was learned must reach it."""
    return [sys.executable, "-m", "vnfix"]


@pytest.fixture
def taught(run, put, user_folder):
    """Two files; "đơn" was rejected in the first, and that was learned."""
    put("a.txt", REPORT)
    put("b.txt", LATER)
    typed = f"g 1:{REPORT.index('đ n') + 1}\nn\nQ\n".encode()
    assert run("review", "--plain", "--ask-all", "a.txt", stdin=typed).returncode == 0
    result = run("train", "--decisions", LOG)
    assert (result.returncode, result.stdout) == (0, b"")
    assert "1 decisions, 1 readings" in result.stderr.decode()
    assert json.loads((user_folder / "learned.json").read_text("utf-8"))["answers"] == 1


class TestHeeding:
    def test_what_was_rejected_is_made_no_more_till_it_is_forgotten(self, run, put, taught, user_folder):
        made = run("fix", "--isolated", "b.txt").stdout
        assert made.decode().count("đơn vị") == 2
        heeded = run("fix", "b.txt").stdout.decode()
        assert (heeded.count("đ n vị"), heeded.count("cơ quan")) == (2, 2)
        assert "đ n -> đơn?" in run("check", "b.txt").stdout.decode()
        result = run("train", "--forget")
        assert (result.returncode, "forgotten" in result.stderr.decode()) == (0, True)
        assert not (user_folder / "learned.json").exists()
        assert run("fix", "b.txt").stdout == made

    def test_it_is_said_that_it_is_heeded(self, run, taught):
        assert "heeds 1 decisions" in run("scan", "-v", "b.txt").stderr.decode()
        assert "heeds" not in run("scan", "b.txt").stderr.decode()
        assert "learned = " in run("fix", "--show-config").stdout.decode()
        assert "# your answers" in run("fix", "--show-config").stdout.decode()
        at = LATER.index("đ n") + 1
        assert (
            "you accepted it 0 times, rejected it 1 times"
            in run("explain", "--at", f"1:{at}", "b.txt").stdout.decode()
        )

    def test_a_folder_is_repaired_with_it_and_again_when_it_changes(self, run, put, taught, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "b.txt").rename(tmp_path / "in" / "b.txt")
        assert run("batch", "in", "out", "-q", "-j", "1").returncode == 0
        assert "đ n vị" in (tmp_path / "out" / "b.txt").read_text("utf-8")
        run("train", "--forget")
        assert run("batch", "in", "out", "-q", "-j", "1").returncode == 0
        assert "đ n vị" not in (tmp_path / "out" / "b.txt").read_text("utf-8")

    def test_a_review_asks_what_was_rejected(self, run, taught):
        def count_open() -> int:
            shown = run("review", "--plain", "--restart", "b.txt", stdin=b"Q\n").stdout.decode()
            found = re.search(r"(\d+) open", shown)
            assert found, shown
            return int(found[1])

        taught_open = count_open()
        run("train", "--forget")
        assert taught_open > count_open()

    def test_a_file_of_its_own_for_one_collection(self, run, put, taught, user_folder, tmp_path):
        run("train", "--forget")
        assert run("train", "-q", "--decisions", LOG, "-o", "here/own.json").stderr == b""
        assert not (user_folder / "learned.json").exists()
        assert "đ n vị" not in run("fix", "b.txt").stdout.decode()
        assert "đ n vị" in run("fix", "--learned", "here/own.json", "b.txt").stdout.decode()
        put("vnfix.toml", 'learned = "here/own.json"')
        assert "đ n vị" in run("fix", "b.txt").stdout.decode()
        assert run("train", "-q", "--forget").returncode == 0
        assert not (tmp_path / "here" / "own.json").exists()


class TestRefusing:
    @pytest.mark.parametrize(
        ("arguments", "code", "part"),
        [
            (["--decisions"], 2, "--decisions needs FILES"),
            (["--decisions", "nowhere.jsonl"], 3, "nowhere.jsonl: No such file"),
            (["--decisions", "text.txt"], 3, "text.txt: line 1 is broken"),
            (["--decisions", "--forget"], 2, "--decisions and --forget exclude each other"),
            (["--decisions", "--pairs", ".", "x"], 2, "exclude each other"),
            (["--forget", "x"], 2, "--forget takes no files"),
        ],
    )
    def test_with_one_line(self, run, put, arguments, code, part):
        put("text.txt", "no decisions\n")
        assert_one_line(run("train", *arguments), code, part)

    @pytest.mark.parametrize("content", ["", "{}", "[1]", "\udcff"])
    def test_what_was_learned_is_broken(self, run, put, content):
        put("bad.json", content.encode("utf-8", "surrogateescape"))
        put("b.txt", LATER)
        result = run("fix", "--learned", "bad.json", "b.txt")
        assert_one_line(result, 4, "bad.json: ")
        assert result.stdout == b""

    def test_a_missing_file_is_no_silence(self, run, put):
        put("b.txt", LATER)
        assert_one_line(run("fix", "--learned", "nowhere.json", "b.txt"), 4, "nowhere.json: No such file")

    def test_forgetting_nothing_is_no_failure(self, run):
        result = run("train", "--forget")
        assert (result.returncode, "nothing was learned" in result.stderr.decode()) == (0, True)
