"""vnfix repairs OCR-damaged and PDF-damaged Vietnamese text.

>>> import vnfix
>>> vnfix.repair("các c  quan, đ n vị tr c thuộc").text
'các cơ quan, đơn vị trực thuộc'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.correction import (
    Candidate,
    Correction,
    Kind,
    Level,
    LostDigit,
    Repair,
    apply_corrections,
)
from vnfix.profile import DamageProfile, GlyphLoss, MarkMeaning, Way
from vnfix.settings import DAMAGE_KINDS, DEFAULT_SETTINGS, LAYOUT_KINDS, Settings

if TYPE_CHECKING:
    from vnfix.repairer import Repairer

__all__ = [
    "DAMAGE_KINDS",
    "LAYOUT_KINDS",
    "Candidate",
    "Correction",
    "DamageProfile",
    "GlyphLoss",
    "Kind",
    "Level",
    "LostDigit",
    "MarkMeaning",
    "Repair",
    "Repairer",
    "Settings",
    "Way",
    "apply_corrections",
    "repair",
]

__version__ = "0.1.0"


def repair(text: str, level: Level = Level.LIKELY, settings: Settings = DEFAULT_SETTINGS) -> Repair:
    """Repair one text with the shipped dictionaries; use `Repairer` to repair many.

    Raises vnfix.errors.DictionaryError when the dictionaries are missing or broken.
    """
    from vnfix.repairer import Repairer

    return Repairer().repair(text, level, settings)


def __getattr__(name: str) -> object:
    # The engine needs numpy: imported when first asked for, so that `vnfix --help` does not wait.
    if name == "Repairer":
        from vnfix.repairer import Repairer

        return Repairer
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
