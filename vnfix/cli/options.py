"""The options that several commands share, each with one meaning everywhere."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from vnfix.cli.grouping import GroupedOption
from vnfix.correction import Level
from vnfix.documents.decoding import find_codec

Command = Callable[..., int]
Decorator = Callable[[Command], Command]


@dataclass(frozen=True, slots=True)
class SharedOptions:
    """What the shared options were set to.

    `encoding` is a codec name or None for automatic; `color` is auto, always or never;
    `verbosity` is -1 for quiet, else the number of -v; `stdin_name` is the name of standard input in reports.
    """

    level: Level = Level.LIKELY
    dictionaries: Path | None = None
    encoding: str | None = None
    stdin_name: str = "<stdin>"
    color: str = "auto"
    verbosity: int = 0
    exit_zero: bool = False


def shared_options(*, exit_zero: bool = True) -> Decorator:
    """Give a command the shared options; it gets them as one `SharedOptions`, named `shared`.

    `exit_zero` says whether the command has findings to exit with 1 for.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def call(**values: Any) -> int:  # noqa: ANN401
            shared = SharedOptions(
                level=Level(values.pop("level")),
                dictionaries=values.pop("dictionaries"),
                encoding=values.pop("encoding"),
                stdin_name=values.pop("stdin_filename") or "<stdin>",
                color=values.pop("color"),
                verbosity=-1 if values.pop("quiet") else values.pop("verbose", 0),
                exit_zero=values.pop("exit_zero", False),
            )
            values.pop("verbose", None)
            return command(shared=shared, **values)

        options = [*_REPAIR, *_INPUT, *_MESSAGES, *([_EXIT_ZERO] if exit_zero else [])]
        decorated: Command = call
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def grouped(heading: str, *names: str, **settings: Any) -> Decorator:  # noqa: ANN401
    """Make an option that stands under `heading` in the help."""
    return click.option(*names, cls=GroupedOption, heading=heading, **settings)


def input_arguments(required: bool = False) -> Decorator:
    """Make the argument for the input files; none means standard input."""
    return click.argument("files", nargs=-1, required=required, metavar="[FILE|-]...")


def check_conflicts(**given: bool) -> None:
    """Refuse options that exclude each other; the keywords name them, true where given."""
    named = [name for name, present in given.items() if present]
    if len(named) > 1:
        dashed = " and ".join(f"--{name.replace('_', '-')}" for name in named)
        raise click.UsageError(f"{dashed} exclude each other")  # noqa: EM102


def _check_encoding(_context: click.Context, _option: click.Parameter, value: str) -> str | None:
    if value == "auto":
        return None
    codec = find_codec(value)
    if codec is None:
        message = f"{value!r} is no known encoding; try utf-8, cp1258, tcvn3, vni, viscii, vps or viqr"
        raise click.BadParameter(message)
    return codec


_REPAIR = (
    grouped(
        "Repair",
        "--level",
        type=click.Choice([level.value for level in Level]),
        default=Level.LIKELY.value,
        show_default=True,
        help="How sure a correction must be; less sure ones are suggestions.",
    ),
    grouped(
        "Repair",
        "--dictionaries",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Use the dictionaries in DIR instead of those shipped.",
    ),
)
_INPUT = (
    grouped(
        "Input",
        "-e",
        "--encoding",
        default="auto",
        show_default=True,
        metavar="NAME",
        callback=_check_encoding,
        help="Encoding of the input: auto, utf-8, utf-16, cp1258, tcvn3, vni, viscii, vps, viqr, …",
    ),
    grouped("Input", "--stdin-filename", metavar="NAME", help="Name of standard input in reports."),
)
_MESSAGES = (
    grouped(
        "Messages",
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour; auto follows NO_COLOR, FORCE_COLOR and the terminal.",
    ),
    grouped("Messages", "-q", "--quiet", is_flag=True, help="Print errors only."),
    grouped("Messages", "-v", "--verbose", count=True, help="Print a summary and full lists."),
)
_EXIT_ZERO = grouped("Messages", "--exit-zero", is_flag=True, help="Exit with 0 when something was found.")
