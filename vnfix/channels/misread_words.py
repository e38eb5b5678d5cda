"""Readings of one misread word: the words near it, in its case, weighed by how letters are misread here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from vnfix.arrays import number_distinct
from vnfix.channels.casing import CaseContext, capital_share
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer, LayeredEdit, has_glyphs
from vnfix.letters import CONSONANTS
from vnfix.lexicon import UNKNOWN_ID, Word
from vnfix.near_words import NearSet, NearWord, NearWords
from vnfix.syllable import ToneStyle
from vnfix.tone_styles import canonical, place_tone, tone_style

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
        self._plain_case: dict[int, tuple[float, float]] = {}
        self._described: dict[tuple[int, str, Layer], tuple[str, Kind, tuple[LayeredEdit, ...]]] = {}

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

    def read(
        self, forms: Iterable[tuple[str, Layer]], rates: ErrorRates, pairs: bool = True
    ) -> dict[tuple[str, Layer], list[WordReading]]:
        """Find the likeliest readings of forms, by form and layer; `pairs` is as for `NearWords.near`."""
        found: dict[tuple[str, Layer], list[WordReading]] = {}
        by_layer: dict[Layer, list[str]] = {}
        # In order: what is found must not hang on the order of a set.
        for form, layer in sorted(forms):
            found[form, layer] = []
            if len(form.lower()) == len(form) <= LONGEST_FORM:
                by_layer.setdefault(layer, []).append(form)
        for layer, same in by_layer.items():
            self._near.prepare(form.lower() for form in same)
            near = [self._find_near(form, layer, pairs) for form in same]
            for row, word, cost in self._choose(near, layer, rates):
                found[same[row], layer].append(self.describe(word, same[row], layer, cost))
        return found

    def _find_near(self, form: str, layer: Layer, pairs: bool) -> NearSet:
        lowered = form.lower()
        is_bare = layer is Layer.BARE and self._near.has_key(lowered)
        return self._near.near(canonical(lowered), 0 if is_bare else self._reach(form), pairs)

    def _choose(
        self, near: Sequence[NearSet], layer: Layer, rates: ErrorRates
    ) -> Iterator[tuple[int, NearWord, float]]:
        """The likeliest near words of each set, the best first: number of the set, word, cost."""
        sizes = np.array([len(item.words) for item in near])
        if not sizes.sum():
            return
        row = np.repeat(np.arange(len(near)), sizes)
        first = np.cumsum(sizes) - sizes
        ids = np.concatenate([item.ids for item in near])
        edits = np.concatenate([item.edits for item in near])
        edit_at, edit_of = number_distinct(edits)
        edit_sizes = np.concatenate([item.sizes for item in near])

        def word(place: int) -> NearWord:
            at = int(row[place])
            return near[at].words[place - int(first[at])]

        weights = np.array([_log_edit(self._near.edits[edit], layer, rates) for edit in edits[edit_at]])
        cost = np.add.reduceat(weights[edit_of], np.cumsum(edit_sizes) - edit_sizes)
        # That its letters stand makes no word likelier, and few are likely enough without.
        places = np.flatnonzero(cost >= _LEAST_COST)
        word_at, word_of = number_distinct(ids[places])
        kept = np.array([rates.log_kept(word(at).spelling, layer) for at in places[word_at].tolist()])
        cost[places] = kept[word_of] + cost[places]
        rank = cost + self._near.log_counts[ids]
        places = places[cost[places] >= _LEAST_COST]
        places = places[np.lexsort((-rank[places], row[places]))]
        owner = row[places]
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(places) else places
        lead = np.repeat(starts, np.diff(np.append(starts, len(places))))
        is_good = np.arange(len(places)) - lead < _MOST_READINGS
        is_good &= rank[places] >= rank[places[lead]] - _FAR_BEHIND
        for place in places[is_good].tolist():
            yield int(row[place]), word(place), float(cost[place])

    def cost(self, word: NearWord, layer: Layer, rates: ErrorRates) -> float:
        """Natural log of P(read | written)."""
        edits = sum(_log_edit(edit, layer, rates) for edit in word.edits)
        return rates.log_kept(word.spelling, layer) + edits

    def _reach(self, form: str) -> int:
        """How far from a form its readings may be; see `NearWords.near`."""
        if len(form) == 1:
            return 0
        entry = self.entry(form)
        return 1 if entry.is_syllable and entry.count >= RARE_COUNT else 2

    def describe(self, word: NearWord, form: str, layer: Layer, cost: float) -> WordReading:
        """Write a near word as the document would, in the case of `form`."""
        known = self._described.get((word.word, form, layer))
        if known is None:
            spelling = place_tone(word.spelling, self._style)
            kind = Kind.GLYPHS if has_glyphs(word.edits) else Kind.DIACRITICS
            edits = tuple((edit, layer) for edit in word.edits)
            known = match_case(form, spelling), kind, edits
            self._described[word.word, form, layer] = known
        after, kind, edits = known
        return WordReading(after, word.word, cost, kind, edits)

    def case_cost(self, context: CaseContext, symbol: int, after: str) -> float:
        """Natural log of the probability of a word's case in its context: the same as a kept word pays."""
        if len(after) > 1 and after.isupper():
            return 0.0
        is_plain = not context.after_stop and not context.line_start
        costs = self._plain_case.get(symbol) if is_plain else None
        if costs is None:
            share = capital_share(self._document.lexicon.words[symbol].title_share, context)
            costs = math.log(1 - share), math.log(share)
            if is_plain:
                self._plain_case[symbol] = costs
        return costs[after[0].isupper()]


def _log_edit(edit: Edit, layer: Layer, rates: ErrorRates) -> float:
    """Natural log of the odds of an edit against keeping what it replaces; a lost vowel has none."""
    if not edit.read and not _CONSONANTS.issuperset(edit.written):
        return -math.inf
    return rates.log_rate(edit, layer) - rates.log_kept(edit.written, layer)


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
