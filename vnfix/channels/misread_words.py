"""Readings of one misread word: the words near it, in its case, weighed by how letters are misread here."""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

from vnfix.channels.casing import capital_share
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer, LayeredEdit, has_glyphs
from vnfix.letters import CONSONANTS
from vnfix.lexicon import UNKNOWN_ID, Word
from vnfix.near_words import NearWord, NearWords
from vnfix.syllable import ToneStyle, canonical, place_tone, tone_style

LONGEST_FORM = 9
"""The longest stretch of letters and signs that is looked at as one misread syllable."""
RARE_COUNT = 300
"""A syllable seen less often may be a piece or a misreading of another."""

# Readings of one word that go into the lattice; the least channel log-probability of one; how far one may
# fall behind the best, its frequency counted in.
_MOST_READINGS = 14
_LEAST_COST = -13.0
_FAR_BEHIND = 10.0
# A vowel that is gone is for the lost-glyph channel.
_CONSONANTS = frozenset(CONSONANTS)


class WordReading(NamedTuple):
    """One reading of a form, wherever it stands."""

    after: str
    symbol: int
    cost: float
    kind: Kind
    edits: tuple[LayeredEdit, ...]


class WordReader:
    """Reads the words of one document."""

    def __init__(self, document: Document, near: NearWords) -> None:
        self._document = document
        self._near = near
        self._style = _find_tone_style(document)
        self._odd: dict[str, bool] = {}

    def entry(self, word: str) -> Word:
        """Look a word up, in any case and with its tone in either place."""
        lexicon = self._document.lexicon
        return lexicon.words[lexicon.ids.get(canonical(word), UNKNOWN_ID)]

    def is_odd(self, word: str) -> bool:
        """Tell whether a word is no syllable, or hardly ever one."""
        known = self._odd.get(word)
        if known is None:
            entry = self.entry(word)
            known = len(word) > 1 and not (entry.count >= RARE_COUNT if entry.is_syllable else entry.count)
            self._odd[word] = known
        return known

    def read(self, form: str, layer: Layer, rates: ErrorRates) -> list[WordReading]:
        """Find the likeliest readings of a form."""
        lowered = form.lower()
        if len(lowered) != len(form) or len(form) > LONGEST_FORM:
            return []
        known = canonical(lowered)
        if layer is Layer.BARE and self._near.has_key(lowered):
            words = self._near.variants(known)
        else:
            words = self._near.near(known, self._reach(form))
        entries = self._document.lexicon.words
        found: list[tuple[float, float, NearWord]] = []
        for word in words:
            if any(not edit.read and not _CONSONANTS.issuperset(edit.written) for edit in word.edits):
                continue
            cost = self.cost(word, layer, rates)
            if cost >= _LEAST_COST:
                found.append((cost + math.log(entries[word.word].count), cost, word))
        found.sort(key=lambda item: -item[0])
        return [
            self.describe(word, form, layer, cost)
            for rank, cost, word in found[:_MOST_READINGS]
            if rank >= found[0][0] - _FAR_BEHIND
        ]

    def _reach(self, form: str) -> int:
        """How far from a form its readings may be; see `NearWords.near`."""
        if len(form) == 1:
            return 0
        entry = self.entry(form)
        return 1 if entry.is_syllable and entry.count >= RARE_COUNT else 2

    def cost(self, word: NearWord, layer: Layer, rates: ErrorRates) -> float:
        """Natural log of P(read | written)."""
        total = rates.log_kept(word.spelling, layer)
        for edit in word.edits:
            total += rates.log_rate(edit, layer) - rates.log_kept(edit.written, layer)
        return total

    def describe(self, word: NearWord, form: str, layer: Layer, cost: float) -> WordReading:
        """Write a near word as the document would, in the case of `form`."""
        spelling = place_tone(word.spelling, self._style)
        kind = Kind.GLYPHS if has_glyphs(word.edits) else Kind.DIACRITICS
        edits = tuple((edit, layer) for edit in word.edits)
        return WordReading(match_case(form, spelling), word.word, cost, kind, edits)

    def case_cost(self, place: int, symbol: int, after: str) -> float:
        """Natural log of the probability of a word's case at its token: the same as a kept word pays."""
        if len(after) > 1 and after.isupper():
            return 0.0
        share = capital_share(
            self._document.lexicon.words[symbol].title_share, self._document.case_context(place)
        )
        return math.log(share if after[0].isupper() else 1 - share)


def match_case(form: str, spelling: str) -> str:
    """Write `spelling` (small letters) in the case of `form`.

    >>> match_case("Hop", "hợp"), match_case("HOP", "hợp"), match_case("t6", "tổ"), match_case("A", "à")
    ('Hợp', 'HỢP', 'tổ', 'À')
    """
    letters = [letter for letter in form if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 1 and 2 * capitals > len(letters):
        return spelling.upper()
    if letters and letters[0].isupper():
        return spelling[0].upper() + spelling[1:]
    return spelling


def _find_tone_style(document: Document) -> ToneStyle:
    """The style in which the document places its tones; the old one where nothing shows it."""
    styles: Counter[ToneStyle] = Counter()
    for word, count in document.words.items():
        style = tone_style(word) if not word.isascii() else None
        if style is not None:
            styles[style] += count
    return ToneStyle.NEW if styles[ToneStyle.NEW] > styles[ToneStyle.OLD] else ToneStyle.OLD
