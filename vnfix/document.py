"""A text cut into tokens, seen as the language model and the channels need it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from vnfix.arrays import Floats, Places
from vnfix.channels.casing import CaseContext, weigh_case
from vnfix.language_model.symbols import SENTENCE_END, find_forms, special_symbol
from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.number_shapes import broken_numbers
from vnfix.token_kinds import Token, TokenKind
from vnfix.token_table import TokenTable
from vnfix.tone_styles import canonical

_STOPS = frozenset(".?!…")
_WORDS = (TokenKind.WORD, TokenKind.ACRONYM)
# Tokens to each side in which a longer word is looked for.
_NEIGHBOURS = 20


@dataclass(frozen=True)
class Document:
    """One text with its tokens; `lexicon` gives the symbols, `known_words` are those of the user."""

    text: str
    table: TokenTable
    lexicon: Lexicon
    known_words: frozenset[str] = frozenset()

    @staticmethod
    def of_text(text: str, lexicon: Lexicon) -> Document:
        """Tokenize `text`."""
        return Document(text, TokenTable.of_text(text), lexicon)

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The tokens, one by one."""
        return self.table.tokens

    @cached_property
    def marks(self) -> Sequence[int]:
        """The tokens that are marks of lost glyphs."""
        return self.table.places(TokenKind.MARK)

    @cached_property
    def mark_counts(self) -> Counter[str]:
        """How often each mark of a lost glyph stands in the text."""
        return Counter(self.tokens[place].text for place in self.marks)

    @cached_property
    def symbols(self) -> Sequence[tuple[int, ...]]:
        """The language-model symbols of each token; most have one, white space none."""
        table, end = self.table, self.lexicon.ids[SENTENCE_END]
        by_form = self._form_symbols
        out = [by_form[form] for form in table.form.tolist()]
        # As in training, a run of stops is one sentence end: what counts is the symbol before each.
        has_end = np.array([end in symbols for symbols in by_form], dtype=bool)
        last = np.array([symbols[-1] if symbols else -1 for symbols in by_form], dtype=np.int64)[table.form]
        nearest = np.maximum.accumulate(np.where(last >= 0, np.arange(len(last)), 0))
        for place in np.flatnonzero(has_end[table.form]).tolist():
            before = int(last[nearest[place - 1]]) if place else -1
            found = out[place]
            out[place] = tuple(
                s for s, former in zip(found, (before, *found), strict=False) if s != end or former != end
            )
        return out

    @cached_property
    def symbol_ends(self) -> Places:
        """How many symbols the text has up to the end of each token."""
        return np.cumsum(np.fromiter(map(len, self.symbols), dtype=np.int64, count=len(self.symbols)))

    @cached_property
    def flat_symbols(self) -> Places:
        """The symbols of all tokens, one after the other."""
        return np.fromiter(chain.from_iterable(self.symbols), dtype=np.int64)

    @cached_property
    def last_symbols(self) -> Places:
        """The last symbol of each token, -1 for none."""
        return np.array([symbols[-1] if symbols else -1 for symbols in self.symbols], dtype=np.int64)

    @cached_property
    def _form_symbols(self) -> Sequence[tuple[int, ...]]:
        return list(map(self._symbols_of, self.table.kinds, self.table.texts))

    @cached_property
    def symbol_counts(self) -> Mapping[int, float]:
        """How often each known word of the language model stands in the text."""
        counts: dict[int, float] = {}
        table = self.table
        for form in table.forms_of(TokenKind.WORD).tolist():
            symbol = self._form_symbols[form][0]
            if symbol != UNKNOWN_ID:
                counts[symbol] = counts.get(symbol, 0.0) + float(table.counts[form])
        return counts

    @cached_property
    def broken_numbers(self) -> Sequence[tuple[int, int]]:
        """The holes of numbers that cannot be intact."""
        return list(broken_numbers(self.text))

    def _symbols_of(self, kind: TokenKind, text: str) -> tuple[int, ...]:
        ids = self.lexicon.ids
        if kind in (TokenKind.SPACE, TokenKind.NEWLINE):
            return ()
        if kind in (TokenKind.WORD, TokenKind.ACRONYM):
            return (ids.get(canonical(text), UNKNOWN_ID),)
        if kind is TokenKind.MARK:
            return (UNKNOWN_ID,)
        forms = find_forms(text)
        return tuple(ids.get(special_symbol(form) or canonical(form), UNKNOWN_ID) for form in forms)

    @cached_property
    def letters(self) -> Counter[str]:
        """How often each character stands in the text."""
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        if not len(codes) or codes.max() > 0xFFFF:
            return Counter(self.text)
        # A fifth of the time of counting strings.
        counts = np.bincount(codes)
        found = np.flatnonzero(counts)
        return Counter(dict(zip(map(chr, found.tolist()), counts[found].tolist(), strict=True)))

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the text, as it is written."""
        table = self.table
        forms = table.forms_of(TokenKind.WORD).tolist()
        return Counter({table.texts[form]: int(table.counts[form]) for form in forms})

    def token_at(self, offset: int) -> int:
        """The number of the token at an offset of the text."""
        return max(0, bisect_right(self._starts, offset) - 1)

    @cached_property
    def _starts(self) -> Sequence[int]:
        # One offset is found in a list in a tenth of the time of an array.
        starts: list[int] = self.table.starts.tolist()
        return starts

    def history(self, token: int, order: int) -> int:
        """The last `order` - 1 symbols before a token, as a model history."""
        end = self.lexicon.ids[SENTENCE_END]
        found: list[int] = []
        place = token - 1
        while place >= 0 and len(found) < order - 1:
            found += reversed(self.symbols[place])
            place -= 1
        found += [end] * (order - 1)
        history = 0
        for symbol in reversed(found[: order - 1]):
            history = history << 16 | symbol
        return history

    def case_context(self, token: int, signs: frozenset[str] = frozenset()) -> CaseContext:
        """The surroundings that decide the case of a word restored at a token.

        `signs` are signs that stand for letters here, so they end no sentence.
        """
        known = self._contexts.get((token, signs))
        if known is None:
            known = self._contexts[token, signs] = self._find_context(token, signs)
        return known

    def case_costs(self, words: Places) -> Floats:
        """Natural logs of the probabilities of the case in which words (token numbers) stand."""
        known = self._case_costs
        for word in words[np.isnan(known[words])].tolist():
            known[word] = self._find_case_cost(word)
        return known[words]

    @cached_property
    def _case_costs(self) -> Floats:
        return np.full(len(self.table), np.nan)

    def _find_case_cost(self, word: int) -> float:
        text, symbol = self.table.texts[self.table.form[word]], int(self.last_symbols[word])
        return weigh_case(text, self.lexicon.words[symbol].title_share, self.case_context(word))

    @cached_property
    def _contexts(self) -> dict[tuple[int, frozenset[str]], CaseContext]:
        return {}

    def _find_context(self, token: int, signs: frozenset[str]) -> CaseContext:
        place = token - 1
        line_start = False
        while place >= 0 and self.tokens[place].kind in (TokenKind.SPACE, TokenKind.NEWLINE):
            line_start |= self.tokens[place].kind is TokenKind.NEWLINE
            place -= 1
        before = self.tokens[place] if place >= 0 else None
        stop = None if before is None else before.text[-1]
        after_stop = stop is None or (stop in _STOPS and stop not in signs) or (line_start and stop == ":")
        share = self._line_start_share if line_start and not after_stop else 0.0
        return CaseContext(after_stop, share, self._is_in_capitals(token))

    @cached_property
    def _line_start_share(self) -> float:
        """The share of capitals among words that begin a line but no sentence."""
        table = self.table
        title = small = 0
        if len(table):
            solid = np.flatnonzero(~table.are(TokenKind.SPACE, TokenKind.NEWLINE))
            ends = np.cumsum(table.are(TokenKind.NEWLINE))[solid]
            begins = np.r_[True, ends[1:] > ends[:-1]] if len(solid) else np.zeros(0, dtype=bool)
            stops = table.form_flags(lambda text: text[-1] in _STOPS)[table.form[solid]]
            stopped = np.r_[True, stops[:-1]] if len(solid) else stops
            words = table.form_flags(lambda _: True, TokenKind.WORD)[table.form[solid]]
            first = table.form[solid[begins & ~stopped & words]]
            title = int(np.count_nonzero(table.form_flags(lambda text: text[0].isupper())[first]))
            small = int(np.count_nonzero(table.form_flags(lambda text: text[0].islower())[first]))
        return (title + 0.5) / (title + small + 1)

    @cached_property
    def _are_near_capitals(self) -> bytes:
        """By token, 1 where a longer word that is all capitals may be among its neighbours."""
        table = self.table
        capitals = table.form_flags(lambda text: text.isupper() and len(text) >= 2, *_WORDS)
        near = np.zeros(len(table) + 1, dtype=np.int64)
        places = np.flatnonzero(capitals[table.form])
        np.add.at(near, np.maximum(places - _NEIGHBOURS, 0), 1)
        np.add.at(near, np.minimum(places + _NEIGHBOURS, len(table)), -1)
        return (np.cumsum(near)[:-1] > 0).tobytes()

    def _is_in_capitals(self, token: int) -> bool:
        """True when the nearest longer words of the line, before and after, are all capitals."""
        # Hardly a word of any text has capitals near it: to look around each took a tenth of the first look.
        if not self._are_near_capitals[token]:
            return False
        seen = []
        for step in (-1, 1):
            for place in range(token + step, token + step * _NEIGHBOURS, step):
                if not 0 <= place < len(self.tokens) or self.tokens[place].kind is TokenKind.NEWLINE:
                    break
                neighbour = self.tokens[place]
                if neighbour.kind in _WORDS and len(neighbour.text) >= 2:
                    seen.append(neighbour.text.isupper())
                    break
        return bool(seen) and all(seen)
