"""Plain text and Markdown, in any encoding that `vnfix.documents.decoding` knows."""

from __future__ import annotations

from collections.abc import Sequence

from vnfix.documents.decoding import Decoded, decode
from vnfix.documents.opened import OpenedDocument
from vnfix.render.edits import Edit, apply_edits


class TextDocument(OpenedDocument):
    """A text, as decoded."""

    format = "text"

    def __init__(self, decoded: Decoded) -> None:
        self.decoded = decoded
        self.text = decoded.text

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Give the text in its encoding."""
        return self.decoded.encode(apply_edits(self.text, edits))


def open_text(data: bytes, encoding: str | None = None) -> TextDocument:
    """Open a plain text; raises InputError as `decode` does."""
    return TextDocument(decode(data, encoding))
