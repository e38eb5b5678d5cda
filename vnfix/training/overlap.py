"""Keeping excluded documents out of the training text, wherever they were copied from.

A paragraph goes when a tenth of its eight-symbol phrases stand in an excluded document.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint16]
Hashes = npt.NDArray[np.uint64]

PHRASE = 8
MAXIMUM_SHARE = 0.1

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def _hash_phrases(stream: Ids) -> Hashes:
    """A hash of the phrase that begins at each place; the last `PHRASE` - 1 places have none."""
    size = max(0, len(stream) - PHRASE + 1)
    hashes = np.zeros(size, dtype=np.uint64)
    for place in range(PHRASE):
        hashes = hashes * _MULTIPLIER + stream[place : place + size] + np.uint64(1)
    return hashes


def phrase_hashes(documents: Iterable[Ids]) -> Hashes:
    """The sorted distinct phrases of excluded documents."""
    found = [_hash_phrases(document) for document in documents]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def without_overlap(stream: Ids, paragraphs: npt.NDArray[np.int64], excluded: Hashes) -> tuple[Ids, int]:
    """The stream without overlapping paragraphs, and how many were dropped.

    `paragraphs` numbers the paragraph of each place.
    """
    if not len(excluded) or not len(stream):
        return stream, 0
    hashes = _hash_phrases(stream)
    place = np.minimum(np.searchsorted(excluded, hashes), len(excluded) - 1)
    hit = np.zeros(len(stream), dtype=bool)
    hit[: len(hashes)] = excluded[place] == hashes
    size = int(paragraphs[-1]) + 1
    lengths = np.bincount(paragraphs, minlength=size)
    share = np.bincount(paragraphs, weights=hit, minlength=size) / np.maximum(lengths, 1)
    bad = share > MAXIMUM_SHARE
    return stream[~bad[paragraphs]], int(bad.sum())
