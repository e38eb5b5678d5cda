"""How commands look: options in groups, examples below them, and the nearest name for a slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

Example = tuple[str, str]
"""A command line, and what it is for."""
_LAST_HEADING = "Other"
_NEAR = 60.0
"""Least similarity (0 to 100) of a name worth a hint; `chekc` is 80 from `check`, `foo` 33 from `fix`."""


class GroupedOption(click.Option):
    """An option that says under which heading of `--help` it stands."""

    def __init__(self, *names: Any, heading: str = _LAST_HEADING, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*names, **settings)
        self.heading = heading


class HintingCommand(click.Command):
    """A command with grouped options and examples in its help, and hints for unknown options."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.examples = examples

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
            names = [name for option in self.get_params(ctx) for name in option.opts]
            near = find_nearest(error.option_name, names)
            raise click.UsageError(f"no such option {error.option_name}{near}", ctx) from None  # noqa: EM102

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section a heading, in the order in which the headings first come."""
        _format_headings(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _format_examples(self.examples, formatter)


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


class HintingGroup(click.Group):
    """The group of all commands."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, with a hint for an unknown option."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            near = find_nearest(error.option_name, ["--help", "--version"])
            raise click.UsageError(f"no such option {error.option_name}{near}", ctx) from None  # noqa: EM102

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command as click does; for another name say what may have been meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = find_nearest(name, self.list_commands(ctx))
            if not hint and Path(name).exists():
                hint = f"; to repair a file: vnfix fix {name}"
            ctx.fail(f"no such command {name!r}{hint}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of use, not of the alphabet."""
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _format_examples(self.examples, formatter)


def find_nearest(name: str, known: Iterable[str]) -> str:
    """Give a hint with the nearest of the known names, or nothing when none is near.

    >>> find_nearest("chekc", ["fix", "check"]), find_nearest("report.txt", ["fix", "check"])
    ('; did you mean check?', '')
    """
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f"; did you mean {found[0]}?" if found else ""


def _find_lone_values(option: click.Parameter) -> list[tuple[str, str]]:
    """Pair the long names of an option whose value may be left out with the value that it then has."""
    if not isinstance(option, click.Option) or option.is_flag or not isinstance(option.flag_value, str):
        return []
    return [(name, option.flag_value) for name in option.opts if name.startswith("--")]


def _format_headings(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    sections: dict[str, list[tuple[str, str]]] = {}
    for option in command.get_params(ctx):
        record = option.get_help_record(ctx)
        if record is not None and isinstance(option, click.Option):
            sections.setdefault(getattr(option, "heading", _LAST_HEADING), []).append(record)
    for heading in sorted(sections, key=_LAST_HEADING.__eq__):
        with formatter.section(heading):
            formatter.write_dl(sections[heading])


def _format_examples(examples: Sequence[Example], formatter: click.HelpFormatter) -> None:
    if not examples:
        return
    with formatter.section("Examples"):
        for line, meaning in examples:
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")
            formatter.write(f"{'':{formatter.current_indent + 4}}{meaning}\n")
