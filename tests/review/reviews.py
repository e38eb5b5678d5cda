"""Small reviews that the tests of this folder share."""

from __future__ import annotations

from vnfix.correction import Candidate, Correction, Kind, LostDigit, Repair, apply_corrections
from vnfix.profile import DamageProfile, MarkMeaning
from vnfix.review.desk import Desk
from vnfix.review.ordering import Order
from vnfix.review.places import find_places
from vnfix.review.session import Review

TEXT = "mọi c  quan, c  quan\nđ n vị 2 /7\nxã Đ n\n"
"""Two corrections alike, one suggestion, one lost digit, one more suggestion."""


def correct(text: str, before: str, after: str, confidence: float = 0.9, nth: int = 0) -> Correction:
    """A correction of the nth `before`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(before, start + 1)
    candidates = (Candidate(after, 0.9, -1.0), Candidate("cỡ", 0.05, -4.0), Candidate(before, 0.05, -4.0))
    end = start + len(before)
    return Correction(start, end, before, after, Kind.LOST_LETTERS, confidence, candidates, "ơ was lost")


def make_repair(
    text: str,
    corrections: list[Correction],
    suggestions: list[Correction],
    digits: list[LostDigit] | None = None,
    marks: list[MarkMeaning] | None = None,
) -> Repair:
    fixed = apply_corrections(text, corrections)
    profile = DamageProfile(marks=tuple(marks or ()))
    return Repair(text, fixed, tuple(corrections), tuple(suggestions), tuple(digits or ()), profile)


def sample_repair() -> Repair:
    """The repair of `TEXT`."""
    corrections = [correct(TEXT, "c ", "cơ", 0.95), correct(TEXT, "c ", "cơ", 0.97, nth=1)]
    suggestions = [correct(TEXT, "đ n", "đơn", 0.5), correct(TEXT, "Đ n", "Đơn", 0.41)]
    hole = TEXT.index(" /7")
    return make_repair(TEXT, corrections, suggestions, [LostDigit(hole, hole + 1, "2 /7", 0.9)])


def sample_review(ask_all: bool = False) -> Review:
    return Review(TEXT, find_places(sample_repair(), ask_all))


class NoWords:
    """A dictionary that only remembers."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def add(self, word: str) -> None:
        self.words.append(word)

    def remove(self, word: str) -> None:
        self.words.remove(word)


def sample_desk(order: Order = Order.POSITION) -> tuple[Desk, list[str], NoWords]:
    """A desk with `TEXT`, the lines that it keeps, and its dictionary."""
    kept: list[str] = []
    words = NoWords()
    return Desk("a.txt", sample_review(), order, kept.append, words), kept, words


def mark_review(text: str, marks: list[MarkMeaning], *corrections: Correction) -> Review:
    return Review(text, find_places(make_repair(text, [], list(corrections), marks=marks)))
