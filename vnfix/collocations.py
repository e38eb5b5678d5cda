"""What stands beside what in a document: a word is read as it is elsewhere beside the same neighbour.

A text that has `hội chúng` in nine places has it in the tenth, whatever the words around that one say
(Yarowsky, "One Sense per Collocation", 1993).  Of a neighbour only the letters count, not the marks: it may
be misread itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Floats, Places, number_distinct
from vnfix.channels.proposal import LEAST_COUNTED, Proposal, take_likely
from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.last_reading import LastReading, are_words
from vnfix.lattice import NO_SYMBOL
from vnfix.letters import unaccented
from vnfix.lexicon import Lexicon

# The weights of what speaks for a word against those with the same letters but for marks, and against any
# other; chosen on the tuning part (text without marks, 46 pages read by an engine).  Words with other letters
# may well stand beside the same neighbour: with one weight of 0.7 for both, twice as many right syllables of
# lightly misread pages were changed (`kế toán là` to `kế toán và`).
_SAME_LETTERS = 0.5
_ANY_LETTERS = 0.3
# Places that speak for all readings alike.
_PRIOR = 1.0
# The most that the two neighbours of a place can move a word either way (natural log).
_MOST = 4.0
_NO_CLASS = -1
_WORD_BITS = 16
# Keys are told apart by so many bits before they are compared: of 3,000 keys asked for, 2 in 100 others have
# those of one.
_TABLE_BITS = 17
# 2^64 divided by the golden ratio, of which the highest bits of a product hang on all bits of a key.
_SPREAD = np.array(0x9E3779B97F4A7C15, dtype=np.uint64)
_SHIFT = np.array(64 - _TABLE_BITS, dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Counts:
    """Posteriors by key, in any order; a key may stand more than once."""

    keys: Places
    values: Floats

    def add_up(self, keys: Places) -> Floats:
        """The sum of the values of each of some keys.

        Nothing is added up beforehand: of a clean text one word in a hundred is asked about.
        """
        first, numbers = number_distinct(keys)
        asked = keys[first]
        is_met = np.zeros(1 << _TABLE_BITS, dtype=bool)
        is_met[_shorten(asked)] = True
        met = np.flatnonzero(is_met[_shorten(self.keys)])
        places = np.minimum(np.searchsorted(asked, self.keys[met]), len(asked) - 1)
        is_asked = asked[places] == self.keys[met]
        sums = np.bincount(places[is_asked], self.values[met[is_asked]], len(asked))
        found: Floats = sums.astype(np.float64)[numbers]
        return found


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Collocations:
    """How often each word was read beside each class of neighbours, and how likely each reading was.

    `classes` go with the words of the `reading`: equal numbers for words with the same letters but for marks,
    `_NO_CLASS` for what is no known word.
    """

    lexicon: Lexicon
    reading: LastReading
    classes: Places
    beside: _Counts
    own: _Counts

    @staticmethod
    def of_reading(
        reading: LastReading,
        document: Document,
        proposals: Sequence[Proposal],
        posteriors: Sequence[float],
        kept: Mapping[int, float],
    ) -> Collocations:
        """Count the readings of the last round; the arguments are those of `LastReading.of_decoding`."""
        table = document.table
        classes = _find_classes(reading.symbols, document.lexicon)
        stands = np.ones(len(table))
        stands[list(kept)] = list(kept.values())
        likely = [
            (item.start, item.end, item.symbol, posterior)
            for item, posterior in take_likely(proposals, posteriors, LEAST_COUNTED)
            if item.start < item.end
        ]
        read = np.array(likely, dtype=np.float64).reshape(len(likely), 4)
        starts = np.concatenate([read[:, 0].astype(np.int64), table.starts])
        ends = np.concatenate([read[:, 1].astype(np.int64), table.starts + table.sizes])
        words = np.concatenate([read[:, 2].astype(np.int64), document.last_symbols])
        chances = np.concatenate([read[:, 3], stands])
        counted = np.flatnonzero(are_words(words) & (chances >= LEAST_COUNTED))
        starts, ends, words, chances = starts[counted], ends[counted], words[counted], chances[counted]
        before, after = reading.find_neighbours(starts, ends)
        keys, values = [], []
        for side, neighbours in enumerate(_name_neighbours(classes, before, after)):
            known = np.flatnonzero(neighbours != _NO_CLASS)
            keys.append(_key(side, neighbours[known], words[known]))
            values.append(chances[known])
        beside = _Counts(np.concatenate(keys), np.concatenate(values))
        own = _Counts(_key_place(before, after, words), chances)
        return Collocations(document.lexicon, reading, classes, beside, own)

    def score(self, starts: Places, ends: Places, words: Places) -> Floats:
        """Score words at stretches of the text: natural logs to be added to what the n-grams say.

        All readings of a stretch are to be asked about at once, for they share what speaks for it: a score is
        the log of a word's share of that, by the share of any.
        """
        scores = np.zeros(len(starts))
        asked = np.flatnonzero(are_words(words) & ~self.reading.are_settled(starts))
        if len(asked):
            names = _name(starts[asked], ends[asked], words[asked])
            first, numbers = number_distinct(names)
            place = asked[first]
            stretches = number_distinct(names[first] >> _WORD_BITS)[1]
            found = self._score_readings(starts[place], ends[place], words[place], stretches)
            scores[asked] = np.clip(found, -_MOST, _MOST)[numbers]
        return scores

    def _score_readings(self, starts: Places, ends: Places, words: Places, stretches: Places) -> Floats:
        before, after = self.reading.find_neighbours(starts, ends)
        # Whatever was read between the same two words was read here.
        own = self.own.add_up(_key_place(before, after, words))
        letters = _find_classes(words, self.lexicon)
        alike = number_distinct(stretches * (int(letters.max()) + 1) + letters)[1]
        scores = np.zeros(len(words))
        for side, neighbours in enumerate(_name_neighbours(self.classes, before, after)):
            seen = self.beside.add_up(_key(side, neighbours, words))
            others = np.where(neighbours == _NO_CLASS, 0.0, np.maximum(seen - own, 0.0))
            scores += _SAME_LETTERS * _compare(others, alike) + _ANY_LETTERS * _compare(others, stretches)
        return scores


def _compare(counts: Floats, groups: Places) -> Floats:
    """The log of the share of each in its group (numbers), by the share of any."""
    members, total = np.bincount(groups)[groups], np.bincount(groups, counts)[groups]
    compared: Floats = np.log((counts * members + _PRIOR) / (total + _PRIOR))
    return compared


def _key(side: int, neighbours: Places, words: Places) -> Places:
    return (neighbours * 2 + side << _WORD_BITS) + words


def _key_place(before: Places, after: Places, words: Places) -> Places:
    # No reading spans more than a few words.
    keys: Places = ((before << 10) + np.minimum(after - before, 1023) << _WORD_BITS) + words
    return keys


def _shorten(keys: Places) -> npt.NDArray[np.uint64]:
    """The last bits of keys, mixed."""
    shortened: npt.NDArray[np.uint64] = keys.view(np.uint64) * _SPREAD >> _SHIFT
    return shortened


def _name(starts: Places, ends: Places, words: Places) -> Places:
    """A number for each reading of each stretch."""
    return ((starts << 20) + (ends - starts) << _WORD_BITS) + words


def _find_classes(symbols: Places, lexicon: Lexicon) -> Places:
    classes: dict[str, int] = {}
    letters, texts = lexicon.remember(_drop_marks), lexicon.texts
    is_met = np.zeros(NO_SYMBOL, dtype=bool)
    is_met[symbols] = True
    is_met[: len(SPECIAL)] = False
    met = np.flatnonzero(is_met)
    by_symbol = np.full(NO_SYMBOL, _NO_CLASS)
    by_symbol[met] = [classes.setdefault(letters[texts[symbol]], len(classes)) for symbol in met.tolist()]
    return by_symbol[symbols]


def _drop_marks(_: Lexicon, word: str) -> str:
    return unaccented(word)


def _name_neighbours(classes: Places, before: Places, after: Places) -> tuple[Places, Places]:
    """The classes of the words on both sides of places."""
    around = np.concatenate([[_NO_CLASS], classes, [_NO_CLASS]])
    return around[before], around[after + 1]
