"""Inputs and outputs that are no folders of this machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.batch.conftest import DAMAGED, REPAIRED, count_rows
from vnfix.batch.outcome import Status
from vnfix.batch.planning import plan_tasks
from vnfix.batch.resuming import is_done
from vnfix.batch.running import Pool, fail, run_jobs
from vnfix.batch.selecting import Selection
from vnfix.batch.storage import open_storage
from vnfix.batch.working import Job, JobOptions, repair_file
from vnfix.errors import InputError

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def memory():
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()


def test_a_run_in_memory(memory):
    memory.pipe({"/in/a.txt": DAMAGED.encode(), "/in/b/c.docx": b"nothing", "/in/b/d.tmp": b"x"})
    root, out = open_storage("memory://in"), open_storage("memory://out")
    tasks = plan_tasks(root.find(Selection(exclude=("*.tmp",)), []))
    jobs = [Job("memory://in", task.source, "memory://out", task.target, JobOptions()) for task in tasks]
    pool = Pool(lambda: ThreadPoolExecutor(1), 1)
    outcomes = {one.source: one for one in run_jobs(jobs, pool, repair_file, fail)}
    assert {name: one.status for name, one in outcomes.items()} == {
        "a.txt": Status.REPAIRED,
        "b/c.docx": Status.FAILED,
    }
    assert memory.cat_file("/out/a.txt").decode() == REPAIRED
    assert is_done(outcomes["a.txt"], root, out)
    assert not is_done(outcomes["b/c.docx"], root, out)
    memory.rm("/out/a.txt")
    assert not is_done(outcomes["a.txt"], root, out)


def test_files_by_url(run, put, written, tmp_path):
    put("a.txt")
    places = [(tmp_path / name).as_uri() for name in ("in", "out")]
    assert run(*places, "--journal", "journal").returncode == 0
    assert written() == {"a.txt": REPAIRED.encode()}
    assert count_rows(run(*places, "--journal", "journal"))["done by an earlier run"] == 1


def test_an_output_by_url_needs_a_journal_here(run, put):
    put("a.txt")
    result = run("in", "memory://out")
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert b"--journal" in result.stderr


def test_an_unknown_kind_of_place():
    with pytest.raises(InputError, match="klingon"):
        open_storage("klingon://x")


def test_an_error_of_a_place_fails_one_file(memory, monkeypatch):
    memory.pipe({"/in/a.txt": b"x"})

    def refuse(path):
        raise RuntimeError("403\nforbidden")

    monkeypatch.setattr(memory, "cat_file", refuse)
    outcome = repair_file(Job("memory://in", "a.txt", "memory://out", "a.txt", JobOptions()))
    assert (outcome.status, outcome.message) == (Status.FAILED, "RuntimeError: 403 forbidden")


def test_a_key_that_leads_elsewhere_is_no_input(memory, monkeypatch):
    place = open_storage("memory://in")
    monkeypatch.setattr(memory, "find", lambda root: [f"{root}/a.txt", f"{root}/x/../../etc.txt"])
    assert [item.name for item in place.find(Selection(), [])] == ["a.txt"]
