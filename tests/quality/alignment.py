"""Aligning a text with the correct one, and reading off what it has for each correct syllable.

White space counts as one blank everywhere.  A *word character* is a letter, a digit, an underline
or a combining mark; a *syllable* is a maximal run of them, so numbers are syllables too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

PIECE_LENGTH = 6000
"""Texts longer than this are cut at shared phrases, so that aligning stays fast."""

PHRASE_LENGTH = 24
"""Characters of a shared phrase; it must occur once only in the other text."""


def fold_blanks(text: str) -> str:
    """Turn every run of white space into one blank and trim the ends.

    >>> fold_blanks(" a  b\\nc ")
    'a b c'
    """
    return " ".join(text.split())


def is_word_character(character: str) -> bool:
    """Tell whether `character` can be part of a syllable."""
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


def find_syllables(text: str) -> list[tuple[int, int]]:
    """List the syllables of `text` as half-open spans.

    >>> find_syllables("25/7, cơ")
    [(0, 2), (3, 4), (6, 8)]
    """
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for offset, character in enumerate(text):
        if is_word_character(character):
            start = offset if start is None else start
        elif start is not None:
            spans.append((start, offset))
            start = None
    if start is not None:
        spans.append((start, len(text)))
    return spans


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of gold and the part of the other text that stands for it."""

    gold_start: int
    gold_end: int
    other_start: int
    other_end: int


def cut_pieces(gold: str, other: str) -> Iterator[Piece]:
    """Cut two texts where a phrase of gold occurs once in the other, at about the same distance."""
    gold_start = other_start = 0
    if len(gold) > PIECE_LENGTH and other:
        phrases = _unique_phrases(other)
        while len(gold) - gold_start > PIECE_LENGTH:
            meeting = _find_meeting(gold, gold_start, phrases, other_start)
            if meeting is None:
                break
            yield Piece(gold_start, meeting[0], other_start, meeting[1])
            gold_start, other_start = meeting
    yield Piece(gold_start, len(gold), other_start, len(other))


def _unique_phrases(text: str) -> dict[str, int]:
    """Map each phrase that occurs once in `text` to its offset, the others to -1."""
    offsets: dict[str, int] = {}
    for offset in range(len(text) - PHRASE_LENGTH + 1):
        phrase = text[offset : offset + PHRASE_LENGTH]
        offsets[phrase] = -1 if phrase in offsets else offset
    return offsets


def _find_meeting(
    gold: str, gold_start: int, phrases: dict[str, int], other_start: int
) -> tuple[int, int] | None:
    """Find the first place where both texts can be cut, as (offset in gold, offset in other)."""
    last = min(gold_start + 3 * PIECE_LENGTH, len(gold) - PHRASE_LENGTH)
    for offset in range(gold_start + PIECE_LENGTH // 2, last):
        if gold[offset] != " ":
            continue
        found = phrases.get(gold[offset : offset + PHRASE_LENGTH], -1)
        advance = offset - gold_start
        if found >= other_start and abs(found - other_start - advance) < 0.25 * advance + 200:
            return offset, found
    return None


def align(gold: str, other: str) -> tuple[list[int], list[int]]:
    """Align on characters: `other[starts[i]:ends[i]]` stands for `gold[i]`, empty when it is gone."""
    starts, ends = [0] * len(gold), [0] * len(gold)
    for piece in cut_pieces(gold, other):
        operations = Levenshtein.opcodes(
            gold[piece.gold_start : piece.gold_end], other[piece.other_start : piece.other_end]
        )
        for operation in operations:
            width = 0 if operation.tag == "delete" else 1
            for step in range(operation.src_end - operation.src_start):
                place = piece.other_start + operation.dest_start + step * width
                starts[piece.gold_start + operation.src_start + step] = place
                ends[piece.gold_start + operation.src_start + step] = place + width
    return starts, ends


@dataclass(frozen=True, slots=True)
class Projection:
    """What a text has for each gold syllable, and how many of its words stand for none."""

    readings: tuple[str, ...]
    extra: int


def project(gold: str, other: str, syllables: list[tuple[int, int]]) -> Projection:
    """Read off what `other` has for each of `syllables` of `gold`, both with blanks folded.

    The aligned span is widened to the word characters that touch it: in `củaBộ` both readings are
    the whole.

    >>> project("của Bộ", "củaBộ", [(0, 3), (4, 6)]).readings
    ('củaBộ', 'củaBộ')
    """
    starts, ends = align(gold, other)
    readings: list[str] = []
    used = bytearray(len(other))
    for first, last in syllables:
        start, end = starts[first], ends[last - 1]
        if start < end:
            while start > 0 and is_word_character(other[start - 1]):
                start -= 1
            while end < len(other) and is_word_character(other[end]):
                end += 1
            used[start:end] = b"\1" * (end - start)
        readings.append(other[start:end].strip())
    extra = sum(1 for start, end in find_syllables(other) if not any(used[start:end]))
    return Projection(tuple(readings), extra)
