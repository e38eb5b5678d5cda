"""The figures: what became of each syllable, error rates, and lost digits.

    damaged  output            outcome
    right    right             kept
    right    changed           harmed
    wrong    right             restored
    wrong    same as damaged   missed
    wrong    wrong otherwise   miscorrected

precision = restored / (restored + harmed + miscorrected)
recall    = restored / (restored + missed + miscorrected)
harm      = harmed / (kept + harmed)
recovered = restored / all damaged syllables, those with a digit left out on both sides, because
            a lost digit is not to be filled in
accuracy  = the share of all syllables that are right but for their case
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from tests.quality.alignment import (
    align,
    cut_pieces,
    find_syllables,
    fold_blanks,
    is_word_character,
    project,
)
from vnfix.correction import LostDigit
from vnfix.training.damage import LostGlyph

CID_MARK = re.compile(r"\(cid:\d+\)")


class Outcome(StrEnum):
    """What became of one gold syllable."""

    KEPT = "kept"
    RESTORED = "restored"
    HARMED = "harmed"
    MISSED = "missed"
    MISCORRECTED = "miscorrected"


def share(part: float, whole: float) -> float:
    """Divide, with 0 for nothing of nothing."""
    return part / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over one text or, added, over many."""

    kept: int = 0
    restored: int = 0
    harmed: int = 0
    missed: int = 0
    miscorrected: int = 0
    damaged_without_digit: int = 0
    restored_without_digit: int = 0
    right_folded_before: int = 0
    right_folded_after: int = 0
    characters: int = 0
    character_errors_before: int = 0
    character_errors_after: int = 0
    words: int = 0
    word_errors_before: int = 0
    word_errors_after: int = 0
    extra_before: int = 0
    extra_after: int = 0
    digits_lost: int = 0
    digits_found: int = 0
    digit_reports: int = 0
    digit_reports_false: int = 0
    digits_invented: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def syllables(self) -> int:
        return self.right + self.damaged

    @property
    def right(self) -> int:
        """Syllables that were right before the repair."""
        return self.kept + self.harmed

    @property
    def damaged(self) -> int:
        """Syllables that were wrong before the repair."""
        return self.restored + self.missed + self.miscorrected

    @property
    def recovered(self) -> float:
        return share(self.restored_without_digit, self.damaged_without_digit)

    @property
    def precision(self) -> float:
        return share(self.restored, self.restored + self.harmed + self.miscorrected)

    @property
    def recall(self) -> float:
        return share(self.restored, self.damaged)

    @property
    def harm(self) -> float:
        return share(self.harmed, self.right)

    @property
    def accuracy_before(self) -> float:
        """The share of syllables that are right but for their case."""
        return share(self.right_folded_before, self.syllables)

    @property
    def accuracy_after(self) -> float:
        return share(self.right_folded_after, self.syllables)

    @property
    def cer_before(self) -> float:
        return share(self.character_errors_before, self.characters)

    @property
    def cer_after(self) -> float:
        return share(self.character_errors_after, self.characters)

    @property
    def wer_before(self) -> float:
        return share(self.word_errors_before, self.words)

    @property
    def wer_after(self) -> float:
        return share(self.word_errors_after, self.words)


def add_up(counts: Iterable[Counts]) -> Counts:
    """Add counts up; of none, all zero."""
    return sum(counts, start=Counts())


