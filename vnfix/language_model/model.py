"""The n-gram model at run time: a memory-mapped file and one batched look-up.

The file holds a header (JSON) and plain arrays.  Log-probabilities and back-off weights are
natural logarithms in 256 equal steps, a step being about 0.07: the rounding moves a
probability by 3 % at most.  Opening maps the file and reads the header; nothing is parsed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.language_model.ngram_table import Keys, NgramTable, count_blocks
from vnfix.messages import tr
from vnfix.packed_arrays import Array, PackedArrays, open_packed, pack_arrays

Codes = npt.NDArray[np.uint8]
Logs = npt.NDArray[np.float32]

_MAGIC = b"VNFIXLM2"
_CODES = 256
NO_CONTEXT = 0
"""The code of what is the context of no longer n-gram; it stands for a weight of 0."""
# More symbols than four fit into no 64-bit key.
_ORDERS = (2, 3, 4)
# Arrays without an axis: steps with them take two thirds of the time that they take with numbers.
_SYMBOL_SHIFT = np.array(16, dtype=np.uint64)
# By the size of an n-gram, the bits of the symbols before its last.
_CONTEXT_MASKS = {size: np.array((1 << (16 * (size - 1))) - 1, dtype=np.uint64) for size in _ORDERS}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OrderTable:
    """One order above the first: where its n-grams are, and what they weigh, as codes.

    A back-off of `NO_CONTEXT` says that an n-gram is the context of none.
    """

    table: NgramTable
    logp: Codes
    backoff: Codes
    logp_values: Logs
    backoff_values: Logs


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NgramModel:
    """A back-off model over symbol ids of 16 bits.

    A history is the last `order` - 1 symbols as one 64-bit key, the latest lowest.
    `digest` names the vocabulary that the ids belong to.
    """

    order: int
    digest: str
    unigram_logp: Logs
    unigram_backoff: Logs
    tables: tuple[OrderTable, ...]

    @property
    def history_mask(self) -> np.uint64:
        """The bits of a history."""
        return np.uint64((1 << (16 * (self.order - 1))) - 1)

    def score(self, histories: Keys, words: npt.NDArray[np.uint16]) -> Logs:
        """Natural log-probability of each word after its history."""
        return self.score_after(histories, np.arange(len(words)), words)

    def score_after(
        self, histories: Keys, source: npt.NDArray[np.int64], words: npt.NDArray[np.uint16]
    ) -> Logs:
        """The same for words of which each comes after `histories[source]`.

        What hangs on the history alone is looked up once a history.  The contexts of all n-grams are marked
        in the model, so after what is none, no longer n-gram is looked for (and none is found by mistake).
        """
        out = np.zeros(len(words), dtype=np.float32)
        # The places whose n-gram was not found yet, with their sources and words.
        places, keys = np.arange(len(words)), words.astype(np.uint64)
        for size in range(self.order, 1, -1):
            if not len(places):
                return out
            contexts = histories & _CONTEXT_MASKS[size]
            is_known, backoff = self._find_contexts(contexts, size - 1)
            asked = is_known[source].nonzero()[0]
            ngrams = contexts[source[asked]]
            ngrams <<= _SYMBOL_SHIFT
            ngrams |= keys[asked]
            order_table = self.tables[size - 2]
            found = order_table.table.find(ngrams)
            hit = (found >= 0).nonzero()[0]
            asked = asked[hit]
            out[places[asked]] += order_table.logp_values[order_table.logp[found[hit]]]
            is_open = np.ones(len(places), dtype=bool)
            is_open[asked] = False
            places, source, keys = places[is_open], source[is_open], keys[is_open]
            out[places] += backoff[source]
        out[places] += self.unigram_logp[words[places]]
        return out

    def _find_contexts(self, contexts: Keys, size: int) -> tuple[npt.NDArray[np.bool_], Logs]:
        """Whether something follows contexts of `size` symbols, and their back-off weights, 0 if not."""
        if size == 1:
            return np.ones(len(contexts), dtype=bool), self.unigram_backoff[contexts.astype(np.int64)]
        order_table = self.tables[size - 2]
        found = order_table.table.find(contexts)
        codes = order_table.backoff[found]
        codes[found < 0] = NO_CONTEXT
        return codes != NO_CONTEXT, order_table.backoff_values[codes]


def quantize(values: npt.NDArray[np.float64], size: int = _CODES) -> tuple[Codes, Logs]:
    """Codes and the values that they stand for, `size` equal steps between the extremes."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    steps = np.linspace(low, high, size)
    width = (high - low) / (size - 1) or 1.0
    codes = np.rint((values - low) / width).astype(np.uint8)
    return codes, steps.astype(np.float32)


def quantize_backoffs(
    values: npt.NDArray[np.float64], are_contexts: npt.NDArray[np.bool_]
) -> tuple[Codes, Logs]:
    """The same for back-off weights: what is no context gets `NO_CONTEXT`."""
    codes, steps = quantize(values[are_contexts], _CODES - 1)
    marked = np.full(len(values), NO_CONTEXT, dtype=np.uint8)
    marked[are_contexts] = codes + np.uint8(1)
    return marked, np.append(np.float32(0), steps)


def pack_model(order: int, digest: str, arrays: Mapping[str, Array], steps: Sequence[int]) -> bytes:
    """Lay out the bytes of a model file; `arrays` in the order in which they are laid down."""
    return pack_arrays(_MAGIC, {"order": order, "vocabulary": digest, "steps": list(steps)}, arrays)


def open_model(path: Path) -> NgramModel:
    """Map a model file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    return open_packed(path, _MAGIC, tr("language model"), _read_model)


def _read_model(packed: PackedArrays) -> NgramModel:
    order, steps = packed.fields["order"], packed.fields["steps"]
    if order not in _ORDERS or len(steps) != order - 1:
        raise ValueError("header")  # noqa: EM101 - reworded by the caller
    logp = packed.read("unigram_logp", "<f4")
    backoff = packed.read("unigram_backoff", "<f4", len(logp))
    tables = tuple(_read_table(packed, size, order, int(steps[size - 2])) for size in range(2, order + 1))
    return NgramModel(order, packed.vocabulary, logp, backoff, tables)


def _read_table(packed: PackedArrays, size: int, order: int, steps: int) -> OrderTable:
    offsets = packed.read(f"offsets{size}", "|u1")
    bases = packed.read(f"bases{size}", "<u4", count_blocks(offsets))
    count = int(bases[-1]) + int(offsets[-1])
    fingerprints = packed.read(f"fingerprints{size}", "<u2", count)
    return OrderTable(
        NgramTable(bases, offsets, fingerprints, steps),
        packed.read(f"logp{size}", "|u1", count),
        # The highest order is no context of anything.
        packed.read(f"backoff{size}", "|u1", 0 if size == order else count),
        packed.read(f"logp_values{size}", "<f4", _CODES),
        packed.read(f"backoff_values{size}", "<f4", _CODES),
    )
