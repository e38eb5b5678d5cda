"""A text cut into tokens, seen as the language model and the channels need it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Floats, Places, join_ranges, number_distinct
from vnfix.case_contexts import CaseContexts
from vnfix.channels.casing import CaseContext, weigh_case
from vnfix.language_model.symbols import SENTENCE_END, find_forms, special_symbol
from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.number_shapes import broken_numbers
from vnfix.token_kinds import Token, TokenKind
from vnfix.token_table import TokenTable
from vnfix.tone_styles import canonical
from vnfix.written_cases import WrittenCases


@dataclass(frozen=True, eq=False, repr=False)
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
        """The tokens, one by one; few of them are made (`vnfix.lazy_tokens`)."""
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
        rows, numbers = self._symbol_rows
        return [rows[number] for number in numbers.tolist()]

    def symbols_at(self, token: int) -> tuple[int, ...]:
        """The language-model symbols of one token."""
        rows, numbers = self._symbol_rows
        return rows[int(numbers[token])]

    @cached_property
    def _symbol_rows(self) -> tuple[Sequence[tuple[int, ...]], Places]:
        """The symbols that a token may have, and by token which of these it has."""
        table, end = self.table, self.lexicon.ids[SENTENCE_END]
        rows, numbers = list(self._form_symbols), table.form.astype(np.int64)
        # As in training, a run of stops is one sentence end: what counts is the symbol before each.
        has_end = np.array([end in symbols for symbols in rows], dtype=bool)
        last = np.array([symbols[-1] if symbols else -1 for symbols in rows], dtype=np.int64)[table.form]
        nearest = np.maximum.accumulate(np.where(last >= 0, np.arange(len(last)), 0))
        places = np.flatnonzero(has_end[table.form])
        # Before the first token, at -1, is what is appended.
        before = np.append(last[nearest], -1)[places - 1]
        merged: dict[int, int] = {}
        for form in np.flatnonzero(has_end).tolist():
            for former in (end, -1):
                merged[2 * form + (former == end)] = len(rows)
                kept = zip(rows[form], (former, *rows[form]), strict=False)
                rows.append(tuple(s for s, previous in kept if s != end or previous != end))
        if len(places):
            keys = 2 * numbers[places] + (before == end)
            numbers[places] = [merged[key] for key in keys.tolist()]
        return rows, numbers

    @cached_property
    def symbol_sizes(self) -> Places:
        """How many symbols each token has."""
        rows, numbers = self._symbol_rows
        return np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))[numbers]

    @cached_property
    def symbol_ends(self) -> Places:
        """How many symbols the text has up to the end of each token."""
        return np.cumsum(self.symbol_sizes)

    @cached_property
    def flat_symbols(self) -> Places:
        """The symbols of all tokens, one after the other."""
        rows, numbers = self._symbol_rows
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
        starts = np.cumsum([0, *map(len, rows)])[:-1]
        return flat[join_ranges(starts[numbers], self.symbol_sizes)]

    @cached_property
    def last_symbols(self) -> Places:
        """The last symbol of each token, -1 for none."""
        rows, numbers = self._symbol_rows
        return np.array([symbols[-1] if symbols else -1 for symbols in rows], dtype=np.int64)[numbers]

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
            return (self.lexicon.numbers[text],)
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
        return max(0, bisect_right(self.table.bounds, offset, hi=len(self.table)) - 1)

    def histories(self, tokens: Sequence[int], order: int) -> npt.NDArray[np.uint64]:
        """The last `order` - 1 symbols before each of some tokens (numbers), as model histories."""
        # How many symbols stand before each token.
        return self.symbol_histories(np.append(0, self.symbol_ends)[np.array(tokens, dtype=np.int64)], order)

    def symbol_histories(self, symbols: Places, order: int) -> npt.NDArray[np.uint64]:
        """The same for symbols, by their numbers in `flat_symbols`."""
        reach = order - 1
        edge = np.full(reach, self.lexicon.ids[SENTENCE_END], dtype=np.int64)
        row = np.concatenate([edge, self.flat_symbols]).astype(np.uint64)
        found = np.zeros(len(symbols), dtype=np.uint64)
        for step in range(reach):
            found = found << np.uint64(16) | row[symbols + step]
        return found

    def case_context(self, token: int, signs: frozenset[str] = frozenset()) -> CaseContext:
        """The surroundings that decide the case of a word restored at a token.

        `signs` are signs that stand for letters here, so they end no sentence.
        """
        return self._contexts.at(token, signs)

    @cached_property
    def _contexts(self) -> CaseContexts:
        return CaseContexts(self.table)

    @cached_property
    def written_cases(self) -> WrittenCases:
        """The case of each word, where it says something."""
        return WrittenCases(self.table, self._case_numbers)

    @cached_property
    def _case_numbers(self) -> npt.NDArray[np.uint8]:
        """By token, what decides the case of a word there, as a number; 0 within a sentence and a line."""
        return np.frombuffer(self._contexts.numbers(), dtype=np.uint8)

    def case_costs(self, words: Places) -> Floats:
        """Natural logs of the probabilities of the case in which words (token numbers) stand."""
        contexts = self._case_numbers[words]
        # A form and what stands around it as one number: most stand in few surroundings.
        met = self.table.form[words].astype(np.int64) << 8 | contexts
        first, numbers = number_distinct(met)
        known, keys = self._known_case_costs, met[first].tolist()
        for key, word in zip(keys, words[first].tolist(), strict=True):
            if key not in known:
                known[key] = self._find_case_cost(word)
        return np.array([known[key] for key in keys], dtype=np.float64)[numbers]

    @cached_property
    def _known_case_costs(self) -> dict[int, float]:
        """The costs by form and surroundings: each round asks for those of the round before."""
        return {}

    def _find_case_cost(self, word: int) -> float:
        text, symbol = self.table.texts[self.table.form[word]], int(self.last_symbols[word])
        return weigh_case(text, self.lexicon.title_shares[symbol], self.case_context(word))
