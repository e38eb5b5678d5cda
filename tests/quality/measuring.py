"""Damaging, repairing and scoring documents, in one process or several."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import TypeVar

from tests.quality.scoring import Counts, Outcome, Score, SyllableReading, score, score_lost_digits
from vnfix import Level, Repair, Repairer, apply_corrections
from vnfix.training.held_out import CleanDocument
from vnfix.training.ways import Way

Item = TypeVar("Item")
Result = TypeVar("Result")

CONTEXT = 40
"""Characters of gold shown on each side of an error."""


@dataclass(frozen=True, slots=True)
class Task:
    """One repair to measure."""

    document: CleanDocument
    way: Way
    level: Level


@dataclass(frozen=True, slots=True)
class ReadingError:
    """A syllable that is wrong after the repair."""

    reading: SyllableReading
    context: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """The outcome of a task; `failure` is a traceback, or empty."""

    task: Task
    counts: Counts
    errors: tuple[ReadingError, ...]
    seconds: float
    failure: str = ""


@cache
def repairer() -> Repairer:
    """Load the dictionaries, once in each process."""
    return Repairer()


def repair_checked(text: str, level: Level) -> Repair:
    """Repair a text; raises AssertionError when the corrections do not make the repaired text."""
    repair = repairer().repair(text, level)
    assert apply_corrections(text, repair.corrections) == repair.text, "the corrections do not make the text"
    return repair


def measure(task: Task) -> Measurement:
    """Damage, repair and score one document; a crash of the repair is kept as a failure."""
    seed = f"{task.document.name}:{task.document.size}"
    damaged = task.way.damage(task.document.text, seed)
    started = perf_counter()
    try:
        repair = repair_checked(damaged.text, task.level)
    except Exception:
        return Measurement(task, Counts(), (), perf_counter() - started, traceback.format_exc())
    seconds = perf_counter() - started
    scored = score(damaged.text, repair.text, damaged.gold)
    digits = score_lost_digits(damaged.text, damaged.places, repair.lost_digits)
    return Measurement(task, scored.counts + digits, tuple(list_errors(scored)), seconds)


def list_errors(scored: Score) -> Iterator[ReadingError]:
    """Yield what is still wrong, but for numbers left as they were."""
    for reading in scored.readings:
        outcome = reading.outcome
        number = any(character.isdigit() for character in reading.gold)
        if outcome in (Outcome.KEPT, Outcome.RESTORED) or (number and outcome is Outcome.MISSED):
            continue
        left = scored.gold[max(0, reading.start - CONTEXT) : reading.start]
        right = scored.gold[reading.end : reading.end + CONTEXT]
        yield ReadingError(reading, f"{left}[{reading.gold}]{right}")


def map_all(function: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """Call `function` in `jobs` processes, in order; each process loads the dictionaries once."""
    if jobs == 1:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(function, items)
