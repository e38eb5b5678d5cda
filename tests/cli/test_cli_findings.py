"""`check`, `diff`, `scan` and `explain`: what they say, and that they write nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time

import pytest

DAMAGED = "các c  quan\nngày 2 /7\nm t sô\n"


def test_check_gives_one_line_a_finding(run, put):
    path = put("a.txt", DAMAGED)
    result = run("check", "a.txt")
    assert result.returncode == 1
    assert result.stdout.decode().splitlines() == [
        "a.txt:1:5: c  -> cơ (0.99, lost-letters)",
        "a.txt:2:7: lost digit in ' 2 /7'",
        "a.txt:3:1: m t sô -> một số? (0.62, lost-letters)",
    ]
    assert path.read_text("utf-8") == DAMAGED


@pytest.mark.parametrize("command", ["check", "diff", "scan"])
class TestExitCodes:
    def test_found(self, run, command):
        assert run(command, stdin=b"c  quan").returncode == 1

    def test_nothing_found(self, run, command):
        assert run(command, stdin="cơ quan".encode()).returncode == 0

    def test_exit_zero(self, run, command):
        assert run(command, "--exit-zero", stdin=b"c  quan").returncode == 0

    def test_exit_zero_hides_no_failure(self, run, command):
        assert run(command, "--exit-zero", "nowhere.txt").returncode == 3

    def test_a_failed_input_outweighs_a_finding(self, run, put, command):
        put("a.txt", "c  quan")
        result = run(command, "nowhere.txt", "a.txt")
        assert result.returncode == 3
        assert b"a.txt" in result.stdout


def test_check_json_lines_tell_failed_inputs_too(run):
    first, error = map(json.loads, run("check", "--format", "jsonl", "nowhere.txt").stdout.splitlines())
    assert first["command"] == "check"
    assert error == {"type": "error", "file": "nowhere.txt", "message": "No such file or directory"}


def test_scan_reports_letters_marks_and_lines(run):
    result = run("scan", stdin="các c  quan\nđ\ufffdn\nngày 2 /7\nhết\n".encode())
    report = result.stdout.decode()
    assert "ơ      2.0 lost        2 intact   50.0%" in report
    assert "\ufffd (U+FFFD) -> ơ (confidence 0.97), 1 place" in report
    assert "lines 1-3; 1 of 4 lines with text are intact" in report
    assert "<stdin>:3:7: lost digit" in report


def test_scan_says_that_a_file_is_clean(run):
    assert run("scan", stdin="cơ quan\n".encode()).stdout.decode() == "<stdin>: no damage found (1 line)\n"


def test_scan_json_is_one_document(run, put):
    put("a.txt", DAMAGED)
    report = json.loads(run("scan", "--format", "json", "a.txt", "nowhere.txt").stdout)
    assert report["files"][0]["losses"] == [{"letter": "ơ", "lost": 1.0, "intact": 2, "rate": 0.3333}]
    assert report["files"][0]["damaged_lines"] == [1, 2]
    assert report["errors"][0]["file"] == "nowhere.txt"


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["a.txt", "--at", "1:5"], "a.txt:1:5"),
        (["a.txt", "--at", "3"], "a.txt:3:1"),
        (["a.txt"], "a.txt:1:5"),
        (["--text", "các c  quan"], "<text>:1:5"),
        (["--text", "các c  quan", "--at", "2"], "<text>:1:2"),
    ],
)
def test_explain_finds_the_place(run, put, arguments, place):
    put("a.txt", DAMAGED)
    result = run("explain", *arguments)
    assert result.returncode == 0
    assert result.stdout.decode().startswith(place + ": ")


def test_explain_shows_the_scores(run):
    lines = run("explain", "--text", "các c  quan").stdout.decode().splitlines()
    assert "  * 'cơ'  0.9700  -3.75 = channel -0.50, language model -3.25" in lines
    assert lines[-1] == "  'cơ' is far likelier here."


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["a.txt", "--text", "x"], 2),
        (["a.txt", "--at", "0"], 2),
        (["a.txt", "--at", "x"], 2),
        (["a.txt", "--at", "9"], 2),
        (["a.txt", "--at", "1:99"], 2),
        (["--text", "", "--at", "1"], 2),
        (["nowhere.txt", "--at", "1"], 3),
    ],
)
def test_explain_refuses_places_that_are_not_there(run, put, arguments, code):
    put("a.txt", DAMAGED)
    result = run("explain", *arguments)
    assert result.returncode == code
    assert result.stderr.count(b"\n") == 1


def test_explain_of_a_line_without_findings_says_so(run):
    result = run("explain", "--text", "cơ quan")
    assert (result.returncode, result.stdout) == (0, b"")
    assert b"nothing to correct" in result.stderr


@pytest.mark.skipif(shutil.which("patch") is None, reason="the patch program is not installed")
@pytest.mark.parametrize(
    "data",
    [
        "c  quan\n",
        "c  quan",
        "một\r\nc  quan\r\nhai\r\n",
        "\ufeffc  quan\nmột\n",
        "một\n" * 9 + "c  quan\n" + "hai\n" * 9 + "th c hiện",
        "c  quan\n" * 3 + "\n" * 20 + "th c hiện\n",
        "địa ph\nương này\nhai\n",
        "\n\nc  quan\n\n",
    ],
)
def test_patch_makes_of_the_diff_what_fix_makes(run, put, tmp_path, data):
    path = put("bản thảo.txt", data)
    diff = run("diff", str(path)).stdout
    expected = run("fix", "bản thảo.txt").stdout
    subprocess.run(["patch", "-p0", "--binary"], input=diff, cwd=tmp_path, check=True, capture_output=True)
    assert path.read_bytes() == expected != data.encode()


def test_color_always_marks_within_the_line(run):
    output = run("diff", "--color", "always", stdin="các c  quan\nhết\n".encode()).stdout.decode()
    assert "\x1b[9;31mc \x1b[0m\x1b[4;32mcơ\x1b[0m quan" in output
    assert "hết" not in output


def test_a_pipe_gets_no_color(run):
    assert b"\x1b" not in run("diff", stdin="các c  quan\n".encode()).stdout


def test_the_option_wins_over_the_environment(run):
    text = "các c  quan\n".encode()
    assert b"\x1b" in run("diff", "--color", "always", stdin=text, NO_COLOR="1").stdout
    assert b"\x1b" in run("diff", stdin=text, FORCE_COLOR="1").stdout
    assert b"\x1b" not in run("diff", stdin=text, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert b"\x1b" not in run("diff", "--color", "never", stdin=text, FORCE_COLOR="1").stdout


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a Unix thing")
@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (["diff", "a.txt"], "\x1b[9;31mc \x1b[0m"),
        (["diff", "--color=never", "a.txt"], "a.txt:1: các [-c -]{+cơ+} quan\r\n"),
        (["scan", "a.txt"], "50.0%"),
    ],
)
def test_on_a_terminal(program, put, tmp_path, environment, arguments, seen):
    import pty

    put("a.txt", "các c  quan\nth c hiện\n")
    reader, writer = pty.openpty()
    with subprocess.Popen(
        [*program, *arguments],
        stdin=writer,
        stdout=writer,
        stderr=writer,
        cwd=tmp_path,
        env=environment | {"TERM": "xterm"},
    ) as process:
        os.close(writer)
        output, deadline = b"", time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                part = os.read(reader, 65536)
            except OSError:  # the terminal closes with the process
                break
            if not part:
                break
            output += part
    os.close(reader)
    assert process.returncode == 1
    assert seen in output.decode()
