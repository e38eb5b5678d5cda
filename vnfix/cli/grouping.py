"""How commands look: options in groups, examples below them, and the nearest name for a slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import copy
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from vnfix.messages import LANGUAGES, mark, tr, use_language

Example = tuple[str, str]
"""A command line, and what it is for."""
_LAST_HEADING = mark("Other")
_NEAR = 60.0
"""Least similarity (0 to 100) of a name worth a hint; `chekc` is 80 from `check`, `foo` 33 from `fix`."""


class GroupedOption(click.Option):
    """An option that says under which heading of `--help` it stands."""

    def __init__(self, *names: Any, heading: str = _LAST_HEADING, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*names, **settings)
        self.heading = heading


class _Speaking(click.Command):
    """A command with examples in its help, all of it in the language of the person; `--lang` chooses that."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.examples = examples
        self.params.append(_make_language_option())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        click.Command.format_help_text(_translate(self), ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Say in half a line what the command does."""
        return click.Command.get_short_help_str(_translate(self), limit)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _format_examples(self.examples, formatter)


class HintingCommand(_Speaking):
    """A command with grouped options in its help, and hints for unknown options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; a lone option with an optional value takes its default value.

        Otherwise `--backup a.txt` would make the file the value.
        """
        lone = dict(pair for option in self.params for pair in _find_lone_values(option))
        end = args.index("--") if "--" in args else len(args)
        args = [f"{one}={lone[one]}" if one in lone else one for one in args[:end]] + args[end:]
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _hint_option(self, ctx, error) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section a heading, in the order in which the headings first come."""
        _format_headings(self, ctx, formatter)


class LateCommands(MutableMapping[str, click.Command]):
    """The commands of a group by name, each imported when it is asked for.

    `places` are the module of each and its name in there.
    """

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        self._places = dict(places)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, attribute = self._places[name]
            self._loaded[name] = getattr(import_module(module), attribute)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places.setdefault(name, ("", ""))
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class HintingGroup(_Speaking, click.Group):
    """The group of all commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, with a hint for an unknown option."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _hint_option(self, ctx, error) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command as click does; for another name say what may have been meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = find_nearest(name, self.list_commands(ctx))
            if not hint and Path(name).exists():
                hint = tr("; to repair a file: vnfix fix {name}").format(name=name)
            ctx.fail(tr("no such command {name!r}{hint}").format(name=name, hint=hint))
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of use, not of the alphabet."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands below them."""
        with formatter.section(tr("Options")):
            formatter.write_dl([record for _, record in _list_records(self, ctx)])
        self.format_commands(ctx, formatter)


def _make_language_option() -> click.Option:
    def choose(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
        if value is not None:
            use_language(value)

    return GroupedOption(
        ["--lang"],
        heading="Messages",
        type=click.Choice(LANGUAGES),
        # Before --help, and before anything is said of what is wrong with the other options.
        is_eager=True,
        expose_value=False,
        callback=choose,
        help="Language of the messages; without it that of the locale.",
    )


def describe(command: click.Command) -> str:
    """What a command does, one line a paragraph: as it is translated."""
    paragraphs = cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)


def _translate(command: click.Command) -> click.Command:
    """A command whose description is in the language of the person."""
    shown = copy(command)
    shown.help = tr(describe(command))
    return shown


def _hint_option(command: click.Command, ctx: click.Context, error: click.NoSuchOption) -> click.UsageError:
    names = [name for option in command.get_params(ctx) for name in option.opts]
    near = find_nearest(error.option_name, names)
    return click.UsageError(tr("no such option {name}{near}").format(name=error.option_name, near=near), ctx)


def find_nearest(name: str, known: Iterable[str]) -> str:
    """Give a hint with the nearest of the known names, or nothing when none is near.

    >>> find_nearest("chekc", ["fix", "check"]), find_nearest("report.txt", ["fix", "check"])
    ('; did you mean check?', '')
    """
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return tr("; did you mean {found}?").format(found=found[0]) if found else ""


def _find_lone_values(option: click.Parameter) -> list[tuple[str, str]]:
    """Pair the long names of an option whose value may be left out with the value that it then has."""
    if not isinstance(option, click.Option) or option.is_flag or not isinstance(option.flag_value, str):
        return []
    return [(name, option.flag_value) for name in option.opts if name.startswith("--")]


def _list_records(
    command: click.Command, ctx: click.Context
) -> Iterator[tuple[click.Option, tuple[str, str]]]:
    """The options with what the help says of them."""
    for option in command.get_params(ctx):
        if isinstance(option, click.Option):
            shown = copy(option)
            shown.help = tr(option.help) if option.help else None
            record = shown.get_help_record(ctx)
            if record is not None:
                yield option, record


def _format_headings(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    sections: dict[str, list[tuple[str, str]]] = {}
    for option, record in _list_records(command, ctx):
        sections.setdefault(getattr(option, "heading", _LAST_HEADING), []).append(record)
    for heading in sorted(sections, key=_LAST_HEADING.__eq__):
        with formatter.section(tr(heading)):
            formatter.write_dl(sections[heading])


def _format_examples(examples: Sequence[Example], formatter: click.HelpFormatter) -> None:
    if not examples:
        return
    with formatter.section(tr("Examples")):
        for line, meaning in examples:
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")
            formatter.write(f"{'':{formatter.current_indent + 4}}{tr(meaning)}\n")
