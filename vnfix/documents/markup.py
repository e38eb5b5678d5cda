"""Markup with texts in it (HTML, XML), in which nothing is rewritten but the texts that a repair changed.

The file is not parsed into a tree and written out again: the readers of each format find where its texts
stand, and the new texts take their places.  So whatever else is in the file stays, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from vnfix.documents.opened import OpenedDocument
from vnfix.documents.segments import Segment, SegmentedText
from vnfix.errors import InputError
from vnfix.render.edits import Edit, apply_edits


class Escape(Enum):
    """How a text is written where it stands."""

    TEXT = "text"
    ATTRIBUTE = "attribute"
    NONE = "none"
    """In a CDATA section."""


class Place(NamedTuple):
    """Where the text of a segment stands in the file: code points of its markup."""

    start: int
    end: int
    escape: Escape = Escape.TEXT


class Markup:
    """What a reader collects: segments in the order of reading, and their places."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.places: list[Place] = []
        self._gap = ""

    def add_gap(self, gap: str) -> None:
        """Put `gap` before the next segment, unless there is one; a line end wins over a blank."""
        if self.segments and (not self._gap or gap == "\n"):
            self._gap = gap

    def add(self, text: str, place: Place) -> None:
        """Add a segment; an empty one has nothing to repair and leaves no gap."""
        if text:
            self.segments.append(Segment(text, self._gap))
            self.places.append(place)
            self._gap = ""


class MarkupDocument(OpenedDocument):
    """A file of markup: its `body`, the texts found in it, and how the body becomes bytes."""

    def __init__(self, name: str, body: str, markup: Markup, encode: Callable[[str], bytes]) -> None:
        self.format = name
        self._body = body
        self._places = markup.places
        self._encode = encode
        self._segmented = SegmentedText(markup.segments)
        self.text = self._segmented.text

    def can_hold(self, edit: Edit) -> bool:
        """Tell whether an edit leaves the ends of lines where they are."""
        return self._segmented.can_hold(edit)

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Give the file with `edits` made in its texts."""
        try:
            texts = self._segmented.rewrite(edits)
        except ValueError as error:
            raise InputError(str(error)) from None
        return self._encode(apply_edits(self._body, sorted(self.edit_body(texts))))

    def edit_body(self, texts: Mapping[int, str]) -> list[Edit]:
        """Give the edits of the body for the new texts of segments, by number."""
        return [
            Edit(place.start, place.end, escape_text(text, place.escape))
            for place, text in ((self._places[number], text) for number, text in texts.items())
        ]


def escape_text(text: str, escape: Escape) -> str:
    """Write a text so that it stands for itself.

    >>> escape_text("a < b & c", Escape.TEXT), escape_text('"a"', Escape.ATTRIBUTE)
    ('a &lt; b &amp; c', '&quot;a&quot;')
    """
    if escape is Escape.NONE:
        return text.replace("]]>", "]]]]><![CDATA[>")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;") if escape is Escape.ATTRIBUTE else text
