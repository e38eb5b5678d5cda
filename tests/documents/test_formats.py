"""HTML, hOCR, ALTO, PAGE XML, docx and epub: repaired in place, all else as it was."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

import docx
import pytest
from lxml import etree

from tests.documents.repairing import repair_bytes
from vnfix.documents.formats import find_format, open_document
from vnfix.errors import InputError
from vnfix.render.edits import Edit

HTML = """<!DOCTYPE html>
<html><head><title>B&aacute;o c&aacute;o</title><script>var x = "c  quan";</script></head>
<body class="c  quan">\r
<p>Các <b>c </b> quan, đ n vị tr c thuộc <!-- c  quan --> th c hiện</p><code>đ n vị</code>
<p>Thủ tr&#432; ng c  quan &amp; đ n vị<br>ký tên</p></body></html>
"""


def test_html():
    out = repair_bytes(HTML.encode(), "a.html").decode()
    expected = (
        HTML.replace("<b>c </b> quan, đ n vị tr c thuộc", "<b>cơ</b> quan, đơn vị trực thuộc")
        .replace("th c hiện", "thực hiện")
        .replace("&#432; ng c  quan &amp; đ n vị<br>", "&#432;ởng cơ quan &amp; đơn vị<br>")
    )
    assert out == expected


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<html>",
        b"<!doctype html><p>A &lt; B &unknown; &#xZZ; &amp</p",
        "<html><p>xin chào<p>bạn</b></i>".encode(),
        b"\xef\xbb\xbf<html>\r\n\r\n<![CDATA[ x ]]></html>",
        "<html><meta charset='utf-16'>".encode("utf-16"),
    ],
)
def test_a_page_with_nothing_to_repair_stays_byte_for_byte(page):
    assert repair_bytes(page, "a.html") == page


def test_a_page_in_an_old_encoding_becomes_utf8_and_says_so():
    page = "<html><meta charset=iso-8859-1><p>" + "®¬n vÞ trùc thuéc c¬ quan nhµ n­íc " * 5 + "</html>"
    out = repair_bytes(page.encode("latin-1"), "a.html").decode()
    assert "charset=utf-8" in out
    assert "đơn vị trực thuộc cơ quan nhà nước" in out


HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title><meta name='ocr-system' content='x'/></head><body>
<div class='ocr_page' id='page_1' title='bbox 0 0 900 900'><span class='ocr_line' id='line_1'>
 <span class='ocrx_word' id='word_1' title='bbox 1 2 3 4; x_wconf 93'>Các</span>
 <span class='ocrx_word' id='word_2' title='bbox 5 2 6 4; x_wconf 61'>c</span>
 <span class='ocrx_word' id='word_3' title='bbox 6 2 7 4; x_wconf 40'><strong>ơ</strong></span>
 <span class='ocrx_word' id='word_4' title='bbox 8 2 9 4; x_wconf 90'>quan</span>
 <span class='ocrx_word' id='word_5' title='bbox 8 2 9 4; x_wconf 90'>nhà</span>
 <span class='ocrx_word' id='word_6' title='bbox 8 2 9 4; x_wconf 90'>nưóc</span>
</span></div></body></html>
"""


def test_hocr_keeps_boxes_and_ids():
    out = repair_bytes(HOCR.encode(), "a.hocr")
    expected = HOCR.replace(">c<", ">cơ<").replace(">ơ<", "><").replace("nưóc", "nước")
    assert out.decode() == expected
    tree = etree.fromstring(out, etree.XMLParser(load_dtd=False, no_network=True))
    words = tree.findall(".//{*}span[@class='ocrx_word']")
    assert [word.get("id") for word in words] == [f"word_{at}" for at in range(1, 7)]
    assert " ".join("".join(word.itertext()) for word in words).split() == [
        "Các",
        "cơ",
        "quan",
        "nhà",
        "nước",
    ]


ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="P1"><PrintSpace><TextBlock><TextLine>
<String ID="S1" CONTENT="quy" HPOS="1" WC="0.5"/><SP/><String CONTENT='ền' ID='S2' WC='0.3'/>
<SP WIDTH="4"/><String ID="S3" CONTENT="s&#7917; &quot;d&quot;"/><String STYLE="bold" ID="S4" CONTENT="nưóc"/>
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>
"""


def test_alto_keeps_all_but_the_words():
    out = repair_bytes(ALTO.encode(), "a.xml")
    assert out.decode() == ALTO.replace('"quy"', '"quyền"').replace("'ền'", "''").replace("nưóc", "nước")
    strings = ET.fromstring(out).iter("{http://www.loc.gov/standards/alto/ns-v3#}String")
    assert [one.get("ID") for one in strings] == ["S1", "S2", "S3", "S4"]


BROKEN_ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page><PrintSpace><TextBlock>
<TextLine><String CONTENT="Các"/><SP/><String CONTENT="cơ"/><SP/><String CONTENT="quan"/><SP/><String CONTENT="thực"/>
<SP/><String CONTENT="hiện"/><SP/><String CONTENT="{0}" SUBS_TYPE="HypPart1" SUBS_CONTENT="{2}"/><HYP CONTENT="-"/>
</TextLine><TextLine><String CONTENT="{1}" SUBS_TYPE="HypPart2" SUBS_CONTENT="{2}"/><SP/><String CONTENT="chế"/><SP/>
<String CONTENT="độ"/><SP/><String CONTENT="báo"/><SP/><String CONTENT="cáo"/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>
"""


