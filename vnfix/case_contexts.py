"""What decides the case of a word at each place of a text, found for all places at once.

From token to token it was a thirtieth of the time of clean text.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from vnfix.arrays import Flags, Places, before
from vnfix.channels.casing import CaseContext
from vnfix.code_signs import SIGN_KINDS
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable

_STOPS = frozenset(".?!…")
_QUOTES = frozenset("\"'“”‘’«»")
_DASHES = frozenset("-–—−•●▪■◦○·∙*+►▶✓➢➤❖")
_BRACKETS = frozenset("([{")
_WORDS = (TokenKind.WORD, TokenKind.ACRONYM)
_BLANKS = (TokenKind.SPACE, TokenKind.NEWLINE)
# Tokens to each side in which a longer word is looked for.
_NEIGHBOURS = 20
# The longest number or word of an item, `a)` or `xii)`.
_LONGEST_ITEM = 4
# A number of a context says what is before the word, and in the lowest bit whether its neighbours are in
# capitals; 0 is within a sentence.
_IN_CAPITALS = 1
_SENTENCE, _LINE, _ITEM, _COLON, _DOTS, _DASH, _QUOTE = range(2, 16, 2)
# The share of capitals among words that seldom have one otherwise, by what is before them, counted on the
# tuning part.  (After a colon and a quotation mark it is 0.98: these begin sentences.  Within a sentence it
# is 0.03.  After a dash or a bullet that begins a line it is 0.99, after `a)` there 1.00, but a text that
# does otherwise does so throughout: of lines and of items it is counted in the text.)
_SHARES = {_COLON: 0.64, _DOTS: 0.44, _DASH: 0.37, _QUOTE: 0.16}


class CaseContexts:
    """The surroundings that decide the case of a word, by token; there are few that differ."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table
        self._numbers: dict[frozenset[str], bytes] = {}

    def at(self, token: int, signs: frozenset[str]) -> CaseContext:
        """The surroundings of a token; `signs` stand for letters here, so they end no sentence."""
        return self._contexts[self.numbers(signs)[token]]

    def numbers(self, signs: frozenset[str] = frozenset()) -> bytes:
        """The surroundings of all tokens as numbers: what is equal is equal."""
        known = self._numbers.get(signs)
        if known is None:
            known = self._numbers[signs] = self._find_numbers(signs)
        return known

    @cached_property
    def _contexts(self) -> list[CaseContext]:
        shares = _SHARES | {_LINE: self._line_start_share, _ITEM: self._item_share}
        return [
            CaseContext(number == _SENTENCE, shares.get(number, 0.0), in_capitals)
            for number in range(0, _QUOTE + 1, 2)
            for in_capitals in (False, True)
        ]

    def _find_numbers(self, signs: frozenset[str]) -> bytes:
        table = self._table
        is_stop = table.flags(lambda text: text[-1] in _STOPS and text[-1] not in signs, *SIGN_KINDS)
        is_colon = table.flags(lambda text: text[-1] == ":", *SIGN_KINDS)
        is_dot = table.flags(".".__eq__, *SIGN_KINDS)
        is_ellipsis = table.flags("…".__eq__, *SIGN_KINDS) | (is_dot & before(is_dot))
        quotes, dashes, brackets = self._find_openers(signs)
        last = _find_before(~(table.are(*_BLANKS) | quotes | dashes | brackets))
        line_end = _find_before(table.are(TokenKind.NEWLINE))
        begins_line = line_end > last
        ends_item = self._find_item_ends((last < 0) | begins_line)
        opened_by_dash = _find_before(dashes) > np.maximum(last, line_end)
        opened_by_quote = before(quotes)
        after_colon = np.append(False, is_colon)[last + 1]
        after_dots = np.append(False, is_ellipsis)[last + 1]
        after_stop = np.append(True, is_stop)[last + 1]
        opened = opened_by_dash | opened_by_quote
        begins = (after_stop & ~after_dots) | (begins_line & opened) | (after_colon & (begins_line | opened))
        is_item = (begins_line & opened_by_dash) | np.append(False, ends_item)[last + 1]
        found = (opened_by_quote, opened_by_dash, after_dots, after_colon, begins_line, begins, is_item)
        numbers = np.zeros(len(table), dtype=np.uint8)
        # What is later in the list tells more.
        for flags, number in zip(found, (_QUOTE, _DASH, _DOTS, _COLON, _LINE, _SENTENCE, _ITEM), strict=True):
            numbers[flags] = number
        numbers[self._are_in_capitals] |= _IN_CAPITALS
        return numbers.tobytes()

    def _find_openers(self, signs: frozenset[str]) -> tuple[Flags, Flags, Flags]:
        """Quotation marks; dashes and bullets that join no words; brackets that open."""
        table = self._table
        quotes, dashes, brackets = (
            table.flags((chosen - signs).__contains__, *SIGN_KINDS)
            for chosen in (_QUOTES, _DASHES, _BRACKETS)
        )
        joins = before(table.are(TokenKind.WORD, TokenKind.ACRONYM, TokenKind.NUMBER))
        return quotes, dashes & ~joins, brackets

    def _find_item_ends(self, is_first: Flags) -> Flags:
        """Tell which brackets close the name of an item at the beginning of a line: `a)`, `(1)`, `- 2)`.

        `is_first` tells what may be such a name.
        """
        table, names = self._table, (TokenKind.WORD, TokenKind.ACRONYM, TokenKind.NUMBER)
        is_name = is_first & table.flags(lambda text: len(text) <= _LONGEST_ITEM, *names)
        return table.flags(")".__eq__, *SIGN_KINDS) & before(is_name)

    @cached_property
    def _item_share(self) -> float:
        """The share of capitals among words that begin an item."""
        table = self._table
        is_item = np.frombuffer(self.numbers(), dtype=np.uint8) & ~np.uint8(_IN_CAPITALS) == _ITEM
        # Single letters name items themselves: `- b) Hai`.
        is_first = is_item & table.flags(lambda text: len(text) > 1, TokenKind.WORD)
        first = [table.texts[form][0] for form in table.form[is_first].tolist()]
        title, small = sum(map(str.isupper, first)), sum(map(str.islower, first))
        return (title + 0.5) / (title + small + 1)

    @cached_property
    def _line_start_share(self) -> float:
        """The share of capitals among words that begin a line but no sentence."""
        table = self._table
        title = small = 0
        if len(table):
            solid = np.flatnonzero(~table.are(*_BLANKS))
            ends = np.cumsum(table.are(TokenKind.NEWLINE))[solid]
            begins = np.r_[True, ends[1:] > ends[:-1]] if len(solid) else np.zeros(0, dtype=bool)
            stops = table.form_flags(lambda text: text[-1] in _STOPS, *SIGN_KINDS)[table.form[solid]]
            stopped = np.r_[True, stops[:-1]] if len(solid) else stops
            words = table.are(TokenKind.WORD)[solid]
            first = table.form[solid[begins & ~stopped & words]]
            counts = np.bincount(first, minlength=len(table.texts))
            texts = [(table.texts[form][0], int(counts[form])) for form in np.flatnonzero(counts).tolist()]
            title = sum(count for letter, count in texts if letter.isupper())
            small = sum(count for letter, count in texts if letter.islower())
        return (title + 0.5) / (title + small + 1)

    @cached_property
    def _are_in_capitals(self) -> Flags:
        """Tell where the nearest longer words of the line, before and after, are all capitals."""
        table = self._table
        is_long = table.flags(lambda text: len(text) >= 2, *_WORDS)
        is_capital = table.flags(str.isupper, *_WORDS)
        places = np.arange(len(table))
        met = np.append(0, np.cumsum(table.are(TokenKind.NEWLINE)))
        before = _find_before(is_long)
        after = len(table) - 1 - _find_before(is_long[::-1])[::-1]
        has_before = (before >= 0) & (places - before < _NEIGHBOURS)
        has_before &= met[places] == met[before + 1]
        last = np.minimum(after, len(table) - 1)
        has_after = (after < len(table)) & (after - places < _NEIGHBOURS)
        has_after &= met[last] == met[places + 1]
        found: Flags = (has_before | has_after) & ~(has_before & ~is_capital[before])
        return found & ~(has_after & ~is_capital[last])


def _find_before(flags: Flags) -> Places:
    """By place, the last one before it that is flagged; -1 where there is none."""
    found = np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))
    return np.concatenate([[-1], found[:-1]]) if len(flags) else found
