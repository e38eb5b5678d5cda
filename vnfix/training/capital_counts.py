"""Counting how pairs of words are capitalised (`vnfix.capital_pairs`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from vnfix.capital_pairs import WAYS, CapitalPairs, quantize_gains
from vnfix.channels.casing import CaseContext, capital_share
from vnfix.language_model.symbols import SENTENCE_END, SPECIAL
from vnfix.lexicon import Word, vocabulary_digest
from vnfix.training.counting import EncodedFile
from vnfix.training.kneser_ney import Floats, Keys, merge_counts
from vnfix.training.vocabulary import FormTable, encode_with

# Pairs so rare say nothing.
_LEAST_COUNT = 4
# What a pair must tell of its case in all its occurrences (natural log): 171,000 of 2.8 million pairs do,
# most of them names.  With 3 they are 311,000; news gains a little, fiction loses as much.
_LEAST_TOLD = 8.0
# As many occurrences as these are held to be written as the words alone say.
_PRIOR = 2.0
_SENTENCE_END_ID = SPECIAL.index(SENTENCE_END)
_WAY_BITS = np.uint64(2)
_WORD_BITS = np.uint64(16)


def count_capital_pairs(
    files: Iterable[EncodedFile], tables: Iterable[FormTable], words: Sequence[Word]
) -> CapitalPairs:
    """Count how the pairs of `words` are written, and keep those whose words alone do not tell it."""
    ids = {word.text: place for place, word in enumerate(words)}
    found = [_count_file(file, table, ids) for file, table in zip(files, tables, strict=True)]
    keys, ways = _gather(*merge_counts(found))
    shares = np.array([capital_share(word.title_share, CaseContext()) for word in words])
    first, second = (keys >> _WORD_BITS).astype(np.int64), (keys & np.uint64(0xFFFF)).astype(np.int64)
    spread = np.stack([1 - shares, shares], axis=1)
    expected = (spread[first][:, :, None] * spread[second][:, None, :]).reshape(-1, WAYS)
    total = ways.sum(axis=1)
    gains = np.log((ways / expected + _PRIOR) / (total[:, None] + _PRIOR))
    kept = ((ways * gains).sum(axis=1) >= _LEAST_TOLD) & (total >= _LEAST_COUNT)
    return CapitalPairs(
        vocabulary_digest(word.text for word in words),
        keys[kept].astype(np.uint32),
        quantize_gains(gains[kept]),
        shares.astype(np.float32),
    )


def _count_file(
    file: EncodedFile, table: FormTable, ids: Mapping[str, int]
) -> tuple[Keys, npt.NDArray[np.uint32]]:
    """The pairs of a file with the way in which each is written: sorted keys, and how often each stands."""
    symbols = encode_with(file, table, ids).astype(np.uint64)
    is_title = table.is_title[file.tokens]
    is_cased = (is_title | table.is_lower[file.tokens]) & (symbols >= len(SPECIAL))
    # The first word of a sentence has its capital from there.
    is_inner = np.append(False, symbols[:-1] != _SENTENCE_END_ID)[: len(symbols)]
    places = np.flatnonzero(is_cased[:-1] & is_cased[1:] & is_inner[:-1])
    way = is_title[places].astype(np.uint64) * np.uint64(2) + is_title[places + 1]
    keys = (symbols[places] << _WORD_BITS | symbols[places + 1]) << _WAY_BITS | way
    return merge_counts([(keys, np.ones(len(keys), dtype=np.uint32))])


def _gather(keys: Keys, counts: npt.NDArray[np.uint32]) -> tuple[Keys, Floats]:
    """From counts by pair and way to pairs, and a row of `WAYS` counts for each."""
    pairs = keys >> _WAY_BITS
    is_new = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
    ways = np.zeros((int(is_new.sum()), WAYS))
    ways[np.cumsum(is_new) - 1, (keys & np.uint64(WAYS - 1)).astype(np.int64)] = counts
    return pairs[is_new], ways
