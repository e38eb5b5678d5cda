"""Bytes to text and back, losing nothing: byte-order mark, encoding and line ends stay as found.

Start with `decode`.  Without a stated encoding it takes a byte-order mark (UTF-8, UTF-16), strict UTF-8,
or an old Vietnamese encoding that is clearly ahead of the others (`vnfix.documents.legacy`).  Everything
else is refused with the place of the first bad byte; nothing is guessed in silence.

What came in an old encoding is the exception to "as found": it comes out as UTF-8.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from vnfix.errors import InputError
from vnfix.messages import tr

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONVERTED = ("tcvn3", "vni", "viqr", "viscii", "vps")
_UTF16 = ("utf-16", "utf-16-le", "utf-16-be")
# Grave, acute, tilde, hook above, dot below: the combining marks that cp1258 has codes for.
_CP1258_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text stands in bytes: a codec name, and the byte-order mark before it (may be empty)."""

    name: str = "utf-8"
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it is written in, and the bytes it came from.

    `converted_from` names the old encoding that the bytes have, when the text is written in another one.
    """

    text: str
    encoding: Encoding
    data: bytes
    converted_from: str = ""

    def encode(self, text: str) -> bytes:
        """Give `text` in the encoding of the document; the text as decoded gives the very same bytes.

        A document in an old encoding gives UTF-8.
        Raises InputError when the encoding has no code for a letter.
        """
        same = text == self.text and not self.converted_from
        return self.data if same else encode(text, self.encoding)


def find_codec(name: str) -> str | None:
    """Give the name of a text encoding, Python's or an old Vietnamese one, or None when there is none.

    >>> find_codec("UTF8"), find_codec("windows-1258"), find_codec("rot13"), find_codec("TCVN3")
    ('utf-8', 'cp1258', None, 'tcvn3')
    """
    if name.lower() in _CONVERTED:
        return name.lower()
    try:
        codec = codecs.lookup(name)
        # Codecs such as rot13 or zlib are not between bytes and text; they refuse this with LookupError.
        b"ab".decode(codec.name)
    except UnicodeError:
        pass
    except (LookupError, ValueError):
        return None
    return "utf-8" if codec.name == "utf-8-sig" else codec.name


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Decode the bytes of a document.

    `encoding` is a name as `find_codec` gives it; None means byte-order mark, strict UTF-8, or an old
    encoding that fits clearly better than the others.
    A byte-order mark is not part of the text.  Line ends are not touched.
    Raises InputError with the line and the byte (both from 1) of what does not fit.

    >>> decode(b"\xef\xbb\xbfm\xe1\xbb\x99t\r\n").text
    'một\r\n'
    """
    if encoding in _CONVERTED:
        return _decode_legacy(data, encoding)
    found = _choose_encoding(data, encoding)
    body = data[len(found.mark) :]
    try:
        text = body.decode(found.name)
    except UnicodeDecodeError as error:
        place = len(found.mark) + error.start
        if encoding is None and not found.mark and b"\0" not in data:
            return _detect(data, place)
        raise InputError(_describe(data, place, found.name)) from None
    if encoding is None and found.name == "utf-8" and "\0" in text:
        at = data.index(b"\0")
        raise InputError(explain_nul(_line_of(data, at), at))
    return Decoded(text, found, data)


def encode(text: str, encoding: Encoding) -> bytes:
    r"""Encode `text`, with the byte-order mark of `encoding` before it.

    Raises InputError when the encoding has no code for a letter.

    >>> encode("cơ", Encoding("utf-16-le", b"\xff\xfe"))
    b'\xff\xfec\x00\xa1\x01'
    >>> encode("ễ", Encoding("cp1258"))
    b'\xea\xde'
    """
    try:
        return encoding.mark + text.encode(encoding.name)
    except UnicodeEncodeError as error:
        if encoding.name == "cp1258":
            split = "".join(_split_tone(letter) for letter in text)
            if split != text:
                return encode(split, encoding)
        message = tr("the repaired text has {letter!r}, which {encoding} cannot write").format(
            letter=text[error.start], encoding=encoding.name
        )
        raise InputError(message) from None


def _choose_encoding(data: bytes, stated: str | None) -> Encoding:
    for mark, name in _MARKS:
        fits = stated is None or stated == name or (stated == "utf-16" and name in _UTF16)
        if fits and data.startswith(mark):
            return Encoding(name, mark)
    # Without a mark Python would take the byte order of this machine; the one of files is little-endian.
    return Encoding("utf-16-le" if stated == "utf-16" else stated or "utf-8")


def _decode_legacy(data: bytes, name: str) -> Decoded:
    from vnfix.documents.legacy import open_legacy_decoder

    try:
        text = open_legacy_decoder().decode(data, name)
    except UnicodeDecodeError as error:
        raise InputError(_describe(data, error.start, name)) from None
    return Decoded(text, Encoding(), data, name)


def _detect(data: bytes, place: int) -> Decoded:
    """Decode bytes that are no UTF-8; `place` is where they are not."""
    from vnfix.documents.legacy import open_legacy_decoder

    found = open_legacy_decoder().detect(data)
    if len(found) == 1:
        return _decode_legacy(data, found[0])
    if found:
        message = tr(
            "{place} is not UTF-8; the text may be in {names}: name the encoding with -e ({options})"
        ).format(
            place=_name_place(data, place, "utf-8"),
            names=" / ".join(found),
            options=", ".join(f"-e {name}" for name in found),
        )
        raise InputError(message)
    raise InputError(_describe(data, place, "utf-8"))


def explain_nul(line: int, at: int) -> str:
    """Say what a NUL byte means, on line `line` (from 1), `at` bytes (from 0) after the start."""
    return tr(
        "line {line}, byte {byte} is a NUL byte: a binary file, or UTF-16 without a byte-order mark; "
        "name the encoding with -e (for example -e utf-16-le)"
    ).format(line=line, byte=at + 1)


def explain_misfit(line: int, at: int, byte: int) -> str:
    """Say that `byte`, on line `line` (from 1) and `at` bytes (from 0) after the start, is not UTF-8."""
    return _refuse(_format_place(line, at, byte), "utf-8")


def _describe(data: bytes, at: int, name: str) -> str:
    return _refuse(_name_place(data, at, name), name)


def _refuse(place: str, name: str) -> str:
    hint = tr("name it with -e (tcvn3, vni, viscii, vps, viqr, cp1258, utf-16)")
    return tr("{place} is not {name}; if the text is in another encoding, {hint}").format(
        place=place, name=name.upper(), hint=hint
    )


def _name_place(data: bytes, at: int, name: str) -> str:
    line = _line_of(data, at, name)
    return (
        _format_place(line, at, data[at]) if at < len(data) else tr("the end (line {line})").format(line=line)
    )


def _format_place(line: int, at: int, byte: int) -> str:
    return tr("line {line}, byte {at} (0x{byte:02X})").format(line=line, at=at + 1, byte=byte)


def _line_of(data: bytes, at: int, name: str = "utf-8") -> int:
    if name in _UTF16:
        mark = 2 if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else 0
        return data[mark:at].decode(name, "replace").count("\n") + 1
    return data.count(b"\n", 0, at) + 1


def _split_tone(letter: str) -> str:
    """Write a letter as cp1258 does: base letter, then tone mark (it has no code for the pair)."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in _CP1258_MARKS)
        base = "".join(mark for mark in parts if mark not in _CP1258_MARKS)
        return unicodedata.normalize("NFC", base) + tone
    return letter
