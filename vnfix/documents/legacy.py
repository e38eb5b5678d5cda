"""Documents in old Vietnamese encodings: their bytes to text (NFC)."""

from __future__ import annotations

import re
from functools import cache

from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.encodings.ascii_forms import convert_viqr
from vnfix.encodings.detection import choose_encodings, rank_encodings
from vnfix.encodings.tables import EncodingTables
from vnfix.encodings.words import Words
from vnfix.messages import tr

_CONTROL = re.compile("[\x80-\x9f]")


class LegacyDecoder:
    """Decodes and detects old encodings, with one vocabulary and one set of tables."""

    def __init__(self, tables: EncodingTables, words: Words) -> None:
        self._tables = tables
        self._words = words

    def decode(self, data: bytes, name: str) -> str:
        """Decode the bytes of a document.

        Raises UnicodeDecodeError at the first byte that the encoding does not have.
        """
        if name == "viqr":
            return convert_viqr(data.decode("ascii"), self._tables.viqr, self._words)
        text = self._tables.legacy[name].decode(data.decode("latin-1"))
        if _CONTROL.search(text):
            # Byte for byte the first one is found; its code point is the byte.
            odd = {ord(sign) for sign in _CONTROL.findall(text)}
            at = next(place for place, byte in enumerate(data) if byte in odd)
            raise UnicodeDecodeError(name, data, at, at + 1, tr("no letter has this code"))
        return text

    def detect(self, data: bytes) -> list[str]:
        """Name the encoding of a document; several when ambiguous, none when none is convincing."""
        return choose_encodings(rank_encodings(data, self._tables.legacy, self._words))


@cache
def open_legacy_decoder() -> LegacyDecoder:
    """Open the decoder with the shipped data.  Raises DictionaryError."""
    data = Dictionaries(find_dictionaries())
    return LegacyDecoder(data.encodings, Words(data.lexicon))
