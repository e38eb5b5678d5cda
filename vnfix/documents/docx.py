"""docx: the text of the runs of Word documents, in the page, tables, headers, footers, notes and comments.

A word may lie across several runs; each keeps its formatting.  Text that was deleted or moved away with
changes tracked, field codes and formulas are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from vnfix.documents.archives import Archive, ArchiveDocument
from vnfix.documents.markup import MarkupDocument, Place
from vnfix.documents.opened import OpenedDocument
from vnfix.documents.xml_reading import XmlReader, decode_xml, read_xml
from vnfix.errors import InputError
from vnfix.render.edits import Edit

_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_MAIN = "word/document.xml"
# Transitional and strict Word, and the text of drawings.
_SPACES = ("wordprocessingml/2006/main", "wordprocessingml/main", "drawingml/2006/main", "drawingml/main")
_GONE = frozenset({"moveFrom", "del"})
_ENDS_LINE = frozenset({"br", "cr"})


class DocxReader(XmlReader):
    """Collects the texts of runs, paragraph by paragraph."""

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self._gone = 0
        self._tag: tuple[int, bool] | None = None
        # For each segment the start tag of its text, where that lets blanks at its ends be dropped.
        self.tags: list[int | None] = []

    def start(self, name: str, space: str, attributes: Mapping[str, str], at: int) -> None:
        """Meet an element."""
        if not space.endswith(_SPACES):
            return
        if name == "p" or name in _ENDS_LINE:
            self.markup.add_gap("\n")
        elif name == "tab":
            self.markup.add_gap("\t")
        elif name in _GONE:
            self._gone += 1
        elif name == "t":
            self._tag = (at, attributes.get("space") == "preserve" or "drawingml" in space)

    def end(self, name: str, space: str) -> None:
        """Meet an end tag."""
        if not space.endswith(_SPACES):
            return
        if name == "t":
            self._tag = None
        elif name == "p":
            self.markup.add_gap("\n")
        elif name in _GONE:
            self._gone -= 1

    def text(self, text: str, place: Place) -> None:
        """Meet a piece of text."""
        if self._tag is not None and not self._gone:
            at, preserves = self._tag
            self.markup.add(text, place)
            self.tags.append(None if preserves else at)


class DocxPart(MarkupDocument):
    """One part of a document; a text that now begins or ends with a blank is marked to keep it."""

    def __init__(self, reader: DocxReader, encode: Callable[[str], bytes]) -> None:
        super().__init__("docx", reader.body, reader.markup, encode)
        self._tags = reader.tags

    def edit_body(self, texts: Mapping[int, str]) -> list[Edit]:
        """Edit the texts, and the tags of those that need it."""
        tags = {self._tags[number] for number, text in texts.items() if text != text.strip()}
        marks = []
        for tag in tags:
            if tag is not None:
                end = re.compile(r"<[^\s/>]+").match(self._body, tag)
                if end is not None:
                    marks.append(Edit(end.end(), end.end(), ' xml:space="preserve"'))
        return super().edit_body(texts) + marks


def open_docx(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a document of Word; it says its encoding itself.  Raises InputError when it is broken."""
    archive = Archive(data)
    if _MAIN not in archive.names:
        message = "is no docx: it has no word/document.xml"
        raise InputError(message)
    return ArchiveDocument("docx", data, archive, is_docx_text, _open_part)


def is_docx_text(name: str) -> bool:
    """Tell whether a member holds text of the document."""
    return _PARTS.fullmatch(name) is not None


def _open_part(data: bytes) -> DocxPart:
    xml = decode_xml(data)
    reader = DocxReader(xml.body)
    read_xml(reader)
    return DocxPart(reader, xml.encode)
