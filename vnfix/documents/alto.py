"""ALTO: the words of a scanned page, in the attribute CONTENT of each String.

Words are repaired in place; boxes, ids and confidences stay.
"""

from __future__ import annotations

from collections.abc import Mapping

from vnfix.documents.markup import Escape, MarkupDocument, Place
from vnfix.documents.opened import OpenedDocument
from vnfix.documents.xml_reading import XmlReader, decode_xml, read_xml

_LINES = frozenset({"TextLine", "TextBlock", "ComposedBlock", "Page"})


class AltoReader(XmlReader):
    """Collects the words, line by line."""

    def start(self, name: str, space: str, attributes: Mapping[str, str], at: int) -> None:
        """Meet a word, a blank, or the start of a line."""
        if name in _LINES:
            self.markup.add_gap("\n")
        elif name == "String" and (found := self.find_attribute(at, "CONTENT")):
            self.markup.add_gap(" ")
            self.markup.add(attributes.get("CONTENT", ""), Place(*found, Escape.ATTRIBUTE))


def open_alto(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a file of ALTO; it says its encoding itself.  Raises InputError for what is no XML."""
    xml = decode_xml(data)
    reader = AltoReader(xml.body)
    read_xml(reader)
    return MarkupDocument("alto", xml.body, reader.markup, xml.encode)
