"""A scripted engine, so that the tests of the command line need no dictionaries.

Run as a program it is the `vnfix` command with that engine.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

from vnfix.correction import Candidate, Correction, Kind, Level, LostDigit, Repair, apply_corrections
from vnfix.errors import DictionaryError
from vnfix.explanation import Explanation, Reading, ScoreTerm
from vnfix.ignoring import find_ignored, is_ignored
from vnfix.learned import NOTHING_LEARNED, Learned
from vnfix.profile import DamageProfile, GlyphLoss, MarkMeaning, Way
from vnfix.settings import DEFAULT_SETTINGS, Settings
from vnfix.tokens import tokenize

CORRECTIONS = {r"\bc (?= quan)": "cơ", "th c(?= hiện)": "thực", "ph\nương": "phương\n", "đ\ufffdn": "đơn"}
SUGGESTIONS = {"m t sô": "một số"}
HOLES = r"(?<=\d) (?=/)"


class FakeRepairer:
    """Corrects a handful of phrases; some words make it fail in the ways that an engine can."""

    def __init__(self, dictionaries: Path | None = None, learned: Learned = NOTHING_LEARNED) -> None:
        self.learned = learned
        if dictionaries is not None and (dictionaries / "broken").exists():
            message = "words.tsv: line 3 is broken; rebuild it with vnfix train"
            raise DictionaryError(message)

    def repair(
        self,
        text: str,
        level: Level = Level.LIKELY,
        settings: Settings = DEFAULT_SETTINGS,
        prior: DamageProfile | None = None,
    ) -> Repair:
        if "CRASH" in text:
            message = "a defect"
            raise ValueError(message)
        if "INTERRUPT" in text:
            raise KeyboardInterrupt
        ignored = find_ignored(text, () if settings.ignores_nothing else tokenize(text), settings)

        def limit(items: list, kind: Kind) -> list:
            kept = items if kind in settings.kinds else []
            return [item for item in kept if not is_ignored(ignored, item.start, item.end)]

        corrections = limit(find(CORRECTIONS, text, 0.99), Kind.LOST_LETTERS)
        suggestions = limit(find(SUGGESTIONS, text, 0.62), Kind.LOST_LETTERS)
        if level is Level.ALL:
            corrections, suggestions = sorted([*corrections, *suggestions], key=lambda c: c.start), []
        holes = [LostDigit(m.start(), m.end(), number(text, m), 0.9) for m in re.finditer(HOLES, text)]
        digits = limit(holes, Kind.LOST_DIGITS)
        lines = sorted({text.count("\n", 0, c.start) + 1 for c in [*corrections, *digits]})
        profile = DamageProfile(
            ways=(Way.BLANK,) if corrections else (),
            losses=(GlyphLoss("ơ", float(len(corrections)), 2),) if corrections else (),
            marks=(MarkMeaning("\ufffd", "ơ", 1, 0.97),) if "\ufffd" in text else (),
            damaged_lines=tuple(lines),
            lines=text.count("\n") + 1,
        )
        fixed = apply_corrections(text, corrections)
        return Repair(text, fixed, tuple(corrections), tuple(suggestions), tuple(digits), profile)

    def open_learner(self, text: str, settings: Settings = DEFAULT_SETTINGS) -> None:
        """Learn nothing from answers."""

    def explain(
        self, text: str, offset: int, level: Level = Level.LIKELY, settings: Settings = DEFAULT_SETTINGS
    ) -> Explanation:
        readings = (
            Reading("cơ", 0.97, (ScoreTerm("channel", -0.5), ScoreTerm("language model", -3.25)), True),
            Reading("c ", 0.03, (), False),
        )
        return Explanation(
            offset, offset + 2, text[offset : offset + 2], text, readings, "'cơ' is far likelier here."
        )


def find(rules: dict[str, str], text: str, confidence: float) -> list[Correction]:
    found = [
        Correction(
            m.start(),
            m.end(),
            m[0],
            after,
            Kind.LOST_LETTERS,
            confidence,
            (Candidate(after, confidence, -3.75), Candidate(m[0], 1 - confidence, -9.0)),
            "scripted",
        )
        for pattern, after in rules.items()
        for m in re.finditer(pattern, text)
    ]
    return sorted(found, key=lambda item: item.start)


def number(text: str, match: re.Match[str]) -> str:
    start = match.start()
    while start and text[start - 1] in "0123456789/ ":
        start -= 1
    around = re.compile(r"[\d/ ]*").match(text, start)
    return around[0] if around else ""


def run() -> int:
    # In place of the module, so that the real engine and what it needs are not even imported.
    module = ModuleType("vnfix.repairer")
    module.Repairer = FakeRepairer  # type: ignore[attr-defined]
    sys.modules["vnfix.repairer"] = module
    from vnfix.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
