"""`vnfix dict`: the words of the user."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.cli.grouping import HintingCommand, HintingGroup, find_nearest
from vnfix.cli.options import Decorator, grouped
from vnfix.cli.resolving import find_own_dictionary, read_configuration
from vnfix.cli.streams import write_line
from vnfix.errors import ExitCode
from vnfix.files import make_folder
from vnfix.messages import mark, tr
from vnfix.render.visible import escape_controls

if TYPE_CHECKING:
    from vnfix.cli.word_files import WordFile


@click.group(
    "dict",
    cls=HintingGroup,
    examples=(
        ('vnfix dict add "Nậm Rốm" Plơngo', "words that vnfix shall know, and leave as they are"),
        ("vnfix dict list", "the words that were added"),
        ('vnfix dict check "Nậm Rốm"', "whether a word is known, and to what"),
    ),
)
def dictionary() -> None:
    """Keep a dictionary of your own words.

    What stands in it is left alone, and lost letters in it come back. A word with a capital protects that
    form only, a word in small letters all its case forms. The file is plain text, one entry a line.
    """


def _file_option() -> Decorator:
    return grouped(
        "Input",
        "--dictionary",
        "file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Work on FILE instead of your own dictionary.",
    )


def _word_arguments() -> Decorator:
    return click.argument("words", nargs=-1, required=True, metavar="WORD...")


@dictionary.command(
    cls=HintingCommand,
    examples=(
        ("vnfix dict add Plơngo", "a word"),
        ('vnfix dict add "Nậm Rốm" "thị tứ"', "words of several syllables"),
        ("vnfix dict add --dictionary names.txt Plơngo", "into another file, made if need be"),
    ),
)
@_word_arguments()
@_file_option()
def add(words: tuple[str, ...], file: Path | None) -> int:
    """Add words or phrases; nothing is added when one of them is no word."""
    from vnfix.cli.word_files import add_entries, check_entry, compose_entry, write_dictionary

    entries = [compose_entry(word) for word in words]
    for entry in entries:
        try:
            check_entry(entry)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    path, found = _open(file)
    new = add_entries(found, entries)
    if new != found:
        make_folder(path.parent)
        write_dictionary(path, new)
    return ExitCode.OK


@dictionary.command(cls=HintingCommand, examples=(("vnfix dict remove Plơngo", "take a word out again"),))
@_word_arguments()
@_file_option()
def remove(words: tuple[str, ...], file: Path | None) -> int:
    """Remove words or phrases; nothing is removed when one of them is not there."""
    from vnfix.cli.word_files import compose_entry, remove_entries, write_dictionary

    path, found = _open(file)
    entries = [compose_entry(word) for word in words]
    for entry in entries:
        if entry not in found.entries:
            message = tr("{entry!r} is not in {path}{hint}").format(
                entry=entry, path=path, hint=find_nearest(entry, found.entries)
            )
            raise click.UsageError(message)
    write_dictionary(path, remove_entries(found, entries))
    return ExitCode.OK


@dictionary.command("list", cls=HintingCommand, examples=(("vnfix dict list", "all entries, sorted"),))
@_file_option()
def list_words(file: Path | None) -> int:
    """Print the entries, one a line."""
    from vnfix.cli.word_files import sort_key

    _, found = _open(file)
    entries = sorted(found.entries, key=sort_key)
    if entries:
        write_line("\n".join(entries))
    return ExitCode.OK


@dictionary.command(
    cls=HintingCommand,
    examples=(
        ("vnfix dict check quan Plơngo", "quan: vocabulary, Plơngo: unknown"),
        ('vnfix dict check "Nậm Rốm"', "a phrase is in the vocabulary when all its words are"),
    ),
)
@_word_arguments()
@_file_option()
@grouped(
    "Input", "--dictionaries", type=click.Path(path_type=Path), metavar="DIR", help="Dictionaries of vnfix."
)
def check(words: tuple[str, ...], file: Path | None, dictionaries: Path | None) -> int:
    """Say which words are known: to the vocabulary of vnfix, to your dictionaries, or not at all.

    Your dictionaries are those of the configuration too. Exits with 1 when a word is unknown.
    """
    from vnfix.cli.word_files import compose_entry, read_dictionary
    from vnfix.dictionaries import Dictionaries, find_dictionaries

    configuration = read_configuration({})
    chosen = dictionaries or configuration.text("dictionaries")
    lexicon = Dictionaries(Path(chosen) if chosen else find_dictionaries()).lexicon
    files = [str(file)] if file is not None else configuration.items("dictionary")
    own = frozenset[str]().union(*(read_dictionary(Path(name)).entries for name in files))
    known = True
    for word in words:
        places = find_places(compose_entry(word), lexicon.ids, own)
        known = known and bool(places)
        write_line(f"{escape_controls(word)}: {', '.join(map(tr, places)) or tr('unknown')}")
    return ExitCode.OK if known else ExitCode.FOUND


def find_places(entry: str, vocabulary: Collection[str], own: Collection[str]) -> Sequence[str]:
    """Where an entry is known; an own word in small letters is every case form of it.

    >>> find_places("Cơ quan", {"cơ", "quan"}, {"cơ quan"}), find_places("xờ", {"cơ"}, {"Xờ"})
    (['vocabulary', 'user dictionary'], [])
    """
    from vnfix.language_model.symbols import find_forms
    from vnfix.tone_styles import canonical

    forms = [form for form in find_forms(entry) if form[0].isalpha()]
    places = []
    if forms and all(canonical(form) in vocabulary for form in forms):
        places.append(mark("vocabulary"))
    if entry in own or entry.lower() in own:
        places.append(mark("user dictionary"))
    return places


def _open(file: Path | None) -> tuple[Path, WordFile]:
    """The dictionary to work on, empty where there is none yet."""
    from vnfix.cli.word_files import WordFile, read_dictionary

    path = file or find_own_dictionary()
    return path, read_dictionary(path) if path.exists() else WordFile()
