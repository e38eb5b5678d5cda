"""The context model at run time: a memory-mapped file of small vectors.

For each word two vectors of `size` numbers, one for when it is asked about and one for when it is a
neighbour, in bytes with a scale each.  `vnfix/training/context_training.py` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.context_model.neighbours import Floats, Places, sum_neighbours
from vnfix.messages import tr
from vnfix.packed_arrays import PackedArrays, open_packed, pack_arrays

Bytes = npt.NDArray[np.int8]
Ids = npt.NDArray[np.int64]

_MAGIC = b"VNFIXCX1"
_LARGEST = 127


@dataclass(frozen=True, slots=True)
class VectorTable:
    """One vector for each word, as bytes times the scale of the word."""

    codes: Bytes
    scales: Floats

    def take(self, words: Ids) -> Floats:
        """Look vectors up."""
        return self.codes[words] * self.scales[words, None]


@dataclass(frozen=True, slots=True)
class ContextModel:
    """How well words go with their wider surroundings.

    `digest` names the vocabulary whose ids it speaks of, `bias` is what a word scores whatever stands
    around it.
    """

    digest: str
    words: VectorTable
    neighbours: VectorTable
    bias: Floats

    def sum_neighbours(self, symbols: Ids, places: Places) -> Floats:
        """Add up the neighbours of `places` (numbers) of a text, given by its `symbols`; one row a place."""
        return sum_neighbours(self.neighbours.take(symbols), places)

    def score(self, words: Ids, contexts: Floats, rows: Ids) -> Floats:
        """Score each word in its context: for each the row of `contexts`, which are of `sum_neighbours`.

        Natural log of how much likelier the word is there than its frequency tells, beside other words that
        it may be mistaken for; an average word scores 0.
        """
        found = np.einsum("nd,nd->n", self.words.take(words), contexts[rows], dtype=np.float32)
        return np.asarray(found + self.bias[words], dtype=np.float32)


def quantize_vectors(vectors: Floats) -> VectorTable:
    """Round vectors to bytes; the largest number of each becomes 127."""
    scales = np.abs(vectors).max(axis=1) / np.float32(_LARGEST)
    steps = np.where(scales > 0, scales, np.float32(1))[:, None]
    return VectorTable(np.rint(vectors / steps).astype(np.int8), scales.astype(np.float32))


def pack_context_model(model: ContextModel) -> bytes:
    """Lay out the bytes of a model file."""
    fields = {"vocabulary": model.digest, "size": model.words.codes.shape[1]}
    return pack_arrays(
        _MAGIC,
        fields,
        {
            "word_codes": model.words.codes,
            "word_scales": model.words.scales,
            "neighbour_codes": model.neighbours.codes,
            "neighbour_scales": model.neighbours.scales,
            "bias": model.bias.astype(np.float32),
        },
    )


def open_context_model(path: Path) -> ContextModel:
    """Map a model file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    return open_packed(path, _MAGIC, tr("context model"), _read_model)


def _read_model(packed: PackedArrays) -> ContextModel:
    digest, size = packed.fields["vocabulary"], int(packed.fields["size"])
    if not isinstance(digest, str) or size < 1:
        raise ValueError("header")  # noqa: EM101 - reworded by the caller
    bias = packed.read("bias", "<f4")
    tables = [
        VectorTable(
            packed.read(f"{name}_codes", "|i1", len(bias) * size).reshape(len(bias), size),
            packed.read(f"{name}_scales", "<f4", len(bias)),
        )
        for name in ("word", "neighbour")
    ]
    return ContextModel(digest, tables[0], tables[1], bias)
