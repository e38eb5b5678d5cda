r"""Scoring the text of real PDFs, with blanks inside syllables, against the clean text.

The files are tab-separated: damaged and clean text of a paragraph are the last two columns, with
line ends written as `\n`; a first column before them, if there is one, names the document.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.quality.measuring import ReadingError, list_errors, repair_checked
from tests.quality.scoring import Counts, Score, score
from vnfix import Level


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """The paragraphs of one document, joined; `file` is the name of the table that they stand in."""

    file: str
    name: str
    paragraphs: int
    damaged: str
    gold: str
    level: Level


@dataclass(frozen=True, slots=True)
class PdfScore:
    """The scores of one document: of `split_words` syllables with a blank inside, `joined` are whole.

    `failure` is a traceback, or empty.
    """

    document: PdfDocument
    counts: Counts
    split_words: int
    joined: int
    errors: tuple[ReadingError, ...]
    failure: str = ""


def read_real_pdf(path: Path, level: Level) -> Iterator[PdfDocument]:
    """Read the documents of a table; without names, all of it is one document.

    Raises ValueError when a line has fewer than two columns.
    """
    documents: dict[str, list[tuple[str, str]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line:
            continue
        cells = [cell.replace("\\n", "\n") for cell in line.split("\t")]
        if len(cells) < 2:
            message = f"{path}:{number} has no two columns"
            raise ValueError(message)
        name = cells[0] if len(cells) > 2 else path.stem
        documents.setdefault(name, []).append((cells[-2], cells[-1]))
    for name, rows in documents.items():
        damaged, gold = ("\n".join(row[side] for row in rows) + "\n" for side in (0, 1))
        yield PdfDocument(path.stem, name, len(rows), damaged, gold, level)


def score_real_pdf(document: PdfDocument) -> PdfScore:
    """Repair and score one document as a whole; a crash of the repair is kept as a failure."""
    try:
        repair = repair_checked(document.damaged, document.level)
    except Exception:
        return PdfScore(document, Counts(), 0, 0, (), traceback.format_exc())
    scored = score(document.damaged, repair.text, document.gold)
    return PdfScore(document, scored.counts, *count_joined(scored), tuple(list_errors(scored)))


def count_joined(scored: Score) -> tuple[int, int]:
    """Count the syllables with a blank inside that were right otherwise, and those of them that are whole.

    >>> count_joined(score("quy ền và tài s ản", "quyền và tài s ản", "quyền và tài sản"))
    (2, 1)
    """
    split = [r for r in scored.readings if " " in r.damaged and r.damaged.replace(" ", "") == r.gold]
    return len(split), sum(1 for reading in split if reading.output == reading.gold)
