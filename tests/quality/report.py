"""The measurements as Markdown tables, JSON and a list of errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from random import Random
from typing import Any

from tests.quality.measuring import Measurement, ReadingError
from tests.quality.pairs import PairScore
from tests.quality.scoring import Counts, add_up, share
from vnfix.training.corpus import Genre
from vnfix.training.damage import Damage
from vnfix.training.held_out import Size

COLUMNS = (
    "documents",
    "syllables",
    "damaged %",
    "recovered %",
    "precision %",
    "harm %",
    "CER % before",
    "CER % after",
)
DIGIT_COLUMNS = ("digits lost", "reported %", "reports that are false %", "invented")
ERROR_LIMIT = 2000
ALL = "all"


def format_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a Markdown table; columns after the first are aligned right when they hold figures.

    >>> print(format_table(("way", "n"), [("blank", "1")]))
    | way | n |
    |---|---:|
    | blank | 1 |
    """
    rows = list(rows)
    figures = [all(row[i][:1].isdigit() or row[i] in "-" for row in rows) for i in range(len(head))]
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---:" if f else "---" for f in figures) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def percent(value: float, digits: int = 2) -> str:
    """Write a share as a percentage without its sign."""
    return f"{100 * value:.{digits}f}"


def syllable_cells(counts: Counts) -> tuple[str, ...]:
    """Fill `COLUMNS` but for the first."""
    return (
        str(counts.syllables),
        percent(share(counts.damaged, counts.syllables), 1),
        percent(counts.recovered),
        percent(counts.precision),
        percent(counts.harm, 3),
        percent(counts.cer_before),
        percent(counts.cer_after),
    )


def digit_cells(counts: Counts) -> tuple[str, ...]:
    """Fill `DIGIT_COLUMNS`; a dash where there is nothing to divide by."""
    return (
        str(counts.digits_lost),
        percent(share(counts.digits_found, counts.digits_lost), 1) if counts.digits_lost else "-",
        percent(share(counts.digit_reports_false, counts.digit_reports), 1) if counts.digit_reports else "-",
        str(counts.digits_invented),
    )


def _group(
    measurements: Iterable[Measurement], key: Callable[[Measurement], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Counts]]:
    groups: dict[tuple[str, ...], list[Counts]] = defaultdict(list)
    for measurement in measurements:
        groups[key(measurement)].append(measurement.counts)
    return groups


def damage_tables(measurements: Iterable[Measurement]) -> str:
    """Three tables: by way and size, by way and genre, and the lost digits by way."""
    done = [m for m in measurements if m.task.damage is not Damage.CLEAN and not m.failure]
    if not done:
        return ""
    by_size = _group(done, lambda m: (m.task.damage.value, m.task.document.size.value))
    by_genre = _group(done, lambda m: (m.task.damage.value, m.task.document.genre.value))
    by_way = _group(done, lambda m: (m.task.damage.value, ALL))
    digits = format_table(
        ("way", *DIGIT_COLUMNS), ((way, *digit_cells(add_up(counts))) for (way, _), counts in by_way.items())
    )
    speed = sum(m.counts.syllables for m in done) / sum(m.seconds for m in done)
    tables = (_way_table("size", by_size | by_way), _way_table("genre", by_genre), digits)
    return "\n\n".join((*tables, f"{speed:,.0f} syllables a second in each process."))


def _way_table(name: str, groups: dict[tuple[str, ...], list[Counts]]) -> str:
    ways, names = [way.value for way in Damage], [*Size, *Genre, ALL]
    ordered = sorted(groups.items(), key=lambda item: (ways.index(item[0][0]), names.index(item[0][1])))
    rows = ((*group, str(len(counts)), *syllable_cells(add_up(counts))) for group, counts in ordered)
    return format_table(("way", name, *COLUMNS), rows)


def clean_table(measurements: Iterable[Measurement]) -> str:
    """How many syllables of undamaged text were changed, by genre and level."""
    done = [m for m in measurements if m.task.damage is Damage.CLEAN and not m.failure]
    if not done:
        return ""
    groups = _group(done, lambda m: (m.task.document.genre.value, m.task.level.value))
    groups |= _group(done, lambda m: (ALL, m.task.level.value))
    rows = (
        (
            *(genre, level, str(len(counts)), str(total.syllables), str(total.harmed)),
            *(f"{10000 * total.harm:.2f}", str(total.digit_reports)),
        )
        for (genre, level), counts in groups.items()
        for total in (add_up(counts),)
    )
    head = ("genre", "level", "documents", "syllables", "changed", "changed per 10,000", "digits reported")
    return format_table(head, rows)


def pair_table(pairs: Sequence[PairScore]) -> str:
    """The ready-made pairs, a row each."""
    head = ("pair", "letters lost", "restored", "right syllables changed", *COLUMNS[1:], *DIGIT_COLUMNS)
    rows = (
        (
            pair.name,
            str(pair.letters_lost),
            str(pair.letters_restored),
            str(pair.counts.harmed),
            *syllable_cells(pair.counts),
            *digit_cells(pair.counts),
        )
        for pair in pairs
    )
    return format_table(head, rows) if pairs else ""


def error_rows(measurements: Sequence[Measurement], pairs: Sequence[PairScore]) -> list[str]:
    """List errors as tab-separated lines with a head; of too many, an even draw in their order."""
    rows = [
        _error_row(m.task.damage.value, m.task.document.genre.value, m.task.document.name, error)
        for m in measurements
        for error in m.errors
    ]
    rows += [_error_row("pair", "", pair.name, error) for pair in pairs for error in pair.errors]
    if len(rows) > ERROR_LIMIT:
        rows = [rows[i] for i in sorted(Random(0).sample(range(len(rows)), ERROR_LIMIT))]
    return ["way\tgenre\tdocument\tdamaged\toutput\tgold\tcontext\toutcome", *rows]


def _error_row(way: str, genre: str, document: str, error: ReadingError) -> str:
    reading = error.reading
    cells = (way, genre, document, reading.damaged, reading.output, reading.gold, error.context)
    return "\t".join((*cells, reading.outcome.value))


def to_json(measurements: Iterable[Measurement], pairs: Iterable[PairScore]) -> dict[str, Any]:
    """Give the counts of every document and pair as plain data."""
    return {
        "documents": [
            {
                "way": m.task.damage.value,
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
                **asdict(p.counts),
            }
            for p in pairs
        ],
    }
