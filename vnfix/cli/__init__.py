"""The command line: it parses, wires the stages together, prints, and exits.

Start with `main`.  `grouping` shapes help and error messages, `options` holds what the commands
share, `streams` the standard streams, `session` one run over the inputs; then one module a command.
Only click is imported here: a command is imported when it is asked for, and imports the engine, rich and
the rest when it needs them.
"""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Sequence

import click

from vnfix import __version__
from vnfix.cli.grouping import HintingGroup, LateCommands
from vnfix.cli.streams import ClosedPipeError, abandon_stdout, prepare_streams, write_message
from vnfix.errors import ExitCode, VnfixError
from vnfix.messages import tr, use_language

_COLLECT_AFTER = 100_000
"""Values made between two looks for cycles; Python's own number is 700."""

# The module of each command, and its name in there, in the order of the help.
_COMMANDS = LateCommands(
    {
        "fix": ("vnfix.cli.fix", "fix"),
        "check": ("vnfix.cli.check", "check"),
        "diff": ("vnfix.cli.diff", "diff"),
        "scan": ("vnfix.cli.scan", "scan"),
        "explain": ("vnfix.cli.explain", "explain"),
        "review": ("vnfix.cli.review", "review"),
        "batch": ("vnfix.cli.batch", "batch"),
        "dict": ("vnfix.cli.dictionary", "dictionary"),
        "train": ("vnfix.cli.train", "train"),
    }
)


@click.group(
    cls=HintingGroup,
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples=(
        ("vnfix fix report.txt > repaired.txt", "repair one file"),
        ("pdftotext report.pdf - | vnfix fix", "repair in a pipe"),
        ("vnfix check *.txt", "list what would change"),
        ("vnfix diff report.txt", "show it line by line"),
    ),
)
@click.version_option(__version__, prog_name="vnfix", message="%(prog)s %(version)s")
def commands() -> None:
    """Repair Vietnamese text that OCR or a PDF damaged.

    Letters that were lost come back (`c  quan` becomes `cơ quan`); what was right stays as it is.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code; no exception comes out.

    `arguments` are those after the program name; None takes those of the process.
    """
    prepare_streams()
    # A repair makes many small values and hardly a cycle: looking for cycles took a fifth of its time.
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    # Nor is there any use in looking for them once more in all that the process leaves behind: a twentieth of
    # a start.
    atexit.register(gc.freeze)
    # No repair multiplies matrices, but the threads of the library that would do it wait busily: a quarter of
    # the processor time of a start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    use_language()
    try:
        return _run(arguments)
    except ClosedPipeError:
        abandon_stdout()
        return ExitCode.OK
    except (click.Abort, KeyboardInterrupt):
        write_message(tr("vnfix: interrupted"))
        return ExitCode.INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = commands.main(
            args=None if arguments is None else list(arguments), prog_name="vnfix", standalone_mode=False
        )
        return result if isinstance(result, int) else ExitCode.OK
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "vnfix"
        write_message(
            tr("{path}: {message} (see '{path} --help')").format(path=path, message=error.format_message())
        )
        return ExitCode.USAGE
    except click.ClickException as error:
        write_message(f"vnfix: {error.format_message()}")
        return ExitCode.USAGE
    except VnfixError as error:
        write_message(f"vnfix: {error}")
        return error.exit_code
    except (ClosedPipeError, click.Abort):
        raise
    except Exception as error:  # the last net: a defect must never look like "found"
        import traceback

        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = tr("{name}, line {lineno} of {filename}").format(
            name=frame.name, lineno=frame.lineno, filename=frame.filename
        )
        write_message(
            tr("vnfix: internal error: {name}: {error} (in {place}); please report it").format(
                name=type(error).__name__, error=error, place=place
            )
        )
        return ExitCode.INTERNAL
