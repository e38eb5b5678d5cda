"""ALTO: the words of a scanned page, in the attribute CONTENT of each String.

Words are repaired in place; boxes, ids and confidences stay.  The two parts of a word that was broken at a
line end say the whole word too (SUBS_CONTENT), which follows what becomes of its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vnfix.documents.markup import Escape, MarkupDocument, Place, escape_text
from vnfix.documents.opened import OpenedDocument
from vnfix.documents.xml_reading import XmlReader, decode_xml, read_xml
from vnfix.render.edits import Edit

_LINES = frozenset({"TextLine", "TextBlock", "ComposedBlock", "Page"})
_FIRST, _SECOND = "HypPart1", "HypPart2"
_HYPHENS = "-\u00ad\u2010"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a broken word: its segment (None where empty), its text, the whole, and where that stands."""

    number: int | None
    text: str
    whole: str
    place: tuple[int, int]


class AltoReader(XmlReader):
    """Collects the words, line by line, and the pairs of parts of broken ones."""

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self.broken: list[tuple[_Part, _Part]] = []
        self._first: _Part | None = None

    def start(self, name: str, space: str, attributes: Mapping[str, str], at: int) -> None:
        """Meet a word, a blank, or the start of a line."""
        if name in _LINES:
            self.markup.add_gap("\n")
        elif name == "String" and (found := self.find_attribute(at, "CONTENT")):
            text = attributes.get("CONTENT", "")
            self.markup.add_gap(" ")
            number = len(self.markup.segments) if text else None
            self.markup.add(text, Place(*found, Escape.ATTRIBUTE))
            self._meet_part(attributes, at, number, text)

    def _meet_part(self, attributes: Mapping[str, str], at: int, number: int | None, text: str) -> None:
        kind, place = attributes.get("SUBS_TYPE"), self.find_attribute(at, "SUBS_CONTENT")
        first, self._first = self._first, None
        if place is None or kind not in (_FIRST, _SECOND):
            return
        part = _Part(number, text, attributes.get("SUBS_CONTENT", ""), place)
        if kind == _FIRST:
            self._first = part
        elif first is not None and first.whole == part.whole == _join(first.text, text):
            self.broken.append((first, part))


class AltoDocument(MarkupDocument):
    """A file of ALTO; what it says of whole words follows their parts."""

    def __init__(self, reader: AltoReader, encode: Callable[[str], bytes]) -> None:
        self._broken = reader.broken
        super().__init__("alto", reader.body, reader.markup, encode)

    def edit_body(self, texts: Mapping[int, str]) -> list[Edit]:
        """Edit the words, then what is said of broken ones."""
        edits = super().edit_body(texts)
        for parts in self._broken:
            now = [part.text if part.number is None else texts.get(part.number, part.text) for part in parts]
            whole = _join(*now)
            if whole != parts[0].whole:
                written = escape_text(whole, Escape.ATTRIBUTE)
                edits += [Edit(*part.place, written) for part in parts]
        return edits


def _join(first: str, second: str) -> str:
    """The word that two parts make.

    >>> _join("quy-", "ền")
    'quyền'
    """
    return first.rstrip(_HYPHENS) + second


def open_alto(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a file of ALTO; it says its encoding itself.  Raises InputError for what is no XML."""
    xml = decode_xml(data)
    reader = AltoReader(xml.body)
    read_xml(reader)
    return AltoDocument(reader, xml.encode)
