"""The packed parts of a PDF: refused before anything unpacks them whole, where one is a bomb.

pdfminer.six unpacks a part in one go, so a file of 300 kB can ask for any amount of memory.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from vnfix.errors import InputError
from vnfix.messages import tr

MOST_BYTES = 64 * 1024 * 1024
"""More in one part, unpacked, is no page: the longest pages of maps and plans have some ten million bytes."""
# What a part says of itself stands before it, after the number of its object.
_LONGEST_HEAD = 4096
_START = re.compile(rb"(?<!end)stream\r?\n")
_PACKED = re.compile(rb"/Fl(?:ateDecode)?\b")
# Pictures are never unpacked for a text.
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def check_streams(data: bytes) -> None:
    """Refuse a file in which a part is packed like a bomb, once or several times.  Raises InputError."""
    for packed, times in _find_packed(data):
        unpacked: bytes | memoryview = packed
        for _ in range(times):
            try:
                unpacked = zlib.decompressobj().decompress(unpacked, MOST_BYTES + 1)
            except zlib.error:
                break
            if len(unpacked) > MOST_BYTES:
                message = tr(
                    "holds a part that unpacks to more than {size:,} bytes, which is refused"
                ).format(size=MOST_BYTES)
                raise InputError(message)


def _find_packed(data: bytes) -> Iterator[tuple[memoryview, int]]:
    """Find the parts that are packed: where each begins, and how many times it is."""
    view = memoryview(data)
    for found in _START.finditer(data):
        head = data[max(0, found.start() - _LONGEST_HEAD) : found.start()].rpartition(b"obj")[2]
        times = len(_PACKED.findall(head))
        if times and not _PICTURE.search(head):
            yield view[found.end() :], times
