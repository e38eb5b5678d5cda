"""Inputs that are too long to be held: read part by part.

Only plain text in UTF-8 can be: whatever else a document is, its end must be seen first.
"""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vnfix.documents.decoding import explain_misfit, explain_nul
from vnfix.documents.formats import TEXT, find_format
from vnfix.errors import InputError
from vnfix.files import explain_os_error
from vnfix.messages import tr

LONG = 1_000_000
"""Bytes from which on a text is repaired while it is read."""

_PART = 1 << 16


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LongInput:
    """A text in UTF-8 of which only the first bytes (`head`) are read; `stream` has the rest."""

    name: str
    head: bytes
    stream: BinaryIO

    @property
    def mark(self) -> bytes:
        """The byte-order mark, or nothing."""
        return codecs.BOM_UTF8 if self.head.startswith(codecs.BOM_UTF8) else b""

    def read_texts(self) -> Iterator[str]:
        """Read the text in parts, without the byte-order mark.

        Raises InputError with the line and the byte of what is not UTF-8.
        """
        decoder = codecs.getincrementaldecoder("utf-8")()
        done, line = len(self.mark), 1
        data = self.head[done:]
        while True:
            held = decoder.getstate()[0]
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                at = done - len(held) + error.start
                line += data.count(b"\n", 0, max(0, error.start - len(held)))
                raise InputError(explain_misfit(line, at, (held + data)[error.start])) from None
            if "\0" in text:
                at = data.index(b"\0")
                raise InputError(explain_nul(line + data.count(b"\n", 0, at), done + at))
            if not data:
                return
            yield text
            done += len(data)
            line += data.count(b"\n")
            data = self._read()

    def _read(self) -> bytes:
        try:
            return self.stream.read(_PART)
        except OSError as error:
            message = tr("cannot read on: {reason}").format(reason=explain_os_error(error))
            raise InputError(message) from None


@contextlib.contextmanager
def open_long_file(path: Path, encoding: str | None) -> Iterator[LongInput | None]:
    """Open a file that is long text in UTF-8; None for any other, and for what cannot be read at all."""
    try:
        stream = path.open("rb")
    except (OSError, ValueError):
        yield None
        return
    with stream:
        head = b""
        # A short file, a pipe or a device is for the usual way, which says what is wrong with it.
        with contextlib.suppress(OSError):
            head = stream.read(LONG) if path.is_file() and path.stat().st_size > LONG else b""
        yield LongInput(str(path), head, stream) if is_long_text(head, str(path), encoding) else None


def is_long_text(head: bytes, name: str, encoding: str | None) -> bool:
    """Tell whether what begins with `head` is long, and plain text in UTF-8 as far as can be seen.

    `encoding` is the stated one, None for automatic.
    """
    if len(head) < LONG or encoding not in (None, "utf-8") or find_format(head, name) is not TEXT:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head
