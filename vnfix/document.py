"""A text cut into tokens, seen as the language model and the channels need it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vnfix.channels.casing import CaseContext
from vnfix.language_model.symbols import SENTENCE_END, find_forms, special_symbol
from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.syllable import canonical
from vnfix.tokens import Token, TokenKind, tokenize

_STOPS = frozenset(".?!…")
# Tokens to each side in which a longer word is looked for.
_NEIGHBOURS = 20


@dataclass(frozen=True)
class Document:
    """One text with its tokens; `lexicon` gives the symbols, `known_words` are those of the user."""

    text: str
    tokens: Sequence[Token]
    lexicon: Lexicon
    known_words: frozenset[str] = frozenset()

    @staticmethod
    def of_text(text: str, lexicon: Lexicon) -> Document:
        """Tokenize `text`."""
        return Document(text, tokenize(text), lexicon)

    @cached_property
    def symbols(self) -> Sequence[tuple[int, ...]]:
        """The language-model symbols of each token; most have one, white space none."""
        known: dict[tuple[TokenKind, str], tuple[int, ...]] = {}
        end = self.lexicon.ids[SENTENCE_END]
        out: list[tuple[int, ...]] = []
        last = -1
        for token in self.tokens:
            key = (token.kind, token.text)
            found = known.get(key)
            if found is None:
                found = known[key] = self._symbols_of(token)
            if end in found:
                # As in training, a run of stops is one sentence end.
                found = tuple(
                    s for s, before in zip(found, (last, *found), strict=False) if s != end or before != end
                )
            if found:
                last = found[-1]
            out.append(found)
        return out

    def _symbols_of(self, token: Token) -> tuple[int, ...]:
        ids = self.lexicon.ids
        if token.kind in (TokenKind.SPACE, TokenKind.NEWLINE):
            return ()
        if token.kind in (TokenKind.WORD, TokenKind.ACRONYM):
            return (ids.get(canonical(token.text), UNKNOWN_ID),)
        if token.kind is TokenKind.MARK:
            return (UNKNOWN_ID,)
        forms = find_forms(token.text)
        return tuple(ids.get(special_symbol(form) or canonical(form), UNKNOWN_ID) for form in forms)

    @cached_property
    def letters(self) -> Counter[str]:
        """How often each character stands in the text."""
        return Counter(self.text)

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the text, as it is written."""
        return Counter(t.text for t in self.tokens if t.kind is TokenKind.WORD)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [token.start for token in self.tokens]

    def token_at(self, offset: int) -> int:
        """The number of the token at an offset of the text."""
        return max(0, bisect_right(self._starts, offset) - 1)

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
        known = self._contexts.get(token)
        if known is None:
            known = self._contexts[token] = self._find_context(token, signs)
        return known

    @cached_property
    def _contexts(self) -> dict[int, CaseContext]:
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
        title = small = 0
        stopped = begins = True
        for token in self.tokens:
            if token.kind is TokenKind.NEWLINE:
                begins = True
            elif token.kind is not TokenKind.SPACE:
                if begins and not stopped and token.kind is TokenKind.WORD:
                    title += token.text[0].isupper()
                    small += token.text[0].islower()
                stopped, begins = token.text[-1] in _STOPS, False
        return (title + 0.5) / (title + small + 1)

    def _is_in_capitals(self, token: int) -> bool:
        """True when the nearest longer words of the line, before and after, are all capitals."""
        seen = []
        for step in (-1, 1):
            for place in range(token + step, token + step * _NEIGHBOURS, step):
                if not 0 <= place < len(self.tokens) or self.tokens[place].kind is TokenKind.NEWLINE:
                    break
                neighbour = self.tokens[place]
                if neighbour.kind in (TokenKind.WORD, TokenKind.ACRONYM) and len(neighbour.text) >= 2:
                    seen.append(neighbour.text.isupper())
                    break
        return bool(seen) and all(seen)
