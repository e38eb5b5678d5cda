"""`vnfix batch`: repair the documents of a folder into another one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, check_conflicts, grouped, shared_options
from vnfix.cli.streams import read_stdin, write_line, write_message
from vnfix.errors import DictionaryError, ExitCode, InputError
from vnfix.files import explain_os_error, make_folder
from vnfix.messages import tr
from vnfix.render.visible import escape_controls

if TYPE_CHECKING:
    from vnfix.batch.planning import Task
    from vnfix.batch.running import Pool
    from vnfix.batch.working import JobOptions


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix batch archive repaired", "all documents below archive, into the same places below repaired"),
        ("vnfix batch archive repaired --report report.html", "with a page that shows every change"),
        ("vnfix batch archive repaired --include '*.docx' --exclude drafts", "some of them"),
        ("vnfix batch archive repaired --dry-run", "say what would be written where"),
        (
            "find archive -name '*.pdf' -print0 | vnfix batch archive repaired --files-from - -0",
            "files that another program chose",
        ),
    ),
)
@click.argument("folder", metavar="IN")
@click.argument("out", metavar="OUT")
@grouped(
    "Files",
    "--include",
    multiple=True,
    metavar="GLOB",
    help="Take only what fits: '*.pdf', '2024/*'. May be given again.",
)
@grouped(
    "Files",
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out files, and folders with all in them. May be given again.",
)
@grouped(
    "Files",
    "--files-from",
    metavar="FILE|-",
    help="Take the files below IN that are listed in FILE, one a line.",
)
@grouped("Files", "-0", "--null", is_flag=True, help="The names in that list end with a NUL, not a line end.")
@grouped(
    "Output",
    "--unchanged",
    type=click.Choice(["copy", "skip"]),
    default="copy",
    show_default=True,
    help="Copy documents that need no repair, or leave them out.",
)
@grouped("Output", "--dry-run", is_flag=True, help="Say what would be read and written, and do nothing.")
@grouped("Output", "--journal", "journal_file", metavar="FILE", help="Keep the journal in FILE, not in OUT.")
@grouped("Output", "--force", is_flag=True, help="Begin anew: forget what earlier runs did.")
@grouped(
    "Output",
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    help="Write a report: FILE.html to read, or FILE.jsonl for programs. May be given again.",
)
@grouped(
    "Work",
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Work with N processes; default all cores.",
)
@grouped(
    "Work",
    "--cluster",
    metavar="ADDRESS",
    help="Work on the Dask cluster with its scheduler at ADDRESS, which sees the same folders.",
)
@grouped(
    "Work",
    "--shared-profile",
    is_flag=True,
    help="Let the documents of a folder share what is known of their damage: for short ones of one source.",
)
@grouped(
    "Work",
    "--time-limit",
    type=click.FloatRange(0.001),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="Give a file up after so long, for each started megabyte of it.",
)
@grouped(
    "Work",
    "--memory-limit",
    type=click.IntRange(64),
    default=4096,
    show_default=True,
    metavar="MB",
    help="Give a file up when a process needs so much (not on Windows).",
)
@grouped("Messages", "--no-progress", is_flag=True, help="Show no bar.")
@shared_options(exit_zero=False)
def batch(
    folder: str,
    out: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    files_from: str | None,
    null: bool,
    unchanged: str,
    dry_run: bool,
    journal_file: str | None,
    force: bool,
    reports: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    shared_profile: bool,
    time_limit: float,
    memory_limit: int,
    no_progress: bool,
    shared: SharedOptions,
) -> int:
    """Repair the documents below IN into the same places below OUT.

    Texts, docx, epub, hOCR, ALTO, PAGE XML and HTML are written as what they are, PDFs as FILE.pdf.txt.
    A bad file never stops the others (exit code 3 at the end).  A run that was stopped goes on where it was
    when the same command is given again.
    """
    from vnfix.batch.journal import JOURNAL_NAME, Journal
    from vnfix.batch.planning import plan_tasks
    from vnfix.batch.resuming import digest_options, remove_leftovers
    from vnfix.batch.selecting import Selection, read_list
    from vnfix.batch.storage import is_remote, open_storage, strip_file_url
    from vnfix.batch.working import JobOptions
    from vnfix.cli.batch_checks import check_places, check_reports
    from vnfix.cli.batch_run import BatchRun
    from vnfix.cli.session import open_heeded

    if null and files_from is None:
        message = tr("-0 is for the list of --files-from")
        raise click.UsageError(message)
    check_conflicts(cluster=cluster is not None, jobs=jobs is not None)
    folder, out = strip_file_url(folder), strip_file_url(out)
    root, target = Path(folder), Path(out)
    check_places(folder, out)
    if is_remote(out) and journal_file is None:
        message = tr("an OUT that is a URL needs --journal FILE, a file of this machine")
        raise click.UsageError(message)
    if is_remote(folder) and files_from is not None:
        message = tr("--files-from is for an IN that is a folder")
        raise click.UsageError(message)
    check_reports(reports)
    if shared.dictionaries is not None and not shared.dictionaries.is_dir():
        message = tr("no directory of dictionaries at {dictionaries}").format(
            dictionaries=shared.dictionaries
        )
        raise DictionaryError(message)
    open_heeded(shared)
    selection = Selection(include, exclude)
    own = [target, *map(Path, reports), *([Path(journal_file)] if journal_file else [])]
    if files_from is None:
        found = open_storage(folder).find(selection, own)
    else:
        found = read_list(_read_names(files_from), b"\0" if null else b"\n", root, selection, own)
    tasks = plan_tasks(found)
    options = JobOptions(
        level=shared.level,
        settings=shared.settings,
        dictionaries=shared.dictionaries,
        learned=shared.learned,
        encoding=shared.encoding,
        copies=unchanged == "copy",
        has_details=bool(reports),
        shares_profile=shared_profile,
        seconds=time_limit,
        megabytes=memory_limit,
    )
    if dry_run:
        return _list_tasks(tasks)
    path = target / JOURNAL_NAME if journal_file is None else Path(journal_file)
    if not is_remote(out):
        make_folder(target)
    with Journal(path, anew=force) as journal, _saying_how_to_go_on():
        if not is_remote(out):
            remove_leftovers(target)
        run = BatchRun(folder, out, options, digest_options(options), journal)
        code = run.repair(
            tasks, _make_pool(cluster, jobs, options), quiet=shared.verbosity < 0, bar=not no_progress
        )
        for report in reports:
            run.write_report(Path(report), tasks, shared)
    return code


@contextlib.contextmanager
def _saying_how_to_go_on() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        write_message(tr("vnfix: stopped; the same command goes on where it was"))
        raise


def _make_pool(cluster: str | None, jobs: int | None, options: JobOptions) -> Pool:
    if cluster is not None:
        from vnfix.batch.cluster import make_cluster_pool

        return make_cluster_pool(cluster)
    from vnfix.batch.running import make_local_pool

    return make_local_pool(jobs or count_cores(), options)


def count_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read_names(name: str) -> bytes:
    if name == "-":
        return read_stdin()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        message = f"{name}: {explain_os_error(error)}"
        raise InputError(message) from None


def _list_tasks(tasks: Sequence[Task]) -> ExitCode:
    failed = False
    for task in tasks:
        if task.problem:
            failed = True
            write_message(f"vnfix: {escape_controls(task.source)}: {task.problem}")
        else:
            write_line(f"{escape_controls(task.source)} -> {escape_controls(task.target)}")
    return ExitCode.INPUT_FAILED if failed else ExitCode.OK
