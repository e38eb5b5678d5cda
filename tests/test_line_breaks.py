"""Line ends at which a word may have been broken."""

from __future__ import annotations

import pytest

from vnfix.line_breaks import NEWLINES, find_breaks
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable
from vnfix.tokens import tokenize


def broken(text: str) -> list[tuple[str, bool, str]]:
    tokens = tokenize(text)
    return [
        (tokens[at].text, item.hyphen, tokens[item.follower].text)
        for at, item in find_breaks(TokenTable.of_tokens(tokens)).items()
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quy\nền", [("quy", False, "ền")]),
        ("quy-\nền", [("quy", True, "ền")]),
        ("quy\u00ad\r\n  ền", [("quy", True, "ền")]),
        ("một \n\nhai \n\nba", [("một", False, "hai"), ("hai", False, "ba")]),
        ("một\nhai\nba\n\nbốn", [("một", False, "hai"), ("hai", False, "ba")]),
    ],
)
def test_line_ends_between_words(text, found):
    assert broken(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "quy ền", "quy\n", "\nền", "quy,\nền", "quy\n- ền", "quy -\nền 1", "1\nền", "quy\n\n\nền\nvà"],
)
def test_other_places_are_none(text):
    assert ("quy", False, "ền") not in broken(text)


def test_lines_end_where_the_tokenizer_ends_them():
    assert all(tokenize(char)[0].kind is TokenKind.NEWLINE for char in NEWLINES)
