"""Upper or lower case of restored letters.

A font holds `Đ` and `đ` as two glyphs, so case is part of what was lost.  The letters that still
stand decide where they can; where they cannot (a lost first letter), both cases are proposed and
weighed by the place in the sentence and by how the word is usually written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from vnfix.pattern_index import HOLE

# Share of capitals after a full stop, counted on the tuning text.
_AFTER_STOP = 0.93
# A title share of 0 or 1 only says that the corpus never had it otherwise.
_LEAST_SHARE = 0.01
# Title shares whose costs are remembered: the vocabulary has a hundred.
_MOST_SHARES = 10_000


CaseWays = Sequence[tuple[str, float]]
"""Ways to write a word, with natural log-probabilities."""


class CaseContext(NamedTuple):
    """What surrounds a word.

    `after_stop`: a sentence begins here; `opening`: the share of capitals (0..1) where none begins, but a
    line, a quotation, or what follows a colon, 0 elsewhere; `in_capitals`: its neighbours are all capitals.
    """

    after_stop: bool = False
    opening: float = 0.0
    in_capitals: bool = False


def weigh_case(text: str, title_share: float, context: CaseContext) -> float:
    """Natural log of the probability that a word is written in the case of `text` at its place.

    >>> weigh_case("HUYỆN", 0.0, CaseContext()), round(weigh_case("huyện", 0.2, CaseContext()), 2)
    (0.0, -0.22)
    """
    if len(text) > 1 and text.isupper():
        return 0.0
    share = capital_share(title_share, context)
    return math.log(share if text[0].isupper() else 1 - share)


def plan_case(pattern: str, context: CaseContext) -> Callable[[str, float], CaseWays]:
    r"""Plan the ways to write spellings where `pattern` still shows some letters in their case.

    `pattern` has `HOLE` for each lost letter and is as long as the spellings.  What comes back takes a
    spelling (small letters) and its title share, and gives texts with natural log-probabilities.

    >>> [text for text, _ in plan_case("Th\0c", CaseContext())("thực", 0.0)]
    ['Thực']
    >>> [text for text, _ in plan_case("TH\0C", CaseContext())("thực", 0.0)]
    ['THỰC']
    """
    visible = pattern.replace(HOLE, "")
    capitals = 0 if visible.islower() else sum(map(str.isupper, visible))
    if capitals < len(visible):
        if pattern[0] == HOLE and visible[0].isupper():
            return _never
        return _plan_first_letter(pattern, context)
    if capitals >= 2:
        return _in_capitals
    if capitals == 1 and pattern[0] == HOLE:
        # A lone capital with a letter lost before it: elsewhere than among capitals it is a symbol.
        return _in_capitals if context.in_capitals else _never
    if capitals == 1:
        if len(pattern) == 1:
            return lambda spelling, share: ((pattern, 0.0),)
        share = 0.95 if context.in_capitals else 0.05
        all_cost, one_cost = math.log(share), math.log(1 - share)
        return lambda spelling, share: (
            (spelling.upper(), all_cost),
            (spelling[0].upper() + spelling[1:], one_cost),
        )
    if context.in_capitals:
        high, low = math.log(0.97), math.log(0.03)
        return lambda spelling, share: ((spelling.upper(), high), (spelling, low))
    return _plan_first_letter(pattern, context)


def _never(spelling: str, title_share: float) -> CaseWays:
    return ()


def _in_capitals(spelling: str, title_share: float) -> CaseWays:
    return ((spelling.upper(), 0.0),)


def _plan_first_letter(pattern: str, context: CaseContext) -> Callable[[str, float], CaseWays]:
    """The first letter as it stands, or in both cases where it is lost; holes after it in lower case."""
    raised = [place for place, letter in enumerate(pattern) if place and letter.lower() != letter]
    may_be_small = pattern[0] == HOLE or pattern[0].islower()
    may_be_capital = pattern[0] == HOLE or pattern[0].isupper()
    costs = _case_costs(context)

    def write(spelling: str, title_share: float) -> CaseWays:
        rest = spelling[1:]
        if raised:
            letters = list(spelling)
            for place in raised:
                letters[place] = letters[place].upper()
            rest = "".join(letters[1:])
        small_cost, capital_cost = costs[title_share]
        if not may_be_capital:
            return ((spelling[0] + rest, small_cost),) if may_be_small else ()
        capital = spelling[0].upper() + rest, capital_cost
        return ((spelling[0] + rest, small_cost), capital) if may_be_small else (capital,)

    return write


# A document has sixteen contexts at most.
@lru_cache(maxsize=16)
def _case_costs(context: CaseContext) -> _CaseCosts:
    return _CaseCosts(context)


class _CaseCosts(dict[float, tuple[float, float]]):
    """By title share, the natural logs of the probabilities of a small first letter and of a capital."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self._context = context

    def __missing__(self, title_share: float) -> tuple[float, float]:
        if len(self) >= _MOST_SHARES:
            self.clear()
        share = capital_share(title_share, self._context)
        costs = self[title_share] = math.log(1 - share), math.log(share)
        return costs


def capital_share(title_share: float, context: CaseContext) -> float:
    """The probability (0 < p < 1) that a word is written with a capital at its place.

    >>> capital_share(0.97, CaseContext())
    0.97
    """
    if context.after_stop:
        share = _AFTER_STOP
    elif context.opening > 0:
        share = max(context.opening, title_share)
    else:
        share = title_share
    return min(max(share, _LEAST_SHARE), 1 - _LEAST_SHARE)
