"""The language of messages: by option, by locale, English where there is no other."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.mark.parametrize("arguments", [("--lang", "vi", "fix", "--help"), ("fix", "--lang=vi", "--help")])
def test_by_option(run, arguments):
    shown = run(*arguments).stdout.decode()
    for part in ("Cách dùng:", "Sửa văn bản từ các tệp", "Đầu ra:", "[mặc định: likely]", "Ví dụ:"):
        assert part in shown
    assert "Show this message" not in shown


@pytest.mark.parametrize("name", ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"])
def test_by_locale(run, name):
    found = run("fix", "--nope", **{"LANGUAGE": "", name: "vi_VN.UTF-8"})
    assert "không có tùy chọn --nope" in found.stderr.decode()


@pytest.mark.parametrize("value", ["en_GB.UTF-8", "fr_FR.UTF-8", "C", "nonsense", ""])
def test_english_where_there_is_no_other(run, value):
    assert b"no such option --nope" in run("fix", "--nope", LANGUAGE="", LC_ALL=value).stderr


def test_the_option_counts_more_than_the_locale(run):
    assert b"no such option" in run("--lang", "en", "fix", "--nope", LANGUAGE="vi").stderr


def test_an_unknown_language_is_refused_in_one_line(run):
    result = run("fix", "--lang", "xx")
    assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (2, b"", 1)
    assert b"'xx' is not one of 'en', 'vi'" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("fix", "nowhere.txt", "--level", "x"), "không thuộc 'safe', 'likely', 'all'"),
        (("explain",), "hãy cho một FILE, hoặc --text"),
        (("fix", "-o"), "Tùy chọn '-o' thiếu đối số"),
        (("chekc",), "có phải ý bạn là check?"),
        (("dict", "add", "12"), "'12' không phải từ hay cụm từ"),
        (("review", "a", "b", "-o", "c"), "-o chỉ nhận một tệp đầu vào"),
    ],
)
def test_what_is_wrong_is_said_in_it(run, arguments, part):
    result = run("--lang", "vi", *arguments)
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert part in result.stderr.decode()


def test_names_for_programs_stay(run):
    lines = run("check", "--lang", "vi", "--format", "jsonl", stdin=b"c  quan 2 /7").stdout
    records = list(map(json.loads, lines.decode().splitlines()))
    assert [record["type"] for record in records] == ["run", "correction", "lost_digit", "summary"]
    assert records[1]["kind"] == "lost-letters"


def test_a_review_in_it(run, put):
    put("a.txt", "các c  quan\nngày 2 /7\n")
    lines = b"f lost-digit\n5\nu\nq\n"
    shown = run("review", "--plain", "--lang", "vi", "a.txt", stdin=lines).stdout.decode()
    for part in ("1 còn mở", "1 chấp nhận sẵn", "ở đây mất một chữ số", "đã rút lại", "Quyết định ["):
        assert part in shown


def test_the_processes_of_a_batch_speak_it(tmp_path, environment):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("các c  quan, đ n vị", "utf-8")
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "vnfix",
            "batch",
            "--lang",
            "vi",
            "in",
            "out",
            "-j",
            "1",
            "--time-limit",
            "0.001",
        ],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert result.returncode == 3
    assert "a.txt: lâu hơn giới hạn thời gian" in result.stderr.decode()
