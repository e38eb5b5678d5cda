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

from vnfix.language_model.ngram_table import Keys, NgramTable
from vnfix.messages import tr
from vnfix.packed_arrays import Array, PackedArrays, open_packed, pack_arrays

Codes = npt.NDArray[np.uint8]
Logs = npt.NDArray[np.float32]

_MAGIC = b"VNFIXLM1"
_CODES = 256
# More symbols than four fit into no 64-bit key.
_ORDERS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class OrderTable:
    """One order above the first: where its n-grams are, and what they weigh, as codes."""

    table: NgramTable
    logp: Codes
    backoff: Codes
    logp_values: Logs
    backoff_values: Logs


@dataclass(frozen=True, slots=True)
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

        What hangs on the history alone is looked up once a history.  The contexts of all n-grams are in the
        model too, so after one that is not, no longer n-gram is looked for (and none is found by mistake).
        """
        out = np.zeros(len(words), dtype=np.float32)
        open_places = np.arange(len(words))
        for size in range(self.order, 1, -1):
            if not len(open_places):
                return out
            contexts = histories & np.uint64((1 << (16 * (size - 1))) - 1)
            is_known, backoff = self._find_contexts(contexts, size - 1)
            asked = open_places[is_known[source[open_places]]]
            order_table = self.tables[size - 2]
            found = order_table.table.find(
                (contexts[source[asked]] << np.uint64(16)) | words[asked].astype(np.uint64)
            )
            hit = found >= 0
            out[asked[hit]] += order_table.logp_values[order_table.logp[found[hit]]]
            is_open = np.zeros(len(words), dtype=bool)
            is_open[open_places] = True
            is_open[asked[hit]] = False
            open_places = np.flatnonzero(is_open)
            out[open_places] += backoff[source[open_places]]
        out[open_places] += self.unigram_logp[words[open_places]]
        return out

    def _find_contexts(self, contexts: Keys, size: int) -> tuple[npt.NDArray[np.bool_], Logs]:
        """Whether contexts of `size` symbols are in the model, and their back-off weights, 0 if not."""
        if size == 1:
            return np.ones(len(contexts), dtype=bool), self.unigram_backoff[contexts.astype(np.int64)]
        order_table = self.tables[size - 2]
        found = order_table.table.find(contexts)
        weights = order_table.backoff_values[order_table.backoff[found]]
        return found >= 0, np.where(found >= 0, weights, np.float32(0))


def quantize(values: npt.NDArray[np.float64]) -> tuple[Codes, Logs]:
    """Codes and the 256 values they stand for, equal steps between the extremes."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    steps = np.linspace(low, high, _CODES)
    width = (high - low) / (_CODES - 1) or 1.0
    codes = np.rint((values - low) / width).astype(np.uint8)
    return codes, steps.astype(np.float32)


def pack_model(order: int, digest: str, arrays: Mapping[str, Array], steps: Sequence[int]) -> bytes:
    """Lay out the bytes of a model file; `arrays` in the order in which they are laid down."""
    return pack_arrays(_MAGIC, {"order": order, "vocabulary": digest, "steps": list(steps)}, arrays)


def open_model(path: Path) -> NgramModel:
    """Map a model file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    return open_packed(path, _MAGIC, tr("language model"), _read_model)


def _read_model(packed: PackedArrays) -> NgramModel:
    order, digest, steps = (packed.fields[name] for name in ("order", "vocabulary", "steps"))
    if order not in _ORDERS or len(steps) != order - 1 or not isinstance(digest, str):
        raise ValueError("header")  # noqa: EM101 - reworded by the caller
    logp = packed.read("unigram_logp", "<f4")
    backoff = packed.read("unigram_backoff", "<f4", len(logp))
    tables = tuple(_read_table(packed, size, order, int(steps[size - 2])) for size in range(2, order + 1))
    return NgramModel(order, digest, logp, backoff, tables)


def _read_table(packed: PackedArrays, size: int, order: int, steps: int) -> OrderTable:
    offsets = packed.read(f"offsets{size}", "<u4")
    fingerprints = packed.read(f"fingerprints{size}", "<u2", int(offsets[-1]))
    count = len(fingerprints)
    return OrderTable(
        NgramTable(offsets, fingerprints, steps),
        packed.read(f"logp{size}", "|u1", count),
        # The highest order is no context of anything.
        packed.read(f"backoff{size}", "|u1", 0 if size == order else count),
        packed.read(f"logp_values{size}", "<f4", _CODES),
        packed.read(f"backoff_values{size}", "<f4", _CODES),
    )
