"""Readings of words that are no syllables: names, loans and terms of other languages (`Fragrnent`, `xési`).

Such a word may be anything, so it is only read as one that the training text has often, or that this document
keeps using, and only where one thing was taken for another: `m` for `rn`, `e` for `é`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from vnfix.channels.misread_places import MisreadPlace
from vnfix.channels.misread_words import match_case
from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import ErrorRates, Layer, has_glyphs
from vnfix.lexicon import UNKNOWN_ID
from vnfix.near_words import NearWords
from vnfix.syllable import is_possible

# The shortest words that are looked at: of the training text, and of the document.
_SHORTEST_KNOWN = 5
_SHORTEST_OWN = 4
# How often the training text, and the document, must have a word; how many times as often as what stands.
_KNOWN_COUNT = 300
_OWN_COUNT = 3
_TIMES = 3
# One thing taken for another may be so many letters: `m` as `rn`.
_FARTHEST = 2
# Forms that are compared with all targets together: their distances take a byte each.
_MOST_AT_ONCE = 500
# What stands is a word that nobody has seen: how much less likely it is than all such words (natural log).
_UNSEEN_WORD = 6.0


class StrangeReader:
    """Reads the words of one document that are no syllables."""

    def __init__(self, document: Document, near: NearWords) -> None:
        self._document = document
        self._near = near
        self._found: dict[str, Sequence[tuple[str, Edit]]] = {}

    def read(self, rates: ErrorRates, places: Iterable[MisreadPlace]) -> Iterator[Proposal]:
        """Propose known words at those of the places where a word stands that is not known."""
        found = [place for place in places if place.layer is not Layer.BARE and self._is_strange(place)]
        self._find_all({place.form.lower() for place in found})
        tokens, ids = self._document.tokens, self._document.lexicon.ids
        for place in found:
            start, end = tokens[place.first].start, tokens[place.last].end
            for target, edit in self._found[place.form.lower()]:
                after, symbol = self._spell(target, place.form), ids.get(target, UNKNOWN_ID)
                cost = _UNSEEN_WORD + rates.log_rate(edit, place.layer)
                kind = Kind.GLYPHS if has_glyphs([edit]) else Kind.DIACRITICS
                edits = ((edit, place.layer),)
                yield Proposal(start, end, after, symbol, cost, (), kind=kind, edits=edits)

    def _is_strange(self, place: MisreadPlace) -> bool:
        form = place.form.lower()
        if len(form) < _SHORTEST_OWN or len(form) != len(place.form) or place.form.isdecimal():
            return False
        lexicon = self._document.lexicon
        entry = lexicon.words[lexicon.numbers[form]]
        return not entry.is_syllable and entry.count < _KNOWN_COUNT and not is_possible(form)

    def _spell(self, target: str, form: str) -> str:
        """Write a target in the case of what stands, or as the document does (`LaTeX`)."""
        own = self._own_spellings.get(target, target)
        return own if own[1:] != own[1:].lower() and not own.isupper() else match_case(form, target)

    @cached_property
    def _own_spellings(self) -> Mapping[str, str]:
        """The spelling that the document has most often of each word in small letters."""
        return {word.lower(): word for word, _ in reversed(self._document.words.most_common())}

    def _find_all(self, forms: Iterable[str]) -> None:
        """Look up what forms (small letters) may have been, all that are new at once."""
        new = sorted(form for form in forms if form not in self._found)
        if not new:
            return
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        targets = self._targets
        words = list(targets)
        rows = (
            row
            for at in range(0, len(new), _MOST_AT_ONCE)
            for row in process.cdist(
                new[at : at + _MOST_AT_ONCE],
                words,
                scorer=Levenshtein.distance,
                score_cutoff=_FARTHEST,
                dtype=np.uint8,
            )
        )
        for form, row in zip(new, rows, strict=True):
            least = _TIMES * self._own_counts[form]
            near = [words[at] for at in np.flatnonzero(row <= _FARTHEST).tolist()]
            edits = [
                (target, self._near.find_edits(target, form))
                for target in near
                if targets[target] >= least and not _changes_end(target, form)
            ]
            self._found[form] = [(target, found[0]) for target, found in edits if len(found) == 1]

    @cached_property
    def _own_counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word, count in self._document.words.items():
            counts[word.lower()] += count
        return counts

    @cached_property
    def _targets(self) -> Mapping[str, int]:
        """The words that others may be read as, with how often the text or the training text has them."""
        targets = {
            word.text: word.count
            for word in self._document.lexicon.words
            if not word.is_syllable and word.count >= _KNOWN_COUNT and len(word.text) >= _SHORTEST_KNOWN
        }
        for word, count in self._own_counts.items():
            if count >= _OWN_COUNT and len(word) >= _SHORTEST_OWN and not is_possible(word):
                targets.setdefault(word, count)
        return targets


def _changes_end(target: str, form: str) -> bool:
    """Tell whether a word is another with more or less letters at an end: `component`, `components`."""
    short, long = sorted((target, form), key=len)
    return len(short) < len(long) and (long.startswith(short) or long.endswith(short))