@pytest.mark.parametrize(
    ("before", "changed", "after"),
    [
        (("nghi", "ém", "nghiém"), ("ém", "êm"), ("nghi", "êm", "nghiêm")),
        (("nghi-", "ém", "nghiém"), ("ém", "êm"), ("nghi-", "êm", "nghiêm")),
        (("nghj", "êm", "nghjêm"), ("nghj\nêm", "nghiêm\n"), ("nghiêm", "", "nghiêm")),
        # The file said something else of the whole word: somebody may have meant it.
        (("nghi", "ém", "khác"), ("ém", "êm"), ("nghi", "êm", "khác")),
        (("nghi", "êm", "nghiêm"), ("cáo", "cào"), ("nghi", "êm", "nghiêm")),
    ],
)
def test_what_alto_says_of_a_broken_word_follows_its_parts(before, changed, after):
    opened = open_document(BROKEN_ALTO.format(*before).encode(), "a.xml")
    start = opened.text.index(changed[0])
    out = opened.write([Edit(start, start + len(changed[0]), changed[1])])
    assert out.decode().replace("cào", "cáo") == BROKEN_ALTO.format(*after)


def test_alto_in_another_encoding():
    for encoding in ("utf-16", "windows-1258"):
        text = ALTO.replace("UTF-8", encoding).replace("ền", "&#7873;n").replace("nưóc", "n&#432;&#243;c")
        out = repair_bytes(text.encode(encoding), "a.xml")
        root = ET.fromstring(out) if encoding == "utf-16" else etree.fromstring(out)
        found = [one.get("CONTENT") for one in root.iter("{http://www.loc.gov/standards/alto/ns-v3#}String")]
        assert found[0] == "quyền"
        assert found[3] == "nước"


def page_xml(words, line, region):
    parts = "".join(
        f'<Word id="w{at}"><Coords points="1,2"/><TextEquiv conf="0.7"><Unicode>{word}</Unicode></TextEquiv>'
        f'<TextEquiv index="1"><Unicode>{word}!</Unicode></TextEquiv></Word>'
        for at, word in enumerate(words)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page><TextRegion id="r"><TextLine id="l">{parts}<TextEquiv><Unicode>{line}</Unicode></TextEquiv></TextLine>'
        f"<TextEquiv><Unicode>{region}</Unicode></TextEquiv></TextRegion></Page></PcGts>"
    )


def test_page_xml_repairs_words_and_what_repeats_them():
    words, line = ["quy", "ền", "s", "ử", "dụng"], "quy ền s ử dụng"
    out = repair_bytes(page_xml(words, line, line).encode(), "a.xml").decode()
    root = ET.fromstring(out)
    space = "{http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15}"
    texts = [one.text or "" for one in root.iter(space + "Unicode")]
    assert (
        texts == ["quyền", "quy!", "", "ền!", "sử", "s!", "", "ử!", "dụng", "dụng!"] + ["quyền sử dụng"] * 2
    )


def test_page_xml_with_a_line_that_says_something_else():
    out = repair_bytes(page_xml(["một", "hai"], "các c  quan đ n vị", "một hai").encode(), "a.xml").decode()
    assert "<Unicode>các cơ quan đơn vị</Unicode>" in out
    assert out.count("<Unicode>một hai</Unicode>") == 1


def make_docx() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Các c ").bold = True
    paragraph.add_run(" quan, đ")
    paragraph.add_run(" n vị tr").italic = True
    paragraph.add_run(" c thuộc th c hiện")
    document.add_table(1, 2).cell(0, 1).text = "Thủ trư ng c  quan & đ n vị"
    document.sections[0].header.paragraphs[0].text = "S  Thông tin, thủ trư ng"
    document.sections[0].footer.paragraphs[0].text = "Trang 1"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_docx_keeps_formatting_tables_and_headers():
    damaged = make_docx()
    document = docx.Document(io.BytesIO(repair_bytes(damaged, "a.docx")))
    runs = document.paragraphs[0].runs
    assert document.paragraphs[0].text == "Các cơ quan, đơn vị trực thuộc thực hiện"
    assert [(run.bold, run.italic) for run in runs] == [
        (True, None),
        (None, None),
        (None, True),
        (None, None),
    ]
    assert runs[0].text == "Các cơ"
    assert document.tables[0].cell(0, 1).text == "Thủ trưởng cơ quan & đơn vị"
    assert document.sections[0].header.paragraphs[0].text == "Sở Thông tin, thủ trưởng"


