"""Bad input and bad command lines: one line on standard error, the documented code, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest


def assert_one_line(result, code, *parts):
    message = result.stderr.decode()
    assert result.returncode == code, message
    assert message.count("\n") == 1, message
    assert "Traceback" not in message
    for part in parts:
        assert part in message


def test_missing_file(run):
    assert_one_line(run("fix", "nowhere.txt"), 3, "nowhere.txt: No such file or directory")


def test_directory(run, tmp_path):
    (tmp_path / "folder").mkdir()
    assert_one_line(run("fix", "folder"), 3, "folder: is a directory; give files")


def test_bytes_in_another_encoding(run, put):
    put("a.txt", b"m\xe1\xbb\x99t\n\xf1\xf4n v\xf2\n")
    assert_one_line(run("fix", "a.txt"), 3, "a.txt: line 2, byte 7 (0xF1) is not UTF-8", "-e")


def test_text_cut_within_a_letter(run):
    assert_one_line(run("fix", stdin=b"m\xe1\xbb"), 3, "line 1, byte 2 (0xE1)")


def test_utf16_without_a_mark(run):
    data = "xin chao".encode("utf-16-le")
    assert_one_line(run("fix", stdin=data), 3, "byte 2 is a NUL byte", "-e utf-16-le")
    assert run("fix", "-e", "utf-16-le", stdin=data).stdout == data


def test_a_failing_file_does_not_stop_the_others(run, put):
    put("a.txt", b"\xff\xfftr")
    put("b.txt", "c  quan\n")
    result = run("fix", "nowhere.txt", "a.txt", "b.txt")
    assert (result.returncode, result.stdout.decode()) == (3, "cơ quan\n")
    assert result.stderr.count(b"\n") == 2


def test_a_letter_that_the_encoding_cannot_write_leaves_the_file_alone(run, put):
    path = put("a.txt", b"c  quan")
    assert_one_line(run("fix", "-w", "-e", "latin-1", "a.txt"), 3, "iso8859-1 cannot write")
    assert path.read_bytes() == b"c  quan"


@pytest.mark.parametrize("target", ["no/such/place.txt", "folder"])
def test_unwritable_target(run, put, tmp_path, target):
    (tmp_path / "folder").mkdir()
    put("a.txt", "c  quan")
    assert_one_line(run("fix", "a.txt", "-o", target), 3, f"cannot write {target}: ")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "folder"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
def test_full_disk(program, put, tmp_path, environment):
    put("a.txt", "c  quan")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        result = subprocess.run(
            [*program, "fix", "a.txt"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment,
            check=False,
        )
    assert_one_line(result, 3, "cannot write standard output: No space left")


def test_broken_dictionary(run, put, tmp_path):
    put("broken", "")
    result = run("check", "--dictionaries", str(tmp_path), stdin=b"x")
    assert_one_line(result, 4, "words.tsv: line 3 is broken")


def test_missing_dictionary_directory(run):
    assert_one_line(run("fix", "--dictionaries", "nowhere", stdin=b"x"), 4, "nowhere")


def test_empty_input_needs_no_dictionaries(run):
    result = run("fix", "--dictionaries", "nowhere", stdin=b"")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


def test_defect(run):
    assert_one_line(run("check", stdin=b"CRASH"), 70, "internal error: ValueError: a defect")


def test_interrupted(run):
    result = run("fix", stdin=b"INTERRUPT")
    assert result.returncode == 130
    assert result.stderr.decode().split() == ["vnfix:", "interrupted"]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a whole console there")
def test_control_c_while_waiting(program, environment):
    process = subprocess.Popen(
        [*program, "fix"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in stderr


def test_closed_pipe_is_quiet(program, put, tmp_path, environment):
    put("big.txt", "c  quan và nhiều chữ khác\n" * 100_000)
    with subprocess.Popen(
        [*program, "fix", "big.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().decode() == "cơ quan và nhiều chữ khác\n"
        process.stdout.close()
        stderr = process.stderr.read()
    assert (process.returncode, stderr) == (0, b"")


def test_one_line_of_ten_megabytes(run):
    data = ("chữ viết liền " * 600_000 + "c  quan").encode()
    assert len(data) > 10_000_000
    result = run("fix", stdin=data)
    assert result.stdout.decode().endswith("liền cơ quan")
    shown = run("diff", "--color", "always", stdin=data).stdout
    assert len(shown) < 1000


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chekc"], "did you mean check?"),
        (["a.txt"], "to repair a file: vnfix fix a.txt"),
        (["--versoin"], "did you mean --version?"),
        (["fix", "--bakup"], "did you mean --backup?"),
        (["check", "--exitzero"], "did you mean --exit-zero?"),
        (["fix", "--level", "sure"], "safe"),
        (["fix", "-o"], "requires an argument"),
    ],
)
def test_slips_on_the_command_line(run, put, arguments, hint):
    put("a.txt", "")
    assert_one_line(run(*arguments), 2, hint, "--help")


def test_no_command_shows_the_help_and_fails(run):
    result = run()
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"Commands:" in result.stderr


@pytest.mark.parametrize("command", ["fix", "check", "diff", "scan", "explain", "batch", "dict", "train"])
def test_every_command_has_help_with_examples(run, command):
    result = run(command, "--help")
    assert result.returncode == 0
    assert f"  vnfix {command} " in result.stdout.decode().split("Examples:")[1]


def test_version(run):
    from vnfix import __version__

    assert run("--version").stdout.decode() == f"vnfix {__version__}\n"


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_no_engine(environment, option):
    code = (
        "import sys; from vnfix.cli import main; main([sys.argv[1]]);"
        "sys.exit(' '.join({'numpy', 'rich', 'rapidfuzz', 'platformdirs', 'tomllib', 'underthesea', 'unidecode', 'vnfix.tokens'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, option], capture_output=True, env=environment, check=False
    )
    assert result.stderr.strip() == b""


def test_control_characters_of_a_document_do_not_reach_the_terminal(run):
    result = run("check", "--stdin-filename", "a\x1b[31m\nb", stdin=b"c  quan")
    assert result.stdout.decode() == "a\\x1b[31m\\nb:1:1: c  -> cơ (0.99, lost-letters)\n"


def test_names_that_are_not_utf8_are_printed_as_they_are(tmp_path, run):
    if sys.platform != "linux":
        pytest.skip("only Linux has such names")
    name = os.fsdecode(b"b\xe0n.txt")
    (tmp_path / name).write_bytes(b"c  quan")
    assert run("check", name).stdout.startswith(b"b\xe0n.txt:1:1: ")
    assert run("check", "--format", "jsonl", name).returncode == 1


class TestTrain:
    def test_missing_corpus(self, run):
        assert_one_line(run("train", "nowhere", "-o", "out"), 3, "nowhere: no such file or directory")

    def test_empty_directory(self, run, tmp_path):
        (tmp_path / "corpus").mkdir()
        assert_one_line(run("train", "corpus", "-o", "out"), 3, "no .txt or .txt.zst file in corpus")

    def test_missing_output(self, run, put):
        put("a.txt", "một")
        assert_one_line(run("train", "a.txt"), 2, "--output")

    def test_missing_extra(self, put, tmp_path, environment):
        put("a.txt", "một")
        code = (
            "import sys; sys.modules['zstandard'] = None;"
            "from vnfix.cli import main; sys.exit(main(['train', 'a.txt', '-o', 'out']))"
        )
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env=environment, cwd=tmp_path, check=False
        )
        assert_one_line(result, 2, "needs the training extra: pip install 'vnfix[train]'")


def test_as_a_module(environment):
    result = subprocess.run(
        [sys.executable, "-m", "vnfix", "--version"], capture_output=True, env=environment, check=False
    )
    assert result.stdout.startswith(b"vnfix ")
