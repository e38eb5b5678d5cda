"""What a user wants left alone, as spans of a text, and how the rest of the engine heeds them.

`find_ignored` gives the spans: words, phrases and patterns of the settings, and the lines between a
line `vnfix: off` and the next line `vnfix: on`.  `protect` makes them tokens that no channel touches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from vnfix.correction import Correction
from vnfix.settings import Settings
from vnfix.switches import find_switched_off
from vnfix.token_kinds import Token, TokenKind

Spans = Sequence[tuple[int, int]]
"""Half-open spans of code points, ordered, without overlaps, none empty."""


def find_ignored(text: str, tokens: Sequence[Token], settings: Settings) -> Spans:
    r"""The spans of a tokenized text that are to be left alone.

    >>> from vnfix.tokens import tokenize
    >>> text = "một\n# vnfix: off\nhai\n# vnfix: on\nba"
    >>> [text[start:end] for start, end in find_ignored(text, tokenize(text), Settings())]
    ['# vnfix: off\nhai\n# vnfix: on\n']
    """
    found = [*find_switched_off(text)]
    # Most texts have no such settings: what finds phrases need not be imported for them.
    if settings.ignored_words or settings.known_words:
        found += settings.phrases.find(tokens)
    for pattern in settings.ignored_patterns:
        found += (match.span() for match in pattern.finditer(text))
    return merge_spans(found)


def merge_spans(spans: Iterable[tuple[int, int]]) -> Spans:
    """Put spans in order; those that overlap or touch become one, empty ones none.

    >>> merge_spans([(4, 6), (0, 2), (5, 9), (9, 10), (3, 3)])
    [(0, 2), (4, 10)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_ignored(spans: Spans, start: int, end: int) -> bool:
    """Tell whether `start` to `end` overlaps one of the spans; a place without width must lie inside one.

    >>> spans = [(2, 5)]
    >>> [is_ignored(spans, *span) for span in ((0, 2), (4, 9), (5, 6), (3, 3), (2, 2))]
    [False, True, False, True, False]
    """
    place = bisect_right(spans, start, key=lambda span: span[1])
    return place < len(spans) and spans[place][0] < max(start, end) and start < spans[place][1]


def move_spans(spans: Spans, corrections: Sequence[Correction]) -> Spans:
    """Where the spans lie after the corrections, which are in order and overlap none of them."""
    shifts = [0]
    for item in corrections:
        shifts.append(shifts[-1] + len(item.after) - len(item.before))
    moved = []
    for start, end in spans:
        shift = shifts[bisect_left(corrections, end, key=lambda item: item.end)]
        moved.append((start + shift, end + shift))
    return moved


def protect(tokens: Sequence[Token], spans: Spans) -> Sequence[Token]:
    r"""Make what the spans touch protected tokens; joined, the tokens are the same text.

    Words, numbers and marks are protected whole, blanks as far as the span goes.  Line ends stay line ends.

    >>> from vnfix.tokens import tokenize
    >>> [(str(token.kind), token.text) for token in protect(tokenize("c  quan\nso"), [(0, 2), (5, 9)])]
    [('protected', 'c '), ('space', ' '), ('protected', 'quan'), ('newline', '\n'), ('protected', 'so')]
    """
    if not spans:
        return tokens
    out: list[Token] = []
    for covered, group in groupby(_cut(tokens, spans), key=lambda piece: piece[0]):
        pieces = [token for _, token in group]
        if covered:
            text = "".join(token.text for token in pieces)
            out.append(Token(TokenKind.PROTECTED, pieces[0].start, pieces[-1].end, text))
        else:
            out += pieces
    return out


def _cut(tokens: Sequence[Token], spans: Spans) -> Iterator[tuple[bool, Token]]:
    """The tokens, blanks cut where a span begins or ends, each with whether it is to be protected."""
    at = 0
    for token in tokens:
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if at == len(spans) or token.end <= spans[at][0] or token.kind is TokenKind.NEWLINE:
            yield False, token
        elif token.kind is TokenKind.SPACE:
            yield from _cut_blanks(token, spans, at)
        else:
            yield True, token


def _cut_blanks(token: Token, spans: Spans, at: int) -> Iterator[tuple[bool, Token]]:
    place = token.start
    while place < token.end:
        while at < len(spans) and spans[at][1] <= place:
            at += 1
        covered = at < len(spans) and spans[at][0] <= place
        edge = token.end if at == len(spans) else spans[at][1 if covered else 0]
        end = min(edge, token.end)
        yield covered, Token(TokenKind.SPACE, place, end, token.text[place - token.start : end - token.start])
        place = end
