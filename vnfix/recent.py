"""What was asked for lately, remembered up to a size."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


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
