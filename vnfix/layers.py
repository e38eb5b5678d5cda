"""Which parts of a text can have lost their marks together: capitals, lines without any mark, the rest.

Vietnamese writes a mark on three syllables of four, so a line of five without one has lost them - or is in
another language, which its words show.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Flags, as_row
from vnfix.error_rates import Layer
from vnfix.language_runs import find_runs
from vnfix.letters import VIETNAMESE_LETTERS, unaccented
from vnfix.recent import WordMemory
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable

MARKED_SHARE = 0.75
"""The share of words with a mark in any Vietnamese text: 0.72 to 0.78 over the genres of the corpus."""

NO_LAYER = -1
_CODES = {layer: code for code, layer in enumerate(Layer)}
# The last is that of `NO_LAYER`.
_NAMES = (*_CODES, None)

# A line of so many words without a mark is bare; with fewer it goes with the lines beside it.
_ENOUGH_WORDS = 5
# Share of words with the letters of a Vietnamese syllable from which a bare line is Vietnamese: where all
# of a text is bare, and for one line among marked ones (English reaches 0.5, now and then 0.8).
_VIETNAMESE = 0.75
_VIETNAMESE_ALONE = 0.9
_MOSTLY_BARE = 0.8
# In a bare text a line is taken for as Vietnamese as the text before so many of its words are seen: names of
# substances, of products and of files stand close together in short lines.
_BELIEVED_WORDS = 3
# What a word says for Vietnamese and against English, by its length (natural logs): with the letters of a
# syllable, and without.  Counted on Vietnamese without marks and on English licences: of words of 2, 3, 4
# and more letters 97, 99, 96 and 90 in 100 have them in the one, 42, 48, 13 and none in the other.
_WORD_ODDS = {2: (0.8, -4.0), 3: (0.7, -4.0), 4: (2.0, -4.0), 5: (4.0, -1.0)}
_LONGEST_WORD = max(_WORD_ODDS)
# From which on bare lines are Vietnamese beyond doubt: a thousand to one.
_SURE_ODDS = 6.9
# In a bare text that is Vietnamese, what a stretch of a line of another language must speak for it: on the
# tuning text 4 and 6.9 leave 413 and 441 words without marks in 88,000.
_RUN_ODDS = 4.0
# What it says for Vietnamese, at most, that a word stands in lines that are (log of one more than how often):
# in technical text of the tuning part 98.83 % of the syllables are right with 2 or 3, 98.45 with 0.
_MET_ODDS = 2.0
# A text with fewer words says nothing.
_FEWEST_WORDS = 5
# From such a share of words that are neither syllables nor known, in lines with marks, an engine that was set
# to another language has read the text: it is 0.10 to 0.28 there, 0.04 at most on other bad pages, 0.05 in
# clean text.  Two standard deviations are taken away: two commands in a short text are none.
_MISREAD_SHARE = 0.06
_DEVIATIONS = 2.0
# The shares in English (licences, 44,000 words) of words with the letters of a syllable, of other known
# words, and of unknown ones.
_ENGLISH = (0.20, 0.37, 0.43)
_LEAST_SHARE = 0.01
# What says beforehand that a line of such a text is one more of its language (natural log): nearly all are.
_MISREAD_PRIOR = 2.0
# An acronym of so many letters without marks may be a word of another language, where no small letters tell.
_LONG_ACRONYM = 4


@dataclass(frozen=True, eq=False, repr=False)
class Layers:
    """The layer of each token; None for text in another language."""

    by_token: Sequence[Layer | None]
    codes: npt.NDArray[np.int64]
    """The same as numbers: places in the order of `Layer`, `NO_LAYER` for None."""
    words: dict[Layer, int]
    marked: dict[Layer, int]
    is_surely_bare: bool = False
    """The lines without marks are Vietnamese beyond doubt."""
    is_misread: bool = False
    """An engine that was set to another language has read the text."""

    def are(self, layers: Iterable[Layer]) -> Flags:
        """Tell which tokens are in one of some layers."""
        # One more than there are layers, for the last place is that of `NO_LAYER`.
        wanted = np.zeros(len(_CODES) + 1, dtype=bool)
        wanted[[_CODES[layer] for layer in layers]] = True
        return wanted[self.codes]

    def marked_share(self, layer: Layer) -> float:
        """The share (0..1) of the words of a layer that have a mark."""
        return self.marked[layer] / max(self.words[layer], 1)


class _LayerRow(Sequence["Layer | None"]):
    """The layers by their codes: of a clean text few are asked for."""

    def __init__(self, codes: npt.NDArray[np.int64]) -> None:
        self._codes = as_row(codes)

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, place: int) -> Layer | None: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Layer | None]: ...

    def __getitem__(self, place: int | slice) -> Layer | Sequence[Layer | None] | None:
        """The layer of a token, or of some."""
        if isinstance(place, slice):
            return [_NAMES[code] for code in self._codes[place]]
        return _NAMES[self._codes[place]]


# How many words have the letters of a syllable, are other known words, are unknown.
_Shown = tuple[int, int, int]


@dataclass(slots=True, eq=False, repr=False)
class _Line:
    words: int = 0
    marked: int = 0
    vietnamese: int = 0
    known: int = 0
    layer: Layer | None = Layer.PLAIN

    @property
    def shown(self) -> _Shown:
        """What kinds of words it has."""
        return self.vietnamese, self.known, self.words - self.vietnamese - self.known


def find_layers(table: TokenTable, has_key: Callable[[str], bool], is_known: Callable[[str], bool]) -> Layers:
    """Find the layers of a text.

    `has_key` tells whether a word (small) has the letters of a syllable, `is_known` whether it is a word of
    any language that is met in Vietnamese text.
    """
    # Asked of each form once; both tell of words alone, the first of acronyms too.
    has_letters = table.flags(lambda text: has_key(text.lower()), TokenKind.WORD, TokenKind.ACRONYM)
    has_marks = table.flags(_known_marks.__getitem__, TokenKind.WORD)
    is_strange = ~has_letters & table.flags(lambda text: is_known(text.lower()), TokenKind.WORD)
    lines, line_of = _count_lines(table, has_letters, has_marks, is_strange)
    shown = _count_shown(lines)
    is_misread = _are_misread(shown)
    is_bare_text = _name_lines(lines, shown if is_misread else None)
    codes = np.array([NO_LAYER if line.layer is None else _CODES[line.layer] for line in lines])[line_of]
    if is_bare_text:
        codes[_find_mixed(table, codes == NO_LAYER, line_of, has_key)] = _CODES[Layer.BARE]
    is_capital = table.flags(lambda text: len(text) > 1 and text.isupper())
    codes = np.where(is_capital & (codes != NO_LAYER), _CODES[Layer.CAPITALS], codes)
    is_word = has_letters & table.are(TokenKind.WORD) & (codes != NO_LAYER)
    is_marked = is_word & has_marks
    words = np.bincount(codes[is_word], minlength=len(_CODES)).tolist()
    marked = np.bincount(codes[is_marked], minlength=len(_CODES)).tolist()
    return Layers(
        _LayerRow(codes),
        codes,
        {layer: words[code] for layer, code in _CODES.items()},
        {layer: marked[code] for layer, code in _CODES.items()},
        _find_odds(table, codes == _CODES[Layer.BARE], has_key) > _SURE_ODDS,
        is_misread,
    )


def _count_lines(
    table: TokenTable, has_letters: Flags, has_marks: Flags, is_strange: Flags
) -> tuple[list[_Line], npt.NDArray[np.int64]]:
    """Count the words of each line; also gives the number of each token's line.

    The flags tell which tokens have the letters of a syllable, which are words with a mark, and which known
    words of another language.
    """
    ends = table.are(TokenKind.NEWLINE)
    line_of: npt.NDArray[np.int64] = np.cumsum(ends) - ends
    size = int(np.count_nonzero(ends)) + 1

    def count(flags: Flags) -> list[int]:
        found: list[int] = np.bincount(line_of[flags], minlength=size).tolist()
        return found

    is_word = table.flags(_counts, TokenKind.WORD)
    is_long = table.flags(lambda text: len(text) >= _LONG_ACRONYM and text.isascii(), TokenKind.ACRONYM)
    # Acronyms say something only of lines without other words.
    is_word |= is_long & ~np.isin(line_of, line_of[is_word])
    is_marked = is_word & has_marks
    is_keyed = is_word & has_letters
    counts = zip(count(is_word), count(is_marked), count(is_keyed), count(is_word & is_strange), strict=True)
    return [_Line(*line) for line in counts], line_of


def _has_vietnamese_marks(word: str) -> bool:
    """Tell whether a word has marks, and none that only other languages have (`ðær`, `für`)."""
    return word != unaccented(word) and all(map(_is_vietnamese, word))


def _is_vietnamese(letter: str) -> bool:
    return letter.isascii() or letter in VIETNAMESE_LETTERS


# Two in three words of a text stood in the text before.
_known_marks = WordMemory(_has_vietnamese_marks)


def _counts(word: str) -> bool:
    """Tell whether a word shows the language of its line: letters of lists (`a, b, c`) do not."""
    return not word.isupper() and (len(word) > 1 or not word.isascii())


def _find_odds(table: TokenTable, is_bare: Flags, has_key: Callable[[str], bool]) -> float:
    """The log-odds that bare words are Vietnamese and not English."""
    counts = np.bincount(table.form[is_bare], minlength=len(table.texts))
    return sum(
        int(counts[form]) * _word_odds(table.texts[form], has_key)
        for form in np.flatnonzero(counts).tolist()
        if table.kinds[form] is TokenKind.WORD
    )


def _word_odds(text: str, has_key: Callable[[str], bool]) -> float:
    """What a word says for Vietnamese and against English: nothing where it has one letter."""
    if not _counts(text) or len(text) == 1:
        return 0.0
    known, strange = _WORD_ODDS[min(len(text), _LONGEST_WORD)]
    return known if has_key(text.lower()) else strange


def _find_mixed(
    table: TokenTable, is_left: Flags, line_of: npt.NDArray[np.int64], has_key: Callable[[str], bool]
) -> list[int]:
    """Find the tokens of bare text between words of another language, in lines that are `is_left` so far.

    What stands in the other lines as well is the likelier Vietnamese.
    """
    is_word = table.are(TokenKind.WORD)
    places = np.flatnonzero(is_left & is_word)
    if not len(places):
        return []
    met = np.bincount(table.form[is_word & ~is_left], minlength=len(table.texts)).tolist()
    counts: Counter[str] = Counter()
    for form in table.forms_of(TokenKind.WORD).tolist():
        counts[table.texts[form].lower()] += met[form]

    def weigh(text: str) -> float:
        odds = _word_odds(text, has_key)
        return odds + min(math.log1p(counts[text.lower()]), _MET_ODDS) if odds > 0 else odds

    found: list[int] = []
    for line in np.split(places, np.flatnonzero(np.diff(line_of[places])) + 1):
        odds = [weigh(table.texts[form]) for form in table.form[line].tolist()]
        for first, end in find_runs(odds, _RUN_ODDS):
            found += range(int(line[first]), int(line[end - 1]) + 1)
    return found


def _name_lines(lines: Sequence[_Line], misread: _Shown | None) -> bool:
    """Give each line its layer; tells whether the text has next to no marks.

    `misread` is what the lines with marks show of a text that was read in the wrong language; None of others.
    """
    words = sum(line.words for line in lines)
    marked = sum(line.marked for line in lines)
    decided = [line for line in lines if line.words >= _ENOUGH_WORDS]
    bare = sum(line.words for line in decided if not line.marked)
    is_bare_text = words >= _FEWEST_WORDS and (not marked or bare > _MOSTLY_BARE * words)
    least = _VIETNAMESE if is_bare_text else _VIETNAMESE_ALONE
    share = sum(line.vietnamese for line in lines) / max(words, 1)
    believed = _BELIEVED_WORDS if is_bare_text else 0
    last: Layer | None = Layer.BARE if is_bare_text else Layer.PLAIN
    if is_bare_text and share < _VIETNAMESE:
        last = None
    for line in lines:
        if line.marked:
            last = Layer.PLAIN
        elif line.words >= _ENOUGH_WORDS and misread is not None:
            last = Layer.PLAIN if _may_be_misread(line, misread) else None
        elif line.words >= _ENOUGH_WORDS:
            is_vietnamese = line.vietnamese + believed * share >= least * (line.words + believed)
            last = Layer.BARE if is_vietnamese else None
        line.layer = last
    return is_bare_text


def _count_shown(lines: Iterable[_Line]) -> _Shown:
    """Add up what lines with marks show."""
    shown = [line.shown for line in lines if line.marked]
    keyed, known, unknown = (sum(counts) for counts in zip(*shown, strict=True)) if shown else (0, 0, 0)
    return keyed, known, unknown


def _are_misread(shown: _Shown) -> bool:
    """Tell whether an engine that was set to another language has read a text that shows such words."""
    unknown = shown[-1]
    return unknown - _DEVIATIONS * math.sqrt(unknown) > _MISREAD_SHARE * sum(shown)


def _may_be_misread(line: _Line, shown: _Shown) -> bool:
    """Tell whether a line without marks is likelier one more of a misread text than an English one.

    `shown` is what the lines with marks show: there too words are no syllables.
    """
    odds = _MISREAD_PRIOR + sum(
        count * math.log(max(seen / sum(shown), _LEAST_SHARE) / english)
        for count, seen, english in zip(line.shown, shown, _ENGLISH, strict=True)
    )
    return odds > 0
