"""hOCR: the words of a scanned page, each in its box.

Words are repaired in place; boxes, ids and confidences stay.  A word of which a blank was put into the middle
was two boxes: the whole word goes into the first, the second stays, empty.  Where an engine boxes no words,
the lines are repaired.
"""

from __future__ import annotations

import re
from collections import Counter

from vnfix.documents.html import HtmlReader, read_html
from vnfix.documents.markup import Place
from vnfix.documents.opened import OpenedDocument

_SIGN = re.compile(rb"""class\s*=\s*["'][^"']*\bocr_page\b""")
_HAS_WORDS = re.compile(r"""class\s*=\s*["'][^"']*\bocrx?_word\b""")
_WORD = frozenset({"ocrx_word", "ocr_word"})
_LINE = frozenset({"ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_caption"})
_LINES = _LINE | {"ocr_par", "ocr_carea", "ocrx_block", "ocr_page"}
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


class HocrReader(HtmlReader):
    """Collects what stands within words."""

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self._unit = _WORD if _HAS_WORDS.search(body) else _LINE
        # For each open tag whether it is within a word, or a line where there are no words.
        self._open: list[tuple[str, bool]] = []
        self._counts: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Meet a start tag: a word, a line, or something within."""
        if tag in _VOID:
            return
        classes = set((dict(attrs).get("class") or "").split())
        inside = bool(self._open and self._open[-1][1])
        if classes & _LINES:
            self.markup.add_gap("\n")
        elif classes & _WORD and not inside:
            self.markup.add_gap(" ")
        self._open.append((tag, inside or bool(classes & self._unit)))
        self._counts[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Meet a tag without content."""

    def handle_endtag(self, tag: str) -> None:
        """Meet an end tag."""
        # One that closes nothing is passed over; else all that was left open within it is closed too.
        while self._counts[tag]:
            name, _ = self._open.pop()
            self._counts[name] -= 1
            if name == tag:
                return

    def take(self, text: str, place: Place) -> None:
        """Take a piece of a word."""
        if self._open and self._open[-1][1] and not text.isspace():
            self.markup.add(text, place)


def is_hocr(data: bytes) -> bool:
    """Tell hOCR by the class of its pages."""
    return _SIGN.search(data[:65536]) is not None


def open_hocr(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a page of hOCR.  Raises InputError when it cannot be decoded."""
    return read_html("hocr", data, encoding, HocrReader)
