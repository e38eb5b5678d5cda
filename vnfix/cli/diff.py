"""`vnfix diff`: show what `vnfix fix` would change."""

from __future__ import annotations

import click

from vnfix.cli.grouping import HintingCommand
from vnfix.cli.options import SharedOptions, input_arguments, shared_options
from vnfix.cli.reports import write_difference, write_summary
from vnfix.cli.session import Session
from vnfix.render.edits import list_edits


@click.command(
    cls=HintingCommand,
    examples=(
        ("vnfix diff report.txt", "on a terminal: the lines that change, marked within"),
        ("vnfix diff report.txt > report.patch", "a unified diff, for patch -p0"),
        ("vnfix diff --color always report.txt | less -R", "the marked lines in a pager"),
    ),
)
@input_arguments()
@shared_options()
def diff(files: tuple[str, ...], shared: SharedOptions) -> int:
    """Show the difference that a repair makes.

    On a terminal the words that change are marked within their lines; with colour off as
    `[-wrong-]{+right+}`. Elsewhere it is a unified diff that `patch -p0` takes.
    Exits with 1 when there is any difference.
    """
    session = Session(shared)
    found = False
    for document in session.read_documents(files):
        with session.input(document.name):
            repair = session.repair(document)
            write_difference(document, list_edits(repair), shared)
            write_summary(repair, document.name, shared.verbosity)
            found = found or repair.text != document.text
    return session.finish(found)
