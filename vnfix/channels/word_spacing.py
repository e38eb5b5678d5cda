"""Readings of blanks that were put into words (`quy ền`) or lost between them (`cơquan`).

A line end within a word is read like a blank put into it (`vnfix.line_breaks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vnfix.channels.misread_words import RARE_COUNT, WordReader, WordReading
from vnfix.channels.pattern import LONGEST_SYLLABLE
from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import BREAKS, BROKEN, GLUED, HYPHENATED, SPLIT, ErrorRates, Layer
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID
from vnfix.line_breaks import LineBreak
from vnfix.near_words import NearWord, NearWords
from vnfix.syllable import canonical
from vnfix.tokens import TokenKind

# A syllable seen less often is not what pieces are joined to or words are cut into.
_COMMON_COUNT = 200
# The shortest words that may be two run together.
_SHORTEST_GLUED = 4
# The longest word that is looked for across a line end.
_LONGEST_WORD = 16


class SpacingReader:
    """Reads the blanks of one document."""

    def __init__(
        self, document: Document, near: NearWords, words: WordReader, breaks: Mapping[int, LineBreak]
    ) -> None:
        self._document = document
        self._breaks = breaks
        self._near = near
        self._words = words

    def join(
        self, place: int, layer: Layer, rates: ErrorRates, everywhere: frozenset[Edit]
    ) -> Iterator[Proposal]:
        """Join the word at a token with those after it, one blank or line end apart.

        One of them must be a piece that can hardly be a word, unless all that parts them is `everywhere`.
        """
        tokens = self._document.tokens
        form = tokens[place].text
        is_piece = self._is_piece(form)
        end, joints = place, tuple[Edit, ...]()
        while (found := self._find_joint(end)) is not None:
            end, joint = found
            follower = tokens[end].text
            joints += (joint,)
            longest = _LONGEST_WORD if BREAKS.issuperset(joints) else LONGEST_SYLLABLE
            if len(form) + len(follower) > longest or (follower[0].isupper() and not form.isupper()):
                return
            # No word is longer than one line.
            if sum(edit in BREAKS for edit in joints) > 1:
                return
            form += follower
            is_piece = is_piece or self._is_piece(follower)
            # `Q U Y Ế T` is a heading set wide, not a word in pieces.
            is_set_wide = form.isupper() and len(joints) == len(form) - 1
            if (is_piece or everywhere.issuperset(joints)) and not is_set_wide:
                yield from self._read_joined(place, end, form, joints, layer, rates)

    def _find_joint(self, place: int) -> tuple[int, Edit] | None:
        """The next word after one blank or line end, and what parts it from the word at a token."""
        tokens = self._document.tokens
        if place in self._breaks:
            found = self._breaks[place]
            return found.follower, HYPHENATED if found.hyphen else BROKEN
        is_blank = place + 2 < len(tokens) and tokens[place + 1].text == " "
        if is_blank and tokens[place + 2].kind is TokenKind.WORD:
            return place + 2, SPLIT
        return None

    def _read_joined(
        self,
        place: int,
        end: int,
        form: str,
        joints: tuple[Edit, ...],
        layer: Layer,
        rates: ErrorRates,
    ) -> Iterator[Proposal]:
        lexicon = self._document.lexicon
        known = canonical(form)
        number = lexicon.ids.get(known, UNKNOWN_ID)
        splits = tuple((joint, Layer.PLAIN) for joint in joints)
        split = sum(rates.log_rate(joint, Layer.PLAIN) for joint in joints)
        readings: list[WordReading] = []
        # A page breaks words of other languages too; a blank is put into syllables.
        is_word = lexicon.words[number].is_syllable or BREAKS.issuperset(joints)
        if is_word and lexicon.words[number].count >= _COMMON_COUNT:
            readings.append(WordReading(form, number, rates.log_kept(known, layer), Kind.SPACING, ()))
        if rates.is_stripped(layer):
            for word in self._near.variants(known):
                if lexicon.words[word.word].count >= _COMMON_COUNT:
                    cost = self._words.cost(word, layer, rates)
                    readings.append(self._words.describe(word, form, layer, cost))
        tokens = self._document.tokens
        for item in readings:
            yield Proposal(
                tokens[place].start,
                tokens[end].end,
                item.after,
                item.symbol,
                split + item.cost + self._words.case_cost(place, item.symbol, item.after),
                (),
                kind=Kind.SPACING,
                edits=(*item.edits, *splits),
            )

    def _is_piece(self, word: str) -> bool:
        """True for what can hardly be a word of its own."""
        entry = self._words.entry(word)
        if len(word) == 1:
            return word.isascii() or entry.count < RARE_COUNT
        return not entry.is_syllable or entry.count < RARE_COUNT

    def cut(self, place: int, layer: Layer, rates: ErrorRates) -> Iterator[Proposal]:
        """Cut words that were run together: the pieces as they stand, and blanks to put between them."""
        token = self._document.tokens[place]
        text, size = token.text, len(token.text)
        if size < _SHORTEST_GLUED:
            return
        cuts = set()
        for start, end, number in self._pieces(text):
            word = NearWord(number, text[start:end].lower(), ())
            cost = self._words.cost(word, layer, rates) + self._words.case_cost(
                place, number, text[start:end]
            )
            low, high = token.start + start, token.start + end
            yield Proposal(low, high, text[start:end], number, cost, (), kind=Kind.SPACING)
            cuts |= {start, end}
        glued = rates.log_rate(GLUED, Layer.PLAIN)
        edits = ((GLUED, Layer.PLAIN),)
        for cut in sorted(cuts - {0, size}):
            at = token.start + cut
            yield Proposal(at, at, " ", NO_SYMBOL, glued, (), kind=Kind.SPACING, edits=edits)

    def _pieces(self, text: str) -> Iterator[tuple[int, int, int]]:
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
