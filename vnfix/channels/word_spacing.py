"""Readings of blanks that were put into words (`quy ền`) or lost between them (`cơquan`).

A line end within a word is read like a blank put into it (`vnfix.line_breaks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import NamedTuple

import numpy as np

from vnfix.arrays import Flags, Places, after, as_row
from vnfix.channels.casing import CaseContext
from vnfix.channels.misread_words import RARE_COUNT, WordReader, WordReading
from vnfix.channels.pattern import LONGEST_SYLLABLE
from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import BREAKS, BROKEN, GLUED, HYPHENATED, SPLIT, ErrorRates, Layer
from vnfix.lattice import NO_SYMBOL
from vnfix.layers import NO_LAYER, Layers
from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.line_breaks import LineBreak
from vnfix.near_words import NearWords
from vnfix.token_kinds import TokenKind
from vnfix.tone_styles import canonical

# A syllable seen less often is not what pieces are joined to or words are cut into.
_COMMON_COUNT = 200
# The shortest words that may be two run together.
_SHORTEST_GLUED = 4
# The longest word that is looked for across a line end.
_LONGEST_WORD = 16


# The constructor of a named tuple is a Python call; this one is not.
_make_proposal = partial(tuple.__new__, Proposal)
# A part of a word that is a syllable: start, end, word id.
_Piece = tuple[int, int, int]


class _Joined(NamedTuple):
    """The words from token `place` to `end` as one: `form`, what parts them, its canonical form and word id.

    `is_piece` tells that one of them can hardly be a word; `is_known`, that the whole may stand as it is.
    """

    place: int
    end: int
    form: str
    layer: Layer
    joints: tuple[Edit, ...]
    known: str
    number: int
    is_piece: bool
    is_known: bool


class SpacingReader:
    """Reads the blanks of one document."""

    def __init__(
        self,
        document: Document,
        layers: Layers,
        marked: frozenset[int],
        near: NearWords,
        words: WordReader,
        breaks: Mapping[int, LineBreak],
    ) -> None:
        self._document = document
        self._layers = layers
        self._marked = marked
        self._breaks = breaks
        self._near = near
        self._words = words
        self._wholes: dict[str, tuple[str, int, bool]] = {}
        self._is_piece = document.lexicon.remember(_is_piece).__getitem__

    def join(self, rates: ErrorRates, everywhere: frozenset[Edit]) -> Iterator[Proposal]:
        """Join words with those after them, one blank or line end apart.

        One of them must be a piece that can hardly be a word, unless all that parts them is `everywhere`.
        """
        for item in self._joined if everywhere else self._joined_pieces:
            if item.is_piece or everywhere.issuperset(item.joints):
                yield from self._read_joined(item, rates)

    @cached_property
    def _are_open(self) -> Flags:
        """Which tokens are words that are not left alone."""
        found: Flags = self._document.table.are(TokenKind.WORD) & (self._layers.codes != NO_LAYER)
        found[list(self._marked)] = False
        return found

    @cached_property
    def _joined(self) -> Sequence[_Joined]:
        return self._join_all(np.flatnonzero(self._are_open & (self._reach > 0)))

    @cached_property
    def _joined_pieces(self) -> Sequence[_Joined]:
        """Those that have a piece among them: all that is looked at in most documents."""
        is_piece = self._document.table.flags(self._is_piece, TokenKind.WORD)
        may_join = np.zeros(len(is_piece), dtype=bool)
        places = np.flatnonzero(self._are_open & (self._reach > 0))
        ends, starts = places, self._document.table.starts
        may_join[places] = is_piece[places]
        while len(places):
            ends = self._follower[ends]
            may_join[places] |= is_piece[ends]
            leads_on = self._reach[ends] > 0
            # However long the whole gets: this only says where to look.
            leads_on &= starts[ends] - starts[places] < _LONGEST_WORD
            places, ends = places[leads_on], ends[leads_on]
        return [item for item in self._join_all(np.flatnonzero(may_join)) if item.is_piece]

    def _join_all(self, places: Places) -> list[_Joined]:
        layers, followers = self._layers.by_token, as_row(self._follower)
        return [
            item
            for place in places.tolist()
            if (layer := layers[place]) is not None
            for item in self._join_from(place, layer, followers)
        ]

    @cached_property
    def _follower(self) -> Places:
        """By token, the next word after one blank or line end; 0 where there is none."""
        table = self._document.table
        is_word = table.are(TokenKind.WORD)
        is_blank = table.flags(" ".__eq__, TokenKind.SPACE, TokenKind.PROTECTED)
        joins = is_word & after(is_blank) & after(is_word, 2)
        found = np.where(joins, np.arange(len(joins)) + 2, 0)
        for place, item in self._breaks.items():
            found[place] = item.follower
        return found

    @cached_property
    def _reach(self) -> Places:
        """By token, the letters of it and its follower, where they are few enough for one word; else 0."""
        sizes = self._document.table.sizes
        longest = np.full(len(sizes), LONGEST_SYLLABLE)
        longest[list(self._breaks)] = _LONGEST_WORD
        both = np.where(self._follower > 0, sizes + sizes[self._follower], _LONGEST_WORD + 1)
        return np.where(both <= longest, both, 0)

    def _join_from(self, place: int, layer: Layer, followers: Sequence[int]) -> Iterator[_Joined]:
        text_at = self._document.table.text_at
        form = text_at(place)
        end, joints, is_piece = place, tuple[Edit, ...](), None
        while next_word := followers[end]:
            joints += (self._name_joint(end),)
            end, follower = next_word, text_at(next_word)
            longest = _LONGEST_WORD if BREAKS.issuperset(joints) else LONGEST_SYLLABLE
            if len(form) + len(follower) > longest or (follower[0].isupper() and not form.isupper()):
                return
            # No word is longer than one line.
            if sum(edit in BREAKS for edit in joints) > 1:
                return
            is_piece = (self._is_piece(form) if is_piece is None else is_piece) or self._is_piece(follower)
            form += follower
            # `Q U Y Ế T` is a heading set wide, not a word in pieces.
            if form.isupper() and len(joints) == len(form) - 1:
                continue
            known, number, is_common = self._look_up(form)
            # A page breaks words of other languages too; a blank is put into syllables.
            is_known = is_common and (self._is_syllable(number) or BREAKS.issuperset(joints))
            if is_known or self._near.has_key(known):
                yield _Joined(place, end, form, layer, joints, known, number, is_piece, is_known)

    def _is_syllable(self, number: int) -> bool:
        return self._document.lexicon.are_syllables[number]

    def _look_up(self, form: str) -> tuple[str, int, bool]:
        """The canonical form of what words give together, its word id, and whether it is common."""
        found = self._wholes.get(form)
        if found is None:
            known = canonical(form)
            number = self._document.lexicon.ids.get(known, UNKNOWN_ID)
            found = self._wholes[form] = (
                known,
                number,
                self._document.lexicon.counts[number] >= _COMMON_COUNT,
            )
        return found

    def _name_joint(self, place: int) -> Edit:
        """What parts the word at a token from its follower."""
        found = self._breaks.get(place)
        if found is None:
            return SPLIT
        return HYPHENATED if found.hyphen else BROKEN

    def _read_joined(self, item: _Joined, rates: ErrorRates) -> Iterator[Proposal]:
        lexicon = self._document.lexicon
        place, end, form, layer, joints, known, number, _, is_known = item
        splits = tuple((joint, Layer.PLAIN) for joint in joints)
        split = sum(rates.log_rate(joint, Layer.PLAIN) for joint in joints)
        readings: list[WordReading] = []
        if is_known:
            readings.append(WordReading(form, number, rates.log_kept(known, layer), Kind.SPACING, ()))
        if rates.is_stripped(layer):
            for word in self._near.variants(known):
                if lexicon.counts[word.word] >= _COMMON_COUNT:
                    cost = self._words.cost(word, layer, rates)
                    readings.append(self._words.describe(word, form, layer, cost))
        tokens = self._document.tokens
        context = self._document.case_context(place)
        for written, symbol, cost, _, edits in readings:
            yield Proposal(
                tokens[place].start,
                tokens[end].end,
                written,
                symbol,
                split + cost + self._words.case_cost(context, symbol, written),
                (),
                kind=Kind.SPACING,
                edits=(*edits, *splits),
            )

    def cut(self, rates: ErrorRates) -> Iterator[Proposal]:
        """Cut words that were run together: the pieces as they stand, and blanks to put between them."""
        glued = rates.log_rate(GLUED, Layer.PLAIN)
        edits = ((GLUED, Layer.PLAIN),)
        tokens, ready = self._document.tokens, dict[tuple[str, Layer, bool, float], Sequence[float]]()
        for place, layer, pieces in self._cuts:
            token, context = tokens[place], self._document.case_context(place)
            text, at = token.text, token.start
            key = text, layer, context.after_stop, context.opening
            costs = ready.get(key) or self._weigh(text, pieces, layer, context, rates)
            ready[key] = costs
            for (start, end, number), cost in zip(pieces, costs, strict=True):
                piece = text[start:end]
                yield _make_proposal(
                    (at + start, at + end, piece, number, cost, (), False, False, Kind.SPACING, ())
                )
            cuts = {cut for start, end, _ in pieces for cut in (start, end)}
            for cut in sorted(cuts - {0, len(text)}):
                cut += at
                yield _make_proposal((cut, cut, " ", NO_SYMBOL, glued, (), False, False, Kind.SPACING, edits))

    def _weigh(
        self, text: str, pieces: Sequence[_Piece], layer: Layer, context: CaseContext, rates: ErrorRates
    ) -> Sequence[float]:
        """Natural logs of the probabilities that the pieces of a word stand as they were written."""
        return [
            rates.log_kept(text[start:end].lower(), layer)
            + self._words.case_cost(context, number, text[start:end])
            for start, end, number in pieces
        ]

    @cached_property
    def _cuts(self) -> Sequence[tuple[int, Layer, Sequence[_Piece]]]:
        """Words that may be several run together: token, layer, pieces."""
        table, layers = self._document.table, self._layers.by_token
        is_odd = table.flags(
            lambda text: len(text) >= _SHORTEST_GLUED and self._words.is_odd(text), TokenKind.WORD
        )
        find_pieces = cache(lambda text: list(self._find_pieces(text)))
        return [
            (place, layer, find_pieces(self._document.tokens[place].text))
            for place in np.flatnonzero(self._are_open & is_odd).tolist()
            if (layer := layers[place]) is not None
        ]

    def _find_pieces(self, text: str) -> Iterator[_Piece]:
        """The syllables on all ways from the start of a word to its end: start, end, word id."""
        size = len(text)
        found: dict[int, list[tuple[int, int]]] = {}
        reached = {0}
        for start in range(size):
            if start not in reached:
                continue
            for end in range(start + 1, min(size, start + LONGEST_SYLLABLE) + 1):
                piece = text[start:end]
                entry = self._words.entry(piece)
                is_word = end - start > 1 or not piece.isascii()
                if is_word and end - start < size and entry.is_syllable and entry.count >= _COMMON_COUNT:
                    reached.add(end)
                    found.setdefault(end, []).append((start, self._document.lexicon.ids[entry.text]))
        leads_on = {size}
        for end in sorted(found, reverse=True):
            if end in leads_on:
                for start, number in found[end]:
                    leads_on.add(start)
                    yield start, end, number


def _is_piece(lexicon: Lexicon, word: str) -> bool:
    """True for what can hardly be a word of its own."""
    entry = lexicon.entry(word)
    is_rare = entry.count < RARE_COUNT
    return is_rare or (word.isascii() if len(word) == 1 else not entry.is_syllable)
