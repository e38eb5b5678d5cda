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
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from vnfix.character_classes import COMBINING, ODD_NUMBERS
from vnfix.protected import PROTECTED


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    """A maximal run of letters and the combining marks on them."""
    NUMBER = "number"
    """Digits with inner `.`, `,`, `/` or `:`."""
    PUNCTUATION = "punctuation"
    """Any one character that is nothing else: signs, soft hyphens, lone surrogates, emoji."""
    SPACE = "space"
    """A run of blanks, tabs and no-break spaces."""
    NEWLINE = "newline"
    """One line end; `\\r\\n` is one."""
    MARK = "mark"
    """One mark that stands for one lost glyph: U+FFFD, a private-use or control character,
    `(cid:123)`, a box that touches a letter."""
    PROTECTED = "protected"
    """A span that is never changed; see `vnfix.protected`."""
    ACRONYM = "acronym"
    """A run of capitals that is no word: `UBND`, `TU`, `XIV`, `HTXs`."""


class Token(NamedTuple):
    """One piece of a text: `original[start:end] == text`, offsets in code points; never empty."""

    kind: TokenKind
    start: int
    end: int
    text: str


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
                _name_acronyms(tokens, line_start)
                capitals_seen = False
            line_start = len(tokens) + 1
        elif group == _BOXES_GROUP:
            tokens.extend(_box_tokens(text, start, end))
            continue
        append(new(Token, (kind, start, end, piece)))
    if capitals_seen:
        _name_acronyms(tokens, line_start)
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
_PLAIN_CHUNK = re.compile(
    rf"({_OPENING})({_WORD})({_CLOSING})"
    rf"|{_OPENING}(?:{_WORD}(?:[-–—]{_WORD})++|[0-9]{{1,12}}(?:[.,/:][0-9]{{1,12}})*+%?+){_CLOSING}"
    r"|[-–—…\"'&%+*“”‘’«».,;:!?()]++"
)

Piece = tuple[TokenKind, str]
"""A token without its place."""


def may_be_acronym(piece: Piece) -> bool:
    """Tell whether a word may be an acronym: two capitals in a row, of which the rest of the line tells."""
    kind, text = piece
    return kind is TokenKind.WORD and len(text) > 1 and text[:2].isupper()


@lru_cache(maxsize=1 << 14)
def cut_plain_chunk(chunk: str) -> Sequence[Piece] | None:
    """Cut a stretch without blanks that reads the same wherever it stands; None where that cannot be said.

    Two capitals in a row may be an acronym, which the rest of the line tells.

    >>> [(str(kind), text) for kind, text in cut_plain_chunk("(quan).")]
    [('punctuation', '('), ('word', 'quan'), ('punctuation', ')'), ('punctuation', '.')]
    >>> cut_plain_chunk("UBND"), cut_plain_chunk("12/BC")
    (None, None)
    """
    found = _PLAIN_CHUNK.fullmatch(chunk)
    if found is None:
        return None
    opening, word, closing = found.groups()
    if word is not None:
        if word[:2].isupper() and len(word) > 1:
            return None
        # Most chunks: no need to look for protected spans.
        sign = TokenKind.PUNCTUATION
        return (
            *((sign, char) for char in opening),
            (TokenKind.WORD, word),
            *((sign, char) for char in closing),
        )
    tokens = tokenize(chunk)
    if any(len(token.text) > 1 and token.text[:2].isupper() for token in tokens):
        return None
    return tuple((token.kind, token.text) for token in tokens)


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


def name_acronyms(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Turn the words of a line that are acronyms into ACRONYM tokens; `pieces` is all of the line."""
    tokens = [Token(kind, 0, 0, text) for kind, text in pieces]
    _name_acronyms(tokens, 0)
    return [(token.kind, token.text) for token in tokens]


class _Side(StrEnum):
    """What stands beside a run of capitals."""

    NOTHING = "nothing"
    CAPITALS = "capitals"
    LOWER = "lower"


# The tones, the circumflex and the breve; a horn is at home in acronyms (TƯ, BCHTƯ).
_WORD_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306")
_ROMAN = re.compile(r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SYLLABLE_LIKE_ROMAN = frozenset({"VI", "XI", "LI"})
# A syllable of capitals, whole or with letters lost: every part may be missing (THC, NG, IẾN).
_SYLLABLE_REMAINS = re.compile(
    r"(?:NGH?|NH|GH|GI|KH|PH|QU|TH|TR|CH|[BCDĐGHKLMNPQRSTVX])?[AEIOUY]{0,4}(?:NG|NH|CH|[CMNPT])?"
)
_VOWELLESS = re.compile(r"[AEIOUY]?[^AEIOUY]+")
_PLURAL = re.compile(r"[^\WAEIOUY\d_]{2,}[grs]")


def _name_acronyms(tokens: list[Token], first: int) -> None:
    """Turn the words of the line `tokens[first:]` that are acronyms into ACRONYM tokens."""
    line = range(first, len(tokens))
    words = [index for index in line if tokens[index].kind is TokenKind.WORD]
    is_heading = all(tokens[index].text.isupper() for index in words)
    before = _sides(tokens, line, is_heading)
    after = _sides(tokens, line[::-1], is_heading)
    for index in words:
        token = tokens[index]
        touches_mark = any(
            near in line and tokens[near].kind is TokenKind.MARK for near in (index - 1, index + 1)
        )
        if not touches_mark and _is_acronym(token.text, {before[index], after[index]}, is_heading):
            tokens[index] = token._replace(kind=TokenKind.ACRONYM)


def _sides(tokens: list[Token], way: range, is_heading: bool) -> dict[int, _Side]:
    """Tell for each word what kind of word comes before it on the way along the line.

    Lone capitals count only where nothing longer follows: in a damaged heading they are what is
    left of words, elsewhere names of things.  Outside headings a sign parts neighbours.
    """
    sides = {}
    side = _Side.NOTHING
    for index in way:
        token = tokens[index]
        if token.kind is TokenKind.WORD:
            sides[index] = side
            if not token.text.isupper():
                side = _Side.LOWER
            elif len(token.text) > 1 or side is _Side.NOTHING:
                side = _Side.CAPITALS
        elif token.kind is TokenKind.PUNCTUATION and not is_heading:
            side = _Side.NOTHING
    return sides


def _is_acronym(text: str, sides: set[_Side], is_heading: bool) -> bool:
    """Tell an acronym or Roman numeral from a word in capitals, whole or damaged.

    `sides` is what stands before and after it; `is_heading` says that its line has no small letter.
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if char.isalpha())
    if len(bare) < 2 or not _WORD_MARKS.isdisjoint(decomposed):
        return False
    if not bare.isupper():
        return bare[:-1].isupper() and _PLURAL.fullmatch(bare) is not None
    if _ROMAN.fullmatch(bare) and (bare not in _SYLLABLE_LIKE_ROMAN or _Side.CAPITALS not in sides):
        return True
    if _VOWELLESS.fullmatch(bare) and not _SYLLABLE_REMAINS.fullmatch(bare):
        return True
    return not is_heading and _Side.CAPITALS not in sides
