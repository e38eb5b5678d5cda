"""From the symbols of a corpus to the bytes of an n-gram model: counted, balanced, trained, packed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.language_model.model import pack_model, quantize, quantize_backoffs
from vnfix.language_model.ngram_table import Keys, NgramTable
from vnfix.lexicon import Word, vocabulary_digest
from vnfix.packed_arrays import Array
from vnfix.training.corpus import Genre
from vnfix.training.kneser_ney import OrderModel, merge_counts, ngram_keys, train

ORDER = 4
# n-grams kept of orders 2, 3 and 4: chosen by measurement under 40 MB (docs/quality.md).
KEPT = (1_600_000, 3_600_000, 3_700_000)

# How often a sentence of a genre counts.  News, law and the encyclopaedia have nine tenths of
# the text; these weights keep them from drowning the rest.
GENRE_WEIGHTS: Mapping[Genre, int] = {
    Genre.TECHNICAL: 5,
    Genre.FICTION: 3,
    Genre.DIALOGUE: 8,
    Genre.EVERYDAY: 5,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """The n-grams of text of one genre (None for lists of words): sorted keys, and how often each stands."""

    genre: Genre | None
    keys: Keys
    counts: npt.NDArray[np.uint32]

    @property
    def weighted(self) -> npt.NDArray[np.uint32]:
        """The counts as they weigh in a model."""
        weight = GENRE_WEIGHTS.get(self.genre, 1) if self.genre is not None else 1
        return self.counts * np.uint32(weight)


def count_ngrams(genre: Genre | None, stream: npt.NDArray[np.uint16]) -> Counted:
    """Count the n-grams of a stream of symbols."""
    keys = ngram_keys(stream, ORDER)
    return Counted(genre, *merge_counts([(keys, np.ones(len(keys), dtype=np.uint32))]))


def train_ngrams(parts: Iterable[Counted], vocabulary_size: int) -> list[OrderModel]:
    """Train and prune a model on what was counted; none (no orders) where nothing was."""
    parts = list(parts)
    if not any(len(part.keys) for part in parts):
        return []
    keys, counts = merge_counts([(part.keys, part.weighted) for part in parts])
    plain = merge_counts([(part.keys, part.counts) for part in parts])[1]
    return train(keys, counts, plain, ORDER, vocabulary_size, KEPT)


def pack_ngrams(models: Sequence[OrderModel], words: Sequence[Word]) -> bytes:
    """Lay out the bytes of `syllables.lm`."""
    arrays: dict[str, Array] = {
        "unigram_logp": models[0].logp.astype(np.float32),
        "unigram_backoff": models[0].backoff.astype(np.float32),
    }
    steps = []
    for size, model in enumerate(models[1:], start=2):
        table, order = NgramTable.build(model.keys)
        logp, logp_values = quantize(model.logp[order])
        top = size == len(models)
        # The highest order is no context of anything.
        contexts = np.zeros(0, dtype=bool) if top else _are_contexts(model.keys, models[size].keys)[order]
        backoff, backoff_values = quantize_backoffs(np.zeros(0) if top else model.backoff[order], contexts)
        arrays |= {
            f"bases{size}": table.bases,
            f"offsets{size}": table.offsets,
            f"fingerprints{size}": table.fingerprints,
            f"logp{size}": logp,
            f"logp_values{size}": logp_values,
            f"backoff{size}": backoff,
            f"backoff_values{size}": backoff_values,
        }
        steps.append(table.steps)
    return pack_model(len(models), vocabulary_digest(word.text for word in words), arrays, steps)


def _are_contexts(keys: Keys, longer: Keys) -> npt.NDArray[np.bool_]:
    """Tell which n-grams (sorted keys) are the contexts of longer ones."""
    are_contexts = np.zeros(len(keys), dtype=bool)
    are_contexts[np.searchsorted(keys, longer >> np.uint64(16))] = True
    return are_contexts
