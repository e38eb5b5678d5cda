"""The run over an executor: workers that die, limits, and what a stopped run leaves."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from vnfix.batch.limits import TimeLimitError, limit_time
from vnfix.batch.outcome import Outcome, Status
from vnfix.batch.running import Pool, fail, make_local_pool, run_jobs
from vnfix.batch.working import Job, JobOptions, repair_file
from vnfix.chunking import cut_text, repair_long
from vnfix.correction import Correction, Kind, Level, LostDigit, Repair, apply_corrections
from vnfix.errors import DictionaryError, VnfixError
from vnfix.profile import DamageProfile, GlyphLoss
from vnfix.settings import DEFAULT_SETTINGS


def make_jobs(count, name="{}.txt"):
    return [Job("in", name.format(at), "out", name.format(at), JobOptions()) for at in range(count)]


def work(job):
    return Outcome(job.source, Status.REPAIRED)


def die_on_three(job):
    if job.source == "3.txt":
        os._exit(9)
    return Outcome(job.source, Status.REPAIRED)


def die(job):
    os._exit(9)


def test_every_job_has_an_outcome_and_few_are_under_way():
    most = 0
    running = 0
    lock = threading.Lock()

    def jobs():
        nonlocal most, running
        for job in make_jobs(40):
            with lock:
                running += 1
                most = max(most, running)
            yield job

    for outcome in run_jobs(jobs(), Pool(lambda: ThreadPoolExecutor(2), 2), work, fail):
        with lock:
            running -= 1
        assert outcome.status is Status.REPAIRED
    assert running == 0
    assert most <= 8


def test_a_worker_that_dies_takes_only_its_file_along():
    outcomes = {
        one.source: one
        for one in run_jobs(make_jobs(20), make_local_pool(2, JobOptions()), die_on_three, fail)
    }
    assert len(outcomes) == 20
    failed = [one for one in outcomes.values() if one.status is Status.FAILED]
    assert [(one.source, "died" in one.message) for one in failed] == [("3.txt", True)]


def test_workers_that_all_die_end_the_run():
    with pytest.raises(VnfixError, match="one after another"):
        list(run_jobs(make_jobs(40), make_local_pool(2, JobOptions()), die, fail))


def test_the_time_limit_ends_the_block_and_nothing_after_it():
    with pytest.raises(TimeLimitError), limit_time(0.05):
        while True:
            time.sleep(0.001)
    with limit_time(0.05):
        pass
    time.sleep(0.1)
    with limit_time(None):
        pass


def test_a_limit_that_comes_at_the_very_end_is_not_left_behind():
    for _ in range(200):
        try:
            with limit_time(0.002):
                time.sleep(0.0019)
        except TimeLimitError:
            pass
    time.sleep(0.05)


def test_the_limit_leaves_a_tracer_alone():
    """An exception taken back would make CPython 3.11 hang here."""
    code = (
        "import sys; from vnfix.batch.limits import limit_time\n"
        "with limit_time(5): pass\n"
        "sys.settrace(lambda *_: None)\n"
        "def call(): return 1\n"
        "assert sum(call() for _ in range(1000)) == 1000\n"
    )
    subprocess.run([sys.executable, "-c", code], timeout=30, check=True)


def test_a_clock_that_finds_no_room_is_a_lack_of_memory(monkeypatch):
    """A thread needs room for its stack, which a limit of memory may refuse."""

    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", refuse)
    with pytest.raises(MemoryError), limit_time(5):
        pass


def make_dictionary_error(code: int) -> DictionaryError:
    error = DictionaryError("cannot open the model")
    error.__cause__ = OSError(code, os.strerror(code))
    return error


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(errno.ENOMEM, "no memory"), make_dictionary_error(errno.ENOMEM)]
)
def test_a_file_that_needs_too_much_memory(monkeypatch, tmp_path, error):
    (tmp_path / "a.txt").write_text("x")

    def open_repairer(*_):
        raise error

    monkeypatch.setattr("vnfix.batch.working.open_repairer", open_repairer)
    outcome = repair_file(Job(str(tmp_path), "a.txt", str(tmp_path / "out"), "a.txt", JobOptions()))
    assert (outcome.status, "more memory" in outcome.message) == (Status.FAILED, True)


def test_missing_dictionaries_end_the_run(monkeypatch, tmp_path):
    (tmp_path / "a.txt").write_text("x")

    def open_repairer(*_):
        raise make_dictionary_error(errno.ENOENT)

    monkeypatch.setattr("vnfix.batch.working.open_repairer", open_repairer)
    with pytest.raises(DictionaryError):
        repair_file(Job(str(tmp_path), "a.txt", str(tmp_path / "out"), "a.txt", JobOptions()))


def test_a_defect_fails_one_file(monkeypatch, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr("vnfix.batch.working.open_repairer", lambda *_: None)
    outcome = repair_file(Job(str(tmp_path), "a.txt", str(tmp_path / "out"), "a.txt", JobOptions()))
    assert outcome.status is Status.FAILED
    assert outcome.message.startswith("internal error: AttributeError")


def test_an_outcome_comes_back_from_its_record():
    outcome = Outcome("a.txt", Status.REPAIRED, "a.txt", profile={"lines": 3}, details={"lines": []})
    assert Outcome.from_record(outcome.to_record() | {"later": 1}) == outcome


class Doubler:
    """Corrects every `a` to `bb`, and knows of a lost digit at every `#`."""

    def repair(self, text: str, level: Level, settings=DEFAULT_SETTINGS, prior=None) -> Repair:
        fixes = tuple(
            Correction(at, at + 1, "a", "bb", Kind.GLYPHS, 0.9) for at, char in enumerate(text) if char == "a"
        )
        digits = tuple(LostDigit(at, at + 1, "#", 0.9) for at, char in enumerate(text) if char == "#")
        profile = DamageProfile(
            losses=(GlyphLoss("ơ", 1.0, 2),), damaged_lines=(1,), lines=text.count("\n") + 1
        )
        return Repair(text, apply_corrections(text, fixes), fixes, (), digits, profile)


@pytest.mark.parametrize("longest", [3, 7, 16, 1000])
def test_a_long_text_in_pieces(longest):
    text = "xa a\n\nax\nxx#xxxxxxxxxxxxxa\na"
    assert "".join(cut_text(text, longest)) == text
    assert all(len(piece) <= longest for piece in cut_text(text, longest))
    repair = repair_long(Doubler(), text, Level.LIKELY, DEFAULT_SETTINGS, longest=longest)
    assert repair.text == text.replace("a", "bb") == apply_corrections(text, repair.corrections)
    assert [text[one.start] for one in repair.lost_digits] == ["#"]
    assert repair.profile.lines == text.count("\n") + 1
    assert repair.profile.losses[0].intact == 2 * len(list(cut_text(text, longest)))
