"""Each format, repaired and then opened by a reader that is not ours: the text is right, all else is as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator

import bs4
import docx
import pypdf
import pytest
from ebooklib import epub
from lxml import etree

from tests.documents.pdf_maker import make_pdf
from tests.documents.repairing import repair_bytes
from tests.documents.test_formats import ALTO, HOCR, HTML, make_docx, page_xml
from vnfix.documents.formats import open_document

DAMAGED = "Các c  quan, đ n vị tr c thuộc th c hiện"
REPAIRED = "Các cơ quan, đơn vị trực thuộc thực hiện"
PAGE = page_xml(["quy", "ền", "s", "ử", "dụng"], "quy ền s ử dụng", "quy ền s ử dụng")


def tree_of(data: bytes) -> Iterator[tuple[object, ...]]:
    """The elements of a file of XML with their attributes; not what a repair may change."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    for element in etree.fromstring(data, parser).iter():
        yield (element.tag, *sorted((k, v) for k, v in element.attrib.items() if k != "CONTENT"))


@pytest.mark.parametrize(
    ("data", "expression", "texts"),
    [
        (ALTO, "//*[local-name()='String']/@CONTENT", ["quyền", "", 'sử "d"', "nước"]),
        (
            PAGE,
            "//*[local-name()='Word']/*[local-name()='TextEquiv'][1]/*/text()",
            ["quyền", "sử", "dụng"],
        ),
        (PAGE, "//*[local-name()='TextLine']/*[local-name()='TextEquiv']/*/text()", ["quyền sử dụng"]),
        (HOCR, "//*[@class='ocrx_word']//text()", ["quan", "nhà", "nước"]),
    ],
    ids=["alto", "page words", "page lines", "hocr"],
)
def test_scans_by_lxml(data, expression, texts):
    before = data.encode()
    after = repair_bytes(before, "scan.xml")
    assert after != before
    assert list(tree_of(after)) == list(tree_of(before))
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    found = etree.fromstring(after, parser).xpath(expression)
    assert [text for text in map(str, found) if text in texts] == texts


def test_html_by_the_parser_of_browsers():
    before, after = (
        bs4.BeautifulSoup(one, "html5lib", from_encoding="utf-8")
        for one in (HTML.encode(), repair_bytes(HTML.encode(), "a.html"))
    )

    def tags(page):
        return [(tag.name, tag.attrs) for tag in page.find_all(True)]

    assert tags(after) == tags(before)
    assert [str(one) for one in after.find_all(string=lambda text: isinstance(text, bs4.Comment))] == [
        " c  quan "
    ]
    assert after.script.string == before.script.string
    assert "Các cơ quan, đơn vị trực thuộc  thực hiện" in after.p.get_text()


def make_book() -> bytes:
    book = epub.EpubBook()
    book.set_identifier("id")
    book.set_title("Sách")
    book.set_language("vi")
    chapters = []
    for number in (1, 2):
        chapter = epub.EpubHtml(title=f"Chương {number}", file_name=f"c{number}.xhtml", lang="vi")
        chapter.content = f"<h1>Chương {number}</h1><p>{DAMAGED}</p>"
        book.add_item(chapter)
        chapters.append(chapter)
    book.add_item(epub.EpubItem(file_name="a.css", media_type="text/css", content=b"p {}"))
    book.toc = chapters
    book.spine = ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    stream = io.BytesIO()
    epub.write_epub(stream, book)
    return stream.getvalue()


def test_epub_by_ebooklib():
    data = make_book()
    before, after = (epub.read_epub(io.BytesIO(one)) for one in (data, repair_bytes(data, "a.epub")))
    assert [item.get_name() for item in after.get_items()] == [item.get_name() for item in before.get_items()]
    assert after.spine == before.spine
    assert [link.href for link in after.toc] == [link.href for link in before.toc]
    for name in ("c1.xhtml", "c2.xhtml"):
        assert f"<p>{REPAIRED}</p>" in after.get_item_with_href(name).get_content().decode()
    assert after.get_item_with_href("a.css").get_content() == b"p {}"


def test_docx_by_python_docx():
    before, after = (
        docx.Document(io.BytesIO(one)) for one in (make_docx(), repair_bytes(make_docx(), "a.docx"))
    )
    body, other = (
        [(e.tag, dict(e.attrib)) for e in one.element.iter() if not e.tag.endswith("}t")]
        for one in (after, before)
    )
    assert body == other
    assert after.tables[0].cell(0, 1).text == "Thủ trưởng cơ quan & đơn vị"


@pytest.mark.parametrize("lines", [["Các cơ quan, đơn vị", "trực thuộc thực hiện"], ["Đến ngày 2/7/2017."]])
def test_pdf_reads_as_another_reader_reads_it(lines):
    data = make_pdf([lines, lines])
    other = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert "".join(open_document(data, "a.pdf").text.split()) == "".join(other.split())
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == open_document(data, "a.pdf").text.count("\f") + 1
