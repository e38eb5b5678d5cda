"""The lossless tokenizer: a text as words, numbers, marks of lost glyphs, and what lies between.

`tokenize` loses nothing: the texts of its tokens, joined, are the text.  One alternation
(`_compile_pattern`) cuts the text in linear time; its first branches take the plain words and blanks, most
of any text, before anything dearer is tried.  A second pass over the few lines with runs of capitals
tells acronyms from the words of a heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from vnfix.acronyms import turn_acronyms
from vnfix.character_classes import COMBINING, ODD_NUMBERS
from vnfix.protected import PROTECTED
from vnfix.recent import WordMemory
from vnfix.token_kinds import Piece, Token, TokenKind

# Beyond the Basic Multilingual Plane letters are rare; \w is near enough.
_LETTER = rf"[^\W\d_{ODD_NUMBERS}]"
_WORD = rf"{_LETTER}(?:{_LETTER}++|[{COMBINING}\U000e0100-\U000e01ef]++)*+"
# What may follow a word that certainly begins no protected span.
_PLAIN_END = r"(?=[\s,;!?)\"”]|[.:](?:\s|\Z)|\Z)"
_BLANK = r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]++"
_NEWLINE = r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"
_NUMBER = r"\d++(?:[.,/:]\d++)*+"
_MARK = (
    r"[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
    r"|\(cid:-?\d{1,7}\)"
)
_BOXES = r"[\u25a1\u25af\u25fb\u25fd\u2610]++"


@cache
def _compile_pattern() -> re.Pattern[str]:
    """Compile the alternation when first asked for: 13 ms that a short text of plain words does without."""
    return re.compile(
        rf"({_WORD}){_PLAIN_END}|({_BLANK})|({_NEWLINE})"
        rf"|(?<!{_LETTER})(?<![{COMBINING}\d])({PROTECTED})"
        rf"|({_WORD})|({_NUMBER})|({_MARK})|({_BOXES})|(.)",
        re.DOTALL,
    )


_BOXES_GROUP = 8
_KIND_OF_GROUP = (
    TokenKind.PUNCTUATION,  # no group has the number 0
    TokenKind.WORD,
    TokenKind.SPACE,
    TokenKind.NEWLINE,
    TokenKind.PROTECTED,
    TokenKind.WORD,
    TokenKind.NUMBER,
    TokenKind.MARK,
    TokenKind.MARK,
    TokenKind.PUNCTUATION,
)

_LONGEST_LOSS = 3
"""A longer run of boxes is a field to fill in, not lost letters."""


def tokenize(text: str) -> list[Token]:
    """Cut `text` into tokens that follow one another without a gap.

    Takes any string, lone surrogates and NUL included, and raises nothing; offsets are code
    points.  Takes linear time.

    >>> [(str(token.kind), token.text) for token in tokenize("UBND th c")]
    [('acronym', 'UBND'), ('space', ' '), ('word', 'th'), ('space', ' '), ('word', 'c')]
    >>> tokenize("số 12/BC-UBND")[-1]
    Token(kind=<TokenKind.PROTECTED: 'protected'>, start=3, end=13, text='12/BC-UBND')
    """
    return _scan(text, 0, len(text))


def tokenize_lines(text: str, start: int, end: int) -> list[Token]:
    """Cut some lines of `text`, from `start` to `end`: the tokens that they have in the whole."""
    return _scan(text, start, end)


def _scan(text: str, start: int, stop: int) -> list[Token]:
    tokens: list[Token] = []
    append = tokens.append
    # The plain constructor of a named tuple is a Python call; this loop runs once per token.
    new = tuple.__new__
    end, line_start = start, 0
    capitals_seen = False
    # Not up to `stop`: some spans are told by what follows on the next line.
    for match in _compile_pattern().finditer(text, start):
        if end >= stop:
            break
        group = match.lastindex or 0
        kind = _KIND_OF_GROUP[group]
        piece = match[0]
        start, end = end, end + len(piece)
        if kind is TokenKind.WORD:
            if len(piece) > 1 and piece[:2].isupper():
                capitals_seen = True
        elif kind is TokenKind.NEWLINE:
            if capitals_seen:
                turn_acronyms(tokens, line_start)
                capitals_seen = False
            line_start = len(tokens) + 1
        elif group == _BOXES_GROUP:
            tokens.extend(_box_tokens(text, start, end))
            continue
        append(new(Token, (kind, start, end, piece)))
    if capitals_seen:
        turn_acronyms(tokens, line_start)
    return tokens


def _box_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Cut a run of boxes into one token each: marks if a letter touches the run, else signs.

    Boxes before a word that begins with one capital (`□Nam □Nữ`) are check boxes of a form.
    """
    before = text[start - 1] if start else " "
    after = text[end : end + 2]
    touches_end = before.isalpha() or unicodedata.category(before).startswith("M")
    touches_start = after[:1].isalpha() and not after.istitle()
    is_mark = (touches_end or touches_start) and end - start <= _LONGEST_LOSS
    kind = TokenKind.MARK if is_mark else TokenKind.PUNCTUATION
    for place in range(start, end):
        yield Token(kind, place, place + 1, text[place])


