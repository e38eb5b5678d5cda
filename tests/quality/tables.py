"""Markdown tables, and the columns that several of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.quality.scoring import Counts, share

RECOVERY_COLUMNS = (
    "syllables",
    "damaged %",
    "recovered %",
    "precision %",
    "harm %",
    "CER % before",
    "CER % after",
)
DIGIT_COLUMNS = ("digits lost", "reported %", "reports that are false %", "invented")
CORRECTION_COLUMNS = (
    "syllables",
    "wrong %",
    "put right %",
    "precision %",
    "harm %",
    "accuracy % before",
    "accuracy % after",
    "CER % before",
    "CER % after",
    "WER % before",
    "WER % after",
)


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


def recovery_cells(counts: Counts) -> tuple[str, ...]:
    """Fill `RECOVERY_COLUMNS`."""
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


def correction_cells(counts: Counts) -> tuple[str, ...]:
    """Fill `CORRECTION_COLUMNS`; a dash where nothing was wrong, or nothing changed."""
    changed = counts.restored + counts.harmed + counts.miscorrected
    return (
        str(counts.syllables),
        percent(share(counts.damaged, counts.syllables), 1),
        percent(counts.recall) if counts.damaged else "-",
        percent(counts.precision) if changed else "-",
        percent(counts.harm, 3),
        percent(counts.accuracy_before),
        percent(counts.accuracy_after),
        percent(counts.cer_before),
        percent(counts.cer_after),
        percent(counts.wer_before),
        percent(counts.wer_after),
    )
