"""The ways in which clean text is damaged, by name: one kind of damage, or two at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from vnfix.training.damage import Damage, DamagedText, damage_text
from vnfix.training.mark_damage import MarkDamage, damage_marks
from vnfix.training.spacing_damage import SpacingDamage, damage_spacing

Part = Damage | MarkDamage | SpacingDamage


class Family(StrEnum):
    """Ways that are reported in one table."""

    GLYPHS = "glyphs"
    MARKS = "marks"
    SPACING = "spacing"
    MIXTURES = "mixtures"


@dataclass(frozen=True, slots=True)
class Way:
    """A way of damage: its parts are done one after the other."""

    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The name, as the command line and the tables have it.

        >>> Way((Damage.BLANK, MarkDamage.ONE_MARK)).name
        'blank+one-mark'
        """
        return "+".join(self.parts)

    @property
    def family(self) -> Family:
        """The table in which the way is reported."""
        if len(self.parts) > 1:
            return Family.MIXTURES
        match self.parts[0]:
            case Damage():
                return Family.GLYPHS
            case MarkDamage():
                return Family.MARKS
            case SpacingDamage():
                return Family.SPACING

    def damage(self, text: str, seed: str) -> DamagedText:
        """Damage `text`; the same seed makes the same choices.

        >>> Way((MarkDamage.STRIPPED, Damage.CLEAN)).damage("đơn vị", "a").text
        'don vi'
        """
        damaged = damage_part(text, self.parts[0], seed)
        for part in self.parts[1:]:
            damaged = damaged.then(damage_part(damaged.text, part, seed))
        return damaged


def damage_part(text: str, part: Part, seed: str) -> DamagedText:
    """Damage `text` in one way only."""
    match part:
        case Damage():
            return damage_text(text, part, seed)
        case MarkDamage():
            return damage_marks(text, part, seed)
        case SpacingDamage():
            return damage_spacing(text, part, seed)


CLEAN = Way((Damage.CLEAN,))

# `MarkDamage.BARE_CAPITALS` makes a gold of its own, so it can only come first.
MIXTURES = (
    Way((Damage.BLANK, MarkDamage.ONE_MARK)),
    Way((Damage.NOTHING, MarkDamage.PARTIAL)),
    Way((Damage.BLANK, SpacingDamage.SPLIT)),
    Way((MarkDamage.STRIPPED, SpacingDamage.SPLIT)),
    Way((MarkDamage.SWAPPED, SpacingDamage.GLUED)),
    Way((MarkDamage.HALF, SpacingDamage.BROKEN)),
)

WAYS: Mapping[str, Way] = MappingProxyType(
    {way.name: way for way in (*(Way((part,)) for part in (*Damage, *MarkDamage, *SpacingDamage)), *MIXTURES)}
)
"""Every way that is measured, by its name."""


def find_ways(names: str) -> Iterator[Way]:
    """Find ways by the names, or the names of families, in `names`, separated by commas.

    Raises ValueError for a name that is neither.

    >>> [way.name for way in find_ways("blank,spacing")]
    ['blank', 'split', 'glued', 'broken']
    """
    for name in names.split(","):
        if name in WAYS:
            yield WAYS[name]
        elif name in list(Family):
            yield from (way for way in WAYS.values() if way.family == name)
        else:
            message = f"{name!r} is no way of damage; there are {', '.join((*Family, *WAYS))}"
            raise ValueError(message)
