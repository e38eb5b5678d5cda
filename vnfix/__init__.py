"""vnfix repairs OCR-damaged and PDF-damaged Vietnamese text.

>>> import vnfix
>>> vnfix.repair("các c  quan, đ n vị tr c thuộc").text  # doctest: +SKIP
'các cơ quan, đơn vị trực thuộc'
"""

from __future__ import annotations

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
from vnfix.repairer import Repairer

__all__ = [
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
    "Way",
    "apply_corrections",
    "repair",
]

__version__ = "0.1.0"


def repair(text: str, level: Level = Level.LIKELY) -> Repair:
    """Repair one text with the shipped dictionaries; use `Repairer` to repair many."""
    return Repairer().repair(text, level)
