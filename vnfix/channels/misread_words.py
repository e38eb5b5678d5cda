"""Readings of one misread word: the words near it, in its case, weighed by how letters are misread here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.arrays import number_distinct
from vnfix.channels.casing import CaseContext, weigh_case
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer, LayeredEdit, has_glyphs
from vnfix.letters import unaccented
from vnfix.lexicon import Lexicon, Word
from vnfix.near_words import NearSet, NearWord, NearWords
from vnfix.syllable import ToneStyle
from vnfix.tone_styles import canonical, place_tone, tone_style

LONGEST_FORM = 9
"""The longest stretch of letters and signs that is looked at as one misread syllable."""
RARE_COUNT = 300
"""A syllable seen less often may be a piece or a misreading of another."""

# A text so long in which so many letters are misread, as by an engine that was set to another language, keeps
# to the fewest readings: with more a piece of a book takes 676 MB instead of 478.
_MANY_LETTERS = 40_000
_MOSTLY_MISREAD = 0.12
# Where what stands is no word any letters may have been misread; where it is a common one, an edit that no
# engine has made before is so much less likely (natural log): a tenth fewer right words are changed.
_NEW_IN_WORD = 2.3
# Letters whose capitals look like them, and the l that a capital I is read as: they tell no case.
_ALIKE = frozenset("ckopsuvwxzl")
# In a word of so few letters a small one beside a capital tells: `ă`, which is tall, is read as `A`.
_SHORT = 3
# Capitals that an l is read as, which is as tall; no Vietnamese word begins with the second.
_TALL = frozenset("IJ")
# Forms that are weighed together: those of a page of garbage have a hundred near words each.
_MOST_AT_ONCE = 1_000


class _Breadth(NamedTuple):
    """Which readings of one word go into the lattice.

    `most`: how many; `least_cost`: the least channel log-probability of one; `far_behind`: how far one may
    fall behind the best, its frequency counted in; `loses_vowels`: letters that are gone may be vowels;
    `far_words`: common words may be two letters away from what was written, not one.
    """

    most: int
    least_cost: float
    far_behind: float
    loses_vowels: bool = False
    far_words: bool = False


# By the level of the reading engines from which each holds.  On badly misread development pages half of the
# words that stayed wrong had the right one not among their readings.  On pages of the tuning part that are
# misread at a letter error rate of 10 % lost vowels bring 1.0 points more of the wrong words right, more
# readings 1.9, two letters in common words 2.2; on pages of 2 % the first two bring 0.7 and 0.9.
_BREADTHS = {
    0.0: _Breadth(14, -13.0, 10.0),
    0.1: _Breadth(24, -16.0, 13.0, loses_vowels=True),
    0.5: _Breadth(24, -18.0, 14.0, loses_vowels=True, far_words=True),
}
# Where all marks are lost: no more than 34 words have the same letters, and one word in five has letters that
# more than 14 have.  The rarer ones (`dồi dào`) are a tenth of a point of fiction.
_BARE = _Breadth(40, -13.0, 12.0)


class WordReading(NamedTuple):
    """One reading of a form, wherever it stands."""

    after: str
    symbol: int
    cost: float
    kind: Kind
    edits: tuple[LayeredEdit, ...]


# The constructor of a named tuple is a Python call; this one is not.
_make_reading = partial(tuple.__new__, WordReading)
_Description = tuple[str, Kind, tuple[LayeredEdit, ...]]
# A reading of a form: the numbers of the form and of the word, the cost, and where its edits begin and end.
_Choice = tuple[int, int, float, int, int]


class WordReader:
    """Reads the words of one document."""

    def __init__(self, document: Document, near: NearWords) -> None:
        self._document = document
        self._near = near
        self._style = _find_tone_style(document)
        self.is_odd = document.lexicon.remember(_is_odd).__getitem__
        """Tell whether a word is no syllable, or hardly ever one."""
        self._layered: dict[LayeredEdit, LayeredEdit] = {}
        self._explained: dict[tuple[LayeredEdit, ...], tuple[LayeredEdit, ...]] = {}
        # By form, so that no pair of form and number has to be kept with each.
        self._described: dict[Layer, dict[str, dict[int, _Description]]] = {}

    def entry(self, word: str) -> Word:
        """Look a word up, in any case and with its tone in either place."""
        return self._document.lexicon.entry(word)

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
            for at in range(0, len(same), _MOST_AT_ONCE):
                for form, reading in self._read_layer(same[at : at + _MOST_AT_ONCE], layer, rates, pairs):
                    found[form, layer].append(reading)
        return found

    def _read_layer(
        self, forms: Sequence[str], layer: Layer, rates: ErrorRates, pairs: bool
    ) -> Iterator[tuple[str, WordReading]]:
        breadth = _BARE if layer is Layer.BARE else _breadth_of(rates, layer)
        are_common = [self._is_common(form) for form in forms]
        near = self._find_near(forms, are_common, layer, pairs, breadth)
        known = self._described.setdefault(layer, {})
        described = [known.setdefault(form, {}) for form in forms]
        edits, chosen = self._choose(near, are_common, layer, rates, breadth)
        for at, number, cost, low, high in chosen:
            form, of_form = forms[at], described[at]
            description = of_form.get(number)
            if description is None:
                spelling, every = self._document.lexicon.texts[number], self._near.edits
                met = [every[edit] for edit in edits[low:high].tolist()]
                description = of_form[number] = self._describe(spelling, form, layer, met)
            after, kind, explained = description
            yield form, _make_reading((after, number, cost, kind, explained))

    def _find_near(
        self,
        forms: Sequence[str],
        are_common: Sequence[bool],
        layer: Layer,
        pairs: bool,
        breadth: _Breadth,
    ) -> Sequence[NearSet]:
        lowered = [form.lower() for form in forms]

        def find_reach(form: str, is_common: bool) -> int:
            if layer is Layer.BARE and self._near.has_key(form):
                return 0
            if len(form) == 1:
                return 1 if breadth.far_words or not form.isalpha() else 0
            return 1 if is_common and not breadth.far_words else 2

        reaches = list(map(find_reach, lowered, are_common))
        return self._near.near([canonical(small) for small in lowered], reaches, pairs)

    def _choose(
        self,
        near: Sequence[NearSet],
        are_common: Sequence[bool],
        layer: Layer,
        rates: ErrorRates,
        breadth: _Breadth,
    ) -> tuple[npt.NDArray[np.int32], Iterable[_Choice]]:
        """The edits of all near words, and the likeliest near words of each set, the best first.

        `are_common` tells of each set whether what is read is a common word itself.
        Words and edits are numbered as in the lexicon and in `NearWords.edits`.
        """
        sizes = np.array([len(item.ids) for item in near])
        if not sizes.sum():
            return np.zeros(0, dtype=np.int32), ()
        row = np.repeat(np.arange(len(near)), sizes)
        ids = np.concatenate([item.ids for item in near])
        edits = np.concatenate([item.edits for item in near])
        edit_at, edit_of = number_distinct(edits)
        edit_ends = np.cumsum(np.concatenate([item.sizes for item in near]), dtype=np.int64)
        edit_starts = np.concatenate([[0], edit_ends[:-1]])
        texts, table, met = self._document.lexicon.texts, self._near.edit_table(), edits[edit_at]
        weights = rates.log_odds(table, met, layer)
        if not breadth.loses_vowels:
            # Where an engine hardly misread a document, a vowel that is gone is for the lost-glyph channel.
            weights[table.loses_vowel[met]] = -math.inf
        surprises = np.where(table.is_known[met], 0.0, _NEW_IN_WORD)
        cost = np.add.reduceat(weights[edit_of], edit_starts)
        cost -= np.add.reduceat(surprises[edit_of], edit_starts) * np.array(are_common)[row]
        # That its letters stand makes no word likelier, and few are likely enough without.
        places = np.flatnonzero(cost >= breadth.least_cost)
        word_at, word_of = number_distinct(ids[places])
        kept = np.array([rates.log_kept(texts[at], layer) for at in ids[places[word_at]].tolist()])
        cost[places] = kept[word_of] + cost[places]
        rank = cost + self._near.log_counts[ids]
        places = places[cost[places] >= breadth.least_cost]
        places = places[np.lexsort((-rank[places], row[places]))]
        owner = row[places]
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(places) else places
        lead = np.repeat(starts, np.diff(np.append(starts, len(places))))
        is_good = np.arange(len(places)) - lead < breadth.most
        is_good &= rank[places] >= rank[places[lead]] - breadth.far_behind
        places = places[is_good]
        columns = (row, ids, cost, edit_starts, edit_ends)
        return edits, zip(*(column[places].tolist() for column in columns), strict=True)

    def cost(self, word: NearWord, layer: Layer, rates: ErrorRates) -> float:
        """Natural log of P(read | written)."""
        edits = sum(_log_edit(edit, layer, rates) for edit in word.edits)
        return rates.log_kept(word.spelling, layer) + edits

    def _is_common(self, form: str) -> bool:
        entry = self.entry(form)
        return entry.is_syllable and entry.count >= RARE_COUNT

    def describe(self, word: NearWord, form: str, layer: Layer, cost: float) -> WordReading:
        """Write a near word as the document would, in the case of `form`."""
        after, kind, edits = self._describe(word.spelling, form, layer, word.edits)
        return WordReading(after, word.word, cost, kind, edits)

    def _describe(self, spelling: str, form: str, layer: Layer, edits: Iterable[Edit]) -> _Description:
        kind = Kind.GLYPHS if has_glyphs(edits) else Kind.DIACRITICS
        after = match_case(form, place_tone(spelling, self._style))
        # Most readings share theirs with others: one in ten is kept.
        explained = tuple([self._layered.setdefault((edit, layer), (edit, layer)) for edit in edits])
        return after, kind, self._explained.setdefault(explained, explained)

    def case_cost(self, context: CaseContext, symbol: int, after: str) -> float:
        """Natural log of the probability of a word's case in its context: the same as a kept word pays."""
        return weigh_case(after, self._document.lexicon.title_shares[symbol], context)


