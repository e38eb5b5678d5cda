"""The channel of misread words: marks dropped or swapped, letters taken for others, blanks put in or lost.

What was right is not looked at more than needed.  While nothing is known of a document (`explore`), only
words that are no syllables, pieces of words, and lines without a single mark are open.  Once its rates are
learned (`propose`), and only if it is damaged, every word is open to the readings that these rates make
likely: most misread syllables are syllables too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from vnfix.arrays import Flags, Floats, Places, number_distinct
from vnfix.channels.casing import CaseContext
from vnfix.channels.misread_places import WORDLIKE, MisreadPlace, Wanted, find_marked, find_places
from vnfix.channels.misread_words import WordReader, WordReading
from vnfix.channels.proposal import LEAST_COUNTED, Proposal, take_likely
from vnfix.channels.word_spacing import SpacingReader
from vnfix.confusions import STRIPPED, Edit, Profile
from vnfix.document import Document
from vnfix.error_rates import BREAKS, SPLIT, ErrorRates, Layer, LayeredEdit, layer_of
from vnfix.layers import MARKED_SHARE, NO_LAYER, find_layers
from vnfix.line_breaks import find_breaks
from vnfix.near_words import NearWords
from vnfix.piece_counts import count_pieces
from vnfix.token_kinds import Token, TokenKind

if TYPE_CHECKING:
    from vnfix.channels.strange_words import StrangeReader
    from vnfix.last_reading import LastReading

# Levels before anything is known: of dropped marks where nothing shows them, and of reading engines.
_FIRST_LEVEL = 0.003
_FIRST_ENGINE_LEVEL = 0.02
_STRIPPED_LEVEL = 0.97
# The share of all errors that stand in words that are no syllables: a quarter in pages read at a letter error
# rate of 2 to 5 %; and in these and in words that hardly fit their neighbours.
_SEEN_AT_FIRST = 0.25
_SEEN_WITH_DOUBTFUL = 0.5
# Expected edits from which on every word of a document is open, and their least share of its letters.  In the
# first round words that are no syllables are all that shows: one in 13,000 letters of clean text, on lightly
# misread pages 1 to 10 in 3,600.
_ENOUGH_ERRORS = 1.5
_ENOUGH_SHARE = 0.0003
# What speaks for a word where a sign stands alone (natural log): in Vietnamese text, of which n-grams see no
# signs, one word in 18,000 is a lone `&`, and fewer are others.
_SIGN_ODDS = 9.8
# The constructor of a named tuple is a Python call; this one is not.
_make_proposal = partial(tuple.__new__, Proposal)


class MisreadingChannel:
    """Proposals for one document."""

    def __init__(
        self,
        document: Document,
        near: NearWords,
        profiles: tuple[Profile, ...],
        find_doubtful: Callable[[], Flags] | None = None,
    ) -> None:
        """`find_doubtful` finds the tokens that are looked at while nothing is known, besides odd words."""
        self._document = document
        self._find_doubtful = find_doubtful
        self._near = near
        self._profiles = profiles
        self._layers = find_layers(document.table, near.may_be_vietnamese, near.is_known)
        self._words = WordReader(document, near)
        self._breaks = find_breaks(document.table)
        self._marked = find_marked(document.marks, len(document.tokens))
        self._spacing = SpacingReader(document, self._layers, self._marked, near, self._words, self._breaks)

    @property
    def is_stripped(self) -> bool:
        """Tell whether most of the text has lost its marks: nothing else can be told before they are back.

        A letter that left a sign was lost whole: its word is no word that lost its mark.
        """
        words = self._layers.words
        signs = len(self._document.marks)
        return words[Layer.BARE] > words[Layer.PLAIN] + words[Layer.CAPITALS] + signs

    @cached_property
    def surely_bare(self) -> frozenset[Layer]:
        """The layers that have lost all their marks, of a text that is Vietnamese beyond doubt.

        A line of names among marked ones (`Nam Lan Mai An`) has none to lose.
        """
        if not self.is_stripped or not self._layers.is_surely_bare:
            return frozenset()
        has_marked = self._layers.marked[Layer.CAPITALS] > 0
        return frozenset({Layer.BARE} if has_marked else {Layer.BARE, Layer.CAPITALS})

    def first_rates(self) -> ErrorRates:
        """The rates before any decoding, from the share of words that still have a mark."""
        levels: dict[tuple[str, Layer], float] = {}
        for profile in self._profiles:
            for layer in Layer:
                level = _FIRST_ENGINE_LEVEL if layer_of(profile, Layer.BARE) is Layer.PLAIN else _FIRST_LEVEL
                if profile.name == STRIPPED:
                    level = max(level, self._dropped_share(layer))
                levels[profile.name, layer_of(profile, layer)] = level
        return ErrorRates(self._profiles, self._count_pieces(), levels)

    def _dropped_share(self, layer: Layer) -> float:
        if layer is Layer.BARE or layer in self.surely_bare:
            return _STRIPPED_LEVEL
        words = self._layers.words[layer]
        if not words:
            return 0.0
        share = 1 - self._layers.marked_share(layer) / MARKED_SHARE
        # Two standard errors less, for the share of few words is anything.
        return min(share - 2 * math.sqrt(0.25 / words) / MARKED_SHARE, _STRIPPED_LEVEL)

    def _count_pieces(self) -> Counter[tuple[str, Layer]]:
        """The letters and longer pieces that stand, by layer."""
        counts: Counter[tuple[str, Layer]] = Counter({("\n", Layer.PLAIN): len(self._breaks)})
        table, codes = self._document.table, self._layers.codes
        counts[" ", Layer.PLAIN] = len(table.places(TokenKind.SPACE))
        is_word = table.are(TokenKind.WORD)
        for code, layer in enumerate(Layer):
            forms = np.bincount(table.form[is_word & (codes == code)])
            standing = np.flatnonzero(forms)
            words = [table.texts[form].lower() for form in standing.tolist()]
            found = count_pieces(words, forms[standing].tolist(), self._near.longer_pieces)
            counts.update({(piece, layer): count for piece, count in found.items()})
        return counts

    def kept_costs(self, rates: ErrorRates) -> Callable[[Places], Floats]:
        """Natural logs of the probabilities that tokens (by number) are read as they were written."""
        table, codes = self._document.table, self._layers.codes
        layers = tuple(Layer)

        def find(form: int, code: int) -> float:
            return 0.0 if code == NO_LAYER else rates.log_kept(table.texts[form].lower(), layers[code])

        def find_all(tokens: Places) -> Floats:
            forms, found = table.form[tokens].astype(np.int64), codes[tokens]
            first, numbers = number_distinct(forms * (len(layers) + 1) + found - NO_LAYER)
            costs = map(find, forms[first].tolist(), found[first].tolist())
            return np.array(list(costs), dtype=np.float64)[numbers]

        return find_all

    def coverage(self, first: bool) -> float:
        """The share of all errors that the proposals of a round can see."""
        if not first or self.is_stripped:
            return 1.0
        return _SEEN_WITH_DOUBTFUL if self._doubtful.any() else _SEEN_AT_FIRST

    def explore(self, rates: ErrorRates) -> Iterator[Proposal]:
        """Readings of words that look misread."""
        yield from self._readings(rates, self._odd_places, frozenset(), pairs=False)
        yield from self._find_bare_signs(None)

    def propose(
        self, rates: ErrorRates, standing: Set[int] = frozenset(), reading: LastReading | None = None
    ) -> Iterator[Proposal]:
        """Readings under learned rates; `reading` is how the document was read in the last round.

        Where only words that look misread are open, those of `standing` (token numbers) are open no longer.
        """
        joints = BREAKS if rates.expected_breaks() >= _ENOUGH_ERRORS else frozenset[Edit]()
        if rates.expected_errors() < max(_ENOUGH_ERRORS, _ENOUGH_SHARE * rates.letters):
            # Of the words of clean text that are opened four in five stand beyond doubt after one round;
            # without them it takes 8 to 14 % less.  Of 19,000 corrections of 76 tuning texts and 12 pages
            # none changes, and no confidence by more than 0.0006.
            places = [place for place in self._odd_places if place.first not in standing]
            yield from self._readings(rates, places, joints, pairs=False)
            return
        if rates.expected.get((SPLIT, Layer.PLAIN), 0.0) >= _ENOUGH_ERRORS:
            joints |= {SPLIT}
        yield from self._readings(rates, self._places, joints)
        yield from self._strange.read(rates)
        yield from self._find_bare_signs(reading)

    def _find_bare_signs(self, reading: LastReading | None) -> Iterator[Proposal]:
        """Codes, letters of lists and words that are no syllables."""
        if self.is_stripped:
            # Imported late, as is what reads strange words: a text of one line has none.
            from vnfix.channels.bare_codes import find_bare_codes

            yield from find_bare_codes(self._document, self._layers.by_token, reading)
            yield from self._bare_words

    @cached_property
    def _bare_words(self) -> Sequence[Proposal]:
        """Letters of lists and words that are no syllables: the same in all rounds."""
        from vnfix.channels.bare_items import find_bare_items
        from vnfix.channels.bare_words import find_bare_words

        document, layers = self._document, self._layers.by_token
        return [*find_bare_items(document, layers), *find_bare_words(document, layers, self._near)]

    @cached_property
    def _places(self) -> Sequence[MisreadPlace]:
        """Where a misread word may stand."""
        return list(find_places(self._document.table, self._layers, self._marked, self._is_bare_capital))

    @cached_property
    def _strange(self) -> StrangeReader:
        from vnfix.channels.strange_words import StrangeReader

        vouches = not self._layers.is_misread
        return StrangeReader(self._document, self._near, self._places, vouches=vouches)

    @cached_property
    def _doubtful(self) -> Flags:
        """Which tokens are looked at besides odd words; in text without marks all words are."""
        if self._find_doubtful is None or self.is_stripped:
            return np.zeros(len(self._document.table), dtype=bool)
        return self._find_doubtful()

    @cached_property
    def _odd_places(self) -> Sequence[MisreadPlace]:
        """Where one seems to stand while nothing is known of the document."""
        bare = {Layer.BARE}
        if self._dropped_share(Layer.CAPITALS) > 0:
            bare.add(Layer.CAPITALS)
        wanted = Wanted(frozenset(bare), self._words.is_odd, self._doubtful)
        found = find_places(self._document.table, self._layers, self._marked, self._is_bare_capital, wanted)
        return list(found)

    def _readings(
        self,
        rates: ErrorRates,
        places: Sequence[MisreadPlace],
        joints: frozenset[Edit],
        pairs: bool = True,
    ) -> Iterator[Proposal]:
        """The readings of some places; `pairs` tells whether two misread letters in one word are looked for.

        Where hardly anything is misread they cost more than any reading may: in 86,000 syllables of clean
        text none had one.
        """
        document, bounds = self._document, self._document.table.bounds
        known = self._words.read({(place.form, place.layer) for place in places}, rates, pairs)
        ready: dict[tuple[str, Layer, bool, float], Sequence[tuple[object, ...]]] = {}
        for first, last, form, layer, _ in places:
            context = document.case_context(first)
            key = form, layer, context.after_stop, context.opening
            items = ready.get(key)
            if items is None:
                odds = _SIGN_ODDS if form in WORDLIKE else 0.0
                items = ready[key] = self._weigh(known[form, layer], context, odds)
            span = bounds[first], bounds[last + 1]
            # Half of all proposals are made here: as the tuples that they are, without a call for each.
            yield from map(_make_proposal, map(span.__add__, items))
        yield from self._spacing.join(rates, joints)
        yield from self._spacing.cut(rates)

    def _weigh(
        self, readings: Iterable[WordReading], context: CaseContext, odds: float
    ) -> Sequence[tuple[object, ...]]:
        """The proposals of a form in a context of case, without the place: most stand in a few.

        `odds` (natural log) speak for all of them.
        """
        cost_of = self._words.case_cost
        return [
            (after, symbol, odds + cost + cost_of(context, symbol, after), (), False, False, kind, edits)
            for after, symbol, cost, kind, edits in readings
        ]

    def _is_bare_capital(self, layer: Layer, token: Token) -> bool:
        """True for what seems an acronym and is a word in capitals that lost its marks."""
        if token.kind is not TokenKind.ACRONYM or layer is not Layer.CAPITALS:
            return False
        return self._dropped_share(layer) > 0 and self._near.has_key(token.text.lower())


def count_edits(proposals: Sequence[Proposal], posteriors: Sequence[float]) -> dict[LayeredEdit, float]:
    """Expected edits by layer."""
    expected: dict[LayeredEdit, float] = {}
    for proposal, posterior in take_likely(proposals, posteriors, LEAST_COUNTED):
        for edit in proposal.edits:
            expected[edit] = expected.get(edit, 0.0) + posterior
    return expected
