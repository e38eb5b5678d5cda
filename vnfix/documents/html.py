"""HTML: the text between the tags, and nothing else.

Blocks (`<p>`, `<td>`, `<br>`) end a line; tags within a line (`<b>`, `<a>`) part no word.  Scripts, styles
and code are left alone, and so are attributes.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from vnfix.documents.decoding import Encoding, decode
from vnfix.documents.markup import Markup, MarkupDocument, Place
from vnfix.documents.opened import OpenedDocument
from vnfix.errors import InputError
from vnfix.messages import tr

# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins",
    "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "wbr",
})
_LEFT_ALONE = frozenset({
    "script", "style", "code", "kbd", "samp", "var", "textarea", "math", "svg", "template", "noscript",
})
# fmt: on
_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_CHARSET = re.compile(r"""(<meta[^>]*?charset\s*=\s*["']?\s*)([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_HEAD = 4096


class HtmlReader(HTMLParser):
    """Collects the texts of a page; `markup` holds them when `read` is done."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=False)
        self.body = body
        self.markup = Markup()
        self._left_alone: list[str] = []
        self._starts = [0]
        self._starts += (found.end() for found in re.finditer("\n", body))

    def read(self) -> Markup:
        """Read the whole page."""
        self.feed(self.body)
        self.close()
        return self.markup

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Meet a start tag."""
        if tag in _LEFT_ALONE:
            self._left_alone.append(tag)
        if tag not in _INLINE:
            self.markup.add_gap("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Meet a tag without content."""
        if tag not in _INLINE:
            self.markup.add_gap("\n")

    def handle_endtag(self, tag: str) -> None:
        """Meet an end tag."""
        if tag in self._left_alone:
            del self._left_alone[self._left_alone.index(tag) :]
        if tag not in _INLINE:
            self.markup.add_gap("\n")

    def handle_data(self, data: str) -> None:
        """Meet text as it stands in the file."""
        at = self.place()
        self.take(data, Place(at, at + len(data)))

    def handle_entityref(self, name: str) -> None:
        """Meet `&name;`."""
        self._take_reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """Meet `&#417;`."""
        self._take_reference(f"&#{name}")

    def take(self, text: str, place: Place) -> None:
        """Take a piece of text that is shown to the reader."""
        if not self._left_alone:
            self.markup.add(text, place)

    def place(self) -> int:
        """Where the part that is met begins."""
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _take_reference(self, written: str) -> None:
        at = self.place()
        end = at + len(written)
        end += self.body.startswith(";", end)
        self.take(unescape(self.body[at:end]), Place(at, end))


def is_html(data: bytes) -> bool:
    """Tell a page by how it begins.

    >>> is_html(b"<!DOCTYPE html><p>"), is_html(b"a <html> tag")
    (True, False)
    """
    return _START.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def open_html(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a page.  Raises InputError when it cannot be decoded."""
    return read_html("html", data, encoding, HtmlReader)


def read_html(name: str, data: bytes, encoding: str | None, reader: type[HtmlReader]) -> MarkupDocument:
    """Open a page with the reader of a format.

    The encoding is the one stated, else a byte-order mark, UTF-8 where that fits, or what the page says.
    A page in an old Vietnamese encoding is written as UTF-8, and then says so.
    """
    decoded = decode(data, encoding or _find_charset(data))
    body = decoded.text
    if decoded.converted_from:
        body = _CHARSET.sub(r"\1utf-8", body[:_HEAD]) + body[_HEAD:]

    def encode(text: str) -> bytes:
        if decoded.encoding == Encoding() or text == decoded.text:
            return decoded.encode(text)
        try:
            return decoded.encoding.mark + text.encode(decoded.encoding.name, "xmlcharrefreplace")
        except LookupError:
            message = tr("cannot write {name}").format(name=decoded.encoding.name)
            raise InputError(message) from None

    try:
        markup = reader(body).read()
    except (AssertionError, ValueError) as error:
        message = tr("no HTML that can be read ({error})").format(error=error)
        raise InputError(message) from None
    return MarkupDocument(name, body, markup, encode)


def _find_charset(data: bytes) -> str | None:
    """The encoding that a page says it has, where it is no UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        head = data[:_HEAD].decode("latin-1")
        found = _CHARSET.search(head)
        name = found[2] if found else (declared[1] if (declared := _DECLARED.search(head)) else "")
        from vnfix.documents.decoding import find_codec

        codec = find_codec(name) if name else None
        # Pages in old Vietnamese encodings call themselves Latin-1 or user-defined: those are detected.
        return codec if codec not in ("utf-8", "iso8859-1", "cp1252", "ascii") else None
    return None
