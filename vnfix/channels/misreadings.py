"""The channel of misread words: marks dropped or swapped, letters taken for others, blanks put in or lost.

What was right is not looked at more than needed.  While nothing is known of a document (`explore`), only words
that are no syllables, pieces of words, and lines without a single mark are open.  Once its rates are learned
(`propose`), and only if it is damaged, every word is open to the readings that these rates make likely:
most misread syllables are syllables too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from vnfix.channels.casing import capital_share
from vnfix.channels.pattern import LONGEST_SYLLABLE
from vnfix.channels.proposal import Proposal
from vnfix.confusions import STRIPPED, Profile
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import GLUED, SPLIT, ErrorRates, Layer, LayeredEdit, has_glyphs, layer_of
from vnfix.lattice import NO_SYMBOL
from vnfix.layers import MARKED_SHARE, find_layers
from vnfix.lexicon import UNKNOWN_ID
from vnfix.near_words import NearWord, NearWords
from vnfix.syllable import ToneStyle, canonical, place_tone, tone_style
from vnfix.tokens import Token, TokenKind

# Levels before anything is known: of dropped marks where nothing shows them, and of reading engines.
_FIRST_LEVEL = 0.003
_FIRST_ENGINE_LEVEL = 0.1
_STRIPPED_LEVEL = 0.97
# The share of all errors that stand in words that are no syllables: a quarter in pages read at a letter error
# rate of 2 to 5 %.
_SEEN_AT_FIRST = 0.25
# Expected edits from which on every word of a document is open.
_ENOUGH_ERRORS = 1.5
# Readings of one word that go into the lattice, and the least channel log-probability of one.
_MOST_READINGS = 14
_LEAST_COST = -13.0
# Syllables seen less often than this may be pieces or misreadings of others.
_RARE_COUNT = 300
_COMMON_COUNT = 200
_LONGEST_FORM = 9
_STRAY = "'’‘`*^°~"


class MisreadingChannel:
    """Proposals for one document."""

    def __init__(self, document: Document, near: NearWords, profiles: tuple[Profile, ...]) -> None:
        self._document = document
        self._near = near
        self._profiles = profiles
        self._layers = find_layers(document.tokens, near.has_key)
        self._style = _find_tone_style(document)
        self._is_open: dict[str, bool] = {}

    @property
    def is_stripped(self) -> bool:
        """Tell whether most of the text has lost its marks: nothing else can be told before they are back."""
        return self._layers.words[Layer.BARE] > self._layers.words[Layer.PLAIN]

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
        if layer is Layer.BARE:
            return _STRIPPED_LEVEL
        words = self._layers.words[layer]
        if not words:
            return 0.0
        share = 1 - self._layers.marked_share(layer) / MARKED_SHARE
        return min(share - 2 * math.sqrt(0.25 / words) / MARKED_SHARE, _STRIPPED_LEVEL)

    def _count_pieces(self) -> Counter[tuple[str, Layer]]:
        """The letters and longer pieces that stand, by layer."""
        pieces = {piece for profile in self._profiles for piece in profile.totals if len(piece) > 1}
        words: Counter[tuple[str, Layer]] = Counter()
        counts: Counter[tuple[str, Layer]] = Counter()
        for token, layer in zip(self._document.tokens, self._layers.by_token, strict=True):
            if token.kind is TokenKind.WORD and layer is not None:
                words[token.text.lower(), layer] += 1
            elif token.kind is TokenKind.SPACE:
                counts[" ", Layer.PLAIN] += 1
        for (word, layer), count in words.items():
            for start in range(len(word)):
                counts[word[start], layer] += count
                for end in (start + 2, start + 3):
                    if end <= len(word) and word[start:end] in pieces:
                        counts[word[start:end], layer] += count
        return counts

    def kept_cost(self, rates: ErrorRates) -> Callable[[int], float]:
        """Natural log of the probability that a token (by number) is read as it was written."""
        tokens, layers = self._document.tokens, self._layers.by_token

        def cost(place: int) -> float:
            layer = layers[place]
            return 0.0 if layer is None else rates.log_kept(tokens[place].text.lower(), layer)

        return cost

    def coverage(self, first: bool) -> float:
        """The share of all errors that the proposals of a round can see."""
        return _SEEN_AT_FIRST if first and not self.is_stripped else 1.0

    def explore(self, rates: ErrorRates) -> list[Proposal]:
        """Readings of words that look misread."""
        return list(self._readings(rates, self._looks_misread, joins_all=False))

    def propose(self, rates: ErrorRates) -> list[Proposal]:
        """Readings under learned rates."""
        if rates.expected_errors() < _ENOUGH_ERRORS:
            return self.explore(rates)
        split = sum(count for (edit, _), count in rates.expected.items() if edit == SPLIT)
        return list(self._readings(rates, lambda _token, _layer: True, joins_all=split >= _ENOUGH_ERRORS))

    def _looks_misread(self, token: Token, layer: Layer) -> bool:
        if layer is Layer.BARE or (layer is Layer.CAPITALS and self._dropped_share(layer) > 0):
            return True
        return self._is_odd(token.text)

    def _is_odd(self, word: str) -> bool:
        """True for a word that is no syllable, or hardly ever one."""
        known = self._is_open.get(word)
        if known is None:
            entry = self._entry(word)
            known = len(word) > 1 and not (entry.count >= _RARE_COUNT if entry.is_syllable else entry.count)
            self._is_open[word] = known
        return known

    def _entry(self, word: str):  # noqa: ANN202
        lexicon = self._document.lexicon
        return lexicon.words[lexicon.ids.get(canonical(word), UNKNOWN_ID)]

    def _readings(
        self, rates: ErrorRates, is_open: Callable[[Token, Layer], bool], *, joins_all: bool
    ) -> Iterator[Proposal]:
        tokens = self._document.tokens
        spans = list(self._spans(is_open))
        self._near.prepare(form.lower() for _, _, form, _, _ in spans if len(form) <= _LONGEST_FORM)
        known: dict[tuple[str, Layer], list[Proposal]] = {}
        for first, end, form, layer, spaced in spans:
            if spaced:
                yield from self._join(first, end, form, layer, rates, joins_all=joins_all)
                continue
            if end - first == 1 and self._is_odd(form) and len(form) >= 4:
                yield from self._cut(tokens[first], layer, rates)
            if len(form) > _LONGEST_FORM:
                continue
            key = (form, layer)
            if key not in known:
                known[key] = self._read(form, layer, rates)
            start, stop = tokens[first].start, tokens[end - 1].end
            for item in known[key]:
                yield replace(item, start=start, end=stop, cost=item.cost + self._case_cost(first, item))

    def _spans(self, is_open: Callable[[Token, Layer], bool]) -> Iterator[tuple[int, int, str, Layer, bool]]:
        """Stretches of tokens that may be one misread word: first, end, their letters, layer, with a blank inside."""
        tokens, layers = self._document.tokens, self._layers.by_token
        for place, token in enumerate(tokens):
            layer = layers[place]
            if layer is None or token.kind not in (TokenKind.WORD, TokenKind.NUMBER, TokenKind.ACRONYM):
                continue
            if token.kind is TokenKind.WORD or (
                token.kind is TokenKind.ACRONYM and self._is_bare_capital(layer, token)
            ):
                if is_open(token, layer):
                    yield place, place + 1, token.text, layer, False
            if token.kind is TokenKind.WORD and place + 2 < len(tokens) and tokens[place + 1].text == " ":
                follower = tokens[place + 2]
                if (
                    follower.kind is TokenKind.WORD
                    and len(token.text) + len(follower.text) <= LONGEST_SYLLABLE
                ):
                    yield place, place + 3, token.text + follower.text, layer, True
            yield from self._chunk(place, layer)

    def _is_bare_capital(self, layer: Layer, token: Token) -> bool:
        return (
            layer is Layer.CAPITALS
            and self._dropped_share(layer) > 0
            and self._near.has_key(token.text.lower())
        )

    def _chunk(self, place: int, layer: Layer) -> Iterator[tuple[int, int, str, Layer, bool]]:
        """Words with digits or signs among their letters: `t6`, `s@`, `tu’`."""
        tokens = self._document.tokens
        if place and tokens[place - 1].kind not in (TokenKind.SPACE, TokenKind.NEWLINE):
            before = tokens[place - 1]
            if before.kind is not TokenKind.PUNCTUATION or (
                place > 1 and tokens[place - 2].kind is TokenKind.WORD
            ):
                return
        end, form, letters = place, "", 0
        while end < len(tokens) and len(form) <= _LONGEST_FORM:
            token = tokens[end]
            if token.kind is TokenKind.WORD:
                letters += len(token.text)
            elif token.kind is TokenKind.NUMBER:
                if not token.text.isdecimal() or len(token.text) > 2:
                    return
            elif token.kind is not TokenKind.PUNCTUATION or token.text in '.,;:!?()[]"“”…/-–':
                break
            form += token.text
            end += 1
        if end - place < 2 or not letters or 2 * letters < len(form) or len(form) > _LONGEST_FORM:
            return
        if tokens[end - 1].kind is TokenKind.PUNCTUATION and tokens[end - 1].text not in _STRAY:
            return
        yield place, end, form, layer, False

    def _read(self, form: str, layer: Layer, rates: ErrorRates) -> list[Proposal]:
        """The likeliest readings of a form, wherever it stands."""
        lowered = form.lower()
        if len(lowered) != len(form):
            return []
        known = canonical(lowered)
        entry = self._entry(form)
        reach = 1 if entry.is_syllable and entry.count >= _RARE_COUNT else 2
        if layer is Layer.BARE and self._near.has_key(lowered):
            reach = 0
        found: list[tuple[float, Proposal]] = []
        for word in self._near.near(known, reach) if reach else self._near.variants(known):
            cost = self._cost(word, layer, rates)
            if cost < _LEAST_COST:
                continue
            rank = cost + math.log((self._document.lexicon.words[word.word].count + 1) / 1.5e8)
            found.append((rank, self._proposal(word, form, layer, cost)))
        found.sort(key=lambda item: -item[0])
        return [proposal for _, proposal in found[:_MOST_READINGS]]

    def _cost(self, word: NearWord, layer: Layer, rates: ErrorRates) -> float:
        total = rates.log_kept(word.spelling, layer)
        for edit in word.edits:
            total += rates.log_rate(edit, layer) - rates.log_kept(edit.written, layer)
        return total

    def _proposal(self, word: NearWord, form: str, layer: Layer, cost: float) -> Proposal:
        spelling = place_tone(word.spelling, self._style)
        edits: tuple[LayeredEdit, ...] = tuple((edit, layer) for edit in word.edits)
        kind = Kind.GLYPHS if has_glyphs(word.edits) else Kind.DIACRITICS
        return Proposal(0, 0, match_case(form, spelling), word.word, cost, (), kind=kind, edits=edits)

    def _case_cost(self, place: int, item: Proposal) -> float:
        """The same as a kept word pays for its case."""
        if len(item.after) > 1 and item.after.isupper():
            return 0.0
        context = self._document.case_context(place)
        share = capital_share(self._document.lexicon.words[item.symbol].title_share, context)
        return math.log(share if item.after[0].isupper() else 1 - share)

    def _join(
        self, first: int, end: int, form: str, layer: Layer, rates: ErrorRates, *, joins_all: bool
    ) -> Iterator[Proposal]:
        """A word split by a blank."""
        tokens = self._document.tokens
        left, right = tokens[first].text, tokens[end - 1].text
        if right[0].isupper() and not left.isupper():
            return
        if not (joins_all or self._is_piece(left) or self._is_piece(right)):
            return
        lexicon = self._document.lexicon
        number = lexicon.ids.get(canonical(form), UNKNOWN_ID)
        words = []
        if lexicon.words[number].is_syllable and lexicon.words[number].count >= _COMMON_COUNT:
            words.append(NearWord(number, canonical(form), ()))
        elif layer is not Layer.PLAIN:
            words += self._near.variants(canonical(form))
        start, stop = tokens[first].start, tokens[end - 1].end
        split = rates.log_rate(SPLIT, Layer.PLAIN)
        for word in words:
            cost = split + (
                self._cost(word, layer, rates) if word.edits else rates.log_kept(word.spelling, layer)
            )
            item = self._proposal(word, form, layer, cost) if word.edits else self._exact(word, form, cost)
            item = replace(
                item, start=start, end=stop, kind=Kind.SPACING, edits=(*item.edits, (SPLIT, Layer.PLAIN))
            )
            yield replace(item, cost=item.cost + self._case_cost(first, item))

    def _exact(self, word: NearWord, form: str, cost: float) -> Proposal:
        return Proposal(0, 0, form, word.word, cost, (), kind=Kind.SPACING)

    def _is_piece(self, word: str) -> bool:
        """True for what can hardly be a word of its own."""
        entry = self._entry(word)
        if len(word) == 1:
            return word.isascii() or entry.count < _RARE_COUNT
        return not entry.is_syllable or entry.count < _RARE_COUNT

    def _cut(self, token: Token, layer: Layer, rates: ErrorRates) -> Iterator[Proposal]:
        """Words run together, with a blank to put between them."""
        text = token.text
        size = len(text)
        pieces: dict[int, list[tuple[int, int]]] = {}
        for start in range(size):
            for end in range(start + 1, min(size, start + LONGEST_SYLLABLE) + 1):
                entry = self._entry(text[start:end])
                is_long = end - start > 1 or not text[start].isascii()
                if is_long and entry.is_syllable and entry.count >= _COMMON_COUNT:
                    pieces.setdefault(end, []).append((start, self._document.lexicon.ids[entry.text]))
        reached = _reachable(pieces, size)
        cuts = set()
        for end, starts in pieces.items():
            for start, number in starts:
                if (start, end) in reached and (start, end) != (0, size):
                    cost = rates.log_kept(text[start:end].lower(), layer)
                    piece = Proposal(
                        token.start + start,
                        token.start + end,
                        text[start:end],
                        number,
                        cost,
                        (),
                        kind=Kind.SPACING,
                    )
                    yield replace(piece, cost=cost + self._case_cost(self._place_of(token), piece))
                    cuts |= {start, end}
        glued = rates.log_rate(GLUED, Layer.PLAIN)
        for cut in sorted(cuts - {0, size}):
            at = token.start + cut
            yield Proposal(
                at, at, " ", NO_SYMBOL, glued, (), kind=Kind.SPACING, edits=((GLUED, Layer.PLAIN),)
            )

    def _place_of(self, token: Token) -> int:
        from bisect import bisect_left

        return bisect_left(self._starts, token.start)

    @property
    def _starts(self) -> Sequence[int]:
        if not hasattr(self, "_token_starts"):
            self._token_starts = [token.start for token in self._document.tokens]
        return self._token_starts


def _reachable(pieces: dict[int, list[tuple[int, int]]], size: int) -> set[tuple[int, int]]:
    """The pieces that lie on a way from the start of a word to its end."""
    forward = {0}
    for end in sorted(pieces):
        if any(start in forward for start, _ in pieces[end]):
            forward.add(end)
    backward = {size}
    found = set()
    for end in sorted(pieces, reverse=True):
        for start, _ in pieces[end]:
            if end in backward and start in forward:
                backward.add(start)
                found.add((start, end))
    return found


def match_case(form: str, spelling: str) -> str:
    """Write `spelling` (small letters) in the case of `form`.

    >>> match_case("Hop", "hợp"), match_case("HOP", "hợp"), match_case("t6", "tổ"), match_case("A", "à")
    ('Hợp', 'HỢP', 'tổ', 'À')
    """
    letters = [letter for letter in form if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 1 and 2 * capitals > len(letters):
        return spelling.upper()
    if letters and letters[0].isupper():
        return spelling[0].upper() + spelling[1:]
    return spelling


def _find_tone_style(document: Document) -> ToneStyle:
    """The style in which the document places its tones; the old one where nothing shows it."""
    styles: Counter[ToneStyle] = Counter()
    for word, count in document.words.items():
        style = tone_style(word) if not word.isascii() else None
        if style is not None:
            styles[style] += count
    return ToneStyle.NEW if styles[ToneStyle.NEW] > styles[ToneStyle.OLD] else ToneStyle.OLD


def count_edits(proposals: Iterable[Proposal], posteriors: Iterable[float]) -> dict[LayeredEdit, float]:
    """Expected edits by layer."""
    expected: dict[LayeredEdit, float] = {}
    for proposal, posterior in zip(proposals, posteriors, strict=True):
        if posterior < 0.001:
            continue
        for edit in proposal.edits:
            expected[edit] = expected.get(edit, 0.0) + posterior
    return expected
