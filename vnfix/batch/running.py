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
from vnfix.batch.working import Job, JobOptions, prepare_worker
from vnfix.errors import VnfixError
from vnfix.messages import mark, tr

Result = TypeVar("Result")

_AHEAD = 3
"""Jobs that wait for each worker: enough that none is idle, few enough that memory stays flat."""
_MOST_DEATHS = 8
"""Deaths in a row, each with another file alone, after which no more are tried."""
_DIED = mark("the process that worked on it died: it may need more memory than there is")


@dataclass(frozen=True, slots=True)
class Pool:
    """How to make an executor, how many jobs it works on at a time, and how it ends.

    `close` is told whether all jobs are finished.  `killed` are the exceptions with which an executor that
    survives the death of workers says that a job killed one too many.
    """

    make: Callable[[], Executor]
    workers: int
    close: Callable[[Executor, bool], None] = lambda executor, finished: executor.shutdown(
        finished, cancel_futures=True
    )
    killed: tuple[type[Exception], ...] = ()


def make_local_pool(workers: int, options: JobOptions) -> Pool:
    """The processes of this machine; each gets ready for jobs with these options."""
    # Not "fork": a copy of a process with threads can hang, and would hold what the run has open.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["vnfix.repairer", "vnfix.batch.working"])

    def make() -> Executor:
        return ProcessPoolExecutor(workers, context, prepare_worker, (options,))

    def close(executor: Executor, finished: bool) -> None:
        executor.shutdown(finished, cancel_futures=True)
        if not finished:
            # They may be in the middle of a long file.
            for process in multiprocessing.active_children():
                process.terminate()

    return Pool(make, workers, close)


def fail(job: Job) -> Outcome:
    """The outcome of a job whose worker died."""
    return Outcome(job.source, Status.FAILED, message=tr(_DIED))


def run_jobs(
    jobs: Iterable[Job], pool: Pool, work: Callable[[Job], Result], when_died: Callable[[Job], Result]
) -> Iterator[Result]:
    """Give the outcome of each job, in the order in which they end.

    `work` is done by the workers, `when_died` gives the outcome of a job that killed one.  A worker that
    dies takes the pool with it; the jobs that were under way are then done one by one, and one that kills
    its worker again has failed.  Raises what `work` raises, such as DictionaryError, and
    VnfixError when workers die whatever they work on.
    """
    waiting = iter(jobs)
    deaths = 0
    while True:
        lost: list[Job] = []
        executor = pool.make()
        done = False
        try:
            for job, outcome in _run_until_broken(waiting, executor, pool, work, lost):
                yield when_died(job) if outcome is None else outcome
            done = not lost
        finally:
            pool.close(executor, done)
        if done:
            return
        for job in lost:
            found = _run_alone(job, pool, work)
            deaths = deaths + 1 if found is None else 0
            if deaths == _MOST_DEATHS:
                message = tr(
                    "{deaths} worker processes died one after another: the fault is not in the files"
                ).format(deaths=deaths)
                raise VnfixError(message)
            yield when_died(job) if found is None else found


def _run_until_broken(
    waiting: Iterator[Job],
    executor: Executor,
    pool: Pool,
    work: Callable[[Job], Result],
    lost: list[Job],
) -> Iterator[tuple[Job, Result | None]]:
    """Run jobs until there are no more, or the executor broke; what was then under way is added to `lost`.

    The outcome is None for a job that killed its workers.
    """
    running: dict[Future[Result], Job] = {}

    def submit(job: Job) -> bool:
        try:
            running[executor.submit(work, job)] = job
        except BrokenExecutor:
            lost.append(job)
            return False
        return True

    while True:
        for job in islice(waiting, max(0, _AHEAD * pool.workers - len(running))):
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
            except pool.killed:
                yield job, None
            else:
                yield job, outcome
        if lost:
            lost += running.values()
            return


def _run_alone(job: Job, pool: Pool, work: Callable[[Job], Result]) -> Result | None:
    """Run one job with an executor of its own; None when that breaks."""
    executor = pool.make()
    try:
        return executor.submit(work, job).result()
    except BrokenExecutor:
        return None
    finally:
        pool.close(executor, False)
