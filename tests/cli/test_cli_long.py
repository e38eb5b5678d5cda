"""Long texts: repaired while they are read, and the same as if they had been read first."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys

import pytest

from vnfix.cli.long_inputs import LONG

LINE = "Các cơ quan và đơn vị gửi báo cáo vào ngày 2/7/2019 theo mẫu.\n"
DAMAGED = "các c  quan th c hiện 2 /7\n"
REPAIRED = "các cơ quan thực hiện 2 /7\n"


def make_long(ending: str = "") -> str:
    """A text that is long, with damage at its start and at its end."""
    return DAMAGED + LINE * (LONG // len(LINE.encode()) + 10) + DAMAGED + ending


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("ending", ["", "không có gì ở cuối"])
def test_a_long_pipe_is_repaired_from_end_to_end(run, mark, ending):
    text = make_long(ending)
    result = run("fix", stdin=mark + text.encode())
    assert result.returncode == 0
    assert result.stdout == mark + text.replace(DAMAGED, REPAIRED).encode()


def test_lost_digits_are_counted_in_lines_of_the_whole(run):
    text = make_long()
    last = text.count("\n")
    result = run("fix", "-v", stdin=text.encode())
    assert result.stderr.decode().splitlines() == [
        "<stdin>:1:24: lost digit in ' 2 /7'",
        f"<stdin>:{last}:24: lost digit in ' 2 /7'",
        "<stdin>: 4 corrected, 0 suggested, 2 lost digits",
    ]


def test_one_line_without_end(run):
    text = make_long().replace("\n", " ")
    result = run("fix", "-v", stdin=text.encode())
    assert result.stdout.decode() == text.replace("c  quan th c", "cơ quan thực")
    assert f"<stdin>:1:{len(text) - 3}: lost digit in ' 2 /7" in result.stderr.decode()


def test_a_long_file_to_standard_output_and_into_another(run, put, tmp_path):
    text = make_long()
    put("a.txt", text)
    assert run("fix", "a.txt").stdout == run("fix", stdin=text.encode()).stdout
    assert run("fix", "a.txt", "-o", "b.txt").returncode == 0
    assert (tmp_path / "b.txt").read_text("utf-8") == text.replace(DAMAGED, REPAIRED)


def test_holes_and_exit_code(run):
    result = run("fix", "--mark-holes", "--exit-code", stdin=make_long().encode())
    assert result.returncode == 1
    assert result.stdout.count("2□/7".encode()) == 2
    assert run("fix", "--exit-code", stdin=make_long().replace(DAMAGED, "").encode()).returncode == 0


def test_output_comes_before_the_input_ends(program, environment, tmp_path):
    process = subprocess.Popen(
        [*program, "fix"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment
    )
    text = make_long()
    process.stdin.write(text.encode())
    process.stdin.flush()
    first = os.read(process.stdout.fileno(), 1000)
    assert first.decode(errors="ignore").startswith(REPAIRED)
    rest, _ = process.communicate(timeout=60)
    assert first + rest == text.replace(DAMAGED, REPAIRED).encode()


@pytest.mark.parametrize("bad", [b"\xff", b"\xe1\xbb", b"\0"])
def test_a_bad_byte_far_on_is_named_with_its_place(run, bad):
    text = make_long().encode()
    result = run("fix", stdin=text + b"x" + bad)
    assert result.returncode == 3
    (message,) = result.stderr.decode().splitlines()[-1:]
    line = text.count(b"\n") + 1
    assert f"<stdin>: line {line}, byte {len(text) + 2} " in message
    assert result.stdout.startswith(REPAIRED.encode())


def test_a_bad_byte_far_on_leaves_the_output_file_as_it_was(run, put, tmp_path):
    put("a.txt", make_long().encode() + b"\xff")
    old = put("b.txt", "cũ\n")
    assert run("fix", "a.txt", "-o", "b.txt").returncode == 3
    assert old.read_text("utf-8") == "cũ\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_a_long_text_in_another_encoding_is_read_whole(run):
    text = make_long()
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    result = run("fix", stdin=data)
    expected = text.replace(DAMAGED, REPAIRED)
    assert result.stdout == codecs.BOM_UTF16_LE + expected.encode("utf-16-le")


@pytest.mark.skipif(sys.platform == "win32", reason="no such device")
def test_a_long_text_into_a_device(run, put):
    put("a.txt", make_long())
    result = run("fix", "a.txt", "-o", "/dev/null")
    assert (result.returncode, result.stdout) == (0, b"")
