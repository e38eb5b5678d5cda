"""`vnfix fix`: write the repaired text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.long_inputs import LongInput
from vnfix.cli.options import SharedOptions, check_conflicts, grouped, input_arguments, shared_options
from vnfix.cli.reports import (
    PieceReport,
    list_lost_digits,
    write_difference,
    write_error_record,
    write_records,
    write_run_record,
    write_summary,
)
from vnfix.cli.session import Document, Session
from vnfix.cli.streams import is_terminal, write_bytes
from vnfix.correction import Repair
from vnfix.errors import InputError
from vnfix.files import is_same_file, open_atomically, write_atomically
from vnfix.messages import tr
from vnfix.render.edits import Edit, apply_edits, drop_empty, list_edits


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Destination:
    """Where the repaired text goes; with neither field set to standard output.

    `backup` is the suffix for the old content of files written in place.
    """

    output: Path | None = None
    in_place: bool = False
    backup: str | None = None


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix fix report.txt -o repaired.txt", "repair one file into another"),
        ("vnfix fix -w --backup *.txt", "repair files in place, old content in *.txt.bak"),
        ("vnfix fix --level safe < report.txt", "only what is certain, in a pipe"),
        ("vnfix fix --diff report.txt | patch -p0", "look at the difference, or apply it"),
        ('vnfix fix --ignore-word "Ba Vì" report.txt', "leave a name as it stands"),
        ("vnfix fix --disable all --enable lost-letters report.txt", "one kind of damage only"),
        ("vnfix fix --join-lines --dehyphenate report.txt", "one line for each paragraph"),
    ),
)
@input_arguments()
@grouped("Output", "-o", "--output", metavar="FILE", help="Write the text to FILE; - is standard output.")
@grouped("Output", "-w", "--write", is_flag=True, help="Write each file in place.")
@grouped(
    "Output",
    "--backup",
    is_flag=False,
    flag_value=".bak",
    metavar="[=SUFFIX]",
    help="With -w: keep the old content beside the file; default suffix .bak.",
)
@grouped("Output", "--diff", is_flag=True, help="Write the difference instead of the text.")
@grouped(
    "Output",
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Write the text, or one JSON object a finding.",
)
@grouped("Output", "--mark-holes", is_flag=True, help="Put □ where a digit was lost.")
@grouped("Output", "--exit-code", is_flag=True, help="Exit with 1 when something was corrected.")
@shared_options()
def fix(
    files: tuple[str, ...],
    output: str | None,
    write: bool,
    backup: str | None,
    diff: bool,
    form: str,
    mark_holes: bool,
    exit_code: bool,
    shared: SharedOptions,
) -> int:
    """Repair text from files or standard input.

    The repaired text goes to standard output; files change only with -w.
    Digits are never guessed: lost ones are listed on standard error.
    """
    check_conflicts(write=write, output=output is not None, diff=diff)
    if diff and form == "jsonl":
        check_conflicts(diff=True, format_jsonl=True)
    output = None if output == "-" else output
    destination = Destination(
        Path(output) if output is not None else None, write, _check_suffix(backup, write)
    )
    _check_inputs(files, destination)

    session = Session(shared, write_error_record if form == "jsonl" else lambda _name, _message: None)
    found = False
    if form == "jsonl":
        write_run_record("fix", shared)
    # A text that is repaired into itself, or shown as findings, must be seen whole first.
    streams = form == "text" and not diff and not write
    for document in session.read_inputs(files) if streams else session.read_documents(files):
        with session.input(document.name):
            if isinstance(document, LongInput):
                found = _fix_long(session, document, destination.output, mark_holes) or found
                continue
            repair = session.repair(document)
            edits = list_edits(repair, mark_holes)
            if diff:
                write_difference(document, edits, shared)
            elif form == "text" or destination.output or destination.in_place:
                _write_document(document, edits, destination)
            _report(repair, document, form, shared)
            found = found or bool(drop_empty(edits, document.text))
    return session.finish(found and exit_code)


def _fix_long(session: Session, source: LongInput, output: Path | None, mark_holes: bool) -> bool:
    """Repair a long text while it is read, and tell whether anything changed."""
    report = PieceReport(source.name, session.shared.verbosity)
    found = False
    with _open_output(output) as write:
        write(source.mark)
        for repair in session.repair_parts(source):
            edits = list_edits(repair, mark_holes)
            write(apply_edits(repair.original, edits).encode())
            report.add(repair)
            found = found or bool(drop_empty(edits, repair.original))
    report.count_digits()
    report.write_summary()
    return found


@contextlib.contextmanager
def _open_output(output: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Give what writes to a file, which is replaced when all is done, or to standard output at once."""
    if output is None:
        yield write_bytes
    else:
        with open_atomically(output) as stream:
            yield stream.write


def _write_document(document: Document, edits: Sequence[Edit], destination: Destination) -> None:
    opened = document.opened
    if destination.in_place and opened.output_suffix:
        message = tr("a {format} file is written as text, not in place; use -o FILE{output_suffix}").format(
            format=opened.format, output_suffix=opened.output_suffix
        )
        raise InputError(message)
    data = opened.write(edits)
    if destination.output is not None:
        write_atomically(destination.output, data)
    elif not destination.in_place:
        if not opened.is_printable and is_terminal():
            message = tr("a {format} file is nothing to print; use -o FILE").format(format=opened.format)
            raise InputError(message)
        write_bytes(data)
    elif document.path is not None and data != document.data:
        write_atomically(document.path, data, destination.backup)


def _report(repair: Repair, document: Document, form: str, shared: SharedOptions) -> None:
    if form == "jsonl":
        write_records(repair, document.name)
    list_lost_digits(repair, document.name, shared.verbosity)
    write_summary(repair, document.name, shared.verbosity)


def _check_suffix(backup: str | None, write: bool) -> str | None:
    if backup is None:
        return None
    if not write:
        message = tr("--backup needs -w: without it no file changes")
        raise click.UsageError(message)
    if not backup or any(char in backup for char in "/\\\0"):
        message = tr("--backup: {backup!r} is no suffix for a file name (for example .bak)").format(
            backup=backup
        )
        raise click.UsageError(message)
    return backup


def _check_inputs(files: tuple[str, ...], destination: Destination) -> None:
    if destination.in_place and (not files or "-" in files):
        message = tr("-w writes files in place and needs their names; standard input has none")
        raise click.UsageError(message)
    if destination.output is None:
        return
    if len(files) > 1:
        message = tr("-o takes one input; to repair several files in place use -w")
        raise click.UsageError(message)
    if any(name != "-" and is_same_file(Path(name), destination.output) for name in files):
        message = tr("-o {output} is the input itself; to repair a file in place use -w").format(
            output=destination.output
        )
        raise click.UsageError(message)
