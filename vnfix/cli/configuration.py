"""Configuration: the keys, the files they stand in, and which of them decides.

Start with `find_layers` and `resolve`.  Each place in which values are set is a layer; a later one wins:
the user's own file, the project's file, the command line.  Single values take the place of earlier
ones, lists add to them, and `disable`, `enable` and the flags change the set of kinds that the earlier
layers left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vnfix.cli.config_keys import FLAGS, KEYS, change_kinds
from vnfix.correction import Kind
from vnfix.errors import ConfigError
from vnfix.files import explain_not_utf8, explain_os_error
from vnfix.messages import tr
from vnfix.settings import DAMAGE_KINDS

FILE_NAME = "vnfix.toml"
_PROJECT_FILE = "pyproject.toml"
_TABLE = "vnfix"
DEFAULT = "default"
COMMAND_LINE = "command line"


class Layer(NamedTuple):
    """The values that are set in one place, by key; `source` names the place."""

    source: str
    values: Mapping[str, object]


class Configuration(NamedTuple):
    """The effective values by key, and for each key the sources that had a say."""

    values: Mapping[str, object]
    kinds: frozenset[Kind]
    sources: Mapping[str, tuple[str, ...]]

    def text(self, key: str) -> str | None:
        """A single value; None where it is not set."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def items(self, key: str) -> tuple[str, ...]:
        """The values of a list."""
        value = self.values.get(key)
        return tuple(map(str, value)) if isinstance(value, tuple) else ()


def resolve(layers: Iterable[Layer]) -> Configuration:
    """Find the effective values; a later layer wins.

    >>> layers = [Layer("a", {"level": "safe", "ignore-words": ("x",)}), Layer("b", {"ignore-words": ("y",)})]
    >>> resolve(layers).values
    {'level': 'safe', 'ignore-words': ('x', 'y')}
    """
    values: dict[str, object] = {}
    sources: dict[str, tuple[str, ...]] = {}
    kinds = DAMAGE_KINDS
    for layer in layers:
        for key, value in layer.values.items():
            if isinstance(value, tuple):
                before = values.get(key, ())
                assert isinstance(before, tuple)
                values[key] = before + tuple(one for one in value if one not in before)
                sources[key] = (*sources.get(key, ()), layer.source)
            else:
                values[key], sources[key] = value, (layer.source,)
        kinds = change_kinds(kinds, layer.values)
    return Configuration(values, kinds, sources)


def find_layers(config: Path | None, *, isolated: bool) -> list[Layer]:
    """Read the layers of files: those found, or `config` alone, or none.

    Raises ConfigError for a file that is broken, and for `config` when it is missing.
    """
    if isolated:
        return []
    if config is not None:
        return [Layer(str(config), _read_named(config))]
    user, project = find_user_file(), find_project_file(_find_here())
    layers = [] if user is None else [Layer(str(user), _read_named(user))]
    if project is not None and project != user:
        layers.append(Layer(str(project), _read_named(project)))
    return layers


def find_user_folder() -> Path:
    """The folder of the user's own configuration and dictionary; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path("vnfix", appauthor=False)


def find_user_file() -> Path | None:
    """The user's own configuration file, where there is one."""
    path = find_user_folder() / FILE_NAME
    return path if path.is_file() else None


def find_project_file(folder: Path) -> Path | None:
    """The nearest `vnfix.toml`, or `pyproject.toml` with a table of ours, in a folder or above it."""
    for place in (folder, *folder.parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
        path = place / _PROJECT_FILE
        # Not ours to complain about when it never names us.
        if path.is_file() and b"vnfix" in _read_bytes(path) and _has_table(_parse(path)):
            return path
    return None


def _find_here() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        message = tr("the working directory: {reason}; --isolated needs none").format(
            reason=explain_os_error(error)
        )
        raise ConfigError(message) from None


def _has_table(content: Mapping[str, object]) -> bool:
    tools = content.get("tool")
    return isinstance(tools, dict) and _TABLE in tools


def _read_named(path: Path) -> Mapping[str, object]:
    """Read and check the values of one file, its relative paths made absolute."""
    table: object = _parse(path)
    if path.name == _PROJECT_FILE:
        tools = table.get("tool") if isinstance(table, dict) else None
        table = tools.get(_TABLE, {}) if isinstance(tools, dict) else {}
    if not isinstance(table, dict):
        message = tr("{path}: tool.vnfix is no table").format(path=path)
        raise ConfigError(message)
    values: dict[str, object] = {}
    for name, value in table.items():
        key = KEYS.get(name)
        try:
            if key is None:
                from vnfix.cli.grouping import find_nearest

                message = tr("no such key{hint}").format(hint=find_nearest(name, KEYS))
                raise ValueError(message)
            values[name] = key.read(value, path.parent)
        except ValueError as error:
            message = f"{path}: {name}: {error}"
            raise ConfigError(message) from None
    try:
        change_kinds(DAMAGE_KINDS, values)
    except ValueError as error:
        message = f"{path}: {error}"
        raise ConfigError(message) from None
    return values


def _parse(path: Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(_read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(explain_not_utf8(path, error)) from None
    except tomllib.TOMLDecodeError as error:
        message = tr("{path}: is no TOML: {error}").format(path=path, error=error)
        raise ConfigError(message) from None


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: {explain_os_error(error)}"
        raise ConfigError(message) from None


def format_configuration(found: Configuration, defaults: Mapping[str, object]) -> Sequence[str]:
    """Write the effective values as TOML, each with where it comes from; `defaults` are those not set."""
    import json

    switched: Mapping[str, object] = {
        "enable": tuple(kind for kind in Kind if kind in found.kinds & DAMAGE_KINDS),
        "disable": tuple(kind for kind in Kind if kind in DAMAGE_KINDS - found.kinds),
        **{name: kind in found.kinds for name, kind in FLAGS.items()},
    }
    lines = []
    for name in KEYS:
        value = switched.get(name, found.values.get(name, defaults.get(name)))
        named = ("enable", "disable") if name in ("enable", "disable") else (name,)
        if name in FLAGS and value and name not in found.sources:
            named = ("enable",)
        sources = list(dict.fromkeys(source for one in named for source in found.sources.get(one, ())))
        written = json.dumps(value, ensure_ascii=False)
        comment = ", ".join(sources or [DEFAULT])
        # A key without a value cannot be written in TOML.
        lines.append(
            tr("# {name} is not set").format(name=name)
            if value is None
            else f"{name} = {written}  # {comment}"
        )
    return lines
