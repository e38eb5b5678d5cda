"""`vnfix review`: a person decides what the engine is not sure of."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, check_conflicts, grouped, shared_options
from vnfix.cli.streams import is_terminal, wants_color, write_bytes, write_line, write_message
from vnfix.errors import ExitCode
from vnfix.files import is_same_file
from vnfix.messages import tr
from vnfix.render.visible import escape_controls

# Characters beyond which nobody should wonder whether anything happens.
_LONG = 50_000

if TYPE_CHECKING:
    from vnfix.cli.review_files import FileReview, ReviewOptions
    from vnfix.cli.review_folders import Row
    from vnfix.cli.session import Document, Session
    from vnfix.review.keys import Leave
    from vnfix.review.rescoring import Learner


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
    if journal is None:
        return _Sitting(session, options, is_plain).review_all(files)
    from vnfix.cli.review_folders import list_batch

    rows = list_batch(journal, Path(files[0]), target or journal.parent, options)
    return _Sitting(session, options, is_plain).review_chosen(rows)


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


class _Sitting:
    """One run of the command: file after file, till the reader quits."""

    def __init__(self, session: Session, options: ReviewOptions, is_plain: bool) -> None:
        from vnfix.cli.own_words import OwnWords
        from vnfix.cli.resolving import find_own_dictionary

        self._session = session
        self._options = options
        self._is_plain = is_plain
        self._words = OwnWords(find_own_dictionary())
        # What textual goes by.
        if wants_color(session.shared.color, os.environ, terminal=True):
            os.environ.pop("NO_COLOR", None)
        else:
            os.environ["NO_COLOR"] = "1"

    def review_all(self, names: Sequence[str]) -> ExitCode:
        """Review files and folders, and give the exit code; of folders there is an overview first."""
        if not any(Path(name).is_dir() for name in names):
            return self._review_files((name, self._options) for name in names)
        from vnfix.cli.review_folders import survey

        return self.review_chosen(survey(self._session, names, self._options))

    def review_chosen(self, rows: Sequence[Row]) -> ExitCode:
        """Show an overview, and review the files from the one that the reader chooses on."""
        from vnfix.cli.review_folders import format_row

        if not rows:
            write_message(tr("no file has anything open"))
        elif self._is_plain:
            write_line("\n".join(map(format_row, rows)))
        else:
            from vnfix.review.screen.overview import OverviewApp

            chosen = OverviewApp([format_row(row) for row in rows]).run()
            rows = () if chosen is None else rows[chosen:]
        return self._review_files((row.name, row.options) for row in rows)

    def _review_files(self, files: Iterable[tuple[str, ReviewOptions]]) -> ExitCode:
        from vnfix.review.keys import Leave

        for name, options in files:
            for document in self._session.read_documents((name,)):
                with self._session.input(document.name):
                    left = self._review(document, options)
                    if left is Leave.INTERRUPTED:
                        return ExitCode.INTERRUPTED
                    if left is not Leave.NEXT:
                        return self._session.finish(found=False)
        return self._session.finish(found=False)

    def _review(self, document: Document, options: ReviewOptions) -> Leave:
        from vnfix.cli.review_files import open_review
        from vnfix.review.keys import Leave

        if len(document.text) > _LONG and self._session.shared.verbosity >= 0:
            write_message(
                tr("{name}: looking for damage; a long text takes a while").format(
                    name=escape_controls(document.name)
                )
            )
        opened = open_review(self._session, document, options, self._words)
        try:
            if opened.desk.number is None:
                write_message(tr("{name}: nothing to decide").format(name=escape_controls(document.name)))
                return Leave.NEXT
            left = self._ask_plainly(opened) if self._is_plain else self._ask_on_screen(opened)
            if left in (Leave.KEEP, Leave.INTERRUPTED) and opened.desk.is_decided:
                kept = escape_controls(str(opened.log.path))
                write_message(
                    tr("{name}: the answers are in {kept}; --resume goes on").format(
                        name=escape_controls(document.name), kept=kept
                    )
                )
            return left
        finally:
            opened.close()

    def _ask_plainly(self, opened: FileReview) -> Leave:
        from vnfix.review.keys import Leave
        from vnfix.review.plain import PlainReview

        try:
            return PlainReview(opened.desk, ask_line, write_line, opened.write, opened.finish).run()
        except KeyboardInterrupt:
            return Leave.INTERRUPTED

    def _ask_on_screen(self, opened: FileReview) -> Leave:
        from vnfix.review.screen.app import ReviewApp

        def learn() -> Learner | None:
            return self._session.repairer.open_learner(opened.document.text, self._session.shared.settings)

        said: list[str] = []

        def finish() -> str:
            said.append(opened.finish())
            return said[-1]

        app = ReviewApp(opened.desk, opened.write, finish, learn)
        left = app.run()
        if app.defect is not None:
            raise app.defect
        if said and self._session.shared.verbosity >= 0:
            write_message(said[-1])
        return left if left is not None else Leave.INTERRUPTED


def ask_line(prompt: str) -> str | None:
    """Print a prompt, and give the line that is typed; None at the end of standard input."""
    write_bytes(prompt.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
