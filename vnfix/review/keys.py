"""The keys of the review: one table for both modes, the help and the documentation."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from vnfix.messages import mark, tr


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
    """A key: `label` stands in the list of keys on the screen, `meaning` in the help, both translated."""

    key: str
    action: Action
    label: str
    meaning: str


KEYS = (
    Key("y", Action.ACCEPT, mark("accept"), mark("accept what is proposed")),
    Key("n", Action.REJECT, mark("reject"), mark("leave the text as it stands")),
    Key("e", Action.EDIT, mark("edit"), mark("type what is to stand there")),
    Key(
        "a",
        Action.ACCEPT_LIKE,
        mark("all like"),
        mark("accept all like this: the same damaged form and correction"),
    ),
    Key("d", Action.REJECT_LIKE, mark("none like"), mark("reject all like this")),
    Key("i", Action.IGNORE, mark("ignore"), mark("leave this word alone wherever it stands in the file")),
    Key("I", Action.ADD_WORD, mark("add word"), mark("the same, and add it to your dictionary (vnfix dict)")),
    Key("u", Action.UNDO, mark("undo"), mark("take the last answer back; any number of times")),
    Key("j", Action.NEXT, mark("next"), mark("go to the next place, or press the arrow down")),
    Key("k", Action.PREVIOUS, mark("previous"), mark("go to the place before, or press the arrow up")),
    Key("/", Action.SEARCH, mark("search"), mark("go to the next place with some text in its line")),
    Key("g", Action.GO_TO, mark("go to"), mark("go to a place by its number, or to LINE:COLUMN")),
    Key(
        "f",
        Action.FILTER,
        mark("filter"),
        mark("show some places only: open, presumed, decided, a kind, <0.9, 0.4-0.6"),
    ),
    Key("s", Action.NEXT_FILE, mark("next file"), mark("write this file and go on with the next")),
    Key("w", Action.WRITE, mark("write"), mark("write the text now and go on")),
    Key("q", Action.QUIT, mark("save, quit"), mark("write the text and quit")),
    Key("Q", Action.LEAVE, mark("leave"), mark("quit without writing; the answers are kept (Ctrl-C too)")),
    Key("?", Action.HELP, mark("help"), mark("show this help")),
)
DIGIT_HELP = ("1-9", mark("pick a candidate; where a digit was lost, 0-9 is the digit itself"))
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
    rows = [(key.key, tr(key.meaning)) for key in KEYS]
    rows.insert(2, (DIGIT_HELP[0], tr(DIGIT_HELP[1])))
    return [f"{key:>3}  {meaning}" for key, meaning in rows]
