"""Files of plain arrays behind a header in JSON, mapped into memory: opening one parses nothing else.

Layout: eight bytes that name the format, the length of the header (32 bits, little-endian), the header, and
the arrays, each at a multiple of 64 bytes after it.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from vnfix.errors import DictionaryError
from vnfix.files import explain_os_error
from vnfix.messages import tr

Array = npt.NDArray[Any]
Value = TypeVar("Value")

_ALIGNMENT = 64


def pack_arrays(magic: bytes, fields: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """Lay out the bytes of a file: `fields` in the header, then `arrays` in their order."""
    index: dict[str, list[Any]] = {}
    position = 0
    chunks: list[bytes] = []
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        padding = -len(data) % _ALIGNMENT
        index[name] = [array.dtype.str, position, array.size]
        chunks.append(data + bytes(padding))
        position += len(data) + padding
    header = json.dumps({**fields, "arrays": index}).encode()
    header += b" " * (-(len(magic) + 4 + len(header)) % _ALIGNMENT)
    return b"".join([magic, struct.pack("<I", len(header)), header, *chunks])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PackedArrays:
    """An open file: the fields of its header, and its arrays."""

    fields: Mapping[str, Any]
    _data: mmap.mmap
    _base: int

    @property
    def vocabulary(self) -> str:
        """The digest of the vocabulary whose ids the arrays speak of.  Raises ValueError when it is none."""
        digest = self.fields["vocabulary"]
        if not isinstance(digest, str):
            raise ValueError("header")  # noqa: EM101 - reworded by the caller
        return digest

    def read(self, name: str, kind: str, size: int | None = None) -> Array:
        """Map an array (of one dimension).

        Raises ValueError when it is not of this kind and size, or not all there.
        """
        found, position, length = self.fields["arrays"][name]
        if found != kind or position < 0 or length < 0 or (size is not None and length != size):
            raise ValueError(name)
        return np.frombuffer(self._data, dtype=kind, count=length, offset=self._base + position)


def open_packed(path: Path, magic: bytes, what: str, read: Callable[[PackedArrays], Value]) -> Value:
    """Map a file and make a value of it by `read`, which may raise what reading bad data raises.

    Raises DictionaryError, which calls the file `what`, when it is missing, cut short or of another version.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        reason = explain_os_error(error) if isinstance(error, OSError) else error
        message = tr(
            "{path}: cannot open the {what} ({reason}); reinstall vnfix or run 'vnfix train'"
        ).format(path=path, what=what, reason=reason)
        raise DictionaryError(message) from error
    try:
        return read(_read_header(data, magic))
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        OverflowError,
        RecursionError,
        struct.error,
    ) as error:
        message = tr("{path}: not a {what} of this version; reinstall vnfix or run 'vnfix train'").format(
            path=path, what=what
        )
        raise DictionaryError(message) from error


def _read_header(data: mmap.mmap, magic: bytes) -> PackedArrays:
    start = len(magic)
    if data[:start] != magic:
        raise ValueError("magic")  # noqa: EM101 - reworded by the caller
    (length,) = struct.unpack("<I", data[start : start + 4])
    fields = json.loads(data[start + 4 : start + 4 + length])
    return PackedArrays(fields, data, start + 4 + length)
