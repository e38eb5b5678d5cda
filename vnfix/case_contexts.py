"""What decides the case of a word at each place of a text, found for all places at once.

From token to token it was a thirtieth of the time of clean text.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from vnfix.arrays import Flags, Places
from vnfix.channels.casing import CaseContext
from vnfix.code_signs import SIGN_KINDS
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable

_STOPS = frozenset(".?!…")
_WORDS = (TokenKind.WORD, TokenKind.ACRONYM)
_BLANKS = (TokenKind.SPACE, TokenKind.NEWLINE)
# Tokens to each side in which a longer word is looked for.
_NEIGHBOURS = 20
# What a number of a context says.
_AFTER_STOP, _BEGINS_LINE, _IN_CAPITALS = 1, 2, 4


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
        share = self._line_start_share
        return [
            CaseContext(
                bool(number & _AFTER_STOP),
                share if number & _BEGINS_LINE else 0.0,
                bool(number & _IN_CAPITALS),
            )
            for number in range(2 * _IN_CAPITALS)
        ]

    def _find_numbers(self, signs: frozenset[str]) -> bytes:
        table, before, begins_line = self._table, *self._before
        stops = table.form_flags(lambda text: text[-1] in _STOPS and text[-1] not in signs, *SIGN_KINDS)
        colons = table.form_flags(lambda text: text[-1] == ":", *SIGN_KINDS)
        form = table.form[before]
        after_stop = (before < 0) | stops[form] | (begins_line & colons[form])
        numbers = after_stop * _AFTER_STOP + (begins_line & ~after_stop) * _BEGINS_LINE
        numbers += self._are_in_capitals * _IN_CAPITALS
        return numbers.astype(np.uint8).tobytes()

    @cached_property
    def _before(self) -> tuple[Places, Flags]:
        """By token, the last one before it that is no blank (-1: none); whether a line ends after that."""
        table = self._table
        before = _find_before(~table.are(*_BLANKS))
        ends = np.cumsum(table.are(TokenKind.NEWLINE))
        # Up to the token itself, and up to what is before it: at -1 there is what is appended.
        met = np.append(0, ends)
        return before, met[:-1] > met[before + 1]

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
