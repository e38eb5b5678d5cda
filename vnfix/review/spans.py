"""Spans of a text that are taken, so that no two places overlap."""

from __future__ import annotations

from collections.abc import Iterable


class TakenSpans:
    """Half-open spans of code points; one without width is a place between two characters.

    >>> taken = TakenSpans([(2, 4), (7, 7)])
    >>> [taken.is_free(*span) for span in ((0, 2), (3, 5), (2, 2), (3, 3), (7, 7), (6, 8), (7, 8))]
    [True, False, True, False, False, False, True]
    """

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._covered: set[int] = set()
        self._inner: set[int] = set()
        self._cuts: set[int] = set()
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Take a span."""
        if start == end:
            self._cuts.add(start)
        self._covered.update(range(start, end))
        self._inner.update(range(start + 1, end))

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether a span overlaps none of those taken; what is put in lies in none and at none."""
        if start == end:
            return start not in self._cuts and start not in self._inner
        return self._covered.isdisjoint(range(start, end)) and self._cuts.isdisjoint(range(start + 1, end))

    def take(self, start: int, end: int) -> bool:
        """Take a span if it is free; tell whether it was."""
        is_free = self.is_free(start, end)
        if is_free:
            self.add(start, end)
        return is_free
