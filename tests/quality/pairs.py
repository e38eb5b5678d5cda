"""Scoring ready-made pairs of damaged and correct text, and the sample report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.quality.measuring import ReadingError, list_errors, repair_checked
from tests.quality.scoring import Counts, count_restored_letters, score, score_lost_digits
from vnfix import Level
from vnfix.training.damage import LostGlyph

PAIR_PATTERNS = ("pdf-*", "syn-glyph-*")
DAMAGED, GOLD = ".damaged.txt", ".gold.txt"


@dataclass(frozen=True, slots=True)
class PairScore:
    """The scores of one pair; of `letters_lost` letters, `letters_restored` are right."""

    name: str
    counts: Counts
    letters_lost: int
    letters_restored: int
    errors: tuple[ReadingError, ...]


def find_pairs(folder: Path, patterns: tuple[str, ...] = PAIR_PATTERNS) -> Iterator[tuple[str, Path, Path]]:
    """Yield (name, damaged file, gold file) for the pairs whose names fit one of `patterns`."""
    for pattern in patterns:
        for damaged in sorted(folder.glob(pattern + DAMAGED)):
            name = damaged.name.removesuffix(DAMAGED)
            yield name, damaged, damaged.with_name(name + GOLD)


def score_pair(name: str, damaged: str, gold: str, level: Level) -> PairScore:
    """Repair and score one pair.

    Which digits were lost is known when both texts have the same length, character for character.
    """
    repair = repair_checked(damaged, level)
    scored = score(damaged, repair.text, gold)
    counts = scored.counts
    if len(damaged) == len(gold):
        lost = [
            LostGlyph(right, i, i + 1)
            for i, (wrong, right) in enumerate(zip(damaged, gold, strict=True))
            if wrong != right and right.isdigit()
        ]
        lost += [LostGlyph("0", hole, hole + 1) for hole in find_digit_holes(gold)]
        counts += score_lost_digits(damaged, lost, repair.lost_digits)
    lost_letters, restored = count_restored_letters(damaged, repair.text, gold)
    return PairScore(name, counts, lost_letters, restored, tuple(list_errors(scored)))


def find_digit_holes(text: str) -> list[int]:
    """Find the blanks of a correct text that stand for digits nobody could put back.

    A run of blanks at a number holds one hole for each blank more than good writing has there.

    >>> find_digit_holes("ngày 2 /7/201  của")
    [6, 13]
    >>> find_digit_holes("có 16.000 lượt, (  trang), hết.")
    [17]
    """
    holes: list[int] = []
    for run in re.finditer(r"(?<=[^\s]) +(?=[^\s])", text):
        left, right = text[run.start() - 1], text[run.end()]
        beyond = text[run.start() - 2] if run.start() > 1 else ""
        if not (left.isdigit() or right.isdigit() or left in "(/" or (left == "." and right in ".,/")):
            continue
        inside = right in ".,/)%" or (left == "(" and not right.isalpha())
        inside |= left.isdigit() and right.isdigit()
        inside |= left in "./" and right.isdigit() and (beyond.isdigit() or beyond == " ")
        natural = 0 if inside else 1
        holes += range(run.start(), run.end() - natural)
    return holes
