"""The run: jobs through an executor, a few at a time, each with an outcome whatever happens.

Start with `run_jobs`.  It is written against `concurrent.futures.Executor`, so that the pool of this machine
and that of a cluster are used alike.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from vnfix.batch.outcome import Outcome, Status
from vnfix.batch.working import Job, prepare_worker

Result = TypeVar("Result")

_AHEAD = 3
"""Jobs that wait for each worker: enough that none is idle, few enough that memory stays flat."""
_DIED = "the process that worked on it died: it may need more memory than there is"


@dataclass(frozen=True, slots=True)
class Pool:
    """How to make an executor, and how many jobs it works on at a time."""

    make: Callable[[], Executor]
    workers: int


def make_local_pool(workers: int, megabytes: int | None) -> Pool:
    """The processes of this machine; each may have `megabytes` more memory than it starts with."""
    # Not "fork": a copy of a process with threads can hang, and would hold what the run has open.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["vnfix.repairer", "vnfix.batch.working"])

    def make(count: int = workers) -> Executor:
        return ProcessPoolExecutor(count, context, prepare_worker, (megabytes,))

    return Pool(make, workers)


def fail(job: Job) -> Outcome:
    """The outcome of a job whose worker died."""
    return Outcome(job.source, Status.FAILED, message=_DIED)


def run_jobs(
    jobs: Iterable[Job], pool: Pool, work: Callable[[Job], Result], when_died: Callable[[Job], Result]
) -> Iterator[Result]:
    """Give the outcome of each job, in the order in which they end.

    `work` is done by the workers, `when_died` gives the outcome of a job that killed one.  A worker that
    dies takes the pool with it; the jobs that were under way are then done one by one, and one that kills
    its worker again has failed.  Raises what `work` raises, such as DictionaryError.
    """
    waiting = iter(jobs)
    while True:
        lost: list[Job] = []
        executor = pool.make()
        done = False
        try:
            yield from _run_until_broken(waiting, executor, pool.workers, work, lost)
            done = not lost
        finally:
            executor.shutdown(wait=done, cancel_futures=True)
            if not done and not lost:
                _stop_workers()
        if done:
            return
        for job in lost:
            yield _run_alone(job, pool, work, when_died)


def _run_until_broken(
    waiting: Iterator[Job],
    executor: Executor,
    workers: int,
    work: Callable[[Job], Result],
    lost: list[Job],
) -> Iterator[Result]:
    """Run jobs until there are no more, or a worker died; what was then under way is added to `lost`."""
    running: dict[Future[Result], Job] = {}

    def submit(job: Job) -> bool:
        try:
            running[executor.submit(work, job)] = job
        except BrokenExecutor:
            lost.append(job)
            return False
        return True

    while True:
        for job in islice(waiting, max(0, _AHEAD * workers - len(running))):
            if not submit(job):
                break
        if not running:
            return
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            job = running.pop(future)
            try:
                outcome = future.result()
            except BrokenExecutor:
                lost.append(job)
            else:
                yield outcome
        if lost:
            lost += running.values()
            return


def _run_alone(
    job: Job, pool: Pool, work: Callable[[Job], Result], when_died: Callable[[Job], Result]
) -> Result:
    executor = pool.make()
    try:
        return executor.submit(work, job).result()
    except BrokenExecutor:
        return when_died(job)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _stop_workers() -> None:
    """End the processes of a run that was stopped: they may be in the middle of a long file."""
    for process in multiprocessing.active_children():
        process.terminate()
