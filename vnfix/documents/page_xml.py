"""PAGE XML: text of scanned pages by regions, lines and words, each level with its own copy of the text.

The words of a line are repaired, or the line where it has no words; the copies in lines and regions that said
the same follow them.  A copy that says something else is repaired on its own.  Of several readings of one
element (`index`) the best is repaired, the others stay, and so do readings of single glyphs.  Boxes, ids and
confidences stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vnfix.documents.markup import MarkupDocument, Place, escape_text
from vnfix.documents.opened import OpenedDocument
from vnfix.documents.xml_reading import XmlReader, decode_xml, read_xml
from vnfix.render.edits import Edit

_LEVELS = {"TextRegion": "\n", "TextLine": " ", "Word": ""}
"""What stands between the parts of an element, by its name."""
_ABOVE = {"TextRegion": "", "TextLine": "TextRegion", "Word": "TextLine"}


@dataclass
class _Element:
    """A region, line or word: its own text and its parts."""

    name: str
    text: str | None = None
    places: list[Place] = field(default_factory=list)
    rank: int = 0
    """Where its reading stands among several: the lowest is the best."""
    parts: list[_Element] = field(default_factory=list)
    number: int | None = None
    """The segment with its text."""
    follows: bool = False
    """Whether its text is that of its parts."""


class PageReader(XmlReader):
    """Collects regions, lines and words as a tree."""

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self.roots: list[_Element] = []
        self._open: list[_Element] = []
        # The names of all open elements: what stands in a glyph is no reading of the word around it.
        self._names: list[str] = []
        self._rank: int | None = None
        self._text: list[tuple[str, Place]] | None = None

    def start(self, name: str, space: str, attributes: Mapping[str, str], at: int) -> None:
        """Meet an element."""
        above = self._names[-1] if self._names else ""
        self._names.append(name)
        if name in _LEVELS:
            element = _Element(name)
            parent = self._open[-1] if self._open else None
            siblings = parent.parts if parent is not None and parent.name == _ABOVE[name] else self.roots
            siblings.append(element)
            self._open.append(element)
        elif name == "TextEquiv" and above in _LEVELS:
            self._rank = _read_rank(attributes.get("index", ""))
        elif name == "Unicode" and self._rank is not None:
            known = self._open[-1]
            if known.text is None or self._rank < known.rank:
                self._text = []

    def end(self, name: str, space: str) -> None:
        """Meet an end tag."""
        self._names.pop()
        if name in _LEVELS:
            self._open.pop()
        elif name == "TextEquiv":
            self._rank = None
        elif name == "Unicode" and self._text is not None and self._rank is not None:
            element = self._open[-1]
            element.text = "".join(text for text, _ in self._text)
            element.places = [place for _, place in self._text]
            element.rank = self._rank
            self._text = None

    def text(self, text: str, place: Place) -> None:
        """Meet a piece of text."""
        if self._text is not None:
            self._text.append((text, place))


class PageDocument(MarkupDocument):
    """A file of PAGE XML; what a line and a region say follows what their words say."""

    def __init__(self, reader: PageReader, encode: Callable[[str], bytes]) -> None:
        self._elements: list[_Element] = []
        for root in reader.roots:
            reader.markup.add_gap("\n")
            self._collect(root, reader)
        super().__init__("page", reader.body, reader.markup, encode)

    def _collect(self, element: _Element, reader: PageReader) -> None:
        """Add the texts of an element: those of its parts, and its own where that differs."""
        for part in element.parts:
            reader.markup.add_gap(_LEVELS[element.name] or " ")
            self._collect(part, reader)
        self._elements.append(element)
        # A text that is partly a CDATA section cannot be written in one place.
        if element.text is None or not element.places or len({place.escape for place in element.places}) > 1:
            return
        parts = _join(element, lambda part: part.text)
        element.follows = parts is not None and parts == element.text
        if not element.follows:
            if element.parts:
                reader.markup.add_gap("\n")
            span = Place(element.places[0].start, element.places[-1].end, element.places[0].escape)
            element.number = len(reader.markup.segments)
            reader.markup.add(element.text, span)

    def edit_body(self, texts: Mapping[int, str]) -> list[Edit]:
        """Edit the segments, then the elements that follow them."""
        edits = super().edit_body(texts)
        for element in self._elements:
            if element.follows:
                after = self._text_of(element, texts)
                if after is not None and after != element.text:
                    place = element.places[0]
                    edits.append(Edit(place.start, element.places[-1].end, escape_text(after, place.escape)))
        return edits

    def _text_of(self, element: _Element, texts: Mapping[int, str]) -> str | None:
        """What an element says after the edits."""
        if element.follows:
            return _join(element, lambda part: self._text_of(part, texts))
        if element.number is None:
            return element.text
        return texts.get(element.number, element.text)


def _read_rank(index: str) -> int:
    """Where a reading stands among several; one without a number is the best."""
    return int(index) if index.isdecimal() else 0


def _join(element: _Element, text_of: Callable[[_Element], str | None]) -> str | None:
    """The texts of the parts as one; None where one has none."""
    texts = [text_of(part) for part in element.parts]
    known = [text for text in texts if text is not None]
    if not texts or len(known) < len(texts):
        return None
    return _LEVELS[element.name].join(text for text in known if text)


def open_page_xml(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a file of PAGE XML; it says its encoding itself.  Raises InputError for what is no XML."""
    xml = decode_xml(data)
    reader = PageReader(xml.body)
    read_xml(reader)
    return PageDocument(reader, xml.encode)
