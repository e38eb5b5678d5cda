"""Documents that are odd but real: other engines, other programs, files that do not keep to the rules."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.documents.repairing import repair_bytes
from tests.documents.test_formats import W, pack
from vnfix.documents.formats import open_document
from vnfix.documents.html import HtmlReader
from vnfix.documents.markup import Escape
from vnfix.documents.xml_reading import XmlReader, read_xml
from vnfix.errors import InputError

PAGE = '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page><TextRegion>{}</TextRegion></Page></PcGts>'


def equiv(text, index=""):
    stated = f' index="{index}"' if index else ""
    return f"<TextEquiv{stated}><Unicode>{text}</Unicode></TextEquiv>"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        (f"<Glyph>{equiv('m')}</Glyph><Glyph>{equiv('ột')}</Glyph>{equiv('một')}", "một"),
        (equiv("mật", 1) + equiv("một", 0), "một"),
        (equiv("một", 0) + equiv("mật", 1), "một"),
        (equiv("một") + equiv("mật", 1), "một"),
        (f"<Glyph>{equiv('m')}</Glyph>", ""),
    ],
    ids=["glyphs", "best last", "best first", "no number", "glyphs alone"],
)
def test_the_reading_of_a_word_in_page_xml(word, text):
    page = PAGE.format(f"<TextLine><Word>{word}</Word></TextLine>")
    assert open_document(page.encode(), "a.xml").text == text


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("<![CDATA[đ n vị tr c thuộc]]>", "<![CDATA[đơn vị trực thuộc]]>"),
        ("đ n vị &amp; tr c<!-- x --> thuộc", "đơn vị &amp; trực thuộc"),
        # Partly a CDATA section: there is no one place to write it, so it stays.
        ("đ n vị <![CDATA[tr c thuộc]]>", "đ n vị <![CDATA[tr c thuộc]]>"),
    ],
)
def test_a_line_of_page_xml_in_several_pieces(line, fixed):
    page = PAGE.format(f"<TextLine>{equiv(line)}</TextLine>")
    out = repair_bytes(page.encode(), "a.xml")
    etree.fromstring(out)
    assert out.decode() == page.replace(line, fixed)


def test_hocr_of_an_engine_that_boxes_lines_only():
    page = (
        "<html><body><div class='ocr_page'><span class='ocr_line' title='bbox 1 2 3 4'>các c  quan</span>"
        "<span class='ocr_line'>đ n vị <em>tr c</em> thuộc</span></div></body></html>"
    )
    assert open_document(page.encode(), "a.hocr").text == "các c  quan\nđ n vị tr c thuộc"
    fixed = page.replace("c  quan", "cơ quan").replace("đ n vị <em>tr c", "đơn vị <em>trực")
    assert repair_bytes(page.encode(), "a.hocr").decode() == fixed


def test_docx_of_word_on_the_web():
    part = f"<w:document {W}><w:body><w:p><w:r><w:t>đ n vị tr c thuộc</w:t></w:r></w:p></w:body></w:document>"
    book = pack(**{"word/document2.xml": part})
    out = zipfile.ZipFile(io.BytesIO(repair_bytes(book, "a.docx")))
    assert "đơn vị trực thuộc" in out.read("word/document2.xml").decode()


@pytest.mark.parametrize("stated", ["", ' xml:space="default"', " xml:space='default'"])
def test_a_blank_at_the_end_of_a_run_is_kept(stated):
    runs = f"<w:r><w:t{stated}>các</w:t></w:r><w:r><w:t{stated}> c  quan, đ n vị tr c thuộc</w:t></w:r>"
    part = f"<w:document {W}><w:body><w:p>{runs}</w:p></w:body></w:document>"
    out = zipfile.ZipFile(io.BytesIO(repair_bytes(pack(**{"word/document.xml": part}), "a.docx")))
    root = etree.fromstring(out.read("word/document.xml"))
    texts = [one for one in root.iter() if etree.QName(one).localname == "t"]
    assert [one.text for one in texts] == ["các", " cơ quan, đơn vị trực thuộc"]
    assert texts[1].get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def twice() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", f"<w:document {W}/>")
    return stream.getvalue()


def broken_lzma() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "".join(map(str, range(3000))))
    data = bytearray(stream.getvalue())
    data[200:400] = b"\xff" * 200
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "message"), [(twice, "two files of one name"), (broken_lzma, "cannot unpack")]
)
def test_archives_that_cannot_be_trusted(make, message):
    with pytest.raises(InputError, match=message):
        open_document(make(), "a.docx")


# What a reader takes for a text must be what stands at its place, or the wrong bytes would be rewritten.

_PIECES = st.sampled_from(
    [*"ab<>&;#x/'\"= \n\r-!?]", "ơ", "&amp;", "&#417;", "&nosuch;", "<p>", "</p>", "<b", "<br/>", "<!--", "-->",
     "<![CDATA[", "]]>", "<script>", "</script>", "<title>", "</title>", "<?pi", "<!x", "&#0;", "&lt", "\u2028"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_texts_of_pages_stand_where_they_are_said_to(body):
    markup = HtmlReader(body).read()
    for segment, place in zip(markup.segments, markup.places, strict=True):
        written = body[place.start : place.end]
        assert written == segment.text or written.startswith("&")
    assert all(one.end <= other.start for one, other in zip(markup.places, markup.places[1:], strict=False))


class Collector(XmlReader):
    def text(self, text, place):
        self.markup.add(text, place)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_texts_of_xml_stand_where_they_are_said_to(body):
    reader = Collector(f"<ơ>{body}</ơ>")
    try:
        read_xml(reader)
    except InputError:
        return
    for segment, place in zip(reader.markup.segments, reader.markup.places, strict=True):
        written = reader.body[place.start : place.end]
        is_reference = written.startswith("&") and place.escape is Escape.TEXT
        assert written == segment.text or is_reference or (written, segment.text) == ("\r", "\n")
