"""The tables of held-out documents, and all measurements as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from tests.quality.measuring import Measurement
from tests.quality.own_texts import is_own
from tests.quality.pairs import PairScore
from tests.quality.real_pdf import PdfScore
from tests.quality.scoring import Counts, add_up
from tests.quality.tables import (
    CORRECTION_COLUMNS,
    DIGIT_COLUMNS,
    RECOVERY_COLUMNS,
    correction_cells,
    digit_cells,
    format_table,
    recovery_cells,
)
from vnfix.training.corpus import Genre
from vnfix.training.held_out import Size
from vnfix.training.ways import CLEAN, WAYS, Family

ALL = "all"

Groups = dict[tuple[str, ...], list[Counts]]


def _done(measurements: Iterable[Measurement], family: Family) -> list[Measurement]:
    return [m for m in measurements if m.task.way.family is family and m.task.way != CLEAN and not m.failure]


def _group(measurements: Iterable[Measurement], key: Callable[[Measurement], tuple[str, ...]]) -> Groups:
    groups: Groups = defaultdict(list)
    for measurement in measurements:
        groups[key(measurement)].append(measurement.counts)
    return groups


def _by_genre(measurement: Measurement) -> tuple[str, ...]:
    return measurement.task.way.name, measurement.task.document.genre.value


def _by_way(measurement: Measurement) -> tuple[str, ...]:
    return measurement.task.way.name, ALL


def _ordered(groups: Groups) -> list[tuple[tuple[str, ...], list[Counts]]]:
    ways, names = list(WAYS), [*Size, *Genre, ALL]
    return sorted(groups.items(), key=lambda item: (ways.index(item[0][0]), names.index(item[0][1])))


def damage_tables(measurements: Iterable[Measurement]) -> str:
    """Three tables of lost glyphs: by way and size, by way and genre, and the lost digits by way."""
    done = _done(measurements, Family.GLYPHS)
    if not done:
        return ""
    by_size = _group(done, lambda m: (m.task.way.name, m.task.document.size.value))
    by_way = _group(done, _by_way)
    digits = format_table(
        ("way", *DIGIT_COLUMNS), ((way, *digit_cells(add_up(counts))) for (way, _), counts in by_way.items())
    )
    tables = (_recovery_table("size", by_size | by_way), _recovery_table("genre", _group(done, _by_genre)))
    return "\n\n".join((*tables, digits))


def _recovery_table(name: str, groups: Groups) -> str:
    rows = ((*group, str(len(counts)), *recovery_cells(add_up(counts))) for group, counts in _ordered(groups))
    return format_table(("way", name, "documents", *RECOVERY_COLUMNS), rows)


def marks_table(measurements: Iterable[Measurement]) -> str:
    """Dropped and swapped marks, by way and genre."""
    return _correction_table(_done(measurements, Family.MARKS))


def spacing_table(measurements: Iterable[Measurement]) -> str:
    """Split, glued and broken words, by way and genre."""
    return _correction_table(_done(measurements, Family.SPACING))


def mixture_table(measurements: Iterable[Measurement]) -> str:
    """Two kinds of damage in one document, by way and genre."""
    return _correction_table(_done(measurements, Family.MIXTURES))


def _correction_table(done: list[Measurement]) -> str:
    groups = _group(done, _by_genre) | _group(done, _by_way)
    rows = (
        (*group, str(len(counts)), *correction_cells(add_up(counts))) for group, counts in _ordered(groups)
    )
    return format_table(("way", "genre", "documents", *CORRECTION_COLUMNS), rows) if done else ""


def speed_line(measurements: Iterable[Measurement]) -> str:
    """How fast the documents were repaired."""
    done = [m for m in measurements if not m.failure]
    seconds = sum(m.seconds for m in done)
    speed = sum(m.counts.syllables for m in done) / seconds if seconds else 0
    return f"{speed:,.0f} syllables a second in each process." if done else ""


def clean_table(measurements: Iterable[Measurement]) -> str:
    """How many syllables of undamaged text were changed, by genre and level, then texts of our own."""
    done = [m for m in measurements if m.task.way == CLEAN and not m.failure]
    corpus = [m for m in done if not is_own(m.task.document)]
    own = [m for m in done if is_own(m.task.document)]
    groups = _group(corpus, lambda m: (m.task.document.genre.value, m.task.level.value))
    groups |= _group(corpus, lambda m: (ALL, m.task.level.value))
    groups |= _group(own, lambda m: (m.task.document.name, m.task.level.value))
    rows = (
        (
            *(genre, level, str(len(counts)), str(total.syllables), str(total.harmed)),
            *(f"{10000 * total.harm:.2f}", str(total.digit_reports)),
        )
        for (genre, level), counts in groups.items()
        for total in (add_up(counts),)
    )
    head = ("genre", "level", "documents", "syllables", "changed", "changed per 10,000", "digits reported")
    return format_table(head, rows) if done else ""


def to_json(
    measurements: Iterable[Measurement], pairs: Iterable[PairScore], pdfs: Iterable[PdfScore]
) -> dict[str, Any]:
    """Give the counts of every document, pair and real PDF as plain data."""
    return {
        "documents": [
            {
                "way": m.task.way.name,
                "genre": m.task.document.genre.value,
                "document": m.task.document.name,
                "size": m.task.document.size.value,
                "level": m.task.level.value,
                "seconds": round(m.seconds, 3),
                "failed": bool(m.failure),
                **asdict(m.counts),
            }
            for m in measurements
        ],
        "pairs": [
            {
                "pair": p.name,
                "letters_lost": p.letters_lost,
                "letters_restored": p.letters_restored,
                "failed": bool(p.failure),
                **asdict(p.counts),
            }
            for p in pairs
        ],
        "real_pdf": [
            {
                "file": p.document.file,
                "document": p.document.name,
                "paragraphs": p.document.paragraphs,
                "split_words": p.split_words,
                "joined": p.joined,
                "failed": bool(p.failure),
                **asdict(p.counts),
            }
            for p in pdfs
        ],
    }
