"""From a text to the numbers of its tokens' forms: what stands between blanks is cut once, however often.

Most lines are plain chunks, one blank apart, and nearly all chunks of a text repeat.  So a text is a row of
chunk numbers, and its tokens are what these stand for, laid out in arrays.  Only lines with a chunk that
cannot be told alone are read one by one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from threading import Lock

import numpy as np
import numpy.typing as npt

from vnfix.acronyms import may_be_acronym, name_acronyms
from vnfix.arrays import Flags, Places, join_ranges
from vnfix.token_kinds import Piece, TokenKind
from vnfix.tokens import cut_chunk, cut_plain_chunk, tokenize_lines

# Chunks that are remembered, at 200 bytes each: a piece of a book has 5,000.
_MOST_CHUNKS = 30_000
# Letters of those and of their forms: books have 400,000 in so many, but one may be as long as a text.
_MOST_LETTERS = 500_000
_BLANKS = re.compile("( +)")
_BLANK: Piece = (TokenKind.SPACE, " ")
_LINE_ENDS: dict[str, Piece] = {end: (TokenKind.NEWLINE, end) for end in ("\n", "\r\n")}
# What ends a chunk that no blank follows.
_CLOSED = ("\n", " ")


class ChunkMemory:
    """What the chunks of texts were cut into, kept from text to text: two in three of a text were met before.

    It is emptied when it has too many.
    """

    def __init__(self) -> None:
        self._chunks = _Chunks()
        # A review repairs one file while it weighs another anew.
        self._lock = Lock()

    def read_forms(self, text: str) -> tuple[npt.NDArray[np.int32], Sequence[Piece]]:
        """The form of each token of a text by number, and the forms, numbered by first use."""
        with self._lock:
            if not text:
                return np.zeros(0, dtype=np.int32), ()
            if self._chunks.is_full or not self._chunks.is_whole:
                self._chunks = _Chunks()
            return _read(text, self._chunks)


class _Chunks(dict[str, int]):
    """Chunks by number: what each is cut into, with the blank or line end after it.

    A chunk before a line end has it at its end, the last of a text has a blank there.
    """

    def __init__(self) -> None:
        super().__init__()
        # Forms by number, and back: listing the keys took a tenth of the time of a short text.
        self.forms: list[Piece] = []
        self._form_numbers: dict[Piece, int] = {}
        # By number: how many letters a chunk has with what is after it, whether that is a line end, and the
        # numbers of its forms; none for what cannot be told without its line, as for two blanks.
        self.letters, self.ends_line = array("q"), array("b")
        self.rows, self.sizes = array("q"), array("q")
        self._held = 0

    @property
    def is_full(self) -> bool:
        """Tell whether these are as many as are remembered."""
        return max(len(self), len(self.forms)) > _MOST_CHUNKS or self._held > _MOST_LETTERS

    @property
    def is_whole(self) -> bool:
        """Tell that no time limit stopped it halfway (`vnfix.batch.limits`)."""
        same_chunks = len(self) == len(self.letters) == len(self.ends_line) == len(self.sizes)
        return same_chunks and len(self.forms) == len(self._form_numbers)

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        self._held += len(chunk)
        row = self._cut(chunk)
        self.rows.extend(row)
        self.letters.append(len(chunk) + (chunk[-1:] not in _CLOSED))
        self.ends_line.append(chunk[-1:] == "\n")
        self.sizes.append(len(row))
        return number

    def _cut(self, chunk: str) -> Sequence[int]:
        body, closing = chunk, _BLANK
        if chunk[-1:] == "\n":
            end = chunk[-2:] if chunk[-2:] == "\r\n" else "\n"
            body, closing = chunk[: -len(end)], _LINE_ENDS[end]
        elif chunk[-1:] == " ":
            return self.number(cut_plain_chunk(chunk[:-1]) or ())
        if not body:
            return self.number((closing,)) if closing is not _BLANK else ()
        pieces = cut_plain_chunk(body)
        return () if pieces is None else self.number((*pieces, closing))

    def number(self, pieces: Iterable[Piece]) -> list[int]:
        """The numbers of forms, new ones if need be."""
        known, row = self._form_numbers, []
        for piece in pieces:
            number = known.get(piece)
            if number is None:
                number = known[piece] = len(known)
                self.forms.append(piece)
                self._held += len(piece[1])
            row.append(number)
        return row


def _read(text: str, chunks: _Chunks) -> tuple[npt.NDArray[np.int32], Sequence[Piece]]:
    row = text.replace("\n", "\n ").split(" ")
    # Behind a line end at the very end there is an empty one, of which nothing is told.
    row[-1] += " "
    numbers = np.array(list(map(chunks.__getitem__, row)), dtype=np.int64)
    sizes, forms = np.array(chunks.sizes), np.array(chunks.rows)
    is_told = (sizes > 0)[numbers]
    is_told[-1] |= row[-1] == " "
    if not is_told.all():
        lines = _Lines(text, chunks, numbers, is_told)
        rows = [chunks.number(lines.cut(place)) for place in range(len(lines.firsts))]
        numbers = lines.replace(numbers, len(sizes))
        sizes = np.concatenate([sizes, np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))])
        forms = np.concatenate([forms, np.fromiter(chain.from_iterable(rows), dtype=np.int64)])
    starts = np.cumsum(sizes) - sizes
    return _number_by_use(forms[join_ranges(starts[numbers], sizes[numbers])], chunks.forms)


class _Lines:
    """The lines of a text with a chunk that cannot be told alone."""

    def __init__(self, text: str, chunks: _Chunks, numbers: Places, is_told: Flags) -> None:
        self._text = text
        ends_line = np.array(chunks.ends_line, dtype=bool)[numbers]
        letters = np.array(chunks.letters)[numbers]
        ends = np.cumsum(letters)
        lines = np.cumsum(ends_line) - ends_line
        firsts = np.flatnonzero(np.r_[True, ends_line[:-1]])
        found = np.flatnonzero(np.bincount(lines[~is_told], minlength=len(firsts)))
        self.firsts = firsts[found]
        self._lasts = np.append(firsts[1:], len(numbers))[found] - 1
        starts: list[int] = (ends - letters)[self.firsts].tolist()
        self._spans = list(zip(starts, ends[self._lasts].tolist(), strict=True))

    def replace(self, numbers: Places, first: int) -> Places:
        """Put one number for the chunks of each of the lines: `first` and those after it."""
        numbers[self.firsts] = np.arange(first, first + len(self.firsts))
        is_kept = np.ones(len(numbers), dtype=bool)
        is_kept[join_ranges(self.firsts + 1, self._lasts - self.firsts)] = False
        return numbers[is_kept]

    def cut(self, place: int) -> Iterable[Piece]:
        """The forms of one of the lines with its end."""
        start, end = self._spans[place]
        line = self._text[start:end]
        ending = "\r\n" if line[-2:] == "\r\n" else "\n" if line[-1:] == "\n" else ""
        found = self._read_chunks(start, line[: len(line) - len(ending)])
        if found is None:
            return ((token.kind, token.text) for token in tokenize_lines(self._text, start, end))
        return (*found, _LINE_ENDS[ending]) if ending else found

    def _read_chunks(self, start: int, line: str) -> Sequence[Piece] | None:
        """The forms of a line with more than one blank in a row, acronyms, or chunks that are not plain.

        None where only the whole line tells.
        """
        pieces: list[Piece] = []
        at, asks_line = start, False
        for chunk in _BLANKS.split(line):
            end = at + len(chunk)
            if chunk[:1] == " ":
                pieces.append((TokenKind.SPACE, chunk))
            elif chunk:
                found = cut_plain_chunk(chunk)
                if found is None:
                    found = cut_chunk(self._text, at, end)
                    if found is None:
                        return None
                    asks_line = asks_line or any(map(may_be_acronym, found))
                pieces += found
            at = end
        return name_acronyms(pieces) if asks_line else pieces


def _number_by_use(form: Places, pieces: Sequence[Piece]) -> tuple[npt.NDArray[np.int32], Sequence[Piece]]:
    """Number forms anew by first use; those without use drop out."""
    first = np.full(len(pieces), len(form))
    # Of what is put in one place the last stays: the first use.
    first[form[::-1]] = np.arange(len(form) - 1, -1, -1)
    used = np.flatnonzero(first < len(form))
    # Only those in use are sorted: a short text has a few of the thousands that are remembered.
    order = used[np.argsort(first[used])]
    number = np.empty(len(pieces), dtype=np.int32)
    number[order] = np.arange(len(order))
    return number[form], [pieces[place] for place in order.tolist()]
