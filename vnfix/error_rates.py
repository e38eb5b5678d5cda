"""How one document is misread: which profiles of confusions it follows, and how strongly.

The rate of an edit is P(read | written) in this document.  Beforehand it is what the profiles say, each
times its *level* here; levels are learned by expectation-maximisation from the edits that a decoding
expects, and so are the rates of single edits that recur (a Beta prior with the profiles' rate as its mean).
Text of different *layers* - capitals, lines without a single mark, the rest - can lose its marks at
different levels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from vnfix.arrays import Floats, Places, number_distinct
from vnfix.confusions import SHAPELESS, STRIPPED, SWAPPED, TONELESS, Edit, Profile, is_mark_edit
from vnfix.edit_table import EditTable


class Layer(StrEnum):
    """Text whose marks share one fate."""

    PLAIN = "plain"
    CAPITALS = "capitals"
    BARE = "bare"
    """A line without a single mark."""


# Occurrences' worth of belief in what the profiles say of an edit.
_STRENGTH = 12.0
# At least so many expected edits are believed in beforehand: that a page does not show an edit which
# pages have once in ten thousand letters says nothing against it.  Held to `_STRENGTH` such an edit cost
# up to 6 nats too much, and most right readings of badly misread words were lost so.  Of the wrong words
# of 7 development pages 78.2 % are put right without it, 79.9 with 0.1, 79.7 with 0.3 and 78.9 with 0.8
# (precision 96.2, 97.2, 97.4, 97.4), of 5 badly misread ones 53.7, 55.3, 55.4 and 54.5 (87.0, 88.9, 90.4,
# 91.4).
_LEAST_BELIEF = 0.1
# Prior of a level: mean, and strength in expected edits.  A page at level 1 has a wrong letter in thirty.
_LEVEL_MEAN = 0.02
_LEVEL_STRENGTH = 0.5
# Rate of an edit that no table has, times the level of the reading engines: one letter for another.
_UNSEEN = 2e-4
_HIGHEST = 0.98
# The share of marks dropped from which on words are read without them also where they are in pieces.
_MANY = 0.3
_LOWEST = 1e-9
SPLIT = Edit("", " ")
"""A blank put into a word."""
GLUED = Edit(" ", "")
"""A blank lost between two words."""
BROKEN = Edit("", "\n")
"""A line end put into a word."""
HYPHENATED = Edit("", "-\n")
"""A hyphen and a line end put into a word."""
BREAKS = frozenset({BROKEN, HYPHENATED})
# The rates before anything is known, in letters, blanks and line ends; and how many of these they are worth.
_SPACING_PRIOR = {SPLIT: 2e-4, GLUED: 5e-4, BROKEN: 1e-3, HYPHENATED: 1e-3}
_SPACING_STRENGTH = {SPLIT: 2000.0, GLUED: 2000.0, BROKEN: 50.0, HYPHENATED: 50.0}
_MARK_PROFILES = frozenset({STRIPPED, TONELESS, SHAPELESS})
LevelKey = tuple[str, Layer]
LayeredEdit = tuple[Edit, Layer]


@dataclass(frozen=True, eq=False, repr=False)
class ErrorRates:
    """The rates of one document.

    `standing` counts the pieces (one letter or several) that stand in the text, by layer; `levels` is by
    profile and layer; `expected` counts the edits of the last decoding.
    """

    profiles: tuple[Profile, ...]
    standing: Mapping[tuple[str, Layer], int]
    levels: Mapping[LevelKey, float]
    expected: Mapping[LayeredEdit, float] = field(default_factory=dict)

    @cached_property
    def _written(self) -> Mapping[tuple[str, Layer], float]:
        """How often each piece was written: what stands and what was misread."""
        counts: dict[tuple[str, Layer], float] = dict(self.standing)
        for (edit, layer), count in self.expected.items():
            if edit.written:
                key = (edit.written, layer)
                counts[key] = counts.get(key, 0.0) + count
        return counts

    @cached_property
    def _misread(self) -> Mapping[tuple[str, Layer], float]:
        """How often each piece was misread."""
        counts: dict[tuple[str, Layer], float] = {}
        for (edit, layer), count in self.expected.items():
            key = (edit.written, layer)
            counts[key] = counts.get(key, 0.0) + count
        return counts

    @cached_property
    def _known(self) -> dict[LayeredEdit, float]:
        return {}

    @cached_property
    def _kept(self) -> dict[Layer, tuple[dict[str, float], dict[str, float]]]:
        """What is known of `log_kept`, of words and of letters."""
        return {layer: ({}, {}) for layer in Layer}

    @cached_property
    def letters(self) -> float:
        """How many letters stand in the text."""
        return sum(count for (piece, _), count in self.standing.items() if len(piece) == 1)

    @property
    def line_ends(self) -> float:
        """How many line ends have a word before and after them: so many may stand within one."""
        return self.standing.get(("\n", Layer.PLAIN), 0)

    def level(self, profile: Profile, layer: Layer) -> float:
        """How strongly the document follows a profile (1: as strongly as the pages it was learned from)."""
        return self.levels.get((profile.name, layer_of(profile, layer)), 0.0)

    def is_stripped(self, layer: Layer) -> bool:
        """Tell whether a layer has lost many of its marks."""
        return self.levels.get((STRIPPED, layer), 0.0) > _MANY

    def log_rate(self, edit: Edit, layer: Layer) -> float:
        """Natural log of P(read | written)."""
        known = self._known.get((edit, layer))
        if known is None:
            known = self._known[edit, layer] = math.log(self._rate(edit, layer))
        return known

    def _rate(self, edit: Edit, layer: Layer) -> float:
        expected = self.expected.get((edit, layer), 0.0)
        if edit in _SPACING_PRIOR:
            strength = _SPACING_STRENGTH[edit]
            prior = _SPACING_PRIOR[edit] * strength
            if edit in BREAKS:
                return (expected + prior) / (self.line_ends + strength)
            written = self.letters if edit == SPLIT else self.standing.get((" ", Layer.PLAIN), 0)
            return (expected + prior) / (written + expected + strength)
        written = self._written.get((edit.written, layer), 0.0) if edit.written else self.letters
        prior = self.prior(edit, layer)
        strength = max(_STRENGTH, _LEAST_BELIEF / prior) if prior else _STRENGTH
        return min(max((expected + strength * prior) / (written + strength), _LOWEST), _HIGHEST)

    def log_odds(self, table: EditTable, numbers: Places, layer: Layer) -> Floats:
        """Natural logs of the odds of edits against keeping what they replace: no blanks, and each once.

        The same as `log_rate` less `log_kept`, in an eighth of the time.  The edits are given by their
        numbers in a table of the same profiles.
        """
        prior = np.zeros(len(numbers))
        for profile, rates in zip(table.profiles, table.rates[:, numbers], strict=True):
            if level := self.level(profile, layer):
                prior += rates * level
        prior += np.where(table.is_single[numbers], _UNSEEN * self.engine_level(layer), 0.0)
        expected = np.zeros(len(numbers))
        place_of = {number: place for place, number in enumerate(numbers.tolist())}
        for (edit, own), count in self.expected.items():
            if own is layer and (place := place_of.get(table.numbers.get(edit, -1))) is not None:
                expected[place] = count
        first, piece_of = number_distinct(table.piece[numbers])
        pieces = [table.pieces[piece] for piece in table.piece[numbers[first]].tolist()]
        written = [self._written.get((piece, layer), 0.0) if piece else self.letters for piece in pieces]
        prior = np.minimum(prior, _HIGHEST)
        is_believed = prior > 0
        strength = np.full(len(prior), _STRENGTH)
        strength[is_believed] = np.maximum(_STRENGTH, _LEAST_BELIEF / prior[is_believed])
        rate = expected + strength * prior
        rate /= np.array(written, dtype=np.float64)[piece_of] + strength
        # Not by numpy, whose logarithms may differ in the last bit from one processor to the next.
        logs = list(map(math.log, np.clip(rate, _LOWEST, _HIGHEST).tolist()))
        kept = np.array([self.log_kept(piece, layer) for piece in pieces], dtype=np.float64)
        return np.array(logs, dtype=np.float64) - kept[piece_of]

    def prior(self, edit: Edit, layer: Layer) -> float:
        """The rate (0..1) that the profiles give an edit."""
        total = 0.0
        # Most edits are in no profile: nothing is added up for them.
        for profile, level in self._followed(layer):
            rate = profile.rates.get(edit)
            if rate is not None:
                total += rate * level
        if len(edit.written) <= 1 and len(edit.read) <= 1:
            total += _UNSEEN * self.engine_level(layer)
        return min(total, _HIGHEST)

    def engine_level(self, layer: Layer) -> float:
        """How strongly a layer follows the profiles of reading engines, all together."""
        known = self._engine_levels.get(layer)
        if known is None:
            known = self._engine_levels[layer] = sum(
                self.level(p, layer)
                for p in self.profiles
                if p.name not in _MARK_PROFILES and p.name != SWAPPED
            )
        return known

    @cached_property
    def _engine_levels(self) -> dict[Layer, float]:
        return {}

    def _followed(self, layer: Layer) -> Sequence[tuple[Profile, float]]:
        """The profiles that a layer follows at all, with their levels."""
        known = self._by_layer.get(layer)
        if known is None:
            levels = [(profile, self.level(profile, layer)) for profile in self.profiles]
            known = self._by_layer[layer] = [item for item in levels if item[1]]
        return known

    @cached_property
    def _by_layer(self) -> dict[Layer, Sequence[tuple[Profile, float]]]:
        return {}

    def log_kept(self, word: str, layer: Layer) -> float:
        """Natural log of the probability that the letters of a word (small) were not misread."""
        words, letters = self._kept[layer]
        known = words.get(word)
        if known is None:
            try:
                known = sum(map(letters.__getitem__, word))
            except KeyError:
                # A few times a text: to look for such letters first took half of the time.
                for letter in set(word).difference(letters):
                    letters[letter] = self._find_letter_kept(letter, layer)
                known = sum(map(letters.__getitem__, word))
            words[word] = known
        return known

    def _find_letter_kept(self, letter: str, layer: Layer) -> float:
        key = (letter, layer)
        prior = sum(p.totals.get(letter, 0.0) * level for p, level in self._followed(layer))
        misread = self._misread.get(key, 0.0)
        rate = (misread + _STRENGTH * min(prior, _HIGHEST)) / (self._written.get(key, 0.0) + _STRENGTH)
        return math.log(1 - min(rate, _HIGHEST))

    def expected_errors(self) -> float:
        """How many misreadings the document holds, by the last decoding; line ends are the page's doing."""
        return sum(count for (edit, _), count in self.expected.items() if edit not in BREAKS)

    def expected_breaks(self) -> float:
        """How many line ends stand within words, by the last decoding."""
        return sum(count for (edit, _), count in self.expected.items() if edit in BREAKS)

    def updated(self, expected: Mapping[LayeredEdit, float], coverage: float) -> ErrorRates:
        """Learn from the edits that a decoding expects.

        `coverage` is the share (0..1) of all errors that it could see.
        """
        shares: dict[LevelKey, float] = {}
        for (edit, layer), count in expected.items():
            parts = {
                (p.name, layer_of(p, layer)): p.rates[edit] * max(self.level(p, layer), 1e-6)
                for p in self.profiles
                if edit in p.rates
            }
            total = sum(parts.values())
            for key, part in parts.items():
                shares[key] = shares.get(key, 0.0) + count * part / total
        levels = {}
        for profile in self.profiles:
            for key in {(profile.name, layer_of(profile, layer)) for layer in Layer}:
                chances = self._chances(profile, key[1], expected) * coverage
                prior = _LEVEL_MEAN * _LEVEL_STRENGTH
                levels[key] = (shares.get(key, 0.0) + prior) / (chances + _LEVEL_STRENGTH)
        return ErrorRates(self.profiles, self.standing, levels, expected)

    def _chances(self, profile: Profile, layer: Layer, expected: Mapping[LayeredEdit, float]) -> float:
        """How many edits a profile would make in the document at level 1."""
        is_layered = profile.name in _MARK_PROFILES
        total = sum(
            count * profile.totals.get(piece, 0.0)
            for (piece, own), count in self.standing.items()
            if own is layer or not is_layered
        )
        return total + sum(
            count * profile.totals.get(edit.written, 0.0)
            for (edit, own), count in expected.items()
            if edit.written and (own is layer or not is_layered)
        )


def layer_of(profile: Profile, layer: Layer) -> Layer:
    """The layer under which a profile has its level: reading engines have one for all text."""
    return layer if profile.name in _MARK_PROFILES else Layer.PLAIN


def has_glyphs(edits: Iterable[Edit]) -> bool:
    """Tell whether a letter was taken for another one, more than its marks."""
    return any(edit not in _SPACING_PRIOR and not is_mark_edit(edit) for edit in edits)
