"""A list of what is wrong after the repair, with a guess at the cause, for a person to read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from random import Random

from tests.quality.measuring import Measurement, ReadingError
from tests.quality.pairs import PairScore
from tests.quality.real_pdf import PdfScore
from tests.quality.scoring import Outcome, SyllableReading
from vnfix.letters import unaccented
from vnfix.syllable import is_possible

ERROR_LIMIT = 2000
HEAD = "way\tgenre\tdocument\tdamaged\toutput\tgold\tcontext\toutcome\tcause"


class Cause(StrEnum):
    """Why a syllable is wrong after the repair, as far as the readings tell."""

    HARM = "harm"
    """It was right before."""
    WRONG_CASE = "wrong case"
    """Changed to the right letters in the wrong case."""
    WRONG_CHANGE = "wrong change"
    """Changed to something else."""
    NUMBER = "number"
    GONE = "gone without a trace"
    SPLIT = "split word left"
    """With a blank, a hyphen or a line end inside."""
    GLUED = "glued word left"
    ODD_WORD = "odd word left"
    """The right word is no possible Vietnamese syllable: a foreign name, an abbreviation."""
    REAL_WORD = "real-word error left"
    """What stands there is a possible syllable too."""
    NON_WORD = "non-word left"


def guess_cause(reading: SyllableReading) -> Cause:
    """Guess why a syllable is wrong after the repair.

    >>> guess_cause(SyllableReading(0, 5, "quy ền", "quy ền", "quyền"))
    <Cause.SPLIT: 'split word left'>
    >>> guess_cause(SyllableReading(0, 3, "cùa", "cùa", "của"))
    <Cause.REAL_WORD: 'real-word error left'>
    """
    damaged, output, gold = reading.damaged, reading.output, reading.gold
    if reading.outcome is Outcome.HARMED:
        return Cause.HARM
    if reading.outcome is Outcome.MISCORRECTED:
        return Cause.WRONG_CASE if output.casefold() == gold.casefold() else Cause.WRONG_CHANGE
    if any(character.isdigit() for character in gold):
        return Cause.NUMBER
    if not damaged:
        return Cause.GONE
    bare, bare_gold = (unaccented(text).casefold() for text in (damaged, gold))
    if bare != bare_gold and re.sub(r"[\s\u00ad-]+", "", bare) == bare_gold:
        return Cause.SPLIT
    if " " not in bare and bare != bare_gold and (bare.startswith(bare_gold) or bare.endswith(bare_gold)):
        rest = bare.removeprefix(bare_gold) if bare.startswith(bare_gold) else bare.removesuffix(bare_gold)
        if is_possible(rest):
            return Cause.GLUED
    if not is_possible(gold.lower()):
        return Cause.ODD_WORD
    words = damaged.lower().split()
    return Cause.REAL_WORD if all(map(is_possible, words)) else Cause.NON_WORD


def error_rows(
    measurements: Sequence[Measurement],
    pairs: Sequence[PairScore],
    pdfs: Sequence[PdfScore] = (),
    limit: int = ERROR_LIMIT,
) -> list[str]:
    """List errors as tab-separated lines with a head.

    Of too many, every way and group of pairs gets the same share, drawn evenly from its documents.
    """
    by_way: dict[str, list[str]] = defaultdict(list)
    for way, row in _all_rows(measurements, pairs, pdfs):
        by_way[way].append(row)
    listed: list[str] = []
    left, random = limit, Random(0)
    for number, rows in enumerate(sorted(by_way.values(), key=len)):
        share = min(len(rows), left // (len(by_way) - number))
        listed += (rows[i] for i in sorted(random.sample(range(len(rows)), share)))
        left -= share
    return [HEAD, *listed]


def _all_rows(
    measurements: Sequence[Measurement], pairs: Sequence[PairScore], pdfs: Sequence[PdfScore]
) -> Iterator[tuple[str, str]]:
    for m in measurements:
        way, document = m.task.way.name, m.task.document
        for error in m.errors:
            yield way, _error_row(way, document.genre.value, document.name, error)
    for pair in pairs:
        for error in pair.errors:
            yield pair.task.group, _error_row(pair.task.group, "", pair.name, error)
    for pdf in pdfs:
        for error in pdf.errors:
            yield "real-pdf", _error_row("real-pdf", "", pdf.document.name, error)


def _error_row(way: str, genre: str, document: str, error: ReadingError) -> str:
    reading = error.reading
    cells = (way, genre, document, reading.damaged, reading.output, reading.gold, error.context)
    return "\t".join((*cells, reading.outcome.value, guess_cause(reading).value))
