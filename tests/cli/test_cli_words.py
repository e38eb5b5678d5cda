"""Words that are left alone, and `vnfix dict`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.test_cli_failures import assert_one_line


class TestIgnoring:
    @pytest.mark.parametrize(
        ("options", "output"),
        [
            (["--ignore-word", "c"], "c  quan, C  QUAN\nth c hiện\n"),
            (["--ignore-word", "C"], "cơ quan, C  QUAN\nthực hiện\n"),
            (["--ignore-word", "c quan", "--ignore-word", "th c"], "c  quan, C  QUAN\nth c hiện\n"),
            (["--ignore-regex", "c +quan"], "c  quan, C  QUAN\nthực hiện\n"),
            (["--ignore-regex", "^th.*$"], "cơ quan, C  QUAN\nth c hiện\n"),
            (["--ignore-file", "words.txt"], "c  quan, C  QUAN\nth c hiện\n"),
            (["--dictionary", "own.txt"], "cơ quan, C  QUAN\nth c hiện\n"),
            (["--ignore-word", "quan"], "cơ quan, C  QUAN\nthực hiện\n"),
        ],
    )
    def test_what_is_left_alone(self, run, put, options, output):
        put("words.txt", "# lời\r\nc\r\n\r\nth c\r\n")
        put("own.txt", "\ufeffTh c\nth c hiện\n")
        assert run("fix", *options, stdin="c  quan, C  QUAN\nth c hiện\n".encode()).stdout.decode() == output

    def test_lines_switched_off(self, run):
        text = "c  quan\n% vnfix: off\nc  quan\n% vnfix: on\nc  quan"
        assert run("fix", stdin=text.encode()).stdout.decode().splitlines() == [
            "cơ quan",
            "% vnfix: off",
            "c  quan",
            "% vnfix: on",
            "cơ quan",
        ]

    @pytest.mark.parametrize(
        ("options", "code", "part"),
        [
            (["--ignore-word", ""], 2, "'' is no word or phrase"),
            (["--ignore-word", "a\nb"], 2, "is no word or phrase"),
            (["--ignore-regex", "("], 2, "'(' is no regular expression"),
            (["--ignore-file", "nowhere.txt"], 4, "nowhere.txt: No such file"),
            (["--ignore-file", "binary"], 4, "binary: is not UTF-8 (byte 3)"),
            (["--dictionary", "numbers"], 4, "numbers: '12' is no word or phrase"),
            (["--dictionary", "."], 4, ".: "),
        ],
    )
    def test_what_is_refused(self, run, put, options, code, part):
        put("binary", b"ab\xff")
        put("numbers", "một\n12\n")
        result = run("fix", *options, stdin=b"c  quan")
        assert_one_line(result, code, part)
        assert result.stdout == b""


class TestDict:
    def test_add_keeps_the_file_sorted(self, run, user_folder):
        assert run("dict", "add", "Nậm Rốm", "thị tứ", "a", "A", "An").returncode == 0
        assert run("dict", "add", "đa", "da", "An").returncode == 0
        path = user_folder / "dictionary.txt"
        assert path.read_text("utf-8").splitlines() == ["A", "a", "An", "da", "đa", "Nậm Rốm", "thị tứ"]
        assert run("dict", "list").stdout.decode() == path.read_text("utf-8")
        assert [one.name for one in user_folder.iterdir()] == ["dictionary.txt"]

    def test_what_was_added_is_heeded(self, run):
        assert run("fix", stdin=b"c  quan").stdout.decode() == "cơ quan"
        run("dict", "add", "c")
        assert run("fix", stdin=b"c  quan").stdout.decode() == "c  quan"
        assert run("fix", "--isolated", stdin=b"c  quan").stdout.decode() == "cơ quan"
        assert "# user dictionary" in run("fix", "--show-config").stdout.decode()

    def test_entries_are_composed(self, run):
        run("dict", "add", "  Na\u0323\u0302m   Rốm ", "Nậm Rốm")
        assert run("dict", "list").stdout.decode() == "Nậm Rốm\n"

    def test_comments_stay(self, run, put):
        path = put("names.txt", "# Tên riêng\n\n# núi\nTản\n# sông\nĐà\n# hết\n")
        assert run("dict", "add", "--dictionary", "names.txt", "Lô").returncode == 0
        assert path.read_text("utf-8") == "# Tên riêng\n\n# sông\nĐà\nLô\n# núi\nTản\n# hết\n"
        assert run("dict", "remove", "--dictionary", "names.txt", "Tản").returncode == 0
        assert path.read_text("utf-8") == "# Tên riêng\n\n# sông\nĐà\nLô\n# hết\n"

    @pytest.mark.parametrize("word", ["Nậm Rốm", "Plơngo", "Covid-19", "TP.HCM", "H’Mông", "a b c"])
    def test_words(self, run, word):
        assert run("dict", "add", word).returncode == 0

    @pytest.mark.parametrize(
        "word", ["12", "", "  ", "#a", "a\ufffdb", "(cid:3)", "a; b", "-", "a" * 101, "a\x07"]
    )
    def test_what_is_no_word_is_refused_and_nothing_is_written(self, run, user_folder, word):
        assert_one_line(run("dict", "add", "được", "--", word), 2, "is no word or phrase")
        assert not user_folder.exists()

    def test_removing_what_is_not_there(self, run):
        run("dict", "add", "Plơngo", "khác")
        assert_one_line(run("dict", "remove", "khác", "Plơngu"), 2, "did you mean Plơngo?")
        assert run("dict", "list").stdout.decode() == "khác\nPlơngo\n"

    def test_an_empty_dictionary(self, run):
        assert (run("dict", "list").returncode, run("dict", "list").stdout) == (0, b"")

    def test_a_broken_dictionary_is_not_overwritten(self, run, put):
        path = put("names.txt", b"\xff\xfe")
        assert_one_line(run("dict", "add", "--dictionary", "names.txt", "a"), 4, "names.txt: is not UTF-8")
        assert path.read_bytes() == b"\xff\xfe"

    def test_a_folder_that_cannot_be_made(self, run, put):
        put("file", "")
        result = run("dict", "add", "--dictionary", "file/names.txt", "a")
        assert result.returncode in (3, 4)
        assert result.stderr.count(b"\n") == 1

    def test_slips(self, run):
        assert_one_line(run("dict", "ad", "x"), 2, "did you mean add?", "vnfix dict --help")
        assert_one_line(run("dict", "add"), 2, "WORD")

    @pytest.mark.parametrize("command", ["add", "remove", "list", "check"])
    def test_help(self, run, command):
        result = run("dict", command, "--help")
        assert f"  vnfix dict {command}" in result.stdout.decode().split("Examples:")[1]


class TestCheck:
    @pytest.fixture
    def check(self, tmp_path, environment):
        """The real command: the vocabulary is what matters here."""

        def call(*words):
            command = [sys.executable, "-m", "vnfix", "dict", "check", *words]
            return subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)

        return call

    def test_known_and_unknown(self, run, put, check):
        run("dict", "add", "Plơngo", "thị tứ")
        put("names.txt", "Krơngu\n")
        put("vnfix.toml", 'dictionary = ["names.txt"]\n')
        result = check("quan", "Cơ quan", "Plơngo", "plơngo", "thị tứ", "Krơngu", "hoà")
        assert result.returncode == 1
        assert result.stdout.decode().splitlines() == [
            "quan: vocabulary",
            "Cơ quan: vocabulary",
            "Plơngo: user dictionary",
            "plơngo: unknown",
            "thị tứ: vocabulary, user dictionary",
            "Krơngu: user dictionary",
            "hoà: vocabulary",
        ]

    def test_all_known(self, check):
        assert check("quan").returncode == 0
