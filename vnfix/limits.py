"""Keeping a repair within its settings: kinds that are switched off, and spans to be left alone.

The engine does not look at what is ignored; this is the net below it, and what tells a reader why a
place was left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from vnfix.correction import Correction, Kind, LostDigit
from vnfix.ignoring import Spans, is_ignored
from vnfix.messages import tr
from vnfix.profile import DamageProfile
from vnfix.selection import Selection

if TYPE_CHECKING:
    from vnfix.explanation import Explanation

# Their readings compete in one lattice, so all are weighed when one is wanted.
_DECODED = frozenset({Kind.LOST_LETTERS, Kind.LOST_DIGITS, Kind.DIACRITICS, Kind.GLYPHS, Kind.SPACING})


def needs_decoding(kinds: frozenset[Kind]) -> bool:
    """Tell whether a document has to be decoded to find what is wanted.

    >>> needs_decoding(frozenset({Kind.ENCODING})), needs_decoding(frozenset({Kind.LOST_DIGITS}))
    (False, True)
    """
    return not _DECODED.isdisjoint(kinds)


def limit_selection(chosen: Selection, kinds: frozenset[Kind], ignored: Spans) -> Selection:
    """What is left of a selection without other kinds and without ignored spans."""

    def keep(items: Iterable[Correction]) -> tuple[Correction, ...]:
        return tuple(
            item for item in items if item.kind in kinds and not is_ignored(ignored, item.start, item.end)
        )

    return Selection(keep(chosen.corrections), keep(chosen.suggestions))


def limit_digits(
    digits: Iterable[LostDigit], kinds: frozenset[Kind], ignored: Spans
) -> tuple[LostDigit, ...]:
    """The lost digits that are to be reported."""
    if Kind.LOST_DIGITS not in kinds:
        return ()
    return tuple(item for item in digits if not is_ignored(ignored, item.start, item.end))


def limit_profile(profile: DamageProfile, kinds: frozenset[Kind]) -> DamageProfile:
    """Take lost letters out of a profile when they are not looked for."""
    if Kind.LOST_LETTERS in kinds:
        return profile
    return replace(profile, ways=(), losses=(), marks=())


def explain_limits(
    explanation: Explanation, chosen: Selection, kinds: frozenset[Kind], ignored: Spans, offset: int
) -> Explanation:
    """Say so where the settings, not the scores, decide about a place."""
    if is_ignored(ignored, offset, offset + 1):
        return replace(explanation, verdict=tr("left as it is: your settings or a 'vnfix: off' line say so"))
    found = (*chosen.corrections, *chosen.suggestions)
    kind = next((item.kind for item in found if item.start <= offset < item.end), None)
    if kind is None or kind in kinds:
        return explanation
    readings = tuple(replace(item, chosen=item.text == explanation.before) for item in explanation.readings)
    return replace(
        explanation, readings=readings, verdict=tr("left as it is: {kind} is switched off").format(kind=kind)
    )
