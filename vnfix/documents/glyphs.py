"""Which letter a glyph of a PDF is, from all that the file says of it.

A PDF draws glyphs by number; which letters they are is said elsewhere, and often badly (PDF 32000-1, 9.10).
The evidence is, in this order: the font's ToUnicode table, the tables of the embedded font, the encoding, and
the order of the glyphs, where the known ASCII letters of a font stand at one distance from their numbers.
What is then unknown becomes a mark that is the same wherever this glyph of this font stands, and different
from all others: `(cid:N)`.  So it can be solved from the whole document, as lost letters are.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

# Marks hold seven digits: those of the font, times this, and the number of the glyph (two bytes at most).
_FONT_STEP = 100_000
_MOST_FONTS = 100
_PRIVATE = 0xF0000
# Fewer letters at one distance could agree by chance; more than one in ten elsewhere is no order.
_LEAST_LETTERS = 3
_ORDERED = 0.9
_SYMBOLIC = 4


@dataclass(frozen=True)
class FontProgram:
    """What an embedded font says of the glyphs, by the numbers that the PDF draws them by."""

    letters: Mapping[int, str] = field(default_factory=dict)
    blanks: frozenset[int] = frozenset()
    drawn: frozenset[int] = frozenset()


class FontGlyphs:
    """The glyphs of one font."""

    def __init__(self, font: PDFFont, spec: Mapping[str, Any]) -> None:
        self._font = font
        self._spec = spec
        unicode_map = getattr(font, "unicode_map", None)
        self._stated: Mapping[int, str] = getattr(unicode_map, "cid2unichr", None) or {}

    def read(self, number: int) -> tuple[str | None, str | None]:
        """Give the letter of a glyph, if known, and the letter that the file may give it wrongly."""
        stated = self._stated.get(number)
        if stated is not None and not _is_empty(stated):
            if number not in self._suspects:
                return stated, None
            other = self._program.letters.get(number)
            return (other, None) if other else (None, stated)
        if stated is not None and stated.isspace() and not self._is_drawn(number):
            return stated, None
        program = self._program.letters.get(number)
        if program and (not _is_empty(program) or not self._is_drawn(number)):
            return program, None
        if stated is None and (encoded := self._read_encoding(number)) is not None:
            return encoded, None
        return self._read_order(number), None

    def _read_encoding(self, number: int) -> str | None:
        """What the encoding says: nothing of a font that has its own and names its glyphs elsewhere."""
        is_symbolic = bool((getattr(self._font, "flags", 0) or 0) & _SYMBOLIC)
        names_itself = isinstance(self._font, PDFCIDFont) or is_symbolic or "Encoding" not in self._spec
        if self._stated and names_itself:
            return None
        try:
            letter = self._font.to_unichr(number)
        except Exception:  # its own way to say that it does not know
            return None
        return letter if (letter and not _is_empty(letter)) or letter == " " else None

    def _read_order(self, number: int) -> str | None:
        distance = self._distance
        if distance is None or not 0x21 <= number + distance <= 0x7E:
            return None
        return chr(number + distance)

    def _is_drawn(self, number: int) -> bool:
        """Tell whether a glyph that is said to be a blank leaves ink."""
        if number in self._program.drawn or number in self._program.blanks:
            return number in self._program.drawn
        blanks = [other for other, letter in self._stated.items() if letter == " "]
        distance = self._distance
        if len(blanks) < 2 or distance is None:
            return False
        # The blank of an ordered font stands where the blank has to stand.
        return ord(" ") - distance in blanks and number + distance != ord(" ")

    @cached_property
    def _distance(self) -> int | None:
        """The distance from glyph numbers to ASCII, where the letters of the font agree on one."""
        letters = {(n, s) for n, s in self._stated.items() if len(s) == 1 and s.isascii() and s.isalpha()}
        counts = Counter(ord(letter) - number for number, letter in letters)
        if not counts:
            return None
        ((distance, count),) = counts.most_common(1)
        # Each letter once: a glyph that is said to be the letter of another one says nothing of the order.
        known = len({letter for _, letter in letters})
        return distance if count >= max(_LEAST_LETTERS, _ORDERED * known) else None

    @cached_property
    def _suspects(self) -> frozenset[int]:
        """Glyphs that are said to be a letter which another one is as well, and which is another by the font.

        Where the font says nothing: those that stand out of order, while the other one stands in it.
        """
        by_letter: dict[str, list[int]] = {}
        for number, letter in self._stated.items():
            if len(letter) == 1 and letter.isalnum():
                by_letter.setdefault(letter, []).append(number)
        found = set()
        for letter, numbers in by_letter.items():
            if len(numbers) < 2:
                continue
            for number in numbers:
                program = self._program.letters.get(number)
                if program is not None:
                    if program.casefold() != letter.casefold():
                        found.add(number)
                elif self._distance is not None and ord(letter) - self._distance in set(numbers) - {number}:
                    found.add(number)
        return frozenset(found)

    @cached_property
    def _program(self) -> FontProgram:
        try:
            return read_program(self._font, self._spec)
        except MemoryError:
            raise
        except Exception:  # a broken font says nothing; the other evidence stands
            return FontProgram()


class GlyphReader:
    """The glyphs of one file.

    `doubtful` holds the marks of glyphs that the file gives a letter which they may not be.
    """

    def __init__(self) -> None:
        self.doubtful: dict[str, str] = {}
        self._specs: dict[int, tuple[PDFFont, Mapping[str, Any]]] = {}
        self._fonts: dict[int, tuple[FontGlyphs, int]] = {}
        self._numbers: dict[object, int] = {}
        self._known: dict[tuple[int, int], str] = {}
        self._private: dict[tuple[int, int], str] = {}

    def meet_font(self, font: PDFFont, spec: Mapping[str, Any]) -> None:
        """Remember what the file says of a font; of a composite font the part that names its glyphs."""
        self._specs.setdefault(id(font), (font, spec))

    def read(self, font: PDFFont, number: int) -> str:
        """Give the text of a glyph: its letter, or its mark."""
        key = (id(font), number)
        text = self._known.get(key)
        if text is None:
            text = self._known[key] = self._read(font, number)
        return text

    def _read(self, font: PDFFont, number: int) -> str:
        glyphs, own = self._open(font)
        letter, doubtful = glyphs.read(number)
        if letter is not None:
            return letter
        mark = self._make_mark(own, number)
        if doubtful is not None:
            self.doubtful[mark] = doubtful
        return mark

    def _open(self, font: PDFFont) -> tuple[FontGlyphs, int]:
        found = self._fonts.get(id(font))
        if found is None:
            spec = self._specs.get(id(font), (font, {}))[1]
            # Parts of one font on several pages number their glyphs alike.
            name = getattr(font, "fontname", None) or getattr(font, "basefont", None)
            identity = (str(name), str(spec.get("Encoding"))) if name and name != "unknown" else id(font)
            own = self._numbers.setdefault(identity, len(self._numbers))
            found = self._fonts[id(font)] = (FontGlyphs(font, spec), own)
        return found

    def _make_mark(self, font: int, number: int) -> str:
        if font < _MOST_FONTS and number < _FONT_STEP:
            return f"(cid:{font * _FONT_STEP + number})"
        return self._private.setdefault((font, number), chr(_PRIVATE + len(self._private) % 0xFFFD))


def read_program(font: PDFFont, spec: Mapping[str, Any]) -> FontProgram:
    """Read the embedded font, as far as its tables say which letters its glyphs are."""
    from fontTools.agl import toUnicode
    from fontTools.ttLib import TTFont

    descriptor = getattr(font, "descriptor", {})
    stream = next(
        (
            s
            for key in ("FontFile2", "FontFile3")
            if isinstance(s := resolve1(descriptor.get(key)), PDFStream)
        ),
        None,
    )
    if stream is None:
        return FontProgram()
    program = TTFont(io.BytesIO(stream.get_data()), lazy=True)
    order = program.getGlyphOrder()
    letters: dict[int, str] = {}
    if "post" in program and getattr(program["post"], "formatType", 3.0) == 2.0:
        letters = {glyph: toUnicode(name) for glyph, name in enumerate(order) if toUnicode(name)}
    numbers = {name: glyph for glyph, name in enumerate(order)}
    for table in program["cmap"].tables if "cmap" in program else ():
        if table.isUnicode() and not table.isSymbol():
            letters |= {numbers[name]: chr(code) for code, name in table.cmap.items()}
    drawn: set[int] = set()
    if "glyf" in program:
        drawn = {glyph for glyph, name in enumerate(order) if program["glyf"][name].numberOfContours}
    glyph_of = _find_numbering(font, spec, program, numbers)
    blanks = set(range(len(order))) - drawn if drawn else set()
    return FontProgram(
        {drawn_by: letters[glyph] for drawn_by, glyph in glyph_of.items() if glyph in letters},
        frozenset(drawn_by for drawn_by, glyph in glyph_of.items() if glyph in blanks),
        frozenset(drawn_by for drawn_by, glyph in glyph_of.items() if glyph in drawn),
    )


def _find_numbering(
    font: PDFFont,
    spec: Mapping[str, Any],
    program: Any,  # noqa: ANN401
    numbers: Mapping[str, int],
) -> dict[int, int]:
    """The glyphs of the font program by the numbers that the PDF draws them by."""
    if isinstance(font, PDFCIDFont):
        table = resolve1(spec.get("CIDToGIDMap"))
        if isinstance(table, PDFStream):
            data = table.get_data()
            return {at // 2: int.from_bytes(data[at : at + 2]) for at in range(0, len(data) - 1, 2)}
        identity = table is None or (isinstance(table, PSLiteral) and table.name == "Identity")
        return {number: number for number in range(len(numbers))} if identity else {}
    found: dict[int, int] = {}
    for table in program["cmap"].tables if "cmap" in program else ():
        if (table.platformID, table.platEncID) in ((1, 0), (3, 0)):
            found |= {code & 0xFF: numbers[name] for code, name in table.cmap.items()}
    return found


def _is_empty(letter: str) -> bool:
    """Tell whether what a font says is no letter: nothing, a blank, a control, or a private-use character."""
    return all(
        char.isspace()
        or char < " "
        or "\x7f" <= char <= "\x9f"
        or char in "\ufffd\u200b\xad"
        or _is_private(char)
        for char in letter
    )


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
