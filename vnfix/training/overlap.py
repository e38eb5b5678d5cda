"""Keeping excluded documents out of the training text, wherever they were copied from.

A paragraph goes when a tenth of its eight-symbol phrases stand in an excluded document.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]

PHRASE = 8
MAXIMUM_SHARE = 0.1

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def _hash_phrases(stream: Ids) -> Hashes:
    """Hash the phrase that begins at each place; the last `PHRASE` - 1 places have none."""
    size = max(0, len(stream) - PHRASE + 1)
    hashes = np.zeros(size, dtype=np.uint64)
    for place in range(PHRASE):
        hashes = hashes * _MULTIPLIER + stream[place : place + size] + np.uint64(1)
    return hashes


def phrase_hashes(documents: Iterable[Ids]) -> Hashes:
    """Hash the phrases of excluded documents: sorted, distinct."""
    found = [_hash_phrases(document) for document in documents]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)


def find_overlap(
    stream: Ids, paragraphs: npt.NDArray[np.int64], excluded: Hashes
) -> tuple[npt.NDArray[np.bool_], int]:
    """Tell of each place whether its paragraph overlaps; also how many paragraphs do.

    `paragraphs` numbers the paragraph of each place, in rising order.
    """
    if not len(excluded) or not len(stream):
        return np.zeros(len(stream), dtype=bool), 0
    hashes = _hash_phrases(stream)
    place = np.minimum(np.searchsorted(excluded, hashes), len(excluded) - 1)
    hit = np.zeros(len(stream), dtype=bool)
    hit[: len(hashes)] = excluded[place] == hashes
    size = int(paragraphs[-1]) + 1
    lengths = np.bincount(paragraphs, minlength=size)
    share = np.bincount(paragraphs, weights=hit, minlength=size) / np.maximum(lengths, 1)
    bad = share > MAXIMUM_SHARE
    return bad[paragraphs], int(bad.sum())
