"""`vnfix scan`: report the damage of documents, and change nothing."""

from __future__ import annotations

import json
import os

import click

from vnfix import __version__
from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, grouped, input_arguments, shared_options
from vnfix.cli.reports import make_console
from vnfix.cli.session import Session
from vnfix.cli.streams import is_terminal, wants_color, write_line, write_record
from vnfix.correction import Repair
from vnfix.render.records import SCHEMA
from vnfix.render.scan_report import build_table, describe_document, format_report, has_damage
from vnfix.render.visible import escape_controls


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix scan report.txt", "which letters were lost, how often, and where"),
        ("vnfix scan --format json *.txt", "the same for programs"),
    ),
)
@input_arguments()
@grouped(
    "Output",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A report to read, or one JSON document.",
)
@shared_options()
def scan(files: tuple[str, ...], form: str, shared: SharedOptions) -> int:
    """Report what was lost: letters, marks, lines and digits.

    Exits with 1 when there is damage.
    """
    errors: list[dict[str, str]] = []
    session = Session(shared, lambda name, message: errors.append({"file": name, "message": message}))
    described: list[dict[str, object]] = []
    found = False
    for document in session.read_documents(files):
        with session.input(document.name):
            repair = session.repair(document)
            if form == "json":
                described.append(describe_document(repair, document.name))
            else:
                _write_report(repair, escape_controls(document.name), shared)
            found = found or has_damage(repair)
    if form == "json":
        report = {"schema": SCHEMA, "version": __version__, "files": described, "errors": errors}
        write_record(json.dumps(report, ensure_ascii=False, indent=2))
    return session.finish(found)


def _write_report(repair: Repair, name: str, shared: SharedOptions) -> None:
    colored = wants_color(shared.color, os.environ, is_terminal())
    table = bool(repair.profile.losses) and (colored or is_terminal())
    write_line("\n".join(format_report(repair, name, letters=not table)))
    if table:
        console = make_console(colored)
        with console.capture() as captured:
            console.print(build_table(repair), end="")
        write_line(captured.get().rstrip("\n"))
