"""Finding given words and phrases in a text that is cut into tokens.

Comparison is by token and in NFC, so a phrase is found whole or not at all, whether its letters are
composed or not.  A blank of a phrase stands for any blanks, and for the end of a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vnfix.token_kinds import Token, TokenKind
from vnfix.tokens import tokenize

_GAPS = (TokenKind.SPACE, TokenKind.NEWLINE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One token of a phrase; `follows_gap` says that a blank stands before it."""

    text: str
    follows_gap: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    pieces: tuple[_Piece, ...]
    is_cased: bool


class PhraseBook:
    """The phrases to find; a phrase without capitals is found in all case forms.

    >>> book = PhraseBook(["Ô Quy", "thị tứ"])
    >>> text = "Thị Tứ Ô Quy, không phải ô quy"
    >>> [text[start:end] for start, end in book.find(tokenize(text))]
    ['Thị Tứ', 'Ô Quy']
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[_Phrase]] = {}
        for phrase in phrases:
            found = _parse(phrase)
            if found.pieces:
                self._by_first.setdefault(found.pieces[0].text.lower(), []).append(found)

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """The spans of the phrases, the longest at each place, in order and without overlaps.

        A word that touches a mark of a lost glyph is a piece of a word, and none of ours.
        """
        if not self._by_first:
            return
        known: dict[str, list[_Phrase]] = {}
        place = 0
        while place < len(tokens):
            text = tokens[place].text
            phrases = known.get(text)
            if phrases is None:
                phrases = known[text] = self._by_first.get(_compose(text).lower(), [])
            end = max((_match(tokens, place, phrase) for phrase in phrases), default=place)
            if end > place:
                yield tokens[place].start, tokens[end - 1].end
            place = max(end, place + 1)


def _compose(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _parse(phrase: str) -> _Phrase:
    text = _compose(phrase.strip())
    pieces: list[_Piece] = []
    follows_gap = False
    for token in tokenize(text):
        if token.kind in _GAPS:
            follows_gap = True
        else:
            pieces.append(_Piece(token.text, follows_gap))
            follows_gap = False
    is_cased = text != text.lower()
    return _Phrase(tuple(pieces), is_cased)


def _match(tokens: Sequence[Token], place: int, phrase: _Phrase) -> int:
    """The place after the phrase that begins at `place`; `place` itself when another text stands there."""
    at = place
    for piece in phrase.pieces:
        if piece.follows_gap:
            after = _skip_gap(tokens, at)
            if after == at:
                return place
            at = after
        if at == len(tokens):
            return place
        text = _compose(tokens[at].text)
        if (text if phrase.is_cased else text.lower()) != piece.text:
            return place
        at += 1
    return place if _touches_mark(tokens, place, at) else at


def _skip_gap(tokens: Sequence[Token], at: int) -> int:
    """The place after the blanks and the one line end that may begin at `at`."""
    lines = 0
    while at < len(tokens) and tokens[at].kind in _GAPS:
        lines += tokens[at].kind is TokenKind.NEWLINE
        if lines > 1:
            break
        at += 1
    return at


def _touches_mark(tokens: Sequence[Token], first: int, end: int) -> bool:
    is_before = first > 0 and tokens[first - 1].kind is TokenKind.MARK
    return is_before or (end < len(tokens) and tokens[end].kind is TokenKind.MARK)
