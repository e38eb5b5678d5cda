"""`vnfix explain`: why one place was read as it was."""

from __future__ import annotations

import re
from typing import NamedTuple

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, check_conflicts, grouped, shared_options
from vnfix.cli.session import Document, Session, read_document
from vnfix.cli.streams import write_line, write_message
from vnfix.documents.decoding import Decoded, Encoding
from vnfix.documents.text import TextDocument
from vnfix.errors import ExitCode
from vnfix.messages import tr
from vnfix.render.explaining import format_explanation
from vnfix.render.findings import list_findings
from vnfix.render.positions import LineIndex
from vnfix.render.visible import escape_controls


class Spot(NamedTuple):
    """A place as `--at` names it, from 1; without a column the first finding on the line is meant."""

    line: int
    column: int | None


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix explain report.txt --at 12:7", "the place at line 12, column 7"),
        ("vnfix explain report.txt --at 12", "the first finding on line 12"),
        ('vnfix explain --text "các c  quan" --at 5', "a text of your own"),
    ),
)
@click.argument("file", required=False, metavar="[FILE|-]")
@grouped("Place", "--at", metavar="LINE[:COL]", help="Line and column from 1; with --text the column alone.")
@grouped("Place", "--text", metavar="TEXT", help="Explain a place in TEXT instead of a file.")
@shared_options(exit_zero=False)
def explain(file: str | None, at: str | None, text: str | None, shared: SharedOptions) -> int:
    """Show the readings of one place, their scores, and why one won.

    Scores are natural logarithms: the nearer to zero, the likelier.
    """
    if text is not None:
        check_conflicts(text=True, file=file is not None)
        document = Document("<text>", None, b"", TextDocument(Decoded(text, Encoding(), b"")))
        spot = Spot(1, _read_number(at) if at else None)
    elif file is None:
        message = tr("give a FILE, or --text")
        raise click.UsageError(message)
    else:
        spot = _read_spot(at)
        document = None
    session = Session(shared)
    if document is None:
        assert file is not None
        with session.input(shared.stdin_name if file == "-" else file):
            document = read_document(file, shared)
    if document is None:
        return session.finish(found=False)

    index = LineIndex(document.text)
    name = escape_controls(document.name)
    offset = _find_offset(session, document, index, spot, given=at is not None)
    if offset is None:
        write_message(
            tr("vnfix: {name}: nothing to correct on line {line}; give a column with --at").format(
                name=name, line=spot.line
            )
        )
        return ExitCode.OK
    explanation = session.repairer.explain(document.text, offset, shared.level, shared.settings)
    place = index.place(explanation.start)
    write_line("\n".join(format_explanation(explanation, f"{name}:{place.line}:{place.column}")))
    return ExitCode.OK


def _find_offset(
    session: Session, document: Document, index: LineIndex, spot: Spot, *, given: bool
) -> int | None:
    """Give the offset that is meant, None when a line without a column has no finding."""
    try:
        start, end = index.span(spot.line)
    except IndexError:
        start = end = 0
    if start == end:
        message = tr("--at: the text has {line_count} lines, none is number {line}").format(
            line_count=index.line_count, line=spot.line
        )
        raise click.UsageError(message)
    if spot.column is not None:
        width = len(document.text[start:end].rstrip("\r\n"))
        if spot.column > max(width, 1):
            message = tr("--at: line {line} has {width} columns, none is number {column}").format(
                line=spot.line, width=width, column=spot.column
            )
            raise click.UsageError(message)
        return start + spot.column - 1
    if not given:
        end = len(document.text)
    found = list_findings(session.repair(document))
    return next((item.start for item in found if start <= item.start < end), None)


def _read_spot(at: str | None) -> Spot:
    if at is None:
        return Spot(1, None)
    found = re.fullmatch(r"(\d+)(?::(\d+))?", at)
    if found is None:
        message = tr("--at: {at!r} is not LINE or LINE:COL (for example 12:7)").format(at=at)
        raise click.UsageError(message)
    return Spot(_read_number(found[1]), _read_number(found[2]) if found[2] else None)


def _read_number(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        message = tr("--at: {value!r} is no number from 1").format(value=value)
        raise click.UsageError(message)
    return int(value)
