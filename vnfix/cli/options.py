"""The options that several commands share, each with one meaning everywhere."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from vnfix.cli.config_keys import COLORS, KEYS, check_encoding, check_kind, check_pattern, check_word
from vnfix.cli.configuration import Configuration, format_configuration
from vnfix.cli.grouping import GroupedOption
from vnfix.cli.resolving import make_settings, read_configuration
from vnfix.cli.streams import write_line
from vnfix.correction import Kind, Level
from vnfix.documents.decoding import find_codec
from vnfix.errors import ExitCode
from vnfix.messages import tr
from vnfix.settings import DEFAULT_SETTINGS, Model, Settings

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
    learned: Path | None = None
    encoding: str | None = None
    stdin_name: str = "<stdin>"
    color: str = "auto"
    verbosity: int = 0
    exit_zero: bool = False
    settings: Settings = DEFAULT_SETTINGS


def shared_options(*, exit_zero: bool = True) -> Decorator:
    """Give a command the shared options; it gets them as one `SharedOptions`, named `shared`.

    `exit_zero` says whether the command has findings to exit with 1 for.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def call(**values: Any) -> int:  # noqa: ANN401
            found = _find_configuration(values)
            if values.pop("show_config"):
                write_line("\n".join(format_configuration(found, _DEFAULTS)))
                return ExitCode.OK
            dictionaries, encoding = found.text("dictionaries"), found.text("encoding")
            learned = found.text("learned")
            quiet, verbose = values.pop("quiet"), values.pop("verbose")
            shared = SharedOptions(
                level=Level(found.text("level") or _DEFAULTS["level"]),
                dictionaries=None if dictionaries is None else Path(dictionaries),
                learned=None if learned is None else Path(learned),
                encoding=None if encoding is None else find_codec(encoding),
                stdin_name=values.pop("stdin_filename") or "<stdin>",
                color=found.text("color") or _DEFAULTS["color"],
                verbosity=-1 if quiet else verbose,
                exit_zero=values.pop("exit_zero", False),
                settings=make_settings(found),
            )
            return command(shared=shared, **values)

        options = [
            *_REPAIR,
            *_LAYOUT,
            *_WORDS,
            *_INPUT,
            *_MESSAGES,
            *([_EXIT_ZERO] if exit_zero else []),
            *_CONFIG,
        ]
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
        dashed = tr(" and ").join(f"--{name.replace('_', '-')}" for name in named)
        raise click.UsageError(tr("{dashed} exclude each other").format(dashed=dashed))


def _find_configuration(values: dict[str, Any]) -> Configuration:
    """Take out of the values of the options those that are keys of the configuration, and resolve them."""
    context = click.get_current_context()
    config, isolated = values.pop("config"), values.pop("isolated")
    check_conflicts(config=config is not None, isolated=isolated)
    given = {}
    for key in KEYS:
        name = key.replace("-", "_")
        value = values.pop(name)
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            given[key] = value
    try:
        return read_configuration(given, config, isolated=isolated)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _checked(check: Callable[[str], object]) -> Callable[..., Any]:
    """Make a callback for an option from a check of one value."""

    def call(_context: click.Context, _option: click.Parameter, value: Any) -> Any:  # noqa: ANN401
        try:
            for one in value if isinstance(value, tuple) else (value,):
                check(one)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
        return value

    return call


def _check_kinds(context: click.Context, option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.strip() for item in value for name in item.split(","))
    _checked(check_kind)(context, option, names)
    return names


_DEFAULTS = {"level": Level.LIKELY.value, "model": Model.CONTEXT.value, "encoding": "auto", "color": "auto"}
_KINDS = ", ".join(Kind)


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
        "--disable",
        multiple=True,
        metavar="KIND[,KIND...]",
        callback=_check_kinds,
        help=f"Leave damage of a kind alone: {_KINDS}, or all.",
    ),
    grouped(
        "Repair",
        "--enable",
        multiple=True,
        metavar="KIND[,KIND...]",
        callback=_check_kinds,
        help="Repair damage of a kind; after '--disable all' of that kind only.",
    ),
    grouped(
        "Repair",
        "--model",
        type=click.Choice([model.value for model in Model]),
        default=Model.CONTEXT.value,
        show_default=True,
        help="What weighs readings: n-grams (faster), or what stands around them as well.",
    ),
    grouped(
        "Repair",
        "--dictionaries",
        metavar="DIR",
        help="Use the dictionaries in DIR instead of those shipped.",
    ),
    grouped(
        "Repair",
        "--learned",
        metavar="FILE",
        help="Heed what 'vnfix train --decisions' wrote to FILE, instead of what it keeps for you.",
    ),
)
_LAYOUT = (
    grouped(
        "Layout",
        "--join-lines/--no-join-lines",
        default=False,
        help="Make one line of each paragraph; the same as '--enable line-ends'.",
    ),
    grouped(
        "Layout",
        "--dehyphenate/--no-dehyphenate",
        default=False,
        help="Take out hyphens that only a line end made; the same as '--enable hyphens'.",
    ),
)
_WORDS = (
    grouped(
        "Words",
        "--ignore-word",
        "ignore_words",
        multiple=True,
        metavar="WORD",
        callback=_checked(check_word),
        help="Leave WORD (or a phrase) as it stands. With a capital it is that form only,"
        " in small letters all its case forms. May be given again.",
    ),
    grouped(
        "Words",
        "--ignore-file",
        "ignore_files",
        multiple=True,
        metavar="FILE",
        help="The same for every line of FILE but # comments.",
    ),
    grouped(
        "Words",
        "--ignore-regex",
        "ignore_regexes",
        multiple=True,
        metavar="REGEX",
        callback=_checked(check_pattern),
        help="Leave what the regular expression matches as it stands.",
    ),
    grouped(
        "Words",
        "--dictionary",
        multiple=True,
        metavar="FILE",
        help="Words of your own, one a line, besides those of 'vnfix dict':"
        " left alone like ignored ones, and lost letters in them come back.",
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
        callback=_checked(check_encoding),
        help="Encoding of the input: auto, utf-8, utf-16, cp1258, tcvn3, vni, viscii, vps, viqr, …",
    ),
    grouped("Input", "--stdin-filename", metavar="NAME", help="Name of standard input in reports."),
)
_MESSAGES = (
    grouped(
        "Messages",
        "--color",
        type=click.Choice(COLORS),
        default="auto",
        show_default=True,
        help="Colour; auto follows NO_COLOR, FORCE_COLOR and the terminal.",
    ),
    grouped("Messages", "-q", "--quiet", is_flag=True, help="Print errors only."),
    grouped("Messages", "-v", "--verbose", count=True, help="Print a summary and full lists."),
)
_EXIT_ZERO = grouped("Messages", "--exit-zero", is_flag=True, help="Exit with 0 when something was found.")
_CONFIG = (
    grouped(
        "Configuration",
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Read the configuration from FILE, not from those found.",
    ),
    grouped(
        "Configuration", "--isolated", is_flag=True, help="Read no configuration and no dictionary of yours."
    ),
    grouped(
        "Configuration", "--show-config", is_flag=True, help="Print what is set, and where, and do nothing."
    ),
)
