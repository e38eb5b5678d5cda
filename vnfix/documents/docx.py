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
from vnfix.messages import tr
from vnfix.render.edits import Edit

# Word on the web numbers the main part as well.
_MAIN = re.compile(r"word/document\d*\.xml")
_PARTS = re.compile(r"word/(?:document|header|footer|footnotes|endnotes|comments)\d*\.xml")
# Transitional and strict Word, and the text of drawings.
_SPACES = ("wordprocessingml/2006/main", "wordprocessingml/main", "drawingml/2006/main", "drawingml/main")
_GONE = frozenset({"moveFrom", "del"})
_ENDS_LINE = frozenset({"br", "cr"})
_NAME = re.compile(r"<[^\s/>]+")


class DocxReader(XmlReader):
    """Collects the texts of runs, paragraph by paragraph."""

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self._gone = 0
        self._in_text = False
        self._mark: Edit | None = None
        # For each segment how to mark its text so that blanks at its ends are kept; None where they are.
        self.marks: list[Edit | None] = []

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
            self._in_text = True
            keeps = attributes.get("space") == "preserve" or "drawingml" in space
            self._mark = None if keeps else self._make_mark(at)

    def end(self, name: str, space: str) -> None:
        """Meet an end tag."""
        if not space.endswith(_SPACES):
            return
        if name == "t":
            self._in_text = False
        elif name == "p":
            self.markup.add_gap("\n")
        elif name in _GONE:
            self._gone -= 1

    def text(self, text: str, place: Place) -> None:
        """Meet a piece of text."""
        if self._in_text and not self._gone:
            self.markup.add(text, place)
            self.marks.append(self._mark)

    def _make_mark(self, at: int) -> Edit:
        stated = self.find_attribute(at, "space")
        if stated is not None:
            return Edit(*stated, "preserve")
        end = _NAME.match(self.body, at)
        assert end is not None  # expat says that a start tag is there
        return Edit(end.end(), end.end(), ' xml:space="preserve"')


class DocxPart(MarkupDocument):
    """One part of a document; a text that now begins or ends with a blank is marked to keep it."""

    def __init__(self, reader: DocxReader, encode: Callable[[str], bytes]) -> None:
        super().__init__("docx", reader.body, reader.markup, encode)
        self._marks = reader.marks

    def edit_body(self, texts: Mapping[int, str]) -> list[Edit]:
        """Edit the texts, and the tags of those that need it."""
        marks = {self._marks[number] for number, text in texts.items() if text != text.strip()}
        return super().edit_body(texts) + [mark for mark in marks if mark is not None]


def open_docx(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a document of Word; it says its encoding itself.  Raises InputError when it is broken."""
    archive = Archive(data)
    if not any(map(_MAIN.fullmatch, archive.names)):
        message = tr("is no docx: it has no word/document.xml")
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
