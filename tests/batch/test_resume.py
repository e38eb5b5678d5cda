"""A run that is killed goes on where it was: nothing redone, nothing lost, nothing half-written."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.batch.conftest import CLEAN, DAMAGED, REPAIRED, count_rows
from vnfix.batch.resuming import digest_options
from vnfix.batch.working import JobOptions

KILLS = 50
NEW_FILES = 12
"""Files that come in before each run, so that each has something to do when it is killed."""


def read_done(out, folder):
    """The files that the journal of a killed run holds, from a copy, as the run itself would find them."""
    copy = folder / "journal"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in out.glob(".vnfix-batch.sqlite*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy)
    if not (copy / ".vnfix-batch.sqlite").exists():
        return set()
    database = sqlite3.connect(copy / ".vnfix-batch.sqlite")
    tables = database.execute("SELECT name FROM sqlite_master WHERE name = 'files'").fetchall()
    rows = database.execute("SELECT source FROM files").fetchall() if tables else []
    database.close()
    return {row[0].decode() for row in rows}


def wait_for_output(written, before):
    """Wait till the run is at work: how long it takes to start depends on the machine."""
    deadline = time.monotonic() + 30
    while len(written()) == before:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 there")
def test_killed_at_random_moments(tmp_path, put, run, written, environment):
    chance = random.Random(20)
    (tmp_path / "in").mkdir()
    out = tmp_path / "out"
    command = [sys.executable, "-m", "vnfix", "batch", "in", "out", "-q", "--jobs", "2"]
    identities: dict[str, tuple[int, int]] = {}
    died_in_the_middle = 0
    for number in range(KILLS):
        for at in range(NEW_FILES):
            put(f"{at % 3}/{number}-{at}.txt", f"{number}-{at}: {DAMAGED}")
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
        if number % 4 == 0:
            wait_for_output(written, len(written()))
        time.sleep(chance.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, data in written().items():
            stem = name.rpartition("/")[2].removesuffix(".txt")
            assert data.decode() == f"{stem}: {REPAIRED}"
        done = read_done(out, tmp_path) if out.exists() else set()
        died_in_the_middle += len(done) - len(identities) > 0 and len(done) < NEW_FILES * (number + 1)
        for name in done:
            state = (out / name).stat()
            identity = (state.st_ino, state.st_mtime_ns)
            assert identities.setdefault(name, identity) == identity
    result = run("in", "out")
    rows = count_rows(result)
    assert result.returncode == 0, result.stderr
    assert rows["files"] == rows["repaired"] == KILLS * NEW_FILES
    assert rows["done by an earlier run"] >= len(identities)
    assert len(written()) == KILLS * NEW_FILES
    for name, identity in identities.items():
        state = (out / name).stat()
        assert (state.st_ino, state.st_mtime_ns) == identity
    assert list(out.rglob(".vnfix-*.tmp")) == []
    # Else the moments were badly chosen, and the test says little.
    assert died_in_the_middle >= KILLS / 10


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a whole console there")
def test_control_c_stops_at_once_and_says_how_to_go_on(put, run, written, tmp_path, environment):
    for at in range(60):
        put(f"{at}.txt")
    process = subprocess.Popen(
        [sys.executable, "-m", "vnfix", "batch", "in", "out", "--jobs", "2"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    # Six files are under way at most: of ten that stand, four are written down.
    while (before := len(written())) < 10:
        wait_for_output(written, before)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout) == (130, b"")
    assert b"the same command goes on" in stderr
    assert b"Traceback" not in stderr
    rows = count_rows(run("in", "out"))
    assert rows["repaired"] == 60
    assert rows["done by an earlier run"] >= 4


def test_what_is_done_is_not_done_again(run, put, tmp_path):
    put("a.txt")
    put("b.txt", CLEAN)
    assert count_rows(run("in", "out"))["done by an earlier run"] == 0
    before = (tmp_path / "out/a.txt").stat().st_ino
    assert count_rows(run("in", "out"))["done by an earlier run"] == 2
    assert (tmp_path / "out/a.txt").stat().st_ino == before


def test_a_file_that_was_only_touched_is_not_done_again(run, put):
    path = put("a.txt")
    run("in", "out")
    os.utime(path, ns=(1, 1))
    assert count_rows(run("in", "out"))["done by an earlier run"] == 1


@pytest.mark.parametrize("change", ["content", "output", "options", "force"])
def test_what_changed_is_done_again(run, put, tmp_path, written, change):
    put("a.txt")
    run("in", "out")
    arguments = []
    if change == "content":
        put("a.txt", DAMAGED.replace("Các", "Cac"))
    elif change == "output":
        (tmp_path / "out/a.txt").unlink()
    elif change == "options":
        arguments = ["--disable", "lost-letters"]
    else:
        arguments = ["--force"]
    rows = count_rows(run("in", "out", *arguments))
    assert (rows["files"], rows["done by an earlier run"]) == (1, 0)
    assert written()["a.txt"].decode() == (DAMAGED if change == "options" else REPAIRED).replace(
        "Các", "Cac" if change == "content" and "Cac" in written()["a.txt"].decode() else "Các"
    )


def test_a_failed_file_is_tried_again(run, put):
    path = put("a.docx", b"nothing")
    assert run("in", "out").returncode == 3
    path.unlink()
    put("a.docx.txt")
    put("a.docx", b"")
    result = run("in", "out")
    assert result.returncode == 3
    assert count_rows(result)["done by an earlier run"] == 0


def test_leftovers_of_a_killed_run_go(run, put, tmp_path):
    put("a.txt")
    (tmp_path / "out/sub").mkdir(parents=True)
    for name in ("out/.vnfix-0123.tmp", "out/sub/.vnfix-4567.tmp"):
        (tmp_path / name).write_text("half")
    assert run("in", "out").returncode == 0
    assert list((tmp_path / "out").rglob("*.tmp")) == []


def test_two_runs_at_once_into_one_folder(run, put, tmp_path):
    put("a.txt")
    (tmp_path / "out").mkdir()
    from vnfix.batch.journal import JOURNAL_NAME, Journal

    with Journal(tmp_path / "out" / JOURNAL_NAME):
        result = run("in", "out")
    assert result.returncode == 3
    assert b"another run is writing there" in result.stderr
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_journal_that_is_none_is_named_and_stays(run, put, tmp_path, force):
    put("a.txt")
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"x" * 5000)
    result = run("in", "out", "--journal", "letter.txt", *force)
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert b"is no journal" in result.stderr
    assert letter.read_bytes() == b"x" * 5000


@pytest.mark.parametrize("statement", ["CREATE TABLE people (name)", "PRAGMA user_version = 99"])
def test_another_database_is_no_journal(run, put, tmp_path, statement):
    put("a.txt")
    if "PRAGMA" in statement:
        run("in", "out", "--journal", "j.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "j.sqlite")) as database:
        database.execute(statement)
        database.commit()
    before = (tmp_path / "j.sqlite").read_bytes()
    result = run("in", "out", "--journal", "j.sqlite", "--force")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert b"remove it, or name another" in result.stderr
    assert (tmp_path / "j.sqlite").read_bytes() == before


def test_a_journal_that_broke_is_named(run, put, tmp_path):
    for number in range(60):
        put(f"{number}.txt", "a")
    run("in", "out", "--disable", "all")
    path = tmp_path / "out/.vnfix-batch.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    result = run("in", "out", "--disable", "all")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert b"broken" in result.stderr


@pytest.mark.parametrize(
    "file", ["vocabulary.tsv", "syllables.lm", "contexts.bin", "capitals.bin", "compounds.bin"]
)
def test_other_dictionaries_are_seen_by_their_content(tmp_path, file):
    for name in ("one", "same", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text("ba" if name == "other" else "ab")
    one, same, other = (
        digest_options(JobOptions(dictionaries=tmp_path / n)) for n in ("one", "same", "other")
    )
    assert one == same != other
