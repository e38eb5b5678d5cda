"""What differs between many words at once: the edits that `EditFinder` finds one by one, by arrays.

A page of garbage has thousands of forms with a hundred words near each.  Pairs are aligned together
(`vnfix.alignment`); what is left of each are stretches that differ, and these are few: nine in ten were met
before.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

import numpy as np

from vnfix.alignment import Words, align_pairs
from vnfix.arrays import Places, join_ranges, number_distinct
from vnfix.confusions import Edit
from vnfix.differences import find_starts, split_stretch

# Pairs that are aligned together: their distances take 80 bytes each, which a processor's cache still holds,
# and so few that they are numbered in 16 bits, which numpy sorts fastest.
_MOST_PAIRS = 1 << 14
# Stretches that are remembered, at about 300 bytes each.
_MOST_REMEMBERED = 100_000


class Edits(NamedTuple):
    """The edits of some pairs: how many each has, how many of them are not known, and all in a row.

    Edits are numbered as in `EditBatches.edits`.
    """

    sizes: Places
    unknown: Places
    edits: Places


@dataclass(frozen=True, slots=True)
class _Memory:
    """The stretches met before.

    `pieces` numbers parts of words by their text, `written` has those numbers by place, -1 where none is
    known.  `stretches` numbers pairs of pieces; by that number, `splits` has where the edits of each begin in
    `edits` and how many they are (the last 16 bits).
    """

    written: Places
    pieces: dict[str, int] = field(default_factory=dict)
    stretches: dict[int, int] = field(default_factory=dict)
    splits: array[int] = field(default_factory=lambda: array("q"))
    edits: array[int] = field(default_factory=lambda: array("q"))


class EditBatches:
    """Finds the edits from some words, always the same, to what is read, with one set of known edits.

    A time limit may stop it anywhere (`vnfix.batch.limits`): nothing is numbered before it is remembered.
    """

    def __init__(self, known: Collection[Edit], written: Sequence[str]) -> None:
        self._known = known
        self._written = Words.of(written)
        self._starts = find_starts(known)
        self._numbers: dict[tuple[str, str], int] = {}
        self.edits: list[Edit] = []
        """All edits met so far."""
        self._unknown = np.zeros(0, dtype=np.int64)
        self._memory = _Memory(_no_pieces(self._written))

    def find(self, written: Places, read: Places, texts: Sequence[str]) -> Edits:
        """Find the edits that turn words (by number) into `texts` (by number), pair by pair."""
        words, found = Words.of(texts), []
        pieces = _no_pieces(words)
        for at in range(0, len(written), _MOST_PAIRS):
            if len(self._memory.stretches) >= _MOST_REMEMBERED:
                self._memory, pieces = _Memory(_no_pieces(self._written)), _no_pieces(words)
            pairs = slice(at, at + _MOST_PAIRS)
            found.append(self._find(written[pairs], read[pairs], words, pieces))
        empty = np.zeros(0, dtype=np.int64)
        found.append(Edits(empty, empty, empty))
        return Edits(*(np.concatenate(parts) for parts in zip(*found, strict=True)))

    def _find(self, written: Places, read: Places, words: Words, pieces: Places) -> Edits:
        memory = self._memory
        found = align_pairs(self._written, written, words, read)
        before = self._number_pieces(self._written, memory.written, written[found.pair], found.i, found.j)
        after = self._number_pieces(words, pieces, read[found.pair], found.k, found.m)
        stretches = self._number_stretches(before, after)
        splits = np.array(memory.splits, dtype=np.int64)[stretches]
        first, sizes = splits >> 16, splits & 0xFFFF
        ends = np.cumsum(np.bincount(found.pair, minlength=len(written)))
        edits = np.array(memory.edits, dtype=np.int64)[join_ranges(first, sizes)]
        pair_sizes = _sum_up_to(ends, sizes)
        unknown = _sum_up_to(np.cumsum(pair_sizes), self._find_unknown()[edits])
        return Edits(pair_sizes, unknown, edits)

    def _find_unknown(self) -> Places:
        """By number, 1 for each edit that is not known, else 0."""
        new = self.edits[len(self._unknown) :]
        if new:
            self._unknown = np.concatenate([self._unknown, [edit not in self._known for edit in new]])
        return self._unknown

    def _number_pieces(
        self, words: Words, known: Places, places: Places, starts: Places, ends: Places
    ) -> Places:
        """Number the pieces of some words by their text; `known` has the numbers found before, else -1."""
        width = words.width + 1
        keys = (places * width + starts) * width + ends
        numbers: Places = known[keys]
        if (is_new := numbers < 0).any():
            fresh = np.zeros(len(known), dtype=bool)
            fresh[keys[is_new]] = True
            new = np.flatnonzero(fresh)
            texts, pieces = words.texts, self._memory.pieces
            known[new] = [
                pieces.setdefault(
                    texts[key // width // width][key // width % width : key % width], len(pieces)
                )
                for key in new.tolist()
            ]
            numbers = known[keys]
        return numbers

    def _number_stretches(self, before: Places, after: Places) -> Places:
        """Number stretches, given as pairs of pieces; those not met before are split into edits."""
        pairs = before << 32 | after
        distinct, numbers = number_distinct(pairs)
        memory, texts = self._memory, list[str]()
        asked = pairs[distinct].tolist()
        known = map(memory.stretches.get, asked, repeat(-1))
        numbered = np.fromiter(known, dtype=np.int64, count=len(asked))
        for at in np.flatnonzero(numbered < 0).tolist():
            texts, pair = texts or list(memory.pieces), asked[at]
            memory.splits.append(self._split(texts[pair >> 32], texts[pair & 0xFFFFFFFF]))
            numbered[at] = memory.stretches[pair] = len(memory.splits) - 1
        return numbered[numbers]

    def _split(self, before: str, after: str) -> int:
        """Split a stretch into edits; gives where they are and how many."""
        pairs: Sequence[tuple[str, str]] = ((before, after),)
        if (len(before) > 1 or len(after) > 1) and pairs[0] not in self._known:
            pairs = self._split_pair(before, after) or split_stretch(before, after, self._known, self._starts)
        numbers = [self._number(pair) for pair in pairs]
        first = len(self._memory.edits)
        self._memory.edits.extend(numbers)
        return first << 16 | len(numbers)

    def _split_pair(self, before: str, after: str) -> Sequence[tuple[str, str]]:
        """Split two letters against two others as `split_stretch` does, in a part of the time; else nothing.

        Two stretches in three are such.  Where a known edit of several letters may begin, that is unsure.
        """
        if len(before) == len(after) == 2 and before[0] != after[0] and before[1] != after[1]:
            pair = before[0], after[0]
            if pair not in self._starts:
                return pair, (before[1], after[1])
        return ()

    def _number(self, pair: tuple[str, str]) -> int:
        found = self._numbers.get(pair)
        if found is None:
            self.edits.append(Edit(*pair))
            found = self._numbers[pair] = len(self.edits) - 1
        return found


def _no_pieces(words: Words) -> Places:
    """Room for a number for each piece of some words, none known yet."""
    return np.full(len(words.texts) * (words.width + 1) ** 2, -1)


def _sum_up_to(ends: Places, values: Places) -> Places:
    """The sums of consecutive runs of values that end at `ends`."""
    sums = np.concatenate([[0], np.cumsum(values)])
    found: Places = np.diff(sums[np.concatenate([[0], ends])])
    return found
