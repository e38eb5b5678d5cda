"""The installed command on words broken over line ends, and on layout that is changed when asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.repair.test_lines import BROKEN, WHOLE

PAGE = """Quy định này áp dụng cho các cơ quan, đơn vị, tổ chức và cá nhân có
liên quan đến việc quản lý, sử dụng đất đai và phát triển kinh tế của
huyện. Các phòng ban phối hợp rà soát, thống kê số liệu về kinh-
tế và báo cáo trước ngày 15 tháng 6.

- Thống kê số liệu.
"""
JOINED = (
    "Quy định này áp dụng cho các cơ quan, đơn vị, tổ chức và cá nhân có liên quan đến việc quản lý, sử dụng"
    " đất đai và phát triển kinh tế của huyện. Các phòng ban phối hợp rà soát, thống kê số liệu về kinh-tế"
    " và báo cáo trước ngày 15 tháng 6.\n\n- Thống kê số liệu.\n"
)
BOTH = ["--join-lines", "--dehyphenate"]


@pytest.fixture
def program():
    return [sys.executable, "-m", "vnfix"]


def test_broken_words_are_made_whole_and_lines_stay(run):
    assert run("fix", stdin=BROKEN.encode()).stdout.decode() == WHOLE
    windows = run("fix", stdin=BROKEN.replace("\n", "\r\n").encode())
    assert windows.stdout.decode() == WHOLE.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("options", "output"),
    [
        ([], PAGE),
        (["--join-lines"], JOINED),
        (["--enable", "line-ends"], JOINED),
        (["--dehyphenate"], PAGE.replace("kinh-\n", "kinh\n")),
        (BOTH, JOINED.replace("kinh-", "kinh ")),
        (["--disable", "all", *BOTH], JOINED.replace("kinh-", "kinh ")),
        (["--enable", "all"], PAGE),
        (["--no-join-lines"], PAGE),
    ],
)
def test_layout_changes_only_when_asked(run, options, output):
    result = run("fix", *options, stdin=PAGE.encode())
    assert (result.returncode, result.stdout.decode(), result.stderr) == (0, output, b"")


def test_the_options_can_stand_in_a_file_and_be_taken_back(run, put):
    put("vnfix.toml", "join-lines = true\n")
    assert run("fix", stdin=PAGE.encode()).stdout.decode() == JOINED
    assert run("fix", "--no-join-lines", stdin=PAGE.encode()).stdout.decode() == PAGE
    assert run("fix", "--disable", "line-ends", stdin=PAGE.encode()).stdout.decode() == PAGE
    assert b"join-lines = true  # " in run("fix", "--show-config").stdout
    assert b"dehyphenate = false  # default" in run("fix", "--show-config").stdout


def test_a_key_that_is_not_true_or_false_is_refused(run, put):
    put("vnfix.toml", 'dehyphenate = "yes"\n')
    result = run("fix", stdin=b"")
    assert result.returncode == 4
    assert b"dehyphenate: must be true or false, not a string" in result.stderr


def test_what_contradicts_itself_is_refused(run):
    result = run("fix", "--join-lines", "--disable", "line-ends", stdin=b"")
    assert result.returncode == 2
    assert b"line-ends is enabled and disabled at once" in result.stderr


@pytest.mark.parametrize("text", [BROKEN, PAGE])
def test_json_lines_replay_to_the_text(run, text):
    records = [
        json.loads(line)
        for line in run("fix", *BOTH, "--format", "jsonl", stdin=text.encode()).stdout.splitlines()
    ]
    assert {"line-ends", "hyphens"} <= set(records[0]["kinds"])
    fixed, done = "", 0
    for item in records[1:]:
        if item["type"] == "correction":
            assert text[item["offset"] :].startswith(item["original"])
            fixed += text[done : item["offset"]] + item["replacement"]
            done = item["offset"] + len(item["original"])
            assert item["reason"]
    assert fixed + text[done:] == run("fix", *BOTH, stdin=text.encode()).stdout.decode()


@pytest.mark.skipif(shutil.which("patch") is None, reason="the patch program is not installed")
@pytest.mark.parametrize("text", [BROKEN, PAGE, BROKEN + "\n" + PAGE])
def test_the_difference_can_be_applied(run, put, text, tmp_path):
    path = put("a.txt", text)
    expected = run("fix", *BOTH, "a.txt").stdout
    difference = run("fix", *BOTH, "--diff", "a.txt").stdout
    subprocess.run(["patch", "-p0", "-s"], input=difference, cwd=tmp_path, check=True)
    assert path.read_bytes() == expected


def test_findings_stay_on_one_line_each(run):
    result = run("check", "--dehyphenate", "--stdin-filename", "a.txt", stdin=(BROKEN + PAGE).encode())
    assert result.stdout.decode().splitlines()[0] == r"a.txt:1:22: quy\nền  -> quyền\n (1.00, spacing)"
    assert result.stdout.decode().splitlines()[-1] == "a.txt:8:64: - ->  (1.00, hyphens)"
