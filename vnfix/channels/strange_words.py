"""Readings of words that are no syllables: names, loans and terms of other languages (`Fragrnent`, `xési`).

Such a word may be anything, so it is only read as one that the training text has often, or that this document
keeps using, and only where one thing was taken for another: `m` for `rn`, `e` for `é`.  Where an engine was
set to another language, what the document keeps using is misread the same way again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from vnfix.channels.misread_places import MisreadPlace
from vnfix.channels.misread_words import match_case
from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer, has_glyphs
from vnfix.lexicon import UNKNOWN_ID
from vnfix.near_words import KNOWN_COUNT, NearWords
from vnfix.syllable import is_possible

# The shortest words that are looked at, how often a word of the document must stand in it to be believed, and
# how many times as often as what may be a misreading of it.
_SHORTEST = 4
_OWN_COUNT = 3
_TIMES = 3
# One thing taken for another may be so many letters: `m` as `rn`.
_FARTHEST = 2
# Forms that are compared with all targets together: their distances take a byte each.
_MOST_AT_ONCE = 500
# What stands is a word that nobody has seen: how much less likely it is than all such words (natural log).
_UNSEEN_WORD = 6.0


class _Reading(NamedTuple):
    """One reading of a form, wherever it stands."""

    after: str
    symbol: int
    kind: Kind
    edit: Edit


class StrangeReader:
    """Reads the words of one document that are no syllables.

    `places` is where misread words may stand; `vouches` tells that what the document keeps using is a word.
    """

    def __init__(
        self, document: Document, near: NearWords, places: Iterable[MisreadPlace], *, vouches: bool
    ) -> None:
        self._document = document
        self._vouches = vouches
        self._near = near
        self._places = [place for place in places if place.layer is not Layer.BARE]

    def read(self, rates: ErrorRates) -> Iterator[Proposal]:
        """Propose known words where a word stands that is not known."""
        bounds = self._document.table.bounds
        for first, last, form, layer, _ in self._read_places:
            for after, symbol, kind, edit in self._readings[form]:
                cost, edits = _UNSEEN_WORD + rates.log_rate(edit, layer), ((edit, layer),)
                yield Proposal(
                    bounds[first], bounds[last + 1], after, symbol, cost, (), kind=kind, edits=edits
                )

    @cached_property
    def _read_places(self) -> Sequence[MisreadPlace]:
        """The places that have readings."""
        return [place for place in self._places if place.form in self._readings]

    @cached_property
    def _readings(self) -> Mapping[str, Sequence[_Reading]]:
        """The readings of the forms that have any."""
        ids = self._document.lexicon.ids
        # In order: what is found must not hang on the order of a set.
        forms = sorted(form for form in {place.form for place in self._places} if self._is_strange(form))
        found: dict[str, list[_Reading]] = {}
        for form, targets in zip(forms, self._find_near([form.lower() for form in forms]), strict=True):
            for target, edit in targets:
                kind = Kind.GLYPHS if has_glyphs([edit]) else Kind.DIACRITICS
                reading = _Reading(self._spell(target, form), ids.get(target, UNKNOWN_ID), kind, edit)
                found.setdefault(form, []).append(reading)
        return found

    def _is_strange(self, form: str) -> bool:
        if len(form) < _SHORTEST or len(form) != len(form.lower()) or form.isdecimal():
            return False
        entry = self._document.lexicon.entry(form)
        return not entry.is_syllable and entry.count < KNOWN_COUNT and not is_possible(form)

    def _spell(self, target: str, form: str) -> str:
        """Write a target in the case of what stands, or as the document does (`LaTeX`)."""
        own = self._own_spellings.get(target, target)
        return own if own[1:] != own[1:].lower() and not own.isupper() else match_case(form, target)

    @cached_property
    def _own_spellings(self) -> Mapping[str, str]:
        """The spelling that the document has most often of each word in small letters."""
        return {word.lower(): word for word, _ in reversed(self._document.words.most_common())}

    def _find_near(self, forms: Sequence[str]) -> Iterator[Sequence[tuple[str, Edit]]]:
        """By form (small letters), the words that may have been written, and the edit from each to it."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        targets = self._targets
        words = list(targets)
        for at in range(0, len(forms), _MOST_AT_ONCE):
            batch = forms[at : at + _MOST_AT_ONCE]
            rows = process.cdist(
                batch, words, scorer=Levenshtein.distance, score_cutoff=_FARTHEST, dtype=np.uint8
            )
            for form, row in zip(batch, rows, strict=True):
                least = _TIMES * self._own_counts[form]
                near = [words[number] for number in np.flatnonzero(row <= _FARTHEST).tolist()]
                edits = [
                    (target, self._near.find_edits(target, form))
                    for target in near
                    if targets[target] >= least and not _changes_end(target, form)
                ]
                yield [(target, found[0]) for target, found in edits if len(found) == 1]

    @cached_property
    def _own_counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word, count in self._document.words.items():
            counts[word.lower()] += count
        return counts

    @cached_property
    def _targets(self) -> Mapping[str, int]:
        """The words that others may be read as, with how often the text or the training text has them."""
        targets = dict(self._near.strange_words)
        if not self._vouches:
            return targets
        for word, count in self._own_counts.items():
            if count >= _OWN_COUNT and len(word) >= _SHORTEST and not is_possible(word):
                targets.setdefault(word, count)
        return targets


def _changes_end(target: str, form: str) -> bool:
    """Tell whether a word is another with more or less letters at an end: `component`, `components`."""
    short, long = sorted((target, form), key=len)
    return len(short) < len(long) and (long.startswith(short) or long.endswith(short))
