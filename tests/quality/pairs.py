"""Scoring ready-made pairs of damaged and correct text, and the sample report."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType

from tests.quality.measuring import ReadingError, list_errors, repair_checked
from tests.quality.scoring import Counts, count_restored_letters, score, score_lost_digits
from vnfix import Level
from vnfix.training.damage import LostGlyph

DAMAGED, GOLD = ".damaged.txt", ".gold.txt"

GROUPS = MappingProxyType(
    {
        "ocr vie 02-05": ("ocr-*-02-[!0-9]*-vie", "ocr-*-05-[!0-9]*-vie"),
        "ocr vie 10-15": ("ocr-*-10-[!0-9]*-vie", "ocr-*-15-[!0-9]*-vie"),
        "ocr eng": ("ocr-*-eng",),
        "ocr trueocr": ("ocr-*-trueocr",),
        "ocr asterocr": ("ocr-*-asterocr",),
        "syn-noaccent": ("syn-noaccent-*",),
        "syn-partial": ("syn-partial-*",),
        "syn-glyph": ("syn-glyph-*",),
        "pdf": ("pdf-*",),
        "real-tcvn3": ("real-tcvn3-*",),
        "lostlines": ("lostlines-*",),
    }
)
"""The groups of pairs, by patterns of their names; the level stands before the way, a word."""

OTHER = "other"
LOST_GLYPH_GROUPS = ("pdf", "syn-glyph")
"""The pairs in which lost letters and digits are counted too."""


@dataclass(frozen=True, slots=True)
class PairTask:
    """A pair of files to be scored; `sample` tells that it is the sample report."""

    name: str
    damaged: Path
    gold: Path
    level: Level
    sample: bool = False

    @property
    def group(self) -> str:
        """The group in `GROUPS`, `OTHER` when no pattern fits."""
        fits = (group for group, names in GROUPS.items() if any(fnmatchcase(self.name, n) for n in names))
        return next(fits, OTHER)

    @property
    def lost_glyphs(self) -> bool:
        """Whether the damage is lost glyphs, so that lost letters and digits are counted."""
        return self.sample or self.group in LOST_GLYPH_GROUPS


@dataclass(frozen=True, slots=True)
class PairScore:
    """The scores of one pair; of `letters_lost` letters, `letters_restored` are right.

    `failure` is a traceback, or empty.
    """

    task: PairTask
    counts: Counts
    letters_lost: int
    letters_restored: int
    errors: tuple[ReadingError, ...]
    failure: str = ""

    @property
    def name(self) -> str:
        return self.task.name

    @property
    def worse(self) -> tuple[str, ...]:
        """The measures by which the repair made the document worse."""
        counts = self.counts
        falls = {
            "accuracy": counts.right_folded_after < counts.right_folded_before,
            "CER": counts.character_errors_after > counts.character_errors_before,
            "WER": counts.word_errors_after > counts.word_errors_before,
        }
        return tuple(measure for measure, fell in falls.items() if fell)


def find_pairs(folder: Path, level: Level, pattern: str = "*", *, sample: bool = False) -> Iterator[PairTask]:
    """Find the pairs of a folder whose names fit `pattern`, by group, then by name.

    A damaged file without its correct one is passed over.
    """
    found = [
        PairTask(name, damaged, damaged.with_name(name + GOLD), level, sample)
        for damaged in sorted(folder.glob(pattern + DAMAGED))
        for name in (damaged.name.removesuffix(DAMAGED),)
        if damaged.with_name(name + GOLD).exists()
    ]
    order = [*GROUPS, OTHER]
    yield from sorted(found, key=lambda task: order.index(task.group))


def score_pair_files(task: PairTask) -> PairScore:
    """Read, repair and score one pair; a crash of the repair is kept as a failure."""
    damaged, gold = (path.read_text(encoding="utf-8", errors="replace") for path in (task.damaged, task.gold))
    try:
        return score_pair(task, damaged, gold)
    except Exception:
        return PairScore(task, Counts(), 0, 0, (), traceback.format_exc())


def score_pair(task: PairTask, damaged: str, gold: str) -> PairScore:
    """Repair and score one pair.

    Which digits were lost is known when both texts have the same length, character for character.
    """
    repair = repair_checked(damaged, task.level)
    scored = score(damaged, repair.text, gold)
    counts, lost_letters, restored = scored.counts, 0, 0
    if task.lost_glyphs and len(damaged) == len(gold):
        lost = [
            LostGlyph(right, i, i + 1)
            for i, (wrong, right) in enumerate(zip(damaged, gold, strict=True))
            if wrong != right and right.isdigit()
        ]
        lost += [LostGlyph("0", hole, hole + 1) for hole in find_digit_holes(gold)]
        counts += score_lost_digits(damaged, lost, repair.lost_digits)
    if task.lost_glyphs:
        lost_letters, restored = count_restored_letters(damaged, repair.text, gold)
    return PairScore(task, counts, lost_letters, restored, tuple(list_errors(scored)))


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
