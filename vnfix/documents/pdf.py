"""PDF: its text layer, read glyph by glyph.  What is written is plain text, pages parted by form feeds.

pdfminer.six reads the file and finds lines and columns; `vnfix.documents.glyphs` tells the letters of glyphs.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vnfix.documents.opened import OpenedDocument
from vnfix.documents.pdf_streams import check_streams
from vnfix.errors import InputError
from vnfix.messages import mark, tr
from vnfix.render.edits import Edit, apply_edits

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

_PAGE_END = "\f"
_CUT = mark("its end is missing")
_TAIL = 2048


class PdfDocument(OpenedDocument):
    """The text of a PDF.

    `doubtful` are the marks of glyphs to which the file may give a wrong letter, with that letter: it is
    written where the words do not settle them.  `producer` is the program that made the file.
    """

    format = "pdf"
    output_suffix = ".txt"

    def __init__(self, text: str, doubtful: Mapping[str, str], producer: str = "") -> None:
        self.text = text
        self.producer = producer
        self._doubtful = doubtful

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Give the text with `edits` made, in UTF-8."""
        text = apply_edits(self.text, edits)
        if self._doubtful:
            marks = re.compile("|".join(map(re.escape, self._doubtful)))
            text = marks.sub(lambda found: self._doubtful[found[0]], text)
        return text.encode("utf-8", "replace")


def open_pdf(data: bytes, encoding: str | None = None) -> OpenedDocument:
    """Open a PDF.

    Raises InputError for a broken or locked one, for one that unpacks to far more than it looks, and for one
    without a text layer.
    """
    try:
        from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
        from pdfminer.pdfparser import PDFParser

        from vnfix.documents.glyphs import GlyphReader
    except ModuleNotFoundError as error:
        message = tr("PDF needs another package ({name}): pip install 'vnfix[pdf]'").format(name=error.name)
        raise InputError(message) from None
    check_streams(data)
    # It tells its logger of every oddity of a file, most of which do no harm.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    glyphs = GlyphReader()
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        text = _PAGE_END.join(_read_pages(document, glyphs))
        producer = _find_producer(document.info)
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        message = tr("is a PDF that is locked with a password")
        raise InputError(message) from None
    except (MemoryError, InputError):
        raise
    except Exception as error:  # a broken file makes pdfminer fail in many ways, none of them our defect
        what = f"{type(error).__name__}{f': {error}' if str(error) else ''}"
        message = tr("is a broken PDF ({reason})").format(reason=tr(_CUT) if _is_cut(data) else what)
        raise InputError(" ".join(message.split())) from None
    if not text.strip():
        message = tr("is a PDF without a text layer: scanned pages need an OCR engine first")
        # Of a file made for the web pdfminer finds the first part, and in it no page.
        broken = tr("is a broken PDF ({reason})").format(reason=tr(_CUT))
        raise InputError(broken if _is_cut(data) else message)
    return PdfDocument(text, glyphs.doubtful, producer)


def _read_pages(document: Any, glyphs: Any) -> Iterator[str]:  # noqa: ANN401
    """Read the text of each page; `document` is a PDFDocument, `glyphs` a GlyphReader."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTChar
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    class Resources(PDFResourceManager):
        """Keeps what the file says of each font."""

        def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
            font = super().get_font(objid, spec)
            glyphs.meet_font(font, spec)
            return font

    class Aggregator(PDFPageAggregator):
        """Lays out pages, asking the glyph reader for each letter."""

        def render_char(
            self,
            matrix: Any,  # noqa: ANN401
            font: PDFFont,
            fontsize: float,
            scaling: float,
            rise: float,
            cid: int,
            ncs: Any,  # noqa: ANN401
            graphicstate: Any,  # noqa: ANN401
        ) -> float:
            text = glyphs.read(font, cid)
            width, displacement = font.char_width(cid), font.char_disp(cid)
            item = LTChar(matrix, font, fontsize, scaling, rise, text, width, displacement, ncs, graphicstate)
            self.cur_item.add(item)
            return item.adv

    resources = Resources()
    device = Aggregator(resources, laparams=LAParams())
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        yield _join_boxes(device.get_result())


def _join_boxes(page: LTPage) -> str:
    """Write the text of a page: its boxes in the order of reading, a blank line between them."""
    from pdfminer.layout import LTTextContainer

    boxes = [element.get_text().rstrip("\n") for element in page if isinstance(element, LTTextContainer)]
    return "".join(f"{box}\n\n" for box in boxes)


def _is_cut(data: bytes) -> bool:
    """Tell whether a file lacks what every PDF ends with."""
    return b"startxref" not in data[-_TAIL:]


def _find_producer(info: Sequence[Mapping[str, object]]) -> str:
    """The program that made a PDF, as the file says."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    values = (resolve1(part.get("Producer")) for part in info)
    return next((decode_text(value) for value in values if isinstance(value, bytes)), "")
