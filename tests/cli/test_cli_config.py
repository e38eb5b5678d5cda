"""Configuration files: where they are found, which wins, and what is said of a broken one."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_cli_failures import assert_one_line

DAMAGED = "các c  quan\nngày 2 /7\nm t sô\n"
COMMANDS = ["fix", "check", "diff", "scan"]


@pytest.fixture
def put_user(user_folder):
    def write(name, content):
        user_folder.mkdir(exist_ok=True)
        path = user_folder / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def shown(result):
    assert result.returncode == 0, result.stderr.decode()
    lines = result.stdout.decode().splitlines()
    return dict(line.split(" = ", 1) for line in lines if " = " in line)


class TestKinds:
    @pytest.mark.parametrize(
        ("options", "output"),
        [
            ([], "các cơ quan\n"),
            (["--disable", "lost-letters"], "các c  quan\n"),
            (["--disable", "lost-digits, lost-letters"], "các c  quan\n"),
            (["--disable", "all"], "các c  quan\n"),
            (["--disable", "all", "--enable", "lost-letters"], "các cơ quan\n"),
            (["--disable", "spacing", "--disable", "glyphs"], "các cơ quan\n"),
        ],
    )
    def test_what_is_switched_off_is_not_repaired(self, run, options, output):
        assert run("fix", *options, stdin="các c  quan\n".encode()).stdout.decode() == output

    def test_what_is_switched_off_is_not_suggested(self, run):
        assert run("check", "--disable", "lost-letters", stdin="m t sô".encode()).returncode == 0
        assert run("check", "--disable", "lost-digits", stdin=b"2 /7").returncode == 0

    def test_the_run_record_names_the_kinds(self, run):
        result = run(
            "check", "--format", "jsonl", "--disable", "all", "--enable", "glyphs,spacing", stdin=b""
        )
        assert json.loads(result.stdout.splitlines()[0])["kinds"] == ["glyphs", "spacing"]

    @pytest.mark.parametrize("option", ["--enable", "--disable"])
    @pytest.mark.parametrize(
        ("kind", "hint"),
        [
            ("lost-leters", "did you mean lost-letters?"),
            ("glyphs,spacin", "did you mean spacing?"),
            ("xyz", "the kinds are lost-letters,"),
            ("", "the kinds are"),
        ],
    )
    def test_unknown_kinds(self, run, option, kind, hint):
        assert_one_line(run("fix", option, kind), 2, option, hint)

    def test_a_kind_cannot_be_both(self, run):
        result = run("fix", "--enable", "glyphs", "--disable", "glyphs")
        assert_one_line(result, 2, "glyphs is enabled and disabled at once")


class TestFinding:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_heeds_the_file(self, run, put, command):
        put("vnfix.toml", 'disable = ["all"]\n')
        result = run(command, *(["--exit-code"] if command == "fix" else []), stdin=DAMAGED.encode())
        assert result.returncode == 0

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("vnfix.toml", 'level = "all"\n'),
            ("vnfix.toml", '\ufefflevel = "all"\n'),
            ("pyproject.toml", '[tool.vnfix]\nlevel = "all"\n'),
        ],
    )
    def test_files_of_the_project(self, run, put, name, content):
        path = put(name, content)
        assert shown(run("fix", "--show-config"))["level"] == f'"all"  # {path}'

    def test_files_above_the_working_directory(self, program, environment, put, tmp_path):
        import subprocess

        put("vnfix.toml", 'level = "all"\n')
        (tmp_path / "deep" / "er").mkdir(parents=True)
        (tmp_path / "deep" / "pyproject.toml").write_text("[tool.other]\n# vnfix\n")
        result = subprocess.run(
            [*program, "fix", "--show-config"],
            cwd=tmp_path / "deep" / "er",
            env=environment,
            capture_output=True,
            check=False,
        )
        assert shown(result)["level"].startswith('"all"')

    def test_our_own_file_comes_before_pyproject(self, run, put):
        put("vnfix.toml", 'level = "safe"\n')
        put("pyproject.toml", '[tool.vnfix]\nlevel = "all"\n')
        assert shown(run("fix", "--show-config"))["level"].startswith('"safe"')

    @pytest.mark.parametrize("content", ["[project]\n", "this is [no toml", "[tool.other]\nvnfix = 1\n"])
    def test_a_pyproject_without_our_table_is_passed_over(self, run, put, content):
        put("pyproject.toml", content)
        assert "default" in shown(run("fix", "--show-config"))["level"]

    def test_the_order(self, run, put, put_user):
        put_user("vnfix.toml", 'level = "all"\ncolor = "never"\nencoding = "cp1258"\n')
        put("vnfix.toml", 'level = "safe"\nencoding = "utf-16"\n')
        found = shown(run("fix", "--encoding", "utf-8", "--show-config"))
        assert found["color"].startswith('"never"')
        assert found["level"].startswith('"safe"')
        assert found["encoding"] == '"utf-8"  # command line'

    def test_the_command_line_wins_with_the_default_value_too(self, run, put):
        put("vnfix.toml", 'level = "all"\n')
        result = run("fix", "--level", "likely", stdin="m t sô".encode())
        assert result.stdout.decode() == "m t sô"

    def test_lists_add_up(self, run, put, put_user):
        put_user("vnfix.toml", 'ignore-words = ["a"]\ndisable = ["glyphs", "spacing"]\n')
        put("vnfix.toml", 'ignore-words = ["b", "a"]\nenable = ["glyphs"]\n')
        found = shown(run("fix", "--ignore-word", "c", "--show-config"))
        assert found["ignore-words"].startswith('["a", "b", "c"]')
        assert found["ignore-words"].endswith("command line")
        assert found["disable"].startswith('["spacing"]')

    def test_a_file_of_ones_choice_alone(self, run, put, put_user):
        put_user("vnfix.toml", 'color = "never"\n')
        put("vnfix.toml", 'level = "all"\n')
        path = put("other.toml", 'encoding = "utf-16"\n')
        found = shown(run("fix", "--config", str(path), "--show-config"))
        assert "default" in found["level"]
        assert "default" in found["color"]
        assert str(path) in found["encoding"]

    def test_isolated(self, run, put, put_user):
        put_user("vnfix.toml", "broken")
        put_user("dictionary.txt", "12\n")
        put("vnfix.toml", "broken")
        assert run("fix", "--isolated", stdin=b"c  quan").stdout.decode() == "cơ quan"

    def test_what_is_shown_can_be_read_again(self, run, put):
        options = [
            "--level",
            "all",
            "--disable",
            "glyphs",
            "--ignore-word",
            'x"\\ é',
            "--ignore-regex",
            r"\d+",
        ]
        first = run("fix", *options, "--show-config")
        path = put("vnfix.toml", first.stdout)
        again = run("fix", "--show-config").stdout.decode()
        assert [line.split("  # ")[0] for line in again.splitlines()] == [
            line.split("  # ")[0] for line in first.stdout.decode().splitlines()
        ]
        assert str(path) in again

    def test_relative_paths_are_relative_to_the_file(self, program, environment, put, tmp_path):
        import subprocess

        put("vnfix.toml", 'ignore-files = ["words.txt"]\n')
        put("words.txt", "c\n")
        (tmp_path / "deep").mkdir()
        result = subprocess.run(
            [*program, "fix"],
            input=b"c  quan",
            cwd=tmp_path / "deep",
            env=environment,
            capture_output=True,
            check=False,
        )
        assert result.stdout == b"c  quan"


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("content", "parts"),
        [
            ('levl = "all"\n', ("levl: no such key; did you mean level?",)),
            ("quiet = true\n", ("quiet: no such key",)),
            ("ignore_words = []\n", ("did you mean ignore-words?",)),
            ("level = 3\n", ("level: must be a string, not a number",)),
            ('level = "sure"\n', ("level: 'sure' is none of safe, likely, all",)),
            ('ignore-words = "a"\n', ("ignore-words: must be a list of strings, not a string",)),
            ("ignore-words = [true]\n", ("ignore-words: must hold strings, not true or false",)),
            ('ignore-words = [" "]\n', ("ignore-words: ' ' is no word or phrase",)),
            ('ignore-regexes = ["a("]\n', ("ignore-regexes: 'a(' is no regular expression",)),
            ('enable = ["glyfs"]\n', ("enable: no such kind 'glyfs'; did you mean glyphs?",)),
            ('enable = ["glyphs"]\ndisable = ["glyphs"]\n', ("enabled and disabled at once",)),
            ('encoding = "latin-99"\n', ("encoding: 'latin-99' is no known encoding",)),
            ('color = "red"\n', ("color: 'red' is none of",)),
            ('model = "neural"\n', ("model: 'neural' is none of ngram, context",)),
            ("level = 2020-01-01\n", ("not a date or time",)),
            ("[level]\n", ("level: must be a string, not a table",)),
            ("level = \n", ("is no TOML", "line 1")),
            (b'level = "\xff"', ("is not UTF-8 (byte 10)",)),
            ('ignore-files = ["nowhere.txt"]\n', ("nowhere.txt: No such file",)),
            ('dictionary = ["nowhere.txt"]\n', ("nowhere.txt: No such file",)),
        ],
    )
    def test_one_line_that_names_the_file(self, run, put, content, parts):
        put("vnfix.toml", content)
        result = run("fix", stdin=b"c  quan")
        assert_one_line(result, 4, *parts)
        assert result.stdout == b""
        assert "nowhere" in str(parts) or "vnfix.toml: " in result.stderr.decode()

    def test_a_table_that_is_none(self, run, put):
        path = put("pyproject.toml", "[tool]\nvnfix = 3\n")
        assert_one_line(run("fix"), 4, f"{path}: tool.vnfix is no table")

    def test_a_missing_file_of_ones_choice(self, run):
        assert_one_line(run("fix", "--config", "nowhere.toml"), 4, "nowhere.toml: No such file")

    def test_no_file_and_a_file(self, run):
        assert_one_line(run("fix", "--config", "a.toml", "--isolated"), 2, "--config and --isolated exclude")
