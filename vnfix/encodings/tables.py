"""The code tables of old Vietnamese encodings, read from `dictionaries/encodings`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vnfix.errors import DictionaryError
from vnfix.messages import tr

LEGACY = ("tcvn3", "vni", "viscii", "vps", "cp1258")
"""The encodings in bytes; cp1258 is one that Python knows."""

NAMES = {
    "tcvn3": "TCVN3",
    "vni": "VNI",
    "viscii": "VISCII",
    "vps": "VPS",
    "cp1258": "Windows-1258",
    "viqr": "VIQR",
    "telex": "Telex",
}
"""The names by which people know them."""


def _make_byte_view() -> dict[int, int]:
    """Map the signs that Windows-1252 has for the bytes 80 to 9F to the code points 80 to 9F."""
    view = {}
    for byte in range(0x80, 0xA0):
        sign = bytes([byte]).decode("cp1252", "ignore")
        if sign:
            view[ord(sign)] = byte
    return view


_BYTE_VIEW = _make_byte_view()
_FROM_BYTE_VIEW = {byte: sign for sign, byte in _BYTE_VIEW.items()}


def view_bytes(text: str) -> str:
    r"""See a text that was decoded as Windows-1252 or Latin-1 as bytes: one character up to 255 each.

    Characters that neither has stay as they are, so the length stays too.

    >>> view_bytes("a\x8a\u0160")
    'a\x8a\x8a'
    """
    return text.translate(_BYTE_VIEW)


@dataclass(frozen=True)
class CodeTable:
    """One encoding: `letters` maps its codes, as characters up to 255, to letters (NFC)."""

    name: str
    letters: Mapping[str, str]

    @cached_property
    def _codes(self) -> re.Pattern[str]:
        longest_first = sorted(self.letters, key=lambda code: (-len(code), code))
        return re.compile("|".join(map(re.escape, longest_first)))

    def decode(self, shown: str) -> str:
        """Decode a text that is shown through Windows-1252 or Latin-1; what has no code stays as shown.

        >>> CodeTable("tcvn3", {chr(0xAE): "đ", chr(0xAC): "ơ"}).decode("®¬n…")
        'đơn…'
        """
        letters = self.letters
        decoded = self._codes.sub(lambda found: letters[found[0]], view_bytes(shown))
        return decoded.translate(_FROM_BYTE_VIEW)

    def encode(self, text: str) -> bytes:
        """Encode NFC text; letters that have no code are written as Windows-1252 has them.

        Raises UnicodeEncodeError when that has none either.
        """
        codes = self._reverse
        return b"".join(
            codes[letter].encode("latin-1") if letter in codes else letter.encode("cp1252") for letter in text
        )

    @cached_property
    def _reverse(self) -> dict[str, str]:
        # The first code of a letter wins: DD before Dd in VIQR.
        return {letter: code for code, letter in reversed(list(self.letters.items()))}


@dataclass(frozen=True)
class KeystrokeRules:
    """An input method: `shapes` maps (key, letter) to the letter it becomes, `tones` a key to its mark."""

    name: str
    shapes: Mapping[tuple[str, str], str]
    tones: Mapping[str, str]

    @cached_property
    def shape_keys(self) -> frozenset[str]:
        """The keys that change a letter."""
        return frozenset(key for key, _ in self.shapes)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys that are more than letters."""
        return self.shape_keys | frozenset(self.tones)


@dataclass(frozen=True)
class EncodingTables:
    """The tables of one folder, each opened when first asked for."""

    folder: Path

    @cached_property
    def legacy(self) -> Mapping[str, CodeTable]:
        """The encodings in bytes, by name.  Raises DictionaryError."""
        tables = {name: self._read_codes(name) for name in LEGACY if name != "cp1258"}
        return tables | {"cp1258": _make_cp1258()}

    @cached_property
    def viqr(self) -> CodeTable:
        """VIQR.  Raises DictionaryError."""
        return CodeTable("viqr", {row[0]: row[1] for row in self._read("viqr", 2)})

    @cached_property
    def lookalikes(self) -> Mapping[int, str]:
        """Letters that look like Vietnamese ones, ready for `str.translate`.  Raises DictionaryError."""
        return {ord(row[0]): row[1] for row in self._read("lookalikes", 2)}

    @cached_property
    def keystrokes(self) -> tuple[KeystrokeRules, ...]:
        """The input methods.  Raises DictionaryError."""
        rows = self._read("keystrokes", 4)
        return tuple(
            KeystrokeRules(
                method,
                {(row[1], row[2]): row[3] for row in rows if row[0] == method and row[2] != "*"},
                {row[1]: chr(int(row[3], 16)) for row in rows if row[0] == method and row[2] == "*"},
            )
            for method in sorted({row[0] for row in rows})
        )

    def _read_codes(self, name: str) -> CodeTable:
        rows = self._read(name, 2)
        return CodeTable(name, {bytes.fromhex(row[0]).decode("latin-1"): row[1] for row in rows})

    def _read(self, name: str, columns: int) -> list[list[str]]:
        path = self.folder / f"{name}.tsv"
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            message = tr(
                "{path}: cannot read the table ({error}); reinstall vnfix or pass --dictionaries DIR"
            ).format(path=path, error=error)
            raise DictionaryError(message) from error
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        if not rows or any(len(row) != columns for row in rows):
            message = tr("{path}: broken row; reinstall vnfix or pass --dictionaries DIR").format(path=path)
            raise DictionaryError(message)
        return rows


def _make_cp1258() -> CodeTable:
    """Windows-1258 with its tone marks taken together with the letter before them."""
    import unicodedata

    single = {}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode("cp1258", "ignore")
        if letter.isalpha():
            single[chr(byte)] = letter
    marks = {chr(byte): bytes([byte]).decode("cp1258") for byte in (0xCC, 0xD2, 0xDE, 0xEC, 0xF2)}
    pairs = {}
    vowels = {letter: letter for letter in "aeiouyAEIOUY"} | single
    for code, letter in vowels.items():
        for mark_code, mark in marks.items():
            composed = unicodedata.normalize("NFC", letter + mark)
            if len(composed) == 1:
                pairs[code + mark_code] = composed
    return CodeTable("cp1258", {**single, **pairs})
