"""What the vocabulary says of a word: how likely it is, in natural logarithms."""

from __future__ import annotations

import re
from math import log

from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.syllable import is_possible
from vnfix.tone_styles import canonical

WORD = re.compile(r"[^\W\d_]+")

RARE = -13.5
"""A possible syllable that the vocabulary has not, or no more than a few times."""
FOREIGN = -13.0
"""A word of letters that the vocabulary has not: names and foreign words are common in any text."""
GARBAGE = -18.0
"""What no Vietnamese text has: a wrong decoding of a Vietnamese word makes nearly always this."""


class Words:
    """The vocabulary, asked for words as they are written."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._total = sum(lexicon.counts) or 1
        self._known: dict[str, tuple[float, bool] | None] = {}

    def look_up(self, word: str) -> tuple[float, bool] | None:
        """Give log-probability and whether it is a syllable; None for a word that is not known."""
        found = self._known.get(word, False)
        if found is not False:
            return found  # type: ignore[return-value]
        place = self.lexicon.ids.get(canonical(word), UNKNOWN_ID)
        count = self.lexicon.counts[place]
        known = (
            None
            if place == UNKNOWN_ID or not count
            else (max(log(count / self._total), RARE + 0.5), self.lexicon.are_syllables[place])
        )
        self._known[word] = known
        return known

    def is_syllable(self, word: str) -> bool:
        """Tell whether the vocabulary has this syllable."""
        known = self.look_up(word)
        return known is not None and known[1]

    def score_vietnamese(self, word: str) -> float:
        """Log-probability of a word that ought to be Vietnamese."""
        known = self.look_up(word)
        if known is not None:
            # A word of the vocabulary that is no syllable is a foreign one: decoding makes none by chance.
            return known[0] if known[1] or word.isascii() else GARBAGE
        return RARE if is_possible(word) else GARBAGE

    def score_any(self, word: str) -> float:
        """Log-probability of a word as it stands, which may be foreign."""
        known = self.look_up(word)
        return known[0] if known is not None else FOREIGN
