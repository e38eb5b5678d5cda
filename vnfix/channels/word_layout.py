"""What stands around each token, for the search for lost letters: found for all tokens at once.

The search asks these things of a word again and again, from every word before it; from token to token they
were half of its time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Flags, after, before
from vnfix.channels.pattern import LONGEST_GAP
from vnfix.channels.suspicion import Suspicion
from vnfix.code_signs import SIGN_KINDS, find_broken_off, find_code_touched
from vnfix.digit_marks import touches_number
from vnfix.document import Document
from vnfix.token_kinds import TokenKind

MOST_HOLES = 3
"""Letters that one pattern may have lost."""

# What `WordLayout.begins` says.
NOTHING, WORD, NUMBER, BLANKS = range(4)
# What `WordLayout.follows` says.
OTHER, DIGIT, LETTERS, SIGN = range(4)


@dataclass(frozen=True, eq=False, repr=False)
class WordLayout:
    """One byte a token in each of these, 0 for no.

    `begins`: what kind of pattern may begin here; `follows`: what comes right after - a mark that is a
    digit, a word or mark, or a sign that seems to be a mark.  `is_mark`: the token is a mark, or such a
    sign; `is_fragment`: it is a piece of a word; `is_plain`: a word with no mark after it.

    `leads` and `tails` are the most blanks before and after it that may be letters lost from it, `gap` the
    blanks up to a word or mark that may belong to the same word (0 where there is none).

    `is_shut`: no word begins here - a mark that is a digit, code, a word that breaks off; `is_item`: the
    letter of a list item or a formula (`c)`, `b.` at a line start, `f(x)`); `begins_line` and `ends_line`:
    nothing but an indent is before it, nothing after it.
    """

    begins: bytes
    follows: bytes
    is_mark: bytes
    is_fragment: bytes
    is_plain: bytes
    leads: bytes
    tails: bytes
    gap: bytes
    is_shut: bytes
    is_item: bytes
    begins_line: bytes
    ends_line: bytes

    @staticmethod
    def of_document(document: Document, suspicion: Suspicion) -> WordLayout:
        """Look around each token of a document."""
        table = document.table
        word, mark = table.are(TokenKind.WORD), table.are(TokenKind.MARK)
        space, line_end = table.are(TokenKind.SPACE), table.are(TokenKind.NEWLINE)
        is_mark, is_digit = suspicion.are_marks, _find_digits(document, suspicion)
        touches = word | mark
        blanks = table.flags(lambda text: len(text) <= LONGEST_GAP and not text.strip(" "), TokenKind.SPACE)
        sizes = np.where(blanks, table.sizes, 0).astype(np.int8)
        # Beside a line end or a sign all blanks of a gap may be letters, beside words all but one.
        loose = line_end | table.are(TokenKind.PUNCTUATION)
        begins = np.where(space & (table.sizes > 1), BLANKS, NOTHING)
        leads = _count_open(_shift(sizes, -1), before(loose, 2, edge=True))
        tails = _count_open(_shift(sizes, 1), after(loose, 2, edge=True))
        number = table.are(TokenKind.NUMBER)
        # Digits are lost in a loose blank beside a number, or between two.
        begins[number & ((leads > 0) | (tails > 0) | after(number, 2))] = NUMBER
        begins[(touches & ~before(touches)) | suspicion.are_raw_marks] = WORD
        joins = after(blanks) & after(word | (mark & ~is_digit), 2)
        follows = np.where(after(touches), LETTERS, np.where(after(is_mark), SIGN, OTHER))
        follows[after(is_digit)] = DIGIT
        first = before(line_end, edge=True)
        return WordLayout(
            begins=_pack(begins),
            follows=_pack(follows),
            is_mark=_pack(is_mark),
            is_fragment=_pack(suspicion.are_fragments),
            is_plain=_pack(word & ~after(is_mark)),
            leads=_pack(leads),
            tails=_pack(tails),
            gap=_pack(np.where(joins, _shift(sizes, 1), 0)),
            is_shut=_pack(is_digit | find_code_touched(table, suspicion.raw_marks) | find_broken_off(table)),
            is_item=_pack(_find_items(document, first)),
            begins_line=_pack(np.where(before(space), before(line_end, 2, edge=True), first)),
            ends_line=_pack(after(line_end, edge=True)),
        )


def _pack(values: npt.NDArray[np.generic]) -> bytes:
    # Of all that can be asked by place these are the fastest.
    return values.astype(np.uint8).tobytes()


def _shift(sizes: npt.NDArray[np.int8], step: int) -> npt.NDArray[np.int8]:
    """By place, the size of the token `step` after it, 1 or -1; 0 where there is none."""
    out = np.zeros_like(sizes)
    if step > 0:
        out[:-1] = sizes[1:]
    else:
        out[1:] = sizes[:-1]
    return out


def _count_open(sizes: npt.NDArray[np.int8], loose: Flags) -> npt.NDArray[np.int8]:
    return np.clip(sizes - ~loose, 0, MOST_HOLES)


def _find_digits(document: Document, suspicion: Suspicion) -> Flags:
    """The marks that are digits, here or throughout the document."""
    found = np.zeros(len(document.table), dtype=bool)
    tokens = document.tokens
    for place in document.marks:
        found[place] = tokens[place].text in suspicion.digit_marks or touches_number(tokens, place)
    return found


def _find_items(document: Document, begins_line: Flags) -> Flags:
    table = document.table
    brackets = table.flags(lambda text: text in ")(", *SIGN_KINDS)
    signs = table.flags(lambda text: text in "./-", *SIGN_KINDS)
    return (table.sizes <= 1) & (after(brackets) | (begins_line & after(signs)))
