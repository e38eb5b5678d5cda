"""Makes PDFs whose fonts say what a test wants them to say of their glyphs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from vnfix.letters import VIETNAMESE_LETTERS

State = Callable[[str], "str | None"]
"""What the ToUnicode table says of a letter: the letter, another text, or None for no entry."""

_OTHERS = sorted(letter for letter in VIETNAMESE_LETTERS if not letter.isascii())


def truth(letter: str) -> str:
    return letter


def number_of(letter: str) -> int:
    """The glyph number of a letter: ASCII in its order, as in the fonts of Windows; then the rest."""
    return ord(letter) - 29 if letter.isascii() else 300 + _OTHERS.index(letter)


def make_pdf(
    pages: Sequence[Sequence[str]],
    state: State | None = truth,
    program: bytes | None = None,
    fonts: Sequence[State | None] | None = None,
) -> bytes:
    """Make a PDF; `state` None leaves the ToUnicode table out, `program` is an embedded TrueType font.

    `fonts` are the states of several fonts, used line by line in turn.
    """
    states = list(fonts or [state])
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes) -> bytes:
        return b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"

    letters = sorted({char for page in pages for line in page for char in line})
    names = []
    for at, one in enumerate(states):
        file = f"/FontFile2 {add(stream(program))} 0 R" if program else ""
        descriptor = add(
            f"<< /Type /FontDescriptor /FontName /AAAAA{'ABCDEFG'[at]}+Test /Flags 4 /Ascent 800 /Descent -200"
            f" /CapHeight 700 /ItalicAngle 0 /StemV 80 /FontBBox [0 -200 1000 800] {file} >>"
        )
        child = add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAA{'ABCDEFG'[at]}+Test /DW 500 /CIDToGIDMap /Identity"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R >>"
        )
        table = f"/ToUnicode {add(stream(_make_table(letters, one)))} 0 R" if one else ""
        names.append(
            add(
                f"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAA{'ABCDEFG'[at]}+Test /Encoding /Identity-H"
                f" /DescendantFonts [{child} 0 R] {table} >>"
            )
        )
    resources = "/Font << " + " ".join(f"/F{at} {name} 0 R" for at, name in enumerate(names)) + " >>"
    parent = len(objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        content = add(stream(_draw(page, len(states))))
        kids.append(
            add(
                f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842]"
                f" /Resources << {resources} >> /Contents {content} 0 R >>"
            )
        )
    add(f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>")
    root = add(f"<< /Type /Catalog /Pages {parent} 0 R >>")
    return _join(objects, root)


def _make_table(letters: Sequence[str], state: State) -> bytes:
    rows = []
    for letter in letters:
        said = state(letter)
        if said is not None:
            rows.append(f"<{number_of(letter):04X}> <{said.encode('utf-16-be').hex().upper()}>")
    chunks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "".join(f"{len(c)} beginbfchar\n" + "\n".join(c) + "\nendbfchar\n" for c in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + body + "endcmap end end"
    ).encode()


def _draw(lines: Sequence[str], fonts: int) -> bytes:
    rows = ["BT 14 TL 50 790 Td"]
    for at, line in enumerate(lines):
        codes = "".join(f"{number_of(char):04X}" for char in line)
        rows.append(f"/F{at % fonts} 9 Tf <{codes}> Tj T*")
    return "\n".join([*rows, "ET"]).encode()


def _join(objects: Sequence[bytes], root: int) -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)
    )
    return out.getvalue()


def make_font(letters: str, *, names: bool = True) -> bytes:
    """A TrueType font of squares in which these letters have their glyph numbers, names or a cmap."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    last = max(map(number_of, letters))
    by_number = {number_of(letter): letter for letter in letters}
    order = [".notdef"] + [
        f"uni{ord(by_number[n]):04X}" if n in by_number else f"g{n}" for n in range(1, last + 1)
    ]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((400, 600))
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(
        {ord(letter): order[number_of(letter)] for letter in letters} if not names else {}
    )
    builder.setupGlyf({name: empty if name in (".notdef", "uni0020") else square for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=names)
    builder.setupNameTable({"familyName": "Test"})
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
