"""The context model at run time: a memory-mapped file of small vectors and two layers of weights.

A place is known by what stands around it: the nearest words, each in its order, and the sum of all within
sixty symbols.  A hidden layer reads both and answers with a vector; a word scores by how well its own
vector goes with the answer.  Vectors are bytes with a scale each.  `vnfix/training/context_training.py`
makes the vectors of the sums, `vnfix/training/network_training.py` the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.context_model.neighbours import NEAREST, Floats, Ids, Places, find_nearest, sum_symbols
from vnfix.messages import tr
from vnfix.packed_arrays import Array, PackedArrays, open_packed, pack_arrays

Bytes = npt.NDArray[np.int8]

_MAGIC = b"VNFIXCX2"
_LARGEST = 127


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class VectorTable:
    """One vector for each word, as bytes times the scale of the word."""

    codes: Bytes
    scales: Floats

    def take(self, words: Ids, out: Floats | None = None) -> Floats:
        """Look vectors up, into `out` if it is given.

        `words` may have any shape, and vectors are its last axis.
        """
        return np.multiply(self.codes[words], self.scales[words][..., None], out=out)


@dataclass(frozen=True, eq=False, repr=False)
class Layer:
    """Weights (inputs, outputs), as they are stored, and a bias for each output."""

    stored: Floats | npt.NDArray[np.float16]
    bias: Floats

    @cached_property
    def weights(self) -> Floats:
        """The weights in the precision that they are reckoned in."""
        # Late: it takes a hundredth of a start-up, and a line of words that stand beyond doubt needs none.
        return self.stored.astype(np.float32, copy=False)

    def apply(self, inputs: Floats) -> Floats:
        """Weigh inputs, one row after the other."""
        found: Floats = inputs @ self.weights
        found += self.bias
        return found


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ContextModel:
    """How well words go with what stands around them.

    `digest` names the vocabulary whose ids it speaks of.  `words` are vectors of words asked about,
    `neighbours` of words in the sum, `nearest` of the nearest words; `bias` is what a word scores whatever
    stands around it.
    """

    digest: str
    words: VectorTable
    neighbours: VectorTable
    nearest: VectorTable
    hidden: Layer
    answer: Layer
    bias: Floats

    def sum_neighbours(self, symbols: Ids, places: Places) -> Floats:
        """Add up the neighbours of `places` (numbers) of a text, given by its `symbols`; one row a place."""
        return sum_symbols(self.neighbours.take, symbols, places)

    def read(self, symbols: Ids, starts: Places, ends: Places, sums: Floats) -> Floats:
        """Read what stands around places of a text, as one vector each, for `score`.

        A place is a gap between the symbols numbered below its start and those from its end on; `sums` are
        its neighbours, of `sum_neighbours`.
        """
        near = find_nearest(symbols, starts, ends)
        shape = *near.shape, self.nearest.codes.shape[1]
        width = shape[1] * shape[2]
        inputs = np.empty((len(starts), width + sums.shape[1]), dtype=np.float32)
        self.nearest.take(near, out=inputs[:, :width].reshape(shape))
        inputs[:, width:] = sums
        hidden = self.hidden.apply(inputs)
        np.maximum(hidden, 0, out=hidden)
        return sums + self.answer.apply(hidden)

    def score(self, words: Ids, contexts: Floats, rows: Ids) -> Floats:
        """Score each word in its context: for each the row of `contexts`, which are of `read`.

        Natural log of how much likelier the word is there than the n-grams say, beside other words that
        it may be mistaken for.
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
    arrays: dict[str, Array] = {}
    for name, table in _name_tables(model):
        arrays |= {f"{name}_codes": table.codes, f"{name}_scales": table.scales}
    for name, layer in (("hidden", model.hidden), ("answer", model.answer)):
        # Half precision moves scores by a thousandth.
        weights = layer.weights.astype(np.float16)
        arrays |= {f"{name}_weights": weights, f"{name}_bias": layer.bias.astype(np.float32)}
    sizes = {name: table.codes.shape[1] for name, table in _name_tables(model)}
    fields = {"vocabulary": model.digest, "sizes": sizes, "hidden": len(model.hidden.bias)}
    return pack_arrays(_MAGIC, fields, {**arrays, "bias": model.bias.astype(np.float32)})


def _name_tables(model: ContextModel) -> tuple[tuple[str, VectorTable], ...]:
    return ("words", model.words), ("neighbours", model.neighbours), ("nearest", model.nearest)


def open_context_model(path: Path) -> ContextModel:
    """Map a model file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    return open_packed(path, _MAGIC, tr("context model"), _read_model)


def _read_model(packed: PackedArrays) -> ContextModel:
    sizes, hidden = packed.fields["sizes"], packed.fields["hidden"]
    bias = packed.read("bias", "<f4")
    size, near = int(sizes["neighbours"]), int(sizes["nearest"])

    def read_table(name: str, size: int) -> VectorTable:
        codes = packed.read(f"{name}_codes", "|i1", len(bias) * size)
        return VectorTable(codes.reshape(len(bias), size), packed.read(f"{name}_scales", "<f4", len(bias)))

    def read_layer(name: str, inputs: int, outputs: int) -> Layer:
        weights = packed.read(f"{name}_weights", "<f2", inputs * outputs)
        return Layer(weights.reshape(inputs, outputs), packed.read(f"{name}_bias", "<f4", outputs))

    return ContextModel(
        packed.vocabulary,
        read_table("words", size),
        read_table("neighbours", size),
        read_table("nearest", near),
        read_layer("hidden", near * len(NEAREST) + size, int(hidden)),
        read_layer("answer", int(hidden), size),
        bias,
    )