# Chunks between blanks that read the same wherever they stand: words (joined by dashes) or one number with
# the usual signs around them, or signs alone.  No protected span, no mark and no box begins in them: those
# need a sign that is not among these, or a letter or digit right behind one.
_OPENING, _CLOSING = r"[(\[“\"'‘«]*+", r"[,;!?)\]”\"'’».:…]*+"
_DASHES = "-–—"
# Written so that the classes of letters and marks stand in it once: each takes a millisecond to compile, and
# nearly every start needs this one.
_PLAIN_CHUNK = re.compile(
    rf"({_OPENING})"
    rf"(?:(?![{_DASHES}])((?:[{_DASHES}]?{_WORD})++)|[0-9]{{1,12}}(?:[.,/:][0-9]{{1,12}})*+%?+)"
    rf"({_CLOSING})"
    r"|[-–—…\"'&%+*“”‘’«».,;:!?()]++"
)


def cut_plain_chunk(chunk: str) -> Sequence[Piece] | None:
    """Cut a stretch without blanks that reads the same wherever it stands; None where that cannot be said.

    Two capitals in a row may be an acronym, which the rest of the line tells.

    >>> [(str(kind), text) for kind, text in cut_plain_chunk("(quan).")]
    [('punctuation', '('), ('word', 'quan'), ('punctuation', ')'), ('punctuation', '.')]
    >>> cut_plain_chunk("UBND"), cut_plain_chunk("12/BC")
    (None, None)
    """
    return _known_chunks[chunk]


def _cut_plain_chunk(chunk: str) -> Sequence[Piece] | None:
    found = _PLAIN_CHUNK.fullmatch(chunk)
    if found is None:
        return None
    opening, word, closing = found.groups()
    if word is not None and not any(dash in word for dash in _DASHES):
        if word[:2].isupper() and len(word) > 1:
            return None
        # Most chunks: no need to look for protected spans.
        pieces: tuple[Piece, ...] = ((TokenKind.WORD, word),)
        if opening:
            pieces = (*((TokenKind.PUNCTUATION, char) for char in opening), *pieces)
        if closing:
            pieces += tuple((TokenKind.PUNCTUATION, char) for char in closing)
        return pieces
    tokens = tokenize(chunk)
    if any(len(token.text) > 1 and token.text[:2].isupper() for token in tokens):
        return None
    return tuple((token.kind, token.text) for token in tokens)


# Not all that a cache of so many chunks would hold: one may be as long as a text.
_known_chunks = WordMemory(_cut_plain_chunk)


def cut_chunk(text: str, start: int, end: int) -> Sequence[Piece] | None:
    """Cut any stretch between two blanks of a line of `text`; None where it is no whole number of tokens.

    Its words may still be acronyms.
    """
    pieces: list[Piece] = []
    at = start
    for match in _compile_pattern().finditer(text, start):
        if at >= end:
            break
        group = match.lastindex or 0
        if group == _BOXES_GROUP:
            pieces += ((token.kind, token.text) for token in _box_tokens(text, *match.span()))
        else:
            pieces.append((_KIND_OF_GROUP[group], match[0]))
        at = match.end()
    kinds = [kind for kind, _ in pieces]
    # A tab at the edge makes one token with the blank beside it; some signs end the line.
    has_edge = TokenKind.SPACE in (kinds[0], kinds[-1])
    return None if at > end or has_edge or TokenKind.NEWLINE in kinds else pieces
