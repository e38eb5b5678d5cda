"""epub: the pages of an electronic book, each read as HTML."""

from __future__ import annotations

from vnfix.documents.archives import Archive, ArchiveDocument
from vnfix.documents.html import open_html
from vnfix.documents.opened import OpenedDocument

_PAGES = (".xhtml", ".html", ".htm")


def open_epub(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a book.  Raises InputError when it is broken."""
    return ArchiveDocument("epub", data, Archive(data), is_page, open_html)


def is_page(name: str) -> bool:
    """Tell whether a member of the archive is a page, by its name."""
    return name.lower().endswith(_PAGES)
