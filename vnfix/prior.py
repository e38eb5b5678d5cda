"""What is believed of a document's damage before it is read, from others of the same source.

It counts like a short stretch of text with that damage: enough to tip an open question, little against what
the document shows itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from vnfix.profile import DamageProfile, Way
from vnfix.traces import BLANK, ZERO

# Losses of one letter that the prior counts for, at most.
_STRENGTH = 3.0
_TRACES = {Way.BLANK: BLANK, Way.COLLAPSED: BLANK, Way.NOTHING: ZERO}


@dataclass(frozen=True, eq=False, repr=False)
class Prior:
    """Counts to be added to those of a document: glyphs that stand, losses by (glyph, trace).

    `collapsed` says whether runs of blanks were shrunk.
    """

    intact: Counter[str] = field(default_factory=Counter)
    expected: Mapping[tuple[str, str], float] = field(default_factory=dict)
    collapsed: bool = False

    @classmethod
    def of_profile(cls, profile: DamageProfile) -> Prior:
        """Make a prior of what other documents lost.

        Marks say nothing of another document: their numbers are those of one font.

        >>> from vnfix.profile import GlyphLoss
        >>> prior = Prior.of_profile(DamageProfile((Way.BLANK,), (GlyphLoss("ơ", 30.0, 20),)))
        >>> prior.expected, prior.intact
        ({('ơ', ' '): 3.0}, Counter({'ơ': 2}))
        """
        way = next((way for way in profile.ways if way in _TRACES), None)
        if way is None:
            return cls()
        intact: Counter[str] = Counter()
        expected = {}
        for loss in profile.losses:
            share = min(1.0, _STRENGTH / loss.lost)
            expected[loss.letter, _TRACES[way]] = loss.lost * share
            intact[loss.letter] = round(loss.intact * share)
        return cls(intact, expected, way is Way.COLLAPSED)

    def add_to(self, expected: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
        """Give expected losses with those of the prior added."""
        return {
            key: expected.get(key, 0.0) + self.expected.get(key, 0.0)
            # In order: a sum must not hang on the order of a set.
            for key in {**expected, **self.expected}
        }


NO_PRIOR = Prior()
