"""The keys of the configuration: what each may hold.

A key that is an option too is checked here for both; what is wrong with a value is a ValueError with
a message that goes behind the name of the file and the key, or of the option.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from vnfix.correction import Kind, Level
from vnfix.documents.decoding import find_codec
from vnfix.messages import tr
from vnfix.settings import DAMAGE_KINDS, Model

ALL = "all"
"""Stands for every kind in `enable` and `disable`."""
FLAGS: Mapping[str, Kind] = {"join-lines": Kind.LINE_ENDS, "dehyphenate": Kind.HYPHENS}
"""Keys that are true or false, and the kind that each of them switches."""
COLORS = ("auto", "always", "never")
_KIND_NAMES = tuple(kind.value for kind in Kind)


class Key(NamedTuple):
    """A key: `check` takes one value and raises ValueError; the others say what it holds."""

    check: Callable[[str], object]
    is_list: bool = False
    is_path: bool = False
    is_flag: bool = False

    def read(self, value: object, folder: Path) -> str | bool | tuple[str, ...]:
        """Check a value of a configuration file; relative paths are taken from `folder`.

        >>> Key(check_kind, is_list=True).read(["lost-letters"], Path())
        ('lost-letters',)
        """
        if self.is_flag:
            if not isinstance(value, bool):
                message = tr("must be true or false, not {type}").format(type=_name_type(value))
                raise ValueError(message)
            return value
        if not self.is_list:
            return self._read_one(value, folder)
        if not isinstance(value, list):
            message = tr("must be a list of strings, not {type}").format(type=_name_type(value))
            raise ValueError(message)
        return tuple(self._read_one(one, folder) for one in value)

    def _read_one(self, value: object, folder: Path) -> str:
        if not isinstance(value, str):
            wanted = tr("must hold strings") if self.is_list else tr("must be a string")
            message = tr("{wanted}, not {type}").format(wanted=wanted, type=_name_type(value))
            raise ValueError(message)
        self.check(value)
        return _locate(value, folder) if self.is_path else value


def _locate(path: str, folder: Path) -> str:
    try:
        return str(folder.absolute() / Path(path).expanduser())
    except RuntimeError:
        message = tr("{path!r}: no such home directory").format(path=path)
        raise ValueError(message) from None


def _name_type(value: object) -> str:
    names = {
        bool: tr("true or false"),
        int: tr("a number"),
        float: tr("a number"),
        str: tr("a string"),
        list: tr("a list"),
    }
    return names.get(type(value), tr("a table") if isinstance(value, dict) else tr("a date or time"))


def check_kind(name: str) -> None:
    """Refuse what is no name of a kind, with the nearest one.

    >>> check_kind("lost-leters")
    Traceback (most recent call last):
    ...
    ValueError: no such kind 'lost-leters'; did you mean lost-letters?
    """
    if name not in (*_KIND_NAMES, ALL):
        from vnfix.cli.grouping import find_nearest

        hint = find_nearest(name, [*_KIND_NAMES, ALL]) or tr("; the kinds are {kinds}").format(
            kinds=", ".join(_KIND_NAMES)
        )
        message = tr("no such kind {name!r}{hint}").format(name=name, hint=hint)
        raise ValueError(message)


def change_kinds(kinds: frozenset[Kind], values: Mapping[str, object]) -> frozenset[Kind]:
    """Switch kinds off, then on, as `enable`, `disable` and the flags among some values say.

    `all` switches every kind off; on it switches every kind of damage, for layout is changed only when it is
    named.  Raises ValueError for a kind that is to be both.

    >>> sorted(change_kinds(frozenset(Kind), {"enable": ["lost-letters"], "disable": ["all"]}))
    [<Kind.LOST_LETTERS: 'lost-letters'>]
    >>> sorted(change_kinds(frozenset(), {"join-lines": True}))
    [<Kind.LINE_ENDS: 'line-ends'>]
    """
    on, off = _list_names(values, "enable", True), _list_names(values, "disable", False)
    both = [name for name in on if name in off]
    if both:
        message = tr("{name} is enabled and disabled at once").format(name=both[0])
        raise ValueError(message)
    return (kinds - _expand(off, frozenset(Kind))) | _expand(on, DAMAGE_KINDS)


def _list_names(values: Mapping[str, object], key: str, switch: bool) -> list[str]:
    names = values.get(key, ())
    assert isinstance(names, Iterable)
    return [*names, *(kind.value for flag, kind in FLAGS.items() if values.get(flag) is switch)]


def _expand(names: Iterable[str], everything: frozenset[Kind]) -> frozenset[Kind]:
    return frozenset(kind for name in names for kind in (everything if name == ALL else (Kind(name),)))


def check_encoding(name: str) -> None:
    """Refuse what is no name of an encoding."""
    if name != "auto" and find_codec(name) is None:
        message = tr(
            "{name!r} is no known encoding; try utf-8, cp1258, tcvn3, vni, viscii, vps or viqr"
        ).format(name=name)
        raise ValueError(message)


def check_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression; `^` and `$` stand for the ends of lines."""
    try:
        return re.compile(pattern, re.MULTILINE)
    except (re.error, RecursionError, OverflowError) as error:
        message = tr("{pattern!r} is no regular expression: {error}").format(pattern=pattern, error=error)
        raise ValueError(message) from None


def check_word(word: str) -> None:
    """Refuse a word or phrase in which nothing stands, or that is longer than a line."""
    if not word.strip() or len(word.splitlines()) > 1:
        message = tr("{word!r} is no word or phrase").format(word=word)
        raise ValueError(message)


def _check_path(path: str) -> None:
    if not path or "\0" in path:
        message = tr("{path!r} is no name of a file").format(path=path)
        raise ValueError(message)


def _check_choice(*names: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value not in names:
            message = tr("{value!r} is none of {names}").format(value=value, names=", ".join(names))
            raise ValueError(message)

    return check


KEYS: Mapping[str, Key] = {
    "level": Key(_check_choice(*(level.value for level in Level))),
    "model": Key(_check_choice(*(model.value for model in Model))),
    "enable": Key(check_kind, is_list=True),
    "disable": Key(check_kind, is_list=True),
    **{name: Key(str, is_flag=True) for name in FLAGS},
    "ignore-words": Key(check_word, is_list=True),
    "ignore-files": Key(_check_path, is_list=True, is_path=True),
    "ignore-regexes": Key(check_pattern, is_list=True),
    "dictionary": Key(_check_path, is_list=True, is_path=True),
    "dictionaries": Key(_check_path, is_path=True),
    "learned": Key(_check_path, is_path=True),
    "encoding": Key(check_encoding),
    "color": Key(_check_choice(*COLORS)),
}
"""In the order in which they are shown."""
