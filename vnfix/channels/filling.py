"""Filling patterns: which words fit, in which case, and how likely their letters were lost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vnfix.channels.casing import CaseContext, restore_case
from vnfix.channels.pattern import Pattern
from vnfix.channels.proposal import Proposal
from vnfix.document import Document
from vnfix.language_model.symbols import NUMBER
from vnfix.lexicon import UNKNOWN_ID
from vnfix.loss_rates import LossRates
from vnfix.pattern_index import HOLE, PatternIndex
from vnfix.tokens import TokenKind
from vnfix.traces import DIGIT
from vnfix.variants import VariantStyle

# Readings of one pattern that go into the lattice.
_MOST_READINGS = 12
# A word that the lexicon lacks and the document has whole elsewhere: natural log of its share among
# unknown words.
_KNOWN_HERE = -5.0


class _Reading(NamedTuple):
    """A way to fill a pattern, wherever it stands."""

    after: str
    symbol: int
    cost: float
    losses: tuple[tuple[str, str], ...]
    free_case: bool = False


class Filler:
    """Fills patterns with words, and remembers what it found."""

    def __init__(
        self,
        document: Document,
        indexes: Sequence[PatternIndex],
        rates: LossRates,
        active: frozenset[str] | None,
        signs: frozenset[str],
    ) -> None:
        self._document = document
        self._signs = signs
        self._indexes = indexes
        self._rates = rates
        self._active = active
        self._lowered = None if active is None else frozenset(glyph.lower() for glyph in active)
        self._known: dict[tuple[str, tuple[str, ...], CaseContext, bool], list[_Reading]] = {}
        self._number = document.lexicon.ids[NUMBER]
        self._style = VariantStyle(document.words)

    def readings(self, pattern: Pattern) -> Iterator[Proposal]:
        """The likeliest readings of one pattern, as proposals at its place."""
        context = self._document.case_context(pattern.token, self._signs)
        is_number = self._document.tokens[pattern.token].kind is TokenKind.NUMBER
        key = (pattern.shown, pattern.traces, context, is_number)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (
                [self._lost_digits(pattern)] if is_number else self._fill(pattern, context)
            )
        text = self._document.text
        for item in found:
            after = item.after
            if item.symbol == self._number and not after:
                after = text[pattern.start : pattern.end]
            cost = item.cost + pattern.cost
            yield Proposal(
                pattern.start, pattern.end, after, item.symbol, cost, item.losses, False, item.free_case
            )

    def _fill(self, pattern: Pattern, context: CaseContext) -> list[_Reading]:
        lexicon = self._document.lexicon
        shown = pattern.shown
        lowered = shown.lower()
        if len(lowered) != len(shown):
            return []
        holes = [place for place, letter in enumerate(shown) if letter == HOLE]
        found: list[tuple[float, _Reading]] = []
        standing = sum(self._rates.log_intact(glyph) for glyph in shown if glyph != HOLE)
        active = self._lowered
        # `Nguyễn Văn A  và`: a lone capital within a sentence is an initial before it is a piece of a word.
        standing_letters = shown.replace(HOLE, "")
        starts_here = context.after_stop or context.line_start > 0
        # Where lines break anywhere, a line begins with a capital as seldom as any word does.
        asks_capital = context.after_stop or context.line_start > 0.5 or context.in_capitals
        is_free = shown[0] == HOLE and not (asks_capital or standing_letters.isupper())
        is_initial = len(standing_letters) == 1 and standing_letters.isupper() and not starts_here
        for index in self._indexes:
            for spelling in index.match(lowered):
                if active is not None and any(spelling.text[hole] not in active for hole in holes):
                    continue
                entry = lexicon.words[spelling.word]
                rank = 0.0 if not spelling.word else _log_count(entry.count)
                extra = 0.0 if spelling.word else _KNOWN_HERE
                extra += math.log(self._style.weight(spelling.text))
                share = entry.title_share if spelling.title_share is None else spelling.title_share
                for after, case_cost in restore_case(shown, spelling.text, share, context):
                    if is_initial and any(after[hole].isascii() for hole in holes):
                        continue
                    losses = tuple((after[h], t) for h, t in zip(holes, pattern.traces, strict=True))
                    if self._active is not None and not self._active.issuperset(g for g, _ in losses):
                        continue
                    cost = case_cost + extra + sum(self._rates.log_rate(g, t) for g, t in losses)
                    cost += standing
                    free_case = is_free and after[0].isupper()
                    found.append((cost + rank, _Reading(after, spelling.word, cost, losses, free_case)))
        literal = self._read_literally(pattern, standing)
        if literal is not None and all(reading.after != literal.after for _, reading in found):
            found.append((0.0, literal))
        if len(holes) == len(shown):
            digits = self._lost_digits(pattern)
            found.append((digits.cost, digits))
        found.sort(key=lambda item: -item[0])
        return [reading for _, reading in found[:_MOST_READINGS]]

    def is_settled(self, pattern: Pattern) -> bool:
        """Tell whether every hole of a pattern is a mark whose meaning the document settles.

        A sign that seems to be a mark is a sign elsewhere, so it is read into known words only.
        """
        meanings = self._rates.meanings
        return bool(pattern.traces) and all(
            trace not in self._signs and meanings.settled(trace) for trace in pattern.traces
        )

    def _read_literally(self, pattern: Pattern, standing: float) -> _Reading | None:
        """Put the settled meanings of marks in their places, whether the result is a known word or not."""
        if not self.is_settled(pattern):
            return None
        glyphs = [self._rates.meanings.settled(trace) or "" for trace in pattern.traces]
        letters = iter(glyphs)
        after = "".join(next(letters) if letter == HOLE else letter for letter in pattern.shown)
        losses = tuple(zip(glyphs, pattern.traces, strict=True))
        symbol = self._document.lexicon.ids.get(after.lower(), UNKNOWN_ID)
        cost = standing + sum(self._rates.log_rate(glyph, trace) for glyph, trace in losses)
        return _Reading(after, symbol, cost if symbol else cost + _KNOWN_HERE, losses)

    def _lost_digits(self, pattern: Pattern) -> _Reading:
        """The reading that something is a number with digits gone; the text stays as it is."""
        losses = tuple((DIGIT, trace) for trace in pattern.traces)
        cost = sum(self._rates.log_rate(DIGIT, trace) for trace in pattern.traces)
        return _Reading("", self._number, cost, losses)


def _log_count(count: int) -> float:
    """A rough log-probability to rank readings before the model sees them (natural log)."""
    return math.log((count + 1) / 1.5e8)
