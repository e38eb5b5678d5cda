"""Reading XML without trusting it, with the places of all texts.

Expat tells where each piece stands, so that it can be changed in place (`vnfix.documents.markup`).  Nothing
outside the file is ever opened, and a file that declares entities of its own is refused: no document needs
them, and they are how a small file becomes a huge one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from vnfix.documents.markup import Escape, Markup, Place
from vnfix.errors import InputError
from vnfix.messages import tr

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# A start tag and, by name, the values of its attributes.
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(r"""<[^\s>/]+(?:[^>"']|"[^"]*"|'[^']*')*>""")


class XmlText(NamedTuple):
    """A file of XML as text, and the way back to its bytes."""

    body: str
    encode: Callable[[str], bytes]


class XmlReader:
    """What a format does with the parts of a file, in their order; names are without namespace.

    Each format overrides what it needs, and calls `take` for a text that is to be repaired.
    """

    def __init__(self, body: str) -> None:
        self.body = body
        self.markup = Markup()

    def start(self, name: str, space: str, attributes: Mapping[str, str], at: int) -> None:
        """Meet a start tag, of the namespace `space`, that stands at `at`."""

    def end(self, name: str, space: str) -> None:
        """Meet an end tag."""

    def text(self, text: str, place: Place) -> None:
        """Meet a piece of text."""

    def find_attribute(self, at: int, name: str) -> tuple[int, int] | None:
        """Find where the value of an attribute stands in the start tag at `at`."""
        tag = _TAG.match(self.body, at)
        if tag is None:
            return None
        for found in _ATTRIBUTE.finditer(self.body, at + 1, tag.end()):
            if found[1].rpartition(":")[2] == name:
                return found.span(2 if found[2] is not None else 3)
        return None


def decode_xml(data: bytes) -> XmlText:
    """Decode a file of XML by its byte-order mark or its declaration; UTF-8 without either.

    Raises InputError when that does not fit.
    """
    mark, name = next(((m, n) for m, n in _MARKS if data.startswith(m)), (b"", ""))
    if not name:
        declared = _DECLARED.match(data[:200])
        name = declared[1].decode() if declared else "utf-8"
        name = "utf-8" if name.lower().startswith("utf-16") else name
    try:
        body = data[len(mark) :].decode(name)
    except (UnicodeDecodeError, LookupError):
        message = tr("is not the {name} that it says it is").format(name=name.upper())
        raise InputError(message) from None
    return XmlText(body, lambda text: mark + text.encode(name, "xmlcharrefreplace"))


def read_xml(reader: XmlReader) -> None:
    """Run a reader over its body.  Raises InputError when that is no well-formed XML."""
    data = reader.body.encode("utf-8", "surrogatepass")
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = False
    places = _Places(data)
    in_cdata = False

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        bare = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        reader.start(local, space, bare, places.of(parser.CurrentByteIndex))

    def end(name: str) -> None:
        space, _, local = name.rpartition(" ")
        reader.end(local, space)

    def text(value: str) -> None:
        at = parser.CurrentByteIndex
        raw = value.encode()
        if data.startswith(raw, at) and (in_cdata or not raw.startswith(b"&")):
            stop = at + len(raw)
        elif data.startswith(b"&", at):
            stop = data.index(b";", at) + 1
        else:
            stop = at + 1  # a carriage return, given as a line feed
        escape = Escape.NONE if in_cdata else Escape.TEXT
        reader.text(value, Place(places.of(at), places.of(stop), escape))

    def switch_cdata(entered: bool) -> Callable[[], None]:
        def call() -> None:
            nonlocal in_cdata
            in_cdata = entered

        return call

    def refuse(*_: object) -> None:
        message = tr("declares entities of its own, which is refused: they can make a small file a huge one")
        raise InputError(message)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartCdataSectionHandler = switch_cdata(True)
    parser.EndCdataSectionHandler = switch_cdata(False)
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = tr("line {line}, column {column}: no XML ({error})").format(
            line=error.lineno, column=error.offset + 1, error=expat.ErrorString(error.code)
        )
        raise InputError(message) from None


class _Places:
    """Turns offsets in bytes, asked for in rising order, into offsets in code points."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._bytes = self._points = 0

    def of(self, at: int) -> int:
        if at < self._bytes:
            return len(self._data[:at].decode("utf-8", "surrogatepass"))
        self._points += len(self._data[self._bytes : at].decode("utf-8", "surrogatepass"))
        self._bytes = at
        return self._points
