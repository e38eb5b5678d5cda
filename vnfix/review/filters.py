"""Which places are shown: a filter as a value, and as a line that a person types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from vnfix.correction import Kind
from vnfix.messages import tr
from vnfix.review.places import Asked, Place
from vnfix.review.session import Review

_RANGE = re.compile(r"(?P<low>[01]?\.?\d*)-(?P<high>[01]?\.?\d*)|(?P<sign>[<>])=?(?P<bound>[01]?\.?\d+)")
_SUBJECTS = {str(item): item for item in (*Kind, *Asked)}


class State(StrEnum):
    """How far a place is decided."""

    OPEN = "open"
    """Nobody decided, and nothing is presumed."""
    PRESUMED = "presumed"
    """Nobody decided, and a sure correction stands unless it is rejected."""
    DECIDED = "decided"
    UNDECIDED = "undecided"
    """Open or presumed."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: places of the `subjects` (all when empty), of a confidence (0..1), in a state."""

    subjects: frozenset[Kind | Asked] = frozenset()
    low: float = 0.0
    high: float = 1.0
    state: State | None = None

    def takes(self, review: Review, number: int) -> bool:
        """Tell whether a place is shown."""
        place = review.places[number]
        return (
            (not self.subjects or place.subject in self.subjects)
            and self.low <= place.confidence <= self.high
            and (self.state is None or _has_state(place, self.state, review.decision(number) is not None))
        )


def read_filter(line: str) -> Filter:
    """Read what a person typed: names of kinds, a state, a range of confidence, in any order.

    Raises ValueError with what can be typed.

    >>> found = read_filter("glyphs open 0.4-0.6")
    >>> sorted(found.subjects), str(found.state), found.low, found.high
    ([<Kind.GLYPHS: 'glyphs'>], 'open', 0.4, 0.6)
    >>> read_filter("") == Filter()
    True
    """
    subjects: set[Kind | Asked] = set()
    low, high = 0.0, 1.0
    state = None
    for word in line.replace(",", " ").lower().split():
        found = _RANGE.fullmatch(word)
        if word in _SUBJECTS:
            subjects.add(_SUBJECTS[word])
        elif word in list(State):
            state = State(word)
        elif found is not None and found["sign"]:
            bound = float(found["bound"])
            low, high = (low, bound) if found["sign"] == "<" else (bound, high)
        elif found is not None and word != "-":
            low, high = float(found["low"] or 0), float(found["high"] or 1)
        elif word != "all":
            names = ", ".join([*State, *_SUBJECTS])
            message = tr("{word!r} is no filter; these are: {names}, <0.9, 0.4-0.6").format(
                word=word, names=names
            )
            raise ValueError(message)
    return Filter(frozenset(subjects), low, high, state)


def _has_state(place: Place, state: State, decided: bool) -> bool:
    return {
        State.OPEN: not decided and not place.presumed,
        State.PRESUMED: not decided and place.presumed,
        State.DECIDED: decided,
        State.UNDECIDED: not decided,
    }[state]
