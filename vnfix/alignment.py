"""Where the letters of words stand against those of others, for many pairs at once, by arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Places


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words as arrays of letters (code points), from the front and from the back, and their sizes.

    Distances take one byte, so that no word may have more than 255 letters.
    """

    texts: Sequence[str]
    letters: npt.NDArray[np.uint32]
    backwards: npt.NDArray[np.uint32]
    sizes: Places

    @staticmethod
    def of(texts: Sequence[str]) -> Words:
        """Spell some words out."""
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        width = max(int(sizes.max(initial=0)), 1)
        return Words(texts, _spell(texts, width), _spell([text[::-1] for text in texts], width), sizes)

    @property
    def width(self) -> int:
        """The size of the longest word."""
        return int(self.letters.shape[1])


def _spell(texts: Sequence[str], width: int) -> npt.NDArray[np.uint32]:
    return np.array(texts, dtype=f"U{width}").view(np.uint32).reshape(len(texts), width)


class Stretches(NamedTuple):
    """Stretches that differ, from the left: `written[i:j]` against `read[k:m]` of a pair."""

    pair: Places
    i: Places
    j: Places
    k: Places
    m: Places


def align_pairs(written: Words, written_at: Places, read: Words, read_at: Places) -> Stretches:
    """Find the stretches in which up to 65,536 pairs of words differ, in the order of pairs.

    They are those of `vnfix.differences.EditFinder`: what both share at either end is no part of any, and
    the rest is aligned as rapidfuzz does it.
    """
    sizes, read_sizes = written.sizes[written_at], read.sizes[read_at]
    most = np.minimum(sizes, read_sizes)
    front = np.minimum(_count_same(written.letters[written_at], read.letters[read_at]), most)
    back = np.minimum(_count_same(written.backwards[written_at], read.backwards[read_at]), most - front)
    sizes, read_sizes = sizes - front - back, read_sizes - front - back
    distances = _measure(
        _take_from(written.letters, written_at, front, int(sizes.max(initial=1))),
        _take_from(read.letters, read_at, front, int(read_sizes.max(initial=1))),
    )
    # The walk is from the right.
    steps = list(_walk_back(distances, sizes, read_sizes))[::-1]
    pair, i, j, k, m = (np.concatenate(parts) for parts in zip(*steps, strict=True))
    order = np.argsort(pair.astype(np.uint16), kind="stable")
    pair = pair[order]
    shift = front[pair]
    return Stretches(pair, i[order] + shift, j[order] + shift, k[order] + shift, m[order] + shift)


def _count_same(one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> Places:
    """By row, how many of the first letters are the same."""
    width = min(one.shape[1], other.shape[1])
    same = one[:, :width] == other[:, :width]
    return np.asarray(np.logical_and.accumulate(same, axis=1).sum(axis=1), dtype=np.int64)


def _take_from(
    letters: npt.NDArray[np.uint32], rows: Places, start: Places, size: int
) -> npt.NDArray[np.uint32]:
    """The `size` letters from `start` on of some rows, one letter of all rows after another."""
    width = letters.shape[1]
    # Past its end a word may have anything: nothing looks there.
    columns = np.minimum(start + np.arange(size)[:, np.newaxis], width - 1)
    out: npt.NDArray[np.uint32] = letters.ravel()[rows * width + columns]
    return out


def _measure(written: npt.NDArray[np.uint32], read: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """The Levenshtein distances of the first `i` letters written to the first `j` read, by `i`, `j`, pair."""
    height, width = len(written) + 1, len(read) + 1
    out = np.empty((height, width, written.shape[1]), dtype=np.uint8)
    out[:, 0] = np.arange(height)[:, np.newaxis]
    out[0] = np.arange(width)[:, np.newaxis]
    for i in range(1, height):
        other = written[i - 1] != read
        for j in range(1, width):
            nearer = np.minimum(out[i - 1, j], out[i, j - 1])
            np.minimum(nearer + np.uint8(1), out[i - 1, j - 1] + other[j - 1], out=out[i, j])
    return out


def _walk_back(
    distances: npt.NDArray[np.uint8], sizes: Places, read_sizes: Places
) -> Iterator[tuple[Places, Places, Places, Places, Places]]:
    """Walk from the ends of all pairs to their beginnings; yields the stretches that end at each step.

    Of the shortest ways it is the one that rapidfuzz takes: a letter is left out where that can be, else put
    in where the way there is shorter, else one stands against another.
    """
    _, width, count = distances.shape
    flat = distances.ravel()
    pair, i, k = np.arange(count), sizes, read_sizes
    is_on = (i > 0) | (k > 0)
    pair, i, k = pair[is_on], i[is_on], k[is_on]
    # Where the open stretch ends; -1 where there is none.
    j, m = np.full(len(pair), -1), np.full(len(pair), -1)
    down, across = width * count, count
    yield pair[:0], i[:0], j[:0], k[:0], m[:0]
    while len(pair):
        at = i * down + k * across + pair
        here, less = flat[at], flat[at - down]
        diagonal = flat[at - down - across]
        drops = (i > 0) & (less < here)
        puts_in = ~drops & ((i == 0) | (flat[at - across] < diagonal))
        is_same = ~drops & ~puts_in & (diagonal == here)
        begins = ~is_same & (j < 0)
        j[begins], m[begins] = i[begins], k[begins]
        closes = is_same & (j >= 0)
        if closes.any():
            yield pair[closes], i[closes], j[closes], k[closes], m[closes]
            j[closes] = -1
        i = i - ~puts_in
        k = k - ~drops
        is_on = (i > 0) | (k > 0)
        ends = ~is_on & (j >= 0)
        if ends.any():
            yield pair[ends], i[ends], j[ends], k[ends], m[ends]
        pair, i, j, k, m = pair[is_on], i[is_on], j[is_on], k[is_on], m[is_on]
