"""What the acronyms of a text stand for: `QSDD` is `QSDĐ` where the text has `quyền sử dụng đất`."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from vnfix.last_reading import LastReading, are_words
from vnfix.letters import unaccented
from vnfix.lexicon import Lexicon

# How many words in a row must begin so, by the length of an acronym: three may by chance, four hardly ever.
_LEAST = {3: 3, 4: 1}
_SHORTEST, _LONG = min(_LEAST), max(_LEAST)
# The share of them that must have the same strokes.
_AGREED = 0.8
_PARTED = " "
_STROKES = {"d": "[dđ]"}


class Expansions:
    """How the words of a text begin, one letter each, as the text was read last."""

    def __init__(self, reading: LastReading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._lexicon = lexicon
        self._known: dict[str, str] = {}

    def spell(self, acronym: str) -> str:
        """Write an acronym without marks (capitals) with the strokes of what it stands for.

        It stays as it is where nothing in the text begins so, or not always with the same strokes.
        """
        found = self._known.get(acronym)
        if found is None:
            found = self._known[acronym] = self._find(acronym.lower()).upper()
        return found

    def _find(self, acronym: str) -> str:
        if len(acronym) < _SHORTEST or "d" not in acronym:
            return acronym
        pattern = "".join(_STROKES.get(letter, re.escape(letter)) for letter in acronym)
        counts = Counter(re.findall(f"(?=({pattern}))", self._initials))
        if not counts:
            return acronym
        best, count = counts.most_common(1)[0]
        is_known = count >= _LEAST[min(len(acronym), _LONG)] and count >= _AGREED * counts.total()
        return best if is_known else acronym

    @cached_property
    def _initials(self) -> str:
        symbols = self._reading.symbols
        texts = self._lexicon.texts
        begins = {symbol: _begin(texts[symbol]) for symbol in set(symbols[are_words(symbols)].tolist())}
        return "".join(begins.get(symbol, _PARTED) for symbol in symbols.tolist())


def _begin(word: str) -> str:
    return word[0] if word[0] == "đ" else unaccented(word[0])
