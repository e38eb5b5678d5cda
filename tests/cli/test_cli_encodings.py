"""The installed command on text in old encodings."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from vnfix.dictionaries import find_dictionaries
from vnfix.encodings.tables import EncodingTables

TEXT = (
    "Các đơn vị trực thuộc phải nộp báo cáo trước ngày 15 hàng tháng.\n"
    "Nước sông dâng cao, người dân chuyển đồ đạc lên gác.\n"
)
TABLES = EncodingTables(find_dictionaries() / "encodings")
CODES = {name: TABLES.legacy[name].encode(TEXT) for name in ("tcvn3", "vni", "viscii", "vps")}


@pytest.fixture
def program():
    return [sys.executable, "-m", "vnfix"]


@pytest.mark.parametrize("name", sorted(CODES))
def test_a_file_in_an_old_encoding_comes_out_as_utf8(run, put, name):
    put("a.txt", CODES[name])
    for options in ((), ("-e", name)):
        result = run("fix", *options, "a.txt")
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.decode() == TEXT


def test_the_encoding_found_is_named_with_v(run, put):
    put("a.txt", CODES["vni"])
    assert b"a.txt: read as vni, written as UTF-8\n" in run("fix", "-v", "a.txt").stderr


def test_a_file_written_in_place_is_converted(run, put):
    path = put("a.txt", CODES["tcvn3"])
    assert run("fix", "-w", "--backup", "a.txt").returncode == 0
    assert path.read_text(encoding="utf-8") == TEXT
    assert path.with_name("a.txt.bak").read_bytes() == CODES["tcvn3"]
    assert run("check", "a.txt").returncode == 0


def test_pasted_text_is_listed_word_by_word(run):
    pasted = CODES["tcvn3"].decode("cp1252")
    result = run("check", stdin=pasted.encode())
    assert result.returncode == 1
    assert "<stdin>:1:5: ®¬n -> đơn (0.999, encoding)" in result.stdout.decode().replace("1.00", "0.999")
    assert run("fix", stdin=pasted.encode()).stdout.decode() == TEXT


def test_json_lines_have_the_kind(run):
    result = run(
        "check", "--format", "jsonl", stdin=b"Vieejt Nam ddaats nuowcs tooi, nguwowif daan caanf cuf"
    )
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {r["kind"] for r in records if r["type"] == "correction"} == {"keystrokes"}


def test_what_fits_nothing_is_refused(run):
    result = run("fix", stdin="Müller fährt über die Brücke nach Köln".encode("latin-1"))
    message = result.stderr.decode()
    assert result.returncode == 3
    assert message.count("\n") == 1
    assert "is not UTF-8" in message
    assert "tcvn3" in message


def test_an_unknown_encoding_names_those_that_there_are(run):
    result = run("fix", "-e", "tcvn9", stdin=b"a")
    assert result.returncode == 2
    assert "tcvn3, vni, viscii, vps or viqr" in result.stderr.decode()


def test_cp1258_stays_cp1258_when_it_is_stated(run):
    data = "nghi\u0303a vu\u0323, đươ\u0300ng să\u0301t".encode("cp1258")
    assert run("fix", "-e", "cp1258", stdin=data).stdout == data


def test_plain_utf8_needs_no_ftfy():
    code = (
        "import sys, vnfix; vnfix.Repairer().repair('“Các đơn vị khá”, quá… café Müller.');"
        "sys.exit('ftfy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
