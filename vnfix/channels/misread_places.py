"""Where a misread word may stand: what the text alone tells, whatever is known of its damage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vnfix.arrays import Flags, after, before
from vnfix.channels.misread_words import LONGEST_FORM
from vnfix.code_signs import SIGN_KINDS, is_broken_off, is_field, stands_in_code
from vnfix.error_rates import Layer
from vnfix.layers import NO_LAYER, Layers
from vnfix.letters import is_abbreviation
from vnfix.token_kinds import Token, TokenKind
from vnfix.token_table import TokenTable

WORDLIKE = frozenset("&@¢¥€£©®§")
"""Signs that an engine set to another language takes a whole word for (`ở` as `&`)."""
# Signs that a mark or the end of a letter is taken for.
_STRAY = "'’‘`*^°~"
# Signs that the first letter of a word is taken for, and that stand before no word.
_LETTERLIKE = frozenset("€£¥¢©®§¡¬|}{")
# Signs that are no part of a misread word.
_BREAKS = '.,;:!?()[]"“”…/-–'
_LONGEST_NUMBER = 2
_OPEN = frozenset({TokenKind.WORD, TokenKind.ACRONYM, TokenKind.NUMBER})
_BLANKS = frozenset({TokenKind.SPACE, TokenKind.NEWLINE})
_STOPS = frozenset(".,;:!?")


class MisreadPlace(NamedTuple):
    """Tokens `first` to `last` (included) that may be one misread word, written `form`.

    `is_chunk` tells that it has digits or signs among its letters, so that it cannot be a word as it stands.
    """

    first: int
    last: int
    form: str
    layer: Layer
    is_chunk: bool


def find_places(
    table: TokenTable,
    layers: Layers,
    marked: frozenset[int],
    is_bare_capital: Callable[[Layer, Token], bool],
    wanted: Wanted | None = None,
) -> Iterator[MisreadPlace]:
    """The stretches of tokens that may be one misread word, in order.

    What `layers` have no layer for is left alone; `marked` are the tokens that touch a mark;
    `is_bare_capital` tells what seems an acronym and may be a word in capitals; `wanted` limits the places.
    """
    tokens, by_token = table.tokens, layers.by_token
    is_letterlike = table.flags(_LETTERLIKE.__contains__, TokenKind.PUNCTUATION)
    is_open = table.are(*_OPEN) | (is_letterlike & after(table.are(TokenKind.WORD)))
    is_sign = np.zeros(len(tokens), dtype=bool)
    if layers.is_misread:
        is_sign = table.flags(WORDLIKE.__contains__, TokenKind.PUNCTUATION) & _find_alone(table)
        is_open |= is_sign
    is_open &= layers.codes != NO_LAYER
    is_open[list(marked)] = False
    is_free = is_open & table.are(TokenKind.WORD) & _find_free(table)
    is_read = table.are(TokenKind.WORD)
    if wanted is not None:
        is_read = is_read & wanted.are(table, layers)
    # Numbers, and most words with a sign beside them, are no more than that.
    is_open &= is_read | is_sign | table.are(TokenKind.ACRONYM) | (~is_free & _find_chunks(table))
    for place, free in zip(np.flatnonzero(is_open).tolist(), is_free[is_open].tolist(), strict=True):
        token, layer = tokens[place], by_token[place]
        if layer is None:
            continue
        if free or is_sign[place]:
            yield MisreadPlace(place, place, token.text, layer, not free)
            continue
        is_whole = token.kind is TokenKind.WORD or is_bare_capital(layer, token)
        if token.kind is TokenKind.ACRONYM and not is_whole:
            continue
        # `mà...` is a word, `kh...` a piece of one.
        is_piece = is_broken_off(tokens, place) and is_abbreviation(token.text)
        if is_piece or is_field(tokens, place) or stands_in_code(tokens, place):
            continue
        if is_whole and (wanted is None or wanted.has(place, token.text, layer)):
            yield MisreadPlace(place, place, token.text, layer, False)
        chunk = _read_chunk(tokens, place)
        if chunk is not None:
            yield MisreadPlace(place, chunk[0], chunk[1], layer, True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Wanted:
    """Which words are looked at: all of some layers, and of the others those that are odd.

    `doubtful` tells of each token whether it is looked at as well.
    """

    layers: frozenset[Layer]
    is_odd: Callable[[str], bool]
    doubtful: Flags

    def has(self, place: int, word: str, layer: Layer) -> bool:
        """Tell whether a word is, the token of that number."""
        return layer in self.layers or self.is_odd(word) or bool(self.doubtful[place])

    def are(self, table: TokenTable, layers: Layers) -> Flags:
        """Tell which tokens are."""
        return table.flags(self.is_odd, TokenKind.WORD) | layers.are(self.layers) | self.doubtful


def _find_free(table: TokenTable) -> Flags:
    """Find what has blanks beside it, or a sign that ends a sentence or clause and then a blank.

    Nearly all words do: none of the signs of code, records and misread letters can be there.
    """
    is_blank = table.are(*_BLANKS)
    is_stop = table.flags(_STOPS.__contains__, *SIGN_KINDS)
    ends_here = after(is_blank, edge=True) | (after(is_stop) & after(is_blank, 2))
    return before(is_blank, edge=True) & ends_here


def _find_alone(table: TokenTable) -> Flags:
    """Find what has blanks to both sides."""
    is_blank = table.are(*_BLANKS)
    return before(is_blank, edge=True) & after(is_blank, edge=True)


def _find_chunks(table: TokenTable) -> Flags:
    """Find where `_read_chunk` may find a chunk: no sign that parts words before, and two parts of one."""
    parts = table.are(TokenKind.WORD) | table.flags(_is_short_number, TokenKind.NUMBER)
    parts |= table.flags(lambda text: text not in _BREAKS, TokenKind.PUNCTUATION)
    opens = before(table.are(*_BLANKS) | table.flags(_BREAKS.__contains__, *SIGN_KINDS), edge=True)
    return opens & parts & after(parts)


def _is_short_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def find_marked(marks: Iterable[int], size: int) -> frozenset[int]:
    """The tokens that touch a mark: pieces of words that lost letters to it.

    `marks` are the numbers of all marks, `size` is the number of tokens.
    """
    near = {place + step for place in marks for step in (-1, 0, 1)}
    return frozenset(near - {-1, size})


def _read_chunk(tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
    """A word with digits or signs among its letters (`t6`, `s@`, `tu’`): its last token and its text."""
    if place and tokens[place - 1].kind not in _BLANKS and tokens[place - 1].text not in _BREAKS:
        return None
    end, form, letters = place, "", 0
    while end < len(tokens) and len(form) <= LONGEST_FORM:
        token = tokens[end]
        if token.kind is TokenKind.WORD:
            letters += len(token.text)
        elif token.kind is TokenKind.NUMBER:
            if not _is_short_number(token.text):
                return None
        elif token.kind is not TokenKind.PUNCTUATION or token.text in _BREAKS:
            break
        form += token.text
        end += 1
    if end - place < 2 or not letters or not letters < len(form) <= min(2 * letters, LONGEST_FORM):
        return None
    last = tokens[end - 1]
    return (end - 1, form) if last.kind is not TokenKind.PUNCTUATION or last.text in _STRAY else None
