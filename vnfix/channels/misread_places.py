"""Where a misread word may stand: what the text alone tells, whatever is known of its damage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from vnfix.channels.misread_words import LONGEST_FORM
from vnfix.code_signs import is_broken_off, is_field, stands_in_code
from vnfix.error_rates import Layer
from vnfix.tokens import Token, TokenKind

# Signs that a mark or the end of a letter is taken for.
_STRAY = "'’‘`*^°~"
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
    tokens: Sequence[Token],
    layers: Sequence[Layer | None],
    marked: frozenset[int],
    is_bare_capital: Callable[[Layer, Token], bool],
) -> Iterator[MisreadPlace]:
    """The stretches of tokens that may be one misread word, in order.

    `layers` go with the tokens, None for what is left alone; `marked` are the tokens that touch a mark;
    `is_bare_capital` tells what seems an acronym and may be a word in capitals.
    """
    for place, token in enumerate(tokens):
        layer = layers[place]
        if layer is None or token.kind not in _OPEN or place in marked:
            continue
        if token.kind is TokenKind.WORD and _stands_free(tokens, place):
            yield MisreadPlace(place, place, token.text, layer, False)
            continue
        if is_field(tokens, place) or is_broken_off(tokens, place) or stands_in_code(tokens, place):
            continue
        if token.kind is TokenKind.WORD or is_bare_capital(layer, token):
            yield MisreadPlace(place, place, token.text, layer, False)
        elif token.kind is not TokenKind.NUMBER:
            continue
        chunk = _read_chunk(tokens, place)
        if chunk is not None:
            yield MisreadPlace(place, chunk[0], chunk[1], layer, True)


def _stands_free(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word has blanks beside it, or a sign that ends a sentence or clause and then a blank.

    Nearly all words do: none of the signs of code, records and misread letters can be there.
    """
    if place and tokens[place - 1].kind not in _BLANKS:
        return False
    follower = tokens[place + 1] if place + 1 < len(tokens) else None
    if follower is None or follower.kind in _BLANKS:
        return True
    return follower.text in _STOPS and place + 2 < len(tokens) and tokens[place + 2].kind in _BLANKS


def find_marked(marks: Iterable[int]) -> frozenset[int]:
    """The tokens that touch a mark (`marks` are their numbers): pieces of words that lost letters to it."""
    return frozenset(place + step for place in marks for step in (-1, 0, 1))


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
            if not token.text.isdecimal() or len(token.text) > _LONGEST_NUMBER:
                return None
        elif token.kind is not TokenKind.PUNCTUATION or token.text in _BREAKS:
            break
        form += token.text
        end += 1
    if end - place < 2 or not letters or not letters < len(form) <= min(2 * letters, LONGEST_FORM):
        return None
    last = tokens[end - 1]
    return (end - 1, form) if last.kind is not TokenKind.PUNCTUATION or last.text in _STRAY else None
