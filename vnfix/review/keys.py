"""The keys of the review: one table for both modes, the help and the documentation."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Action(StrEnum):
    """What a key does."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    ACCEPT_LIKE = "accept_like"
    REJECT_LIKE = "reject_like"
    IGNORE = "ignore"
    ADD_WORD = "add_word"
    UNDO = "undo"
    NEXT = "next"
    PREVIOUS = "previous"
    SEARCH = "search"
    GO_TO = "go_to"
    FILTER = "filter"
    NEXT_FILE = "next_file"
    WRITE = "write"
    QUIT = "quit"
    LEAVE = "leave"
    HELP = "help"


class Key(NamedTuple):
    """A key: `label` stands in the list of keys on the screen, `meaning` in the help."""

    key: str
    action: Action
    label: str
    meaning: str


KEYS = (
    Key("y", Action.ACCEPT, "accept", "accept what is proposed"),
    Key("n", Action.REJECT, "reject", "leave the text as it stands"),
    Key("e", Action.EDIT, "edit", "type what is to stand there"),
    Key("a", Action.ACCEPT_LIKE, "all like", "accept all like this: the same damaged form and correction"),
    Key("d", Action.REJECT_LIKE, "none like", "reject all like this"),
    Key("i", Action.IGNORE, "ignore", "leave this word alone wherever it stands in the file"),
    Key("I", Action.ADD_WORD, "add word", "the same, and add it to your dictionary (vnfix dict)"),
    Key("u", Action.UNDO, "undo", "take the last answer back; any number of times"),
    Key("j", Action.NEXT, "next", "go to the next place, or press the arrow down"),
    Key("k", Action.PREVIOUS, "previous", "go to the place before, or press the arrow up"),
    Key("/", Action.SEARCH, "search", "go to the next place with some text in its line"),
    Key("g", Action.GO_TO, "go to", "go to a place by its number, or to LINE:COLUMN"),
    Key(
        "f", Action.FILTER, "filter", "show some places only: open, presumed, decided, a kind, <0.9, 0.4-0.6"
    ),
    Key("s", Action.NEXT_FILE, "next file", "write this file and go on with the next"),
    Key("w", Action.WRITE, "write", "write the text now and go on"),
    Key("q", Action.QUIT, "save, quit", "write the text and quit"),
    Key("Q", Action.LEAVE, "leave", "quit without writing; the answers are kept (Ctrl-C too)"),
    Key("?", Action.HELP, "help", "show this help"),
)
DIGIT_HELP = ("1-9", "pick a candidate; where a digit was lost, 0-9 is the digit itself")
BY_KEY = {key.key: key for key in KEYS}


class Leave(StrEnum):
    """How a file was left."""

    NEXT = "next"
    QUIT = "quit"
    KEEP = "keep"
    """Quit without writing."""
    INTERRUPTED = "interrupted"


def format_help() -> list[str]:
    """Give the keys with their meanings, one a line."""
    rows = [(key.key, key.meaning) for key in KEYS]
    rows.insert(2, DIGIT_HELP)
    return [f"{key:>3}  {meaning}" for key, meaning in rows]
