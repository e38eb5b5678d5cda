"""One run of `vnfix batch`: what is done is left, the rest goes to the workers, and all is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from vnfix.batch.journal import Journal
from vnfix.batch.learning import folder_of, learn_priors
from vnfix.batch.outcome import Outcome, Status
from vnfix.batch.planning import Task
from vnfix.batch.resuming import is_done
from vnfix.batch.running import Pool, fail, run_jobs
from vnfix.batch.storage import open_storage
from vnfix.batch.totals import Totals
from vnfix.batch.working import Job, JobOptions, repair_file
from vnfix.cli.options import SharedOptions
from vnfix.cli.progress import show_progress
from vnfix.cli.streams import write_line
from vnfix.errors import ExitCode
from vnfix.files import open_atomically
from vnfix.render.batch_page import write_page
from vnfix.render.batch_records import write_records
from vnfix.render.visible import escape_controls


class BatchRun:
    """One run: what is the same for all of its files, and its sums."""

    def __init__(self, root: str, out: str, options: JobOptions, digest: str, journal: Journal) -> None:
        self._root = root
        self._out = out
        self._options = options
        self._digest = digest
        self._journal = journal
        self.totals = Totals()

    def repair(self, tasks: Sequence[Task], pool: Pool, *, quiet: bool, bar: bool) -> ExitCode:
        """Repair all files that are not done; gives the exit code."""
        with show_progress(len(tasks), quiet=quiet, bar=bar) as advance:

            def finish(outcome: Outcome, done_before: bool = False) -> None:
                self.totals.add(outcome, done_before)
                if not done_before:
                    self._journal.add(outcome, self._digest)
                failed = outcome.status is Status.FAILED
                line = f"vnfix: {escape_controls(outcome.source)}: {escape_controls(outcome.message)}"
                advance(line if failed else "")

            jobs = self._list_jobs(tasks, finish)
            if self._options.shares_profile:
                jobs = self._share_profiles(tasks, jobs, pool)
            for outcome in run_jobs(jobs, pool, repair_file, fail):
                finish(outcome)
        if not quiet:
            self._write_table()
        return ExitCode.INPUT_FAILED if self.totals.files[Status.FAILED] else ExitCode.OK

    def _list_jobs(self, tasks: Sequence[Task], finish: Callable[..., None]) -> Iterator[Job]:
        """Give the jobs for what is not done; the others are finished at once."""
        root, out = open_storage(self._root), open_storage(self._out)
        for task in tasks:
            if task.problem:
                finish(Outcome(task.source, Status.FAILED, message=task.problem))
                continue
            known = self._journal.find(task.source, self._digest)
            if known is not None and is_done(known, root, out):
                finish(known, True)
            else:
                yield self._make_job(task)

    def _make_job(self, task: Task) -> Job:
        return Job(self._root, task.source, self._out, task.target, self._options)

    def _share_profiles(self, tasks: Sequence[Task], jobs: Iterator[Job], pool: Pool) -> Iterator[Job]:
        """Give jobs what is known of the damage of their folders.

        What is done already teaches too: a run that was stopped and goes on gives what it would have given.
        """
        listed = list(jobs)
        folders = {folder_of(job.source) for job in listed}
        teachers = (
            self._make_job(task) for task in tasks if not task.problem and folder_of(task.source) in folders
        )
        priors = learn_priors(teachers, pool)
        for job in listed:
            yield replace(job, priors=priors.get(folder_of(job.source)))

    def _write_table(self) -> None:
        rows = self.totals.list_rows()
        width = max(len(name) for name, _ in rows)
        for name, count in rows:
            write_line(f"{name:{width}}  {count:>14}")

    def write_report(self, path: Path, tasks: Sequence[Task], shared: SharedOptions) -> None:
        """Write a report on the files of this run, from the journal."""

        def outcomes() -> Iterator[Outcome]:
            for task in tasks:
                found = self._journal.find(task.source, self._digest)
                if found is not None:
                    yield found

        write = write_page if path.suffix == ".html" else write_records
        with open_atomically(path) as stream:
            for part in write(outcomes, shared.level, shared.settings.kinds):
                stream.write(part.encode("utf-8", "backslashreplace"))