def test_docx_changes_only_the_parts_with_repairs():
    damaged = make_docx()
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (damaged, repair_bytes(damaged, "a.docx")))
    assert before.namelist() == after.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml", "word/header1.xml"}


def pack(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_docx_notes_comments_and_tracked_changes():
    text = "<w:p><w:r><w:t>các c  quan đ n vị</w:t></w:r></w:p>"
    body = (
        f'<?xml version="1.0"?><w:document {W}><w:body><w:p><w:ins><w:r><w:t xml:space="preserve">tr c thuộc </w:t></w:r></w:ins>'
        "<w:del><w:r><w:delText>đ n vị</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>c  quan</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>c  quan</w:instrText></w:r></w:p>" + text + "</w:body></w:document>"
    )
    parts = {f"word/{name}.xml": f"<w:{name} {W}>{text}</w:{name}>" for name in ("footnotes", "comments")}
    out = zipfile.ZipFile(io.BytesIO(repair_bytes(pack(**{"word/document.xml": body}, **parts), "a.docx")))
    fixed = text.replace("c  quan đ n", "cơ quan đơn")
    assert out.read("word/document.xml").decode() == body.replace(text, fixed).replace("tr c", "trực")
    assert all(fixed in out.read(name).decode() for name in parts)


def test_epub():
    page = "<html><body><p>các c  quan, đ n vị tr c thuộc</p></body></html>"
    book = pack(mimetype="application/epub+zip", **{"OEBPS/a.xhtml": page, "cover.png": b"\x89PNG\0"})
    out = zipfile.ZipFile(io.BytesIO(repair_bytes(book, "a.epub")))
    assert out.namelist() == ["mimetype", "OEBPS/a.xhtml", "cover.png"]
    assert "các cơ quan, đơn vị trực thuộc" in out.read("OEBPS/a.xhtml").decode()


@pytest.mark.parametrize("data", [HTML.encode(), HOCR.encode(), ALTO.encode(), make_docx()])
def test_repairing_what_was_repaired_changes_nothing(data):
    once = repair_bytes(data, "a.bin")
    assert repair_bytes(once, "a.bin") == once


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (HTML.encode(), "a.txt", "html"),
        (HOCR.encode(), "a.html", "hocr"),
        (ALTO.encode(), "a.xml", "alto"),
        (page_xml([], "", "").encode(), "a.xml", "page"),
        (make_docx(), "a.bin", "docx"),
        (b"%PDF-1.4", "a", "pdf"),
        (b"one <html> two", "a.txt", "text"),
        (b'about <div class="ocr_page"> in a text', "a.txt", "text"),
        (b"\xef\xbb\xbf  " + HOCR.encode(), "a.txt", "hocr"),
        (b"<note>x</note>", "a.xml", "text"),
        (b"", "a.docx", "docx"),
        (b"\x89PNG\0\0", "a.png", None),
        (pack(a="x"), "a.zip", None),
    ],
)
def test_the_content_says_the_format(data, name, found):
    form = find_format(data, name)
    assert (form.name if form else None) == found


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (f"{BOMB}<alto>&b;</alto>".encode(), "a.xml", "declares entities"),
        (f"{OUTSIDE}<alto>&a;</alto>".encode(), "a.xml", "declares entities"),
        (
            pack(**{"word/document.xml": f"{BOMB}<w:document {W}>&b;</w:document>"}),
            "a.docx",
            "declares entities",
        ),
        (b"<alto><a></alto>", "a.xml", "line 1, column"),
        (b'<?xml version="1.0" encoding="klingon"?><alto/>', "a.xml", "KLINGON"),
        (pack(**{"word/document.xml": b"\0" * 5_000_000}), "a.docx", "packed like a bomb"),
        (pack(**{"a.xml": b"x"}), "a.docx", "no word/document.xml"),
        (make_docx()[:3000], "a.docx", "broken ZIP"),
        (make_docx().replace(b"PK\x01\x02", b"PK\x09\x09"), "a.docx", "broken ZIP"),
        (b"", "a.docx", "broken ZIP"),
        (b"", "a.pdf", "broken PDF"),
        (b"%PDF-1.4\nnothing", "a.pdf", "broken PDF"),
    ],
)
def test_what_cannot_be_trusted_is_refused_in_one_line(data, name, message):
    with pytest.raises(InputError, match=message) as caught:
        open_document(data, name)
    assert "\n" not in str(caught.value)
