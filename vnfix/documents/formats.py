"""Which format a document has, by its content first and its name second, and opening it.

Start with `open_document`.  A new format is one module with an `open_...` function, and one row in `FORMATS`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from vnfix.documents.opened import OpenedDocument
from vnfix.messages import tr

_HEAD = 65536
# Most inputs are text: these two are compiled when first asked, which Python remembers.
_ROOT = rb"<(?:[\w.-]+:)?(alto|PcGts)[\s>/]"
_DOCX = rb"word/document\d*\.xml"
_TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".text", ".rst", ".csv", ".tsv", ".srt", ".vtt", ".log")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Format(NamedTuple):
    """One format: its name, how names of its files end, and what the written file adds to the name."""

    name: str
    suffixes: tuple[str, ...]
    open: Callable[[bytes, str | None], OpenedDocument]
    output_suffix: str = ""


def _open_text(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.text import open_text

    return open_text(data, encoding)


def _open_html(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.html import open_html

    return open_html(data, encoding)


def _open_hocr(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.hocr import open_hocr

    return open_hocr(data, encoding)


def _open_alto(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.alto import open_alto

    return open_alto(data, encoding)


def _open_page_xml(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.page_xml import open_page_xml

    return open_page_xml(data, encoding)


def _open_docx(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.docx import open_docx

    return open_docx(data, encoding)


def _open_epub(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.epub import open_epub

    return open_epub(data, encoding)


def _open_pdf(data: bytes, encoding: str | None) -> OpenedDocument:
    from vnfix.documents.pdf import open_pdf

    return open_pdf(data, encoding)


TEXT = Format("text", _TEXT_SUFFIXES, _open_text)
FORMATS = {
    one.name: one
    for one in (
        TEXT,
        Format("html", (".html", ".htm", ".xhtml"), _open_html),
        Format("hocr", (".hocr",), _open_hocr),
        Format("alto", (), _open_alto),
        Format("page", (), _open_page_xml),
        Format("docx", (".docx",), _open_docx),
        Format("epub", (".epub",), _open_epub),
        Format("pdf", (".pdf",), _open_pdf, ".txt"),
    )
}


def find_format(data: bytes, name: str) -> Format | None:
    r"""Find the format of a document; None where it is none that vnfix reads, such as an image.

    The content decides; the name only where it says nothing.

    >>> find_format(b"%PDF-1.7", "letter.txt").name, find_format(b"xin", "letter.html").name
    ('pdf', 'html')
    >>> find_format(b"\x89PNG\0\0", "page.png")
    """
    head = data[:_HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return FORMATS["pdf"]
    if head.startswith(b"PK\x03\x04"):
        return _find_archive(data, name)
    by_markup = _find_markup(head)
    if by_markup is not None:
        return by_markup
    suffix = PurePath(name).suffix.lower()
    named = next((one for one in FORMATS.values() if suffix in one.suffixes), None)
    if named is not None:
        return named
    is_binary = b"\0" in head and not head.startswith(_UTF16)
    return None if is_binary else TEXT


def open_document(data: bytes, name: str, encoding: str | None = None) -> OpenedDocument:
    """Open a document.

    `name` is that of the file; `encoding` a codec name for texts and pages, None for automatic.
    Raises InputError for what is broken, and for what is no document.
    """
    found = find_format(data, name)
    # Standard input, and whatever has an unknown name, is a text: its own message says what is wrong with it.
    return (found or TEXT).open(data, encoding)


def output_suffix_of(name: str) -> str:
    """What the written file adds to a name: a PDF is written as text.

    >>> output_suffix_of("a.PDF"), output_suffix_of("a.docx")
    ('.txt', '')
    """
    suffix = PurePath(name).suffix.lower()
    return next((one.output_suffix for one in FORMATS.values() if suffix in one.suffixes), "")


def explain_name(found: Format, name: str) -> str:
    """Say why a file of the format `found` cannot be written under the name that its own name leads to.

    What is written would be something else than it is called.  Empty where that is not so.

    >>> explain_name(FORMATS["pdf"], "letter.docx")
    'is pdf by its content, but .docx by its name: rename it'
    >>> explain_name(FORMATS["pdf"], "scan.txt"), explain_name(FORMATS["docx"], "letter.bin")
    ('', '')
    """
    suffix = PurePath(name).suffix.lower()
    named = next((one for one in FORMATS.values() if suffix in one.suffixes), None)
    as_text = named is TEXT or named is None
    if found is named or (as_text if found.output_suffix else not output_suffix_of(name)):
        return ""
    return tr("is {format} by its content, but {suffix} by its name: rename it").format(
        format=found.name, suffix=suffix
    )


def _find_archive(data: bytes, name: str) -> Format | None:
    suffix = PurePath(name).suffix.lower()
    if re.search(_DOCX, data):
        return FORMATS["docx"]
    if b"application/epub+zip" in data[:256] or b"META-INF/container.xml" in data:
        return FORMATS["epub"]
    return next((one for one in FORMATS.values() if suffix in one.suffixes and one is not TEXT), None)


def _find_markup(head: bytes) -> Format | None:
    if head.startswith(_UTF16):
        head = head.decode("utf-16", "ignore").encode()
    # Most inputs are text: nothing of the other formats is imported for them.
    if not head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        return None
    from vnfix.documents.hocr import is_hocr
    from vnfix.documents.html import is_html

    if is_hocr(head):
        return FORMATS["hocr"]
    if is_html(head):
        return FORMATS["html"]
    root = re.search(_ROOT, head)
    return None if root is None else FORMATS["alto" if root[1] == b"alto" else "page"]