def _is_odd(lexicon: Lexicon, word: str) -> bool:
    entry = lexicon.entry(word)
    return len(word) > 1 and not (entry.count >= RARE_COUNT if entry.is_syllable else entry.count)


def _breadth_of(rates: ErrorRates, layer: Layer) -> _Breadth:
    is_large = rates.letters > _MANY_LETTERS and rates.expected_errors() > _MOSTLY_MISREAD * rates.letters
    level = 0.0 if is_large else rates.engine_level(layer)
    return next(breadth for least, breadth in reversed(_BREADTHS.items()) if level >= least)


def _log_edit(edit: Edit, layer: Layer, rates: ErrorRates) -> float:
    """Natural log of the odds of an edit against keeping what it replaces."""
    return rates.log_rate(edit, layer) - rates.log_kept(edit.written, layer)


def match_case(form: str, spelling: str) -> str:
    """Write `spelling` (small letters) in the case of `form`.

    >>> match_case("Hop", "hợp"), match_case("HOP", "hợp"), match_case("t6", "tổ"), match_case("A", "à")
    ('Hợp', 'HỢP', 'tổ', 'À')
    >>> match_case("HOi", "hội"), match_case("CAn", "căn"), match_case("CHo", "cho")
    ('Hội', 'Căn', 'CHO')
    >>> match_case("Ja", "là"), match_case("Iai", "lại")
    ('là', 'lại')
    """
    letters = [letter for letter in form if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 1 and 2 * capitals > len(letters) and not _shows_small(letters):
        return spelling.upper()
    is_tall = bool(letters) and letters[0] in _TALL and spelling[0] == "l"
    if letters and letters[0].isupper() and not is_tall:
        return spelling[0].upper() + spelling[1:]
    return spelling


def _shows_small(letters: Sequence[str]) -> bool:
    """Tell whether the letters behind the first, where they tell their case, are small."""
    told = [letter.isupper() for letter in letters[1:] if unaccented(letter.lower()) not in _ALIKE]
    is_short = len(letters) <= _SHORT
    return bool(told) and 2 * sum(told) < len(told) + is_short


def _find_tone_style(document: Document) -> ToneStyle:
    """The style in which the document places its tones; the old one where nothing shows it."""
    styles: Counter[ToneStyle] = Counter()
    for word, count in document.words.items():
        style = tone_style(word) if not word.isascii() else None
        if style is not None:
            styles[style] += count
    return ToneStyle.NEW if styles[ToneStyle.NEW] > styles[ToneStyle.OLD] else ToneStyle.OLD
