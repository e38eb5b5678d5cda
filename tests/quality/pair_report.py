"""The tables of ready-made pairs and of real PDFs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tests.quality.pairs import PairScore
from tests.quality.real_pdf import PdfScore
from tests.quality.scoring import add_up, share
from tests.quality.tables import (
    CORRECTION_COLUMNS,
    DIGIT_COLUMNS,
    RECOVERY_COLUMNS,
    correction_cells,
    digit_cells,
    format_table,
    percent,
    recovery_cells,
)


def group_table(pairs: Sequence[PairScore]) -> str:
    """Ready-made pairs by group; `worse` counts those that the repair made worse by any measure."""
    groups: dict[str, list[PairScore]] = defaultdict(list)
    for pair in pairs:
        if not pair.failure and not pair.task.sample:
            groups[pair.task.group].append(pair)
    rows = (
        (
            *(group, str(len(scored))),
            *correction_cells(add_up(pair.counts for pair in scored)),
            str(sum(1 for pair in scored if pair.worse)),
        )
        for group, scored in groups.items()
    )
    return format_table(("group", "pairs", *CORRECTION_COLUMNS, "worse"), rows) if groups else ""


def pair_table(pairs: Sequence[PairScore]) -> str:
    """Every ready-made pair; `worse` names the measures by which the repair made it worse."""
    done = [pair for pair in pairs if not pair.failure and not pair.task.sample]
    rows = (
        (
            pair.name,
            *correction_cells(pair.counts),
            str(pair.counts.harmed),
            ", ".join(pair.worse) or "-",
        )
        for pair in done
    )
    return format_table(("pair", *CORRECTION_COLUMNS, "right changed", "worse"), rows) if done else ""


def lost_glyph_table(pairs: Sequence[PairScore]) -> str:
    """The sample report and the pairs with lost glyphs: letters and digits."""
    done = [pair for pair in pairs if not pair.failure and pair.task.lost_glyphs]
    rows = (
        (
            pair.name,
            str(pair.letters_lost),
            str(pair.letters_restored),
            str(pair.counts.harmed),
            *recovery_cells(pair.counts),
            *digit_cells(pair.counts),
        )
        for pair in done
    )
    head = ("pair", "letters lost", "restored", "right syllables changed", *RECOVERY_COLUMNS, *DIGIT_COLUMNS)
    return format_table(head, rows) if done else ""


def real_pdf_table(pdfs: Sequence[PdfScore]) -> str:
    """Real PDFs with blanks inside syllables: every document, and the sum of each file."""
    files: dict[str, list[PdfScore]] = defaultdict(list)
    for pdf in pdfs:
        if not pdf.failure:
            files[pdf.document.file].append(pdf)
    rows = [
        row
        for file, scored in files.items()
        for row in (
            *(_real_pdf_row(file, pdf.document.name, [pdf]) for pdf in scored if len(scored) > 1),
            _real_pdf_row(file, "all", scored),
        )
    ]
    head = ("file", "document", "paragraphs", "split words", "joined %", *CORRECTION_COLUMNS)
    return format_table((*head, "right changed"), rows) if rows else ""


def _real_pdf_row(file: str, name: str, scored: Sequence[PdfScore]) -> tuple[str, ...]:
    split, joined = sum(pdf.split_words for pdf in scored), sum(pdf.joined for pdf in scored)
    counts = add_up(pdf.counts for pdf in scored)
    return (
        file,
        name,
        str(sum(pdf.document.paragraphs for pdf in scored)),
        str(split),
        percent(share(joined, split)) if split else "-",
        *correction_cells(counts),
        str(counts.harmed),
    )
