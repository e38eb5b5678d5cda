"""`vnfix review`: a person decides what the engine is not sure of."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, check_conflicts, grouped, shared_options
from vnfix.cli.streams import is_terminal
from vnfix.files import is_same_file
from vnfix.messages import tr


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix review report.txt", "decide, and write in place; old content in report.txt.bak"),
        ("vnfix review report.txt -o reviewed.txt", "write to another file"),
        ("vnfix review --resume report.txt", "go on with the answers of an earlier sitting"),
        ("vnfix review --plain report.txt", "line by line, for screen readers and simple terminals"),
        ("vnfix review texts/", "all documents of a folder with something to decide"),
        (
            "vnfix review --from-journal repaired/.vnfix-batch.sqlite archive",
            "what 'vnfix batch archive repaired' was not sure of",
        ),
        (
            "vnfix review --apply report.txt.vnfix-review.jsonl report.txt -o reviewed.txt",
            "write again what was decided, without a terminal",
        ),
        (
            "vnfix review --apply an.jsonl --apply ba.jsonl report.txt -o -",
            "join two readers; conflicts are shown",
        ),
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR...")
@grouped("Output", "-o", "--output", metavar="FILE", help="Write the text to FILE instead of in place.")
@grouped(
    "Output",
    "--backup",
    metavar="SUFFIX",
    default=".bak",
    show_default=True,
    help="Suffix for the old content of files written in place.",
)
@grouped(
    "Review",
    "--order",
    type=click.Choice(["worth", "position"]),
    default="worth",
    show_default=True,
    help="Ask first what is least sure and comes most often, or as the text is read.",
)
@grouped("Review", "--ask-all", is_flag=True, help="Accept nothing beforehand; what nobody accepts stays.")
@grouped(
    "Review",
    "--from-journal",
    "journal",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="JOURNAL",
    help="Review what a batch run was not sure of: give the folder that it read as DIR. What is decided is"
    " written where the run wrote: the folder of JOURNAL, or that of -o.",
)
@grouped("Review", "--plain", is_flag=True, help="Ask line by line instead of on the full screen.")
@grouped("Answers", "--resume", is_flag=True, help="Go on with the answers of an earlier review.")
@grouped("Answers", "--restart", is_flag=True, help="Begin anew; earlier answers are put aside.")
@grouped(
    "Answers",
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the answers in FILE; default is the name of the input with .vnfix-review.jsonl.",
)
@grouped(
    "Answers",
    "--apply",
    "applied",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="DECISIONS",
    help="Ask nothing and do what was decided; may be given again, to join several readers.",
)
@shared_options()
def review(
    files: tuple[str, ...],
    output: str | None,
    backup: str,
    order: str,
    ask_all: bool,
    journal: Path | None,
    plain: bool,
    resume: bool,
    restart: bool,
    decisions: Path | None,
    applied: tuple[Path, ...],
    shared: SharedOptions,
) -> int:
    """Decide by hand what is not sure, and write the text.

    Corrections as sure as --level asks are accepted beforehand and can be rejected. Every answer is kept
    before the next key is read: nothing is lost when a review is cut short, and --resume goes on. ? lists
    the keys. Exits with 1 when --apply leaves a conflict, or a decision whose place is gone.
    """
    from vnfix.cli.review_files import ReviewOptions
    from vnfix.cli.session import Session
    from vnfix.review.ordering import Order

    check_conflicts(resume=resume, restart=restart, apply=bool(applied))
    check_conflicts(plain=plain, apply=bool(applied))
    check_conflicts(decisions=decisions is not None, apply=bool(applied))
    if not backup or any(char in backup for char in "/\\\0"):
        message = tr("--backup: {backup!r} is no suffix for a file name (for example .bak)").format(
            backup=backup
        )
        raise click.UsageError(message)
    target = None if output is None else Path(output)
    check_conflicts(from_journal=journal is not None, apply=bool(applied))
    check_conflicts(from_journal=journal is not None, decisions=decisions is not None)
    if journal is None:
        _check_inputs(files, target, decisions, applied)
    elif len(files) > 1 or not Path(files[0]).is_dir():
        message = tr("--from-journal needs the folder that the batch run read, and nothing else")
        raise click.UsageError(message)
    options = ReviewOptions(Order(order), target, backup, decisions, resume, restart, ask_all)
    session = Session(shared)
    if applied:
        from vnfix.cli.applying import apply_decisions

        return session.finish(apply_decisions(session, files[0], applied, options))
    is_plain = plain or os.environ.get("TERM") == "dumb"
    if not is_plain and not (sys.stdin is not None and sys.stdin.isatty() and is_terminal()):
        message = tr("needs a terminal; --plain reads answers line by line, --apply DECISIONS replays them")
        raise click.UsageError(message)
    from vnfix.cli.review_folders import list_batch
    from vnfix.cli.sitting import Sitting

    sitting = Sitting(session, options, is_plain)
    if journal is None:
        return sitting.review_all(files)
    return sitting.review_chosen(list_batch(journal, Path(files[0]), target or journal.parent, options))


def _check_inputs(
    files: Sequence[str], output: Path | None, decisions: Path | None, applied: Sequence[Path]
) -> None:
    if "-" in files and not applied:
        message = tr("standard input cannot be reviewed: answers are read from there; give a file")
        raise click.UsageError(message)
    many = len(files) > 1 or Path(files[0]).is_dir()
    for name, given in (
        ("-o", output is not None),
        ("--decisions", decisions is not None),
        ("--apply", applied),
    ):
        if given and many:
            message = tr("{name} takes one input file").format(name=name)
            raise click.UsageError(message)
    if output is None:
        return
    if str(output) == "-" and not applied:
        message = tr("-o - needs --apply: a review has the terminal for itself; give a file")
        raise click.UsageError(message)
    if files[0] != "-" and is_same_file(Path(files[0]), output):
        message = tr("-o {output} is the input itself; without -o it is written in place").format(
            output=output
        )
        raise click.UsageError(message)
