"""Upper or lower case of restored letters.

A font holds `Đ` and `đ` as two glyphs, so case is part of what was lost.  The letters that still
stand decide where they can; where they cannot (a lost first letter), both cases are proposed and
weighed by the place in the sentence and by how the word is usually written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from vnfix.pattern_index import HOLE

# Share of capitals after a full stop, counted on the tuning text.
_AFTER_STOP = 0.93
# A title share of 0 or 1 only says that the corpus never had it otherwise.
_LEAST_SHARE = 0.01


class CaseContext(NamedTuple):
    """What surrounds a word.

    `after_stop`: a sentence begins here; `line_start`: the share of capitals (0..1) where a line begins
    but no sentence, 0 within a line; `in_capitals`: its neighbours are all capitals.
    """

    after_stop: bool = False
    line_start: float = 0.0
    in_capitals: bool = False


def restore_case(
    pattern: str, spelling: str, title_share: float, context: CaseContext
) -> Iterator[tuple[str, float]]:
    r"""The ways to write `spelling` where `pattern` still shows some letters in their case.

    `pattern` has `HOLE` for each lost letter and is as long as `spelling`.  Yields texts and
    natural log-probabilities.

    >>> [text for text, _ in restore_case("Th\0c", "thực", 0.0, CaseContext())]
    ['Thực']
    >>> [text for text, _ in restore_case("TH\0C", "thực", 0.0, CaseContext())]
    ['THỰC']
    """
    visible = [letter for letter in pattern if letter != HOLE]
    capitals = sum(letter.isupper() for letter in visible)
    small = len(visible) - capitals
    if small:
        if pattern[0] == HOLE and visible[0].isupper():
            return
        yield from _first_letter(pattern, spelling, title_share, context)
    elif capitals >= 2:
        yield spelling.upper(), 0.0
    elif capitals == 1 and pattern[0] == HOLE:
        # A lone capital with a letter lost before it: elsewhere than among capitals it is a symbol.
        if context.in_capitals:
            yield spelling.upper(), 0.0
    elif capitals == 1:
        if len(pattern) == 1:
            yield pattern, 0.0
            return
        share = 0.95 if context.in_capitals else 0.05
        yield spelling.upper(), math.log(share)
        yield spelling[0].upper() + spelling[1:], math.log(1 - share)
    elif context.in_capitals:
        yield spelling.upper(), math.log(0.97)
        yield spelling, math.log(0.03)
    else:
        yield from _first_letter(pattern, spelling, title_share, context)


def _first_letter(
    pattern: str, spelling: str, title_share: float, context: CaseContext
) -> Iterator[tuple[str, float]]:
    """The first letter as it stands, or in both cases where it is lost; holes after it in lower case."""
    rest = "".join(
        letter if shown == HOLE or shown.lower() == shown else letter.upper()
        for shown, letter in zip(pattern[1:], spelling[1:], strict=True)
    )
    share = capital_share(title_share, context)
    if pattern[0] == HOLE or pattern[0].islower():
        yield spelling[0] + rest, math.log(1 - share)
    if pattern[0] == HOLE or pattern[0].isupper():
        yield spelling[0].upper() + rest, math.log(share)


def capital_share(title_share: float, context: CaseContext) -> float:
    """The probability (0 < p < 1) that a word is written with a capital at its place.

    >>> capital_share(0.97, CaseContext())
    0.97
    """
    if context.after_stop:
        share = _AFTER_STOP
    elif context.line_start > 0:
        share = max(context.line_start, title_share)
    else:
        share = title_share
    return min(max(share, _LEAST_SHARE), 1 - _LEAST_SHARE)
