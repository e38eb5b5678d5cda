"""How often each letter, and some longer pieces, stand in words: counted by arrays."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from vnfix.arrays import Places, number_distinct

_LONGEST = 3
"""The longest piece that is counted, in letters: as many as one number of 63 bits holds."""
_LETTER_BITS = 21
_BETWEEN = "\0"


def count_pieces(words: Sequence[str], counts: Sequence[int], longer: Collection[str]) -> dict[str, int]:
    """Count the letters of words, each so many times as its count says, and the pieces that are `longer`.

    >>> count_pieces(["anh", "ba"], [1, 2], {"nh", "ban"})
    {'a': 3, 'b': 2, 'h': 1, 'n': 1, 'nh': 1}
    """
    if not words:
        return {}
    text = _BETWEEN.join(words)
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    times = np.repeat(counts, [len(word) + 1 for word in words])[:-1]
    found: dict[str, int] = {}
    keys, places = np.zeros(len(letters), dtype=np.int64), np.arange(len(letters))
    for size in range(1, _LONGEST + 1):
        places = places[places + size <= len(letters)]
        last = letters[places + size - 1]
        places = places[last > 0]
        keys = _append(keys, places, letters[places + size - 1])
        first, numbers = number_distinct(keys[places])
        sums = np.bincount(numbers, times[places]).astype(np.int64)
        for place, total in zip(places[first].tolist(), sums.tolist(), strict=True):
            piece = text[place : place + size]
            if size == 1 or piece in longer:
                found[piece] = total
    return found


def _append(keys: Places, places: Places, last: Places) -> Places:
    """Add a letter to the pieces that begin at some places."""
    out = keys.copy()
    out[places] = keys[places] << _LETTER_BITS | last
    return out
