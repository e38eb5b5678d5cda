"""The catalogues of messages: what is said is gathered, translations are kept, and all of it is compiled.

    python -m tests.messages

writes `vnfix/locale/LANGUAGE/LC_MESSAGES/vnfix.po`, in which a translator fills what is empty, and `vnfix.mo`
beside it, which vnfix reads.  What is said no more is kept at the end, as comments: it may be said again.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from vnfix import __version__
from vnfix.cli import commands
from vnfix.cli.grouping import describe
from vnfix.messages import DOMAIN, FOLDER, LANGUAGES

SOURCES = FOLDER.parent
KEYWORDS = {"tr": None, "mark": None, "tr_count": (1, 2)}
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
CLICK = (
    "Commands",
    "Usage:",
    "Show this message and exit.",
    "Show the version and exit.",
    "default: {default}",
    "required",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "Missing parameter",
    "Option {name!r} does not take a value.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} does not exist.",
)
"""The messages of click that a person can meet; it looks them up in our catalogue."""
CLICK_COUNTS = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)
Id = str | tuple[str, str]
HEADER = """\
# What vnfix says, and what that is in another language.
# Under the licence of vnfix, GPL-3.0-or-later."""
_DATED = (
    b'"POT-Creation',
    b'"PO-Revision',
    b'"Generated-By',
    b'"Report-Msgid',
    b'"Last-Tr',
    b'"Language-Team',
)
"""What says when, by whom and with what a catalogue was written: the history of the repository does."""


def _begin(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=HEADER,
        project="vnfix",
        version=__version__,
        charset="utf-8",
        fuzzy=False,
    )


def gather(language: str | None = None) -> Catalog:
    """Gather all that is said, for a language, without translations."""
    found = _begin(language)
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES.parent).as_posix()
        with path.open("rb") as stream:
            for _, message, _, _ in extract("python", stream, KEYWORDS):
                found.add(message, locations=[(name, None)])
    for message in {*_walk(commands), *CLICK, *CLICK_COUNTS}:
        found.add(message, locations=[("help", None)])
    return found


def _walk(command: click.Command) -> Iterator[Id]:
    """What the help of a command and of those below it says."""
    if command.help:
        yield describe(command)
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            yield option.help
        heading = getattr(option, "heading", "")
        if heading:
            yield heading
    yield from (meaning for _, meaning in getattr(command, "examples", ()))
    for one in getattr(command, "commands", {}).values():
        yield from _walk(one)


def path_of(language: str) -> Path:
    """The catalogue of a language that a translator works on; the compiled one ends in `.mo`."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """Read the catalogue of a language; an empty one where there is none."""
    path = path_of(language)
    if not path.exists():
        return _begin(language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def bring_up_to_date(language: str) -> Catalog:
    """Read a catalogue and put in what is said now, without translation where it is new."""
    old, new = read(language), gather(language)
    known = {message.id: message.string for message in (*old, *old.obsolete.values())}
    for message in new:
        if message.id in known:
            message.string = known.pop(message.id)
    for past in (*old, *old.obsolete.values()):
        if past.id in known and is_translated(past.string):
            new.obsolete[past.id if isinstance(past.id, str) else past.id[0]] = past
    return new


def dump(catalog: Catalog) -> bytes:
    """Write a catalogue as text, the same for the same messages."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=100, sort_output=True, omit_header=False, include_lineno=False)
    lines = stream.getvalue().split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(_DATED))


def compile_catalog(catalog: Catalog) -> bytes:
    """Compile a catalogue into what gettext reads."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def main() -> None:
    for language in TRANSLATED:
        catalog = bring_up_to_date(language)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump(catalog))
        path.with_suffix(".mo").write_bytes(compile_catalog(read(language)))
        print(f"{language}: {len(catalog)} messages, {len(list_untranslated(catalog))} without translation")


def list_untranslated(catalog: Catalog) -> list[Id]:
    """The messages of a catalogue that have no translation."""
    return [message.id for message in catalog if message.id and not is_translated(message.string)]


def is_translated(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    main()
