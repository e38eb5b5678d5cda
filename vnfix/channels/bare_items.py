"""The letter đ of lists in a text that has lost all its marks: the second `d)` after `c)`.

Vietnamese lists go a, b, c, d, đ, e.  A single d between c and e stays: many lists have no đ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import Layer
from vnfix.lexicon import UNKNOWN_ID
from vnfix.token_kinds import Token, TokenKind

_EDITS = ((Edit("đ", "d"), Layer.BARE),)
# What a list says for đ (natural log), above what the language model, which knows no lists, says against it:
# of the letters so found in 80 official documents of the tuning part 56 of 57 were đ.
_ODDS = 8.0
_ENDS = frozenset(")./")
_BETWEEN = frozenset({",", "va", "hoac", "và", "hoặc"})


class _Item(NamedTuple):
    """The letter of a list at the beginning of an item: the number of its token, and the sign behind it."""

    place: int
    letter: str
    end: str


def find_bare_items(document: Document, layers: Sequence[Layer | None]) -> Iterator[Proposal]:
    """Propose đ where a list has d twice; `layers` are those of the tokens of a bare text."""
    table = document.table
    letters = [
        place
        for place in table.places(TokenKind.WORD, TokenKind.ACRONYM)
        if len(document.tokens[place].text) == 1
    ]
    found = {*_find_items(document.tokens, letters), *_find_listed(document.tokens, letters)}
    for place in sorted(found):
        if layers[place] is not None:
            token = document.tokens[place]
            after = "đ" if token.text == "d" else "Đ"
            symbol = document.lexicon.ids.get("đ", UNKNOWN_ID)
            kind = Kind.DIACRITICS
            yield Proposal(token.start, token.end, after, symbol, _ODDS, (), kind=kind, edits=_EDITS)


def _find_items(tokens: Sequence[Token], letters: Sequence[int]) -> Iterator[int]:
    """Find the second of two items d, where c comes before them or e behind."""
    last: dict[str, list[_Item]] = {}
    items = [
        _Item(place, tokens[place].text.lower(), tokens[place + 1].text)
        for place in letters
        if place + 1 < len(tokens) and tokens[place + 1].text in _ENDS and _begins_item(tokens, place)
    ]
    for item in items:
        last.setdefault(item.end, []).append(item)
    for same in last.values():
        names = [item.letter for item in same]
        for at in range(1, len(same)):
            around = [*names[max(0, at - 2) : at - 1], *names[at + 1 : at + 2]]
            if names[at - 1 : at + 1] == ["d", "d"] and ("c" in around[:1] or "e" in around[-1:]):
                yield same[at].place


def _begins_item(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether an item may begin at a letter: at the start of a line, or behind a sign."""
    before = place - 1
    while before >= 0 and tokens[before].kind is TokenKind.SPACE:
        before -= 1
    return before < 0 or tokens[before].kind in (TokenKind.NEWLINE, TokenKind.PUNCTUATION)


def _find_listed(tokens: Sequence[Token], letters: Sequence[int]) -> Iterator[int]:
    """Find the second of two letters d with nothing but a comma or `va` between them."""
    for first, second in pairwise(letters):
        between = [t.text.lower() for t in tokens[first + 1 : second] if t.kind is not TokenKind.SPACE]
        is_listed = len(between) == 1 and between[0] in _BETWEEN
        if is_listed and tokens[first].text == tokens[second].text and tokens[first].text in "dD":
            yield second
