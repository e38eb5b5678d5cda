"""What was asked for lately, remembered up to a size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

# Words that are remembered, at 150 to 200 bytes each: a piece of a book has 4,000 to 7,000.
_MOST_WORDS = 20_000
# Longer ones are no words: they come once, and would take any room.
_LONGEST_WORD = 40


class Recent(Generic[K, V]):
    """Remembers values by key, at most `limit` in weight: those asked for longest ago go first.

    They go half of them at a time, so that no order has to be kept.  What is asked for in each round of a
    document stays as long as the document has no more than half the limit.

    >>> recent = Recent[str, int](4)
    >>> for key in "abc":
    ...     recent.put(key, 1, 1)
    ...     _ = recent.get("a")
    >>> [recent.get(key) for key in "abc"]
    [1, 1, 1]
    >>> recent.put("d", 1, 2)
    >>> recent.put("e", 1, 2)
    >>> [recent.get(key) for key in "abcde"]
    [None, None, None, 1, 1]
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._new: dict[K, tuple[V, int]] = {}
        self._old: dict[K, tuple[V, int]] = {}
        self._weight = 0

    def get(self, key: K) -> V | None:
        """Look a value up; None for one that is not remembered."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: K, value: V, weight: int) -> None:
        """Remember a value that is not remembered yet."""
        if self._weight + weight > self._limit // 2:
            self._old, self._new, self._weight = self._new, {}, 0
        self._new[key] = value, weight
        self._weight += weight


class WordMemory(dict[str, V], Generic[V]):
    """What is found of each word, when it is first asked for; looked up as fast as a dictionary is.

    >>> sizes = WordMemory(len)
    >>> sizes["anh"], dict(sizes)
    (3, {'anh': 3})
    """

    def __init__(self, find: Callable[[str], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> V:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self._find(word)
        if len(word) <= _LONGEST_WORD:
            self[word] = found
        return found
