"""Repairing one file, from its bytes to its output: what a worker does."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.batch.limits import TimeLimitError, lacks_memory, limit_memory, limit_time
from vnfix.batch.outcome import Outcome, Record, Status, describe_profile
from vnfix.batch.storage import open_storage
from vnfix.chunking import repair_long
from vnfix.correction import Level, Repair
from vnfix.documents.formats import explain_name, find_format
from vnfix.documents.opened import fit_repair
from vnfix.errors import ConfigError, DictionaryError, InputError
from vnfix.files import explain_os_error
from vnfix.messages import tr, use_language
from vnfix.profile import DamageProfile
from vnfix.render.edits import list_edits
from vnfix.render.records import make_records
from vnfix.render.words import find_changed_lines
from vnfix.settings import DEFAULT_SETTINGS, Settings

if TYPE_CHECKING:
    from vnfix.repairer import Repairer

_MEGABYTE = 1024 * 1024
# Something for every part of the engine to be opened for.
_DAMAGED = "Các c  quan th c hiện."
_MOST_LINES = 400
"""Changed lines of one file that a report shows."""


@dataclass(frozen=True, slots=True)
class JobOptions:
    """What is the same for all files of a run.

    `copies` says whether unchanged files are copied; `has_details` whether a report needs the findings,
    `shares_profile` whether the documents of a folder share what is known of their damage.
    `seconds` is the limit for each started megabyte of a file, None for none.
    """

    level: Level = Level.LIKELY
    settings: Settings = DEFAULT_SETTINGS
    dictionaries: Path | None = None
    learned: Path | None = None
    encoding: str | None = None
    copies: bool = True
    has_details: bool = False
    shares_profile: bool = False
    seconds: float | None = None
    megabytes: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One file to repair: the places of input and output (`vnfix.batch.storage`), and the paths below them.

    `priors` are the damage of its source, by the producer of the file.
    """

    root: str
    source: str
    out: str
    target: str
    options: JobOptions
    priors: Mapping[str, DamageProfile] | None = None


@cache
def open_repairer(dictionaries: Path | None, learned: Path | None) -> Repairer:
    """The engine of this process: opening it takes longer than most files do."""
    from vnfix.dictionaries import open_learned
    from vnfix.repairer import Repairer

    return Repairer(dictionaries, open_learned(learned))


def prepare_worker(options: JobOptions) -> None:
    """Prepare a process of the pool: it leaves Ctrl-C to the run, and ends when the run is killed.

    The limit of memory is for the work on files: what every file needs, dictionaries of 50 MB and the 32 MB
    that numpy takes at its first product of matrices, is taken before.
    """
    import multiprocessing
    import signal

    use_language()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
    if options.megabytes is not None:
        # What is wrong with the dictionaries is said of the first file.
        with contextlib.suppress(DictionaryError, ConfigError):
            open_repairer(options.dictionaries, options.learned).repair(_DAMAGED)
    limit_memory(options.megabytes)


def repair_file(job: Job) -> Outcome:
    """Repair one file and write its output; whatever goes wrong with it becomes an outcome.

    Raises DictionaryError: without dictionaries no file can be repaired.
    """
    started = time.perf_counter()
    outcome = Outcome(job.source, Status.FAILED)
    try:
        storage = open_storage(job.root)
        state = storage.look(job.source)
        outcome = replace(outcome, size=state.size, modified=state.modified)
        limit = job.options.seconds
        with limit_time(None if limit is None else limit * (1 + state.size // _MEGABYTE)):
            data = storage.read(job.source)
            outcome = replace(outcome, digest=hashlib.sha256(data).hexdigest(), size=len(data))
            outcome = _repair_data(job, data, outcome)
    except TimeLimitError:
        outcome = replace(outcome, message=tr("took longer than the time limit; give more with --time-limit"))
    except Exception as error:
        if isinstance(error, DictionaryError) and not lacks_memory(error):
            raise
        outcome = replace(outcome, message=_explain(error))
    return replace(
        outcome,
        message=" ".join(outcome.message.split()),
        seconds=round(time.perf_counter() - started, 3),
    )


def _explain(error: Exception) -> str:
    if lacks_memory(error):
        return tr("needs more memory than the limit; give more with --memory-limit")
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        return explain_os_error(error)
    # A defect, but one file must not stop the others.
    return tr("internal error: {name}: {error}; please report it").format(
        name=type(error).__name__, error=error
    )


def _repair_data(job: Job, data: bytes, outcome: Outcome) -> Outcome:
    options = job.options
    found = find_format(data, job.source)
    if found is None:
        return replace(outcome, status=Status.SKIPPED, message=tr("is no document that vnfix reads"))
    if misnamed := explain_name(found, job.source):
        raise InputError(misnamed)
    document = found.open(data, options.encoding)
    if document.text:
        repairer = open_repairer(options.dictionaries, options.learned)
        prior = (job.priors or {}).get(document.producer)
        repair = repair_long(repairer, document.text, options.level, options.settings, prior)
        repair = fit_repair(document, repair)
    else:
        repair = Repair("", "", (), (), (), DamageProfile())
    output = document.write(list_edits(repair))
    changed = output != data
    written = changed or options.copies
    if written:
        open_storage(job.out).write(job.target, output)
    return replace(
        outcome,
        status=Status.REPAIRED if repair.corrections else Status.UNCHANGED,
        target=job.target if written else "",
        format=document.format,
        output_size=len(output),
        corrections=len(repair.corrections),
        suggestions=len(repair.suggestions),
        lost_digits=len(repair.lost_digits),
        letters=len(document.text),
        profile=describe_profile(repair.profile),
        details=_describe(repair, job.source) if options.has_details else None,
    )


def _describe(repair: Repair, name: str) -> Record:
    """The findings of a document and the lines that change, for a report."""
    lines: list[Record] = []
    for line in find_changed_lines(repair.original, list_edits(repair)):
        if len(lines) == _MOST_LINES:
            break
        parts = [[segment.role.value, segment.text] for segment in line.segments]
        lines.append({"line": line.number, "parts": parts})
    return {"records": [*make_records(repair, name)], "lines": lines}
