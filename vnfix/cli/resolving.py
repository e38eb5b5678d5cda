"""From what was given on the command line and in files to the values that a run works with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vnfix.cli.config_keys import check_pattern
from vnfix.cli.configuration import (
    COMMAND_LINE,
    Configuration,
    Layer,
    find_layers,
    find_user_folder,
    resolve,
)
from vnfix.settings import Model, Settings

_OWN_NAME = "dictionary.txt"
_OWN_SOURCE = "user dictionary"
_LEARNED_NAME = "learned.json"
_LEARNED_SOURCE = "your answers"


def find_own_dictionary() -> Path:
    """The user's own dictionary, which `vnfix dict` keeps; it need not exist."""
    return find_user_folder() / _OWN_NAME


def find_own_learned() -> Path:
    """What `vnfix train --decisions` learned from the user's answers; it need not exist."""
    return find_user_folder() / _LEARNED_NAME


def read_configuration(
    given: Mapping[str, object], config: Path | None = None, *, isolated: bool = False
) -> Configuration:
    """Find the effective configuration; `given` is what stands on the command line, by key.

    Raises ConfigError for a broken file, ValueError where `given` contradicts itself.
    """
    layers = find_layers(config, isolated=isolated)
    if not isolated:
        own = find_own_dictionary()
        if own.is_file():
            layers.append(Layer(_OWN_SOURCE, {"dictionary": (str(own),)}))
        learned = find_own_learned()
        if learned.is_file():
            layers.insert(0, Layer(_LEARNED_SOURCE, {"learned": str(learned)}))
    return resolve([*layers, Layer(COMMAND_LINE, given)])


def make_settings(found: Configuration) -> Settings:
    """Read the files of words that a configuration names; raises ConfigError."""
    ignored = frozenset(found.items("ignore-words"))
    known: frozenset[str] = frozenset()
    lists, dictionaries = found.items("ignore-files"), found.items("dictionary")
    if lists or dictionaries:
        from vnfix.cli.word_files import read_dictionary, read_ignored_words

        ignored = ignored.union(*(read_ignored_words(Path(name)) for name in lists))
        known = known.union(*(read_dictionary(Path(name)).entries for name in dictionaries))
    patterns = tuple(map(check_pattern, found.items("ignore-regexes")))
    model = Model(found.text("model") or Model.CONTEXT)
    return Settings(found.kinds, ignored, patterns, known, model)
