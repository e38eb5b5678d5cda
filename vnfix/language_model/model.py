"""The n-gram model at run time: a memory-mapped file and one batched look-up.

The file holds a header (JSON) and plain arrays.  Log-probabilities and back-off weights are
natural logarithms in 256 equal steps, a step being about 0.07: the rounding moves a
probability by 3 % at most.  Opening maps the file and reads the header; nothing is parsed.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vnfix.errors import DictionaryError
from vnfix.files import explain_os_error
from vnfix.language_model.ngram_table import Keys, NgramTable

Array = npt.NDArray[Any]
Codes = npt.NDArray[np.uint8]
Logs = npt.NDArray[np.float32]

_MAGIC = b"VNFIXLM1"
_ALIGNMENT = 64
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
        keys = (histories << np.uint64(16)) | words.astype(np.uint64)
        out = np.zeros(len(keys), dtype=np.float32)
        open_places = np.arange(len(keys))
        for size in range(self.order, 1, -1):
            if not len(open_places):
                return out
            order_table = self.tables[size - 2]
            part = keys[open_places] & np.uint64((1 << (16 * size)) - 1)
            found = order_table.table.find(part)
            hit = found >= 0
            out[open_places[hit]] += order_table.logp_values[order_table.logp[found[hit]]]
            open_places = open_places[~hit]
            out[open_places] += self._backoff(part[~hit] >> np.uint64(16), size - 1)
        out[open_places] += self.unigram_logp[words[open_places]]
        return out

    def _backoff(self, contexts: Keys, size: int) -> Logs:
        """Back-off weight of contexts of `size` symbols, 0 where they are no context."""
        if size == 1:
            return self.unigram_backoff[contexts.astype(np.int64)]
        order_table = self.tables[size - 2]
        found = order_table.table.find(contexts)
        weights = order_table.backoff_values[order_table.backoff[found]]
        return np.where(found >= 0, weights, np.float32(0))


def quantize(values: npt.NDArray[np.float64]) -> tuple[Codes, Logs]:
    """Codes and the 256 values they stand for, equal steps between the extremes."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    steps = np.linspace(low, high, _CODES)
    width = (high - low) / (_CODES - 1) or 1.0
    codes = np.rint((values - low) / width).astype(np.uint8)
    return codes, steps.astype(np.float32)


def pack_model(order: int, digest: str, arrays: Mapping[str, Array], steps: Sequence[int]) -> bytes:
    """Lay out the bytes of a model file; `arrays` in the order in which they are laid down."""
    index: dict[str, list[Any]] = {}
    position = 0
    chunks: list[bytes] = []
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        padding = -len(data) % _ALIGNMENT
        index[name] = [array.dtype.str, position, len(array)]
        chunks.append(data + bytes(padding))
        position += len(data) + padding
    header = json.dumps(
        {"order": order, "vocabulary": digest, "steps": list(steps), "arrays": index}
    ).encode()
    header += b" " * (-(len(_MAGIC) + 4 + len(header)) % _ALIGNMENT)
    return b"".join([_MAGIC, struct.pack("<I", len(header)), header, *chunks])


def open_model(path: Path) -> NgramModel:
    """Map a model file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        reason = explain_os_error(error) if isinstance(error, OSError) else error
        message = f"{path}: cannot open the language model ({reason}); reinstall vnfix or run 'vnfix train'"
        raise DictionaryError(message) from error
    try:
        return _read_model(data)
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        OverflowError,
        RecursionError,
        struct.error,
    ) as error:
        message = f"{path}: not a language model of this version; reinstall vnfix or run 'vnfix train'"
        raise DictionaryError(message) from error


def _read_model(data: mmap.mmap) -> NgramModel:
    start = len(_MAGIC)
    if data[:start] != _MAGIC:
        raise ValueError("magic")  # noqa: EM101 - reworded by the caller
    (length,) = struct.unpack("<I", data[start : start + 4])
    header = json.loads(data[start + 4 : start + 4 + length])
    arrays = _Arrays(data, start + 4 + length, header["arrays"])
    order, digest, steps = header["order"], header["vocabulary"], header["steps"]
    if order not in _ORDERS or len(steps) != order - 1 or not isinstance(digest, str):
        raise ValueError("header")  # noqa: EM101
    logp = arrays.read("unigram_logp", "<f4")
    backoff = arrays.read("unigram_backoff", "<f4", len(logp))
    tables = tuple(_read_table(arrays, size, order, int(steps[size - 2])) for size in range(2, order + 1))
    return NgramModel(order, digest, logp, backoff, tables)


def _read_table(arrays: _Arrays, size: int, order: int, steps: int) -> OrderTable:
    offsets = arrays.read(f"offsets{size}", "<u4")
    fingerprints = arrays.read(f"fingerprints{size}", "<u2", int(offsets[-1]))
    count = len(fingerprints)
    return OrderTable(
        NgramTable(offsets, fingerprints, steps),
        arrays.read(f"logp{size}", "|u1", count),
        # The highest order is no context of anything.
        arrays.read(f"backoff{size}", "|u1", 0 if size == order else count),
        arrays.read(f"logp_values{size}", "<f4", _CODES),
        arrays.read(f"backoff_values{size}", "<f4", _CODES),
    )


@dataclass(frozen=True, slots=True)
class _Arrays:
    """The arrays of a file; `index` holds type, position after `base` and length by name."""

    data: mmap.mmap
    base: int
    index: Mapping[str, Sequence[Any]]

    def read(self, name: str, kind: str, size: int | None = None) -> Array:
        """Map an array.  Raises ValueError when it is not of this kind and size, or not all there."""
        found, position, length = self.index[name]
        if found != kind or position < 0 or length < 0 or (size is not None and length != size):
            raise ValueError(name)
        return np.frombuffer(self.data, dtype=kind, count=length, offset=self.base + position)
