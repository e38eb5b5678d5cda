"""Offsets to lines, columns and bytes, as people and editors count them.

Lines end at a line feed (a carriage return before it belongs to the line), as for `grep`,
`patch` and most editors; lines and columns count from 1, columns in code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a text, both counted from 1."""

    line: int
    column: int


_FIRST = Place(1, 1)


class LineIndex:
    r"""Finds the line of an offset in one text.

    >>> index = LineIndex("một\r\nhai")
    >>> index.place(5), index.span(2), index.line_count
    (Place(line=2, column=1), (5, 8), 2)
    """

    def __init__(self, text: str, start: Place = _FIRST) -> None:
        """`start` is the place of the text in a longer one; only `place` heeds it."""
        self._first = start
        self._length = len(text)
        self._starts = [0]
        at = text.find("\n")
        while at >= 0 and at + 1 < len(text):
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    @property
    def line_count(self) -> int:
        """The number of lines; a line feed at the very end starts no further one."""
        return len(self._starts) if self._length else 0

    def place(self, offset: int) -> Place:
        """Give the line and column of an offset (0 to the length of the text)."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1]
        return Place(line + self._first.line - 1, column + (self._first.column if line == 1 else 1))

    def span(self, line: int) -> tuple[int, int]:
        """Give start and end of a line, its line end included; raises IndexError for other numbers."""
        if not 1 <= line <= len(self._starts):
            raise IndexError(line)
        last = line == len(self._starts)
        return self._starts[line - 1], self._length if last else self._starts[line]


def find_byte_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """Map offsets in code points to offsets in the UTF-8 form of `text`, in one pass.

    >>> find_byte_offsets("cơ quan", [0, 1, 2])
    {0: 0, 1: 1, 2: 3}
    """
    found: dict[int, int] = {}
    done = size = 0
    for offset in sorted(set(offsets)):
        size += len(text[done:offset].encode("utf-8", "surrogatepass"))
        found[offset] = size
        done = offset
    return found