@dataclass(frozen=True, slots=True)
class SyllableReading:
    """One gold syllable (a span of gold with its blanks folded) before and after the repair."""

    start: int
    end: int
    damaged: str
    output: str
    gold: str

    @property
    def outcome(self) -> Outcome:
        """Name what became of the syllable.

        >>> SyllableReading(0, 3, "đ n", "đan", "đơn").outcome
        <Outcome.MISCORRECTED: 'miscorrected'>
        """
        if self.damaged == self.gold:
            return Outcome.KEPT if self.output == self.gold else Outcome.HARMED
        if self.output == self.gold:
            return Outcome.RESTORED
        return Outcome.MISSED if self.output == self.damaged else Outcome.MISCORRECTED


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one text and its readings, over `gold` with its blanks folded."""

    gold: str
    counts: Counts
    readings: tuple[SyllableReading, ...]


def score(damaged: str, output: str, gold: str) -> Score:
    """Compare three texts as they are, but for white space."""
    damaged, output, gold = fold_blanks(damaged), fold_blanks(output), fold_blanks(gold)
    syllables = find_syllables(gold)
    before = project(gold, damaged, syllables)
    after = before if output == damaged else project(gold, output, syllables)
    readings = tuple(
        SyllableReading(start, end, was, now, gold[start:end])
        for (start, end), was, now in zip(syllables, before.readings, after.readings, strict=True)
    )
    outcomes = Counter(reading.outcome for reading in readings)
    without_digit = [
        r for r in readings if r.damaged != r.gold and not any(character.isdigit() for character in r.gold)
    ]
    counts = Counts(
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
        damaged_without_digit=len(without_digit),
        restored_without_digit=sum(1 for r in without_digit if r.output == r.gold),
        right_folded_before=sum(1 for r in readings if r.damaged.casefold() == r.gold.casefold()),
        right_folded_after=sum(1 for r in readings if r.output.casefold() == r.gold.casefold()),
        characters=len(gold),
        character_errors_before=count_character_errors(gold, damaged),
        character_errors_after=count_character_errors(gold, output),
        words=len(gold.split()),
        word_errors_before=count_word_errors(gold, damaged),
        word_errors_after=count_word_errors(gold, output),
        extra_before=before.extra,
        extra_after=after.extra,
        digits_invented=count_invented_digits(damaged, output),
    )
    return Score(gold, counts, readings)


def count_character_errors(gold: str, other: str) -> int:
    """Count the insertions, deletions and substitutions of characters from gold to other."""
    return sum(
        Levenshtein.distance(gold[p.gold_start : p.gold_end], other[p.other_start : p.other_end])
        for p in cut_pieces(gold, other)
    )


def count_word_errors(gold: str, other: str) -> int:
    """Count the insertions, deletions and substitutions of blank-separated words."""
    return Levenshtein.distance(gold.split(), other.split())


def count_restored_letters(damaged: str, output: str, gold: str) -> tuple[int, int]:
    """Count the letters of gold that are not in damaged, and how many of them are right in output.

    >>> count_restored_letters("c  quan đ n vị", "cơ quan đan vị", "cơ quan đơn vị")
    (2, 1)
    """
    damaged, output, gold = fold_blanks(damaged), fold_blanks(output), fold_blanks(gold)
    was, now = (
        [other[start:end] for start, end in zip(*align(gold, other), strict=True)]
        for other in (damaged, output)
    )
    lost = [i for i, letter in enumerate(gold) if letter.isalpha() and was[i] != letter]
    return len(lost), sum(1 for i in lost if now[i] == gold[i])


def count_invented_digits(damaged: str, output: str) -> int:
    """Count the digits of output that the damaged text does not have in that order.

    >>> count_invented_digits("ngày 2 /7, tr(cid:12)c", "ngày 25/7, trực")
    1
    """
    before, after = (
        "".join(character for character in CID_MARK.sub("", text) if character.isdigit())
        for text in (damaged, output)
    )
    return sum(
        operation.dest_end - operation.dest_start
        for operation in Levenshtein.opcodes(before, after)
        if operation.tag in ("insert", "replace")
    )


def score_lost_digits(damaged: str, places: Sequence[LostGlyph], reports: Sequence[LostDigit]) -> Counts:
    """Compare the digits reported as lost with those that were; offsets are into `damaged`.

    A report finds a digit when it touches the rest of the digit's number, because without a trace
    nobody can tell whether `201` has lost its first digit or its last.
    """
    zones = [_zone(damaged, place.start, place.end) for place in places if place.glyph.isdigit()]

    def touch(report: LostDigit, zone: tuple[int, int]) -> bool:
        return report.start <= zone[1] and report.end >= zone[0]

    return Counts(
        digits_lost=len(zones),
        digits_found=sum(1 for zone in zones if any(touch(report, zone) for report in reports)),
        digit_reports=len(reports),
        digit_reports_false=sum(1 for r in reports if not any(touch(r, zone) for zone in zones)),
    )


def _zone(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the word characters that touch it."""
    while start > 0 and is_word_character(text[start - 1]):
        start -= 1
    while end < len(text) and is_word_character(text[end]):
        end += 1
    return start, end
