"""The lost-glyph channel: what words may stand where letters were lost.

A stretch of text (some letters, with blanks, marks or nothing between them) is a *pattern*: known
letters and holes.  The channel finds the patterns of a document, asks the pattern index which words
fit, and weighs each by how likely its missing letters were lost in this document.

It works in two modes.  While nothing is known of a document (`explore`), it looks only at places that
look damaged - fragments that are no words, double blanks, marks - and allows any letter in a hole.
Once the rates are learned (`propose`), it looks everywhere, but only the letters that this document
loses fill a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from vnfix.channels.filling import Filler, WordWeights
from vnfix.channels.insertions import Insertions
from vnfix.channels.own_words import list_own_words
from vnfix.channels.pattern import Pattern, PatternFilter
from vnfix.channels.pattern_finder import PatternFinder
from vnfix.channels.proposal import Proposal
from vnfix.channels.suspicion import Suspicion
from vnfix.document import Document
from vnfix.loss_rates import LossRates
from vnfix.pattern_index import PatternIndex
from vnfix.token_kinds import TokenKind
from vnfix.traces import ZERO

_STOPS = frozenset(".,;:!?…)")
# What decides which patterns are found: letters that were lost, whether blanks are shrunk, whether letters
# vanished without trace, and the marks that are settled.
_Search = tuple[frozenset[str], bool, bool, frozenset[str]]
# A token and the patterns that begin at it.
_Found = tuple[int, Sequence[Pattern]]


class LostGlyphChannel:
    """Proposals for one document."""

    def __init__(self, document: Document, index: PatternIndex) -> None:
        self._document = document
        self._indexes = (index, PatternIndex.of_spellings(list_own_words(document, index)))
        self._suspicion = Suspicion(document)
        self._finder = PatternFinder(document, self._suspicion)
        self._words = WordWeights(document)
        self._insertions: tuple[frozenset[str], Insertions] | None = None
        self._patterns: tuple[_Search, Sequence[_Found]] | None = None

    @cached_property
    def mark_places(self) -> Sequence[int]:
        """The offsets of all marks that stand for letters, in order."""
        return [self._document.tokens[place].start for place in self._suspicion.mark_places]

    def explore(self, rates: LossRates) -> list[Proposal]:
        """Readings of the places that look damaged, with any letter in a hole."""
        if self._suspicion.is_foreign_text():
            return []
        search = PatternFilter(self._indexes, Insertions(self._indexes), damaged=True)
        fill = Filler(self._words, self._indexes, rates, None, self._suspicion.raw_marks)
        return _fill_all(self._find(self._finder.damaged_places(search), search), fill)

    def propose(self, rates: LossRates) -> list[Proposal]:
        """Readings under learned rates."""
        active = rates.active_glyphs()
        if not active and not rates.meanings.settles_any:
            # Nearly all clean texts: no letter can fill a hole.
            return []
        fill = Filler(self._words, self._indexes, rates, active, self._suspicion.raw_marks)
        zero = ZERO in rates.active_traces() and not rates.collapsed
        out: list[Proposal] = []
        if zero or rates.collapsed:
            out += self._fill_gaps(rates)
        return out + _fill_all(self._find_open(rates, zero, active, fill), fill)

    def _find_open(
        self, rates: LossRates, zero: bool, active: frozenset[str], fill: Filler
    ) -> Iterable[_Found]:
        """The patterns of all places; in most documents two rounds in three look for the same ones.

        `fill` tells which marks are settled.
        """
        letters = frozenset(glyph.lower() for glyph in active)
        settled = frozenset(mark for mark in rates.meanings.shares if fill.are_settled((mark,)))
        key = letters, rates.collapsed, zero, settled
        if self._patterns is None or self._patterns[0] != key:
            settles = fill.are_settled if settled else None
            search = PatternFilter(
                self._indexes, self._insert(letters), rates.collapsed, zero, settled=settles
            )
            self._patterns = key, list(self._find(self._finder.open_places(search), search))
        return self._patterns[1]

    def _insert(self, letters: frozenset[str]) -> Insertions:
        """Words with letters put in, as far as known: in most documents each round loses the same ones."""
        if self._insertions is None or self._insertions[0] != letters:
            self._insertions = letters, Insertions(self._indexes, letters)
        return self._insertions[1]

    def _find(self, places: Iterable[int], search: PatternFilter) -> Iterator[_Found]:
        for place in places:
            patterns = self._finder.patterns_at(place, search)
            if patterns:
                yield place, patterns

    def _fill_gaps(self, rates: LossRates) -> Iterator[Proposal]:
        """Words of one letter that vanished whole, where the document is known to lose that letter.

        The blanks around them stay: two in a row, or one before a stop; shrunk to one, they show nothing.
        """
        lexicon = self._document.lexicon
        words = []
        for glyph in sorted(rates.active_glyphs()):
            number = lexicon.ids.get(glyph)
            if number and glyph.islower() and rates.is_mostly_lost(glyph):
                words.append((glyph, number, rates.log_rate(glyph, ZERO)))
        tokens = self._document.tokens
        between = " " if rates.collapsed else "  "
        for place in range(1, len(tokens) - 1 if words else 0):
            gap, before, after = tokens[place], tokens[place - 1].kind, tokens[place + 1]
            if gap.kind is not TokenKind.SPACE or before is not TokenKind.WORD:
                continue
            if after.kind is TokenKind.WORD and gap.text == between:
                tail = " "
            elif after.text in _STOPS and gap.text == " ":
                tail = ""
            else:
                continue
            for glyph, number, cost in words:
                losses = ((glyph, ZERO),)
                yield Proposal(gap.start, gap.end, f" {glyph}{tail}", number, cost, losses, fills_gap=True)


def _fill_all(found: Iterable[_Found], fill: Filler) -> list[Proposal]:
    """The readings of all patterns."""
    out: list[Proposal] = []
    for place, patterns in found:
        out += fill.readings(place, patterns)
    return out
