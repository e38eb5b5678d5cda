"""`vnfix check`: list what would change, and change nothing."""

from __future__ import annotations

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, grouped, input_arguments, shared_options
from vnfix.cli.reports import write_error_record, write_records, write_run_record, write_summary
from vnfix.cli.session import Session
from vnfix.cli.streams import write_line
from vnfix.render.findings import format_findings
from vnfix.render.visible import escape_controls


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix check *.txt", "one line a finding: file:line:column: wrong -> right (0.99, lost-letters)"),
        ("vnfix check --format jsonl report.txt", "the same for programs"),
    ),
)
@input_arguments()
@grouped(
    "Output",
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Lines to read, or one JSON object a finding.",
)
@shared_options()
def check(files: tuple[str, ...], form: str, shared: SharedOptions) -> int:
    """List corrections, suggestions (marked ?) and lost digits.

    Exits with 1 when there are any.
    """
    session = Session(shared, write_error_record if form == "jsonl" else lambda _name, _message: None)
    found = False
    if form == "jsonl":
        write_run_record("check", shared)
    for document in session.read_documents(files):
        with session.input(document.name):
            repair = session.repair(document)
            if form == "jsonl":
                write_records(repair, document.name)
            else:
                lines = "\n".join(format_findings(repair, escape_controls(document.name)))
                if lines:
                    write_line(lines)
            write_summary(repair, document.name, shared.verbosity)
            found = found or bool(repair.corrections or repair.suggestions or repair.lost_digits)
    return session.finish(found)
