"""Filling patterns: which words fit, in which case, and how likely their letters were lost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from vnfix.channels.casing import CaseContext, plan_case
from vnfix.channels.pattern import Pattern
from vnfix.channels.proposal import Proposal
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.language_model.symbols import NUMBER
from vnfix.lexicon import UNKNOWN_ID
from vnfix.loss_rates import LossRates
from vnfix.pattern_index import HOLE, PatternIndex, Spelling
from vnfix.token_kinds import TokenKind
from vnfix.traces import DIGIT
from vnfix.variants import VariantStyle

# Readings of one pattern that go into the lattice.
_MOST_READINGS = 12
# A word that the lexicon lacks and the document has whole elsewhere: natural log of its share among
# unknown words.
_KNOWN_HERE = -5.0


_Losses = tuple[tuple[str, str], ...]


class _Reading(NamedTuple):
    """A way to fill a pattern, wherever it stands."""

    after: str
    symbol: int
    cost: float
    losses: _Losses
    free_case: bool = False


# The fields of a reading without their names: sixty words fit a pattern, and none of them is asked by name.
_Fields = tuple[str, int, float, _Losses, bool]
_Known = dict[tuple[str, tuple[str, ...]], list[_Fields]]
# The constructor of a named tuple is a Python call; this one is not.
_make_proposal = partial(tuple.__new__, Proposal)
_KIND = Kind.LOST_LETTERS


class WordWeights(dict[Spelling, tuple[float, float, float]]):
    """What weighs a spelling in one document, whatever was lost of it; found when first asked for.

    Its cost (natural log), its rank (natural log of its share of all words), its share of capitals.
    """

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document

    @cached_property
    def _style(self) -> VariantStyle:
        return VariantStyle(self.document.words)

    def __missing__(self, spelling: Spelling) -> tuple[float, float, float]:
        lexicon = self.document.lexicon
        rank = 0.0 if not spelling.word else _log_count(lexicon.counts[spelling.word])
        cost = 0.0 if spelling.word else _KNOWN_HERE
        cost += math.log(self._style.weight(spelling.text))
        share = spelling.title_share
        if share is None:
            share = lexicon.title_shares[spelling.word]
        known = self[spelling] = (cost, rank, share)
        return known


class _LossCosts(dict[str, float]):
    """By glyph, the natural log of the probability that it left a trace."""

    def __init__(self, rates: LossRates, trace: str) -> None:
        super().__init__()
        self._rates = rates
        self._trace = trace

    def __missing__(self, glyph: str) -> float:
        cost = self[glyph] = self._rates.log_rate(glyph, self._trace)
        return cost


class Filler:
    """Fills patterns with words, and remembers what it found."""

    def __init__(
        self,
        words: WordWeights,
        indexes: Sequence[PatternIndex],
        rates: LossRates,
        active: frozenset[str] | None,
        signs: frozenset[str],
    ) -> None:
        self._document = words.document
        self._weigh = words.__getitem__
        self._signs = signs
        self._indexes = indexes
        self._rates = rates
        self._costs: dict[str, _LossCosts] = {}
        self._active = active
        self._lowered = None if active is None else frozenset(glyph.lower() for glyph in active)
        self._known: dict[tuple[CaseContext, bool], _Known] = {}
        self._settles_any = rates.meanings.settles_any
        self._number = self._document.lexicon.ids[NUMBER]

    def readings(self, token: int, patterns: Iterable[Pattern]) -> list[Proposal]:
        """The likeliest readings of patterns that begin at a token, as proposals at their places."""
        text = self._document.text
        context = self._document.case_context(token, self._signs)
        is_number = self._document.table.kind_at(token) is TokenKind.NUMBER
        known = self._known.setdefault((context, is_number), {})
        out: list[Proposal] = []
        for start, end, shown, traces, _, extra in patterns:
            found = known.get((shown, traces))
            if found is None:
                found = [self._lost_digits(traces)] if is_number else self._fill(shown, traces, context)
                known[shown, traces] = found
            # Lost digits change nothing.  No new number where nothing is added: half a million of them count.
            out += [
                _make_proposal(
                    (
                        start,
                        end,
                        after or text[start:end],
                        symbol,
                        cost + extra if extra else cost,
                        losses,
                        False,
                        free_case,
                        _KIND,
                        (),
                    )
                )
                for after, symbol, cost, losses, free_case in found
            ]
        return out

    def _fill(self, shown: str, traces: tuple[str, ...], context: CaseContext) -> list[_Fields]:
        lowered = shown.lower()
        if len(lowered) != len(shown):
            return []
        matches = [spelling for index in self._indexes for spelling in index.match(lowered)]
        if not matches and not self._settles_any and shown.strip(HOLE):
            # Nine in ten patterns of a short text.
            return []
        holes = [place for place, letter in enumerate(shown) if letter == HOLE]
        literal = self._read_literally(shown, traces)
        found = self._weigh_words(shown, traces, context, matches, holes) if matches else []
        if literal is not None and all(after != literal.after for _, _, (after, *_) in found):
            found.append((0.0, len(found), literal))
        if len(holes) == len(shown):
            digits = self._lost_digits(traces)
            found.append((-digits.cost, len(found), digits))
        found.sort()
        return [
            # What was lost is only said of those that are kept: hundreds of words fit two holes.
            (after, symbol, cost, losses or _pair(after, holes, traces), free_case)
            for _, _, (after, symbol, cost, losses, free_case) in found[:_MOST_READINGS]
        ]

    def _weigh_words(
        self,
        shown: str,
        traces: tuple[str, ...],
        context: CaseContext,
        matches: Iterable[Spelling],
        holes: Sequence[int],
    ) -> list[tuple[float, int, _Fields]]:
        """The words that fit a pattern as it is written, each behind its rank (the lowest is best).

        What they lost is left out.
        """
        found: list[tuple[float, int, _Fields]] = []
        active, glyphs = self._lowered, self._active
        weigh, write = self._weigh, plan_case(shown, context)
        costs = [self._costs_of(trace) for trace in traces]
        first_hole, first_costs = holes[0], costs[0]
        others = list(zip(holes[1:], costs[1:], strict=True))
        # `Nguyễn Văn A  và`: a lone capital within a sentence is an initial before it is a piece of a word.
        standing_letters = shown.replace(HOLE, "")
        standing = self._rates.log_all_intact(standing_letters)
        starts_here = context.after_stop or context.opening > 0
        # Where lines break anywhere, a line begins with a capital as seldom as any word does.
        asks_capital = context.after_stop or context.opening > 0.5 or context.in_capitals
        is_free = shown[0] == HOLE and not (asks_capital or standing_letters.isupper())
        is_initial = len(standing_letters) == 1 and standing_letters.isupper() and not starts_here
        for spelling in matches:
            text, word, _ = spelling
            if active is not None and any(text[hole] not in active for hole in holes):
                continue
            extra, rank, share = weigh(spelling)
            for after, case_cost in write(text, share):
                if is_initial and any(after[hole].isascii() for hole in holes):
                    continue
                if glyphs is not None and not glyphs.issuperset([after[hole] for hole in holes]):
                    continue
                lost = first_costs[after[first_hole]]
                for hole, cost_of in others:
                    lost += cost_of[after[hole]]
                cost = case_cost + extra + lost
                cost += standing
                free_case = is_free and after[0].isupper()
                found.append((-(cost + rank), len(found), (after, word, cost, (), free_case)))
        return found

    def _costs_of(self, trace: str) -> _LossCosts:
        found = self._costs.get(trace)
        if found is None:
            found = self._costs[trace] = _LossCosts(self._rates, trace)
        return found

    def _add_costs(self, losses: _Losses) -> float:
        return sum([self._costs_of(trace)[glyph] for glyph, trace in losses])

    def are_settled(self, traces: Sequence[str]) -> bool:
        """Tell whether every hole of a pattern is a mark whose meaning the document settles.

        A sign that seems to be a mark is a sign elsewhere, so it is read into known words only.
        """
        meanings = self._rates.meanings
        return bool(traces) and all(trace not in self._signs and meanings.settled(trace) for trace in traces)

    def _read_literally(self, shown: str, traces: tuple[str, ...]) -> _Reading | None:
        """Put the settled meanings of marks in their places, whether the result is a known word or not."""
        if not (self._settles_any and self.are_settled(traces)):
            return None
        glyphs = [self._rates.meanings.settled(trace) or "" for trace in traces]
        letters = iter(glyphs)
        after = "".join(next(letters) if letter == HOLE else letter for letter in shown)
        losses = tuple(zip(glyphs, traces, strict=True))
        symbol = self._document.lexicon.ids.get(after.lower(), UNKNOWN_ID)
        cost = self._rates.log_all_intact(shown.replace(HOLE, "")) + self._add_costs(losses)
        return _Reading(after, symbol, cost if symbol else cost + _KNOWN_HERE, losses)

    def _lost_digits(self, traces: tuple[str, ...]) -> _Reading:
        """The reading that something is a number with digits gone; the text stays as it is."""
        losses = tuple((DIGIT, trace) for trace in traces)
        return _Reading("", self._number, self._add_costs(losses), losses)


def _pair(after: str, holes: Sequence[int], traces: Sequence[str]) -> _Losses:
    """The letters of a word in the holes of its pattern, with what they left."""
    return tuple(zip([after[hole] for hole in holes], traces, strict=True))


def _log_count(count: int) -> float:
    """A rough log-probability to rank readings before the model sees them (natural log)."""
    return math.log((count + 1) / 1.5e8)
