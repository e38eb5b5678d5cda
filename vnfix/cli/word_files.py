"""Files of words: the user's dictionaries, and lists of words to leave alone.

Plain UTF-8 text, one entry a line; lines that begin with `#` are comments.  A `WordFile` keeps its comments
with the entries below them, so that adding an entry loses none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from vnfix.cli.config_keys import check_word
from vnfix.errors import ConfigError
from vnfix.files import explain_not_utf8, explain_os_error, write_atomically
from vnfix.messages import tr

_PIECE = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*+"
_ENTRY = re.compile(rf"{_PIECE}(?:[ .'’&/-]{{1,2}}{_PIECE})*+\.?")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One entry and the comment lines above it."""

    entry: str
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordFile:
    """The rows of a file; `head` are the comments above a blank line at its top, `tail` those at its end."""

    rows: tuple[Row, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()

    @property
    def entries(self) -> frozenset[str]:
        """The entries without their comments."""
        return frozenset(row.entry for row in self.rows)


def compose_entry(text: str) -> str:
    """Write an entry as it is kept: NFC, single blanks.

    >>> compose_entry("  thị   tứ ")
    'thị tứ'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


def check_entry(entry: str) -> None:
    """Refuse an entry (composed) that is no word or phrase.

    >>> check_entry("Nậm Rốm")
    >>> check_entry("12/3")
    Traceback (most recent call last):
    ...
    ValueError: '12/3' is no word or phrase
    """
    has_letter = any(char.isalpha() for char in entry)
    if not has_letter or len(entry) > _LONGEST or not _ENTRY.fullmatch(entry):
        message = tr("{entry!r} is no word or phrase").format(entry=entry)
        raise ValueError(message)


def read_dictionary(path: Path) -> WordFile:
    """Read a dictionary; raises ConfigError when it is missing or holds what is no word."""
    found = _parse(_read(path))
    _check_rows(path, found.rows, check_entry)
    return found


def read_ignored_words(path: Path) -> frozenset[str]:
    """Read a list of words to leave alone, damaged ones among them; raises ConfigError."""
    found = _parse(_read(path))
    _check_rows(path, found.rows, check_word)
    return found.entries


def write_dictionary(path: Path, found: WordFile) -> None:
    """Write a dictionary, sorted, in one step; raises InputError."""
    lines = [*found.head, ""] if found.head else []
    for row in sorted(found.rows, key=lambda row: sort_key(row.entry)):
        lines += [*row.comments, row.entry]
    lines += found.tail
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode())


def add_entries(found: WordFile, entries: Iterable[str]) -> WordFile:
    """The file with further entries; those that it has are not doubled."""
    new = dict.fromkeys(entry for entry in entries if entry not in found.entries)
    return WordFile((*found.rows, *map(Row, new)), found.head, found.tail)


def remove_entries(found: WordFile, entries: Iterable[str]) -> WordFile:
    """The file without some entries, and without the comments on them."""
    gone = frozenset(entries)
    return WordFile(tuple(row for row in found.rows if row.entry not in gone), found.head, found.tail)


def sort_key(entry: str) -> tuple[str, str]:
    """The order of a dictionary: by letters, the marks on them second, capitals last.

    >>> sorted(["ẩn", "đa", "da", "an", "em", "An"], key=sort_key)
    ['An', 'an', 'ẩn', 'da', 'đa', 'em']
    """
    return unicodedata.normalize("NFD", entry.lower().replace("đ", "d\u0335")), entry


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"{path}: {explain_os_error(error)}"
        raise ConfigError(message) from None
    except UnicodeDecodeError as error:
        raise ConfigError(explain_not_utf8(path, error)) from None


def _parse(text: str) -> WordFile:
    head: tuple[str, ...] = ()
    rows: list[Row] = []
    comments: list[str] = []
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            comments.append(line.strip())
        elif line.strip():
            rows.append(Row(compose_entry(line), tuple(comments)))
            comments = []
        elif not rows and comments:
            head, comments = (*head, *comments), []
    if not rows:
        return WordFile((), (*head, *comments))
    return WordFile(tuple(rows), head, tuple(comments))


def _check_rows(path: Path, rows: Iterable[Row], check: Callable[[str], None]) -> None:
    for row in rows:
        try:
            check(row.entry)
        except ValueError as error:
            message = f"{path}: {error}"
            raise ConfigError(message) from None
