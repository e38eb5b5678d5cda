"""The damage profile of a document as a report: what was lost, what stands for it, and where.

`describe_document` gives the facts as JSON values; `format_report` writes them as plain text,
and `build_table` puts the letters into a rich table for terminals.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from vnfix.correction import Repair
from vnfix.messages import mark, tr, tr_count
from vnfix.profile import Way
from vnfix.render.findings import format_lost_digit
from vnfix.render.positions import LineIndex
from vnfix.render.visible import escape_controls

if TYPE_CHECKING:
    from rich.table import Table

_WAYS = {
    Way.BLANK: mark("a blank stands for each lost letter"),
    Way.COLLAPSED: mark("a blank stands for lost letters; runs of blanks were shrunk to one"),
    Way.NOTHING: mark("lost letters left no trace"),
    Way.MARK: mark("a mark stands for each lost letter"),
}


def has_damage(repair: Repair) -> bool:
    """Tell whether anything was found: a loss, a mark, a lost digit or a suggestion."""
    found = repair.corrections or repair.suggestions or repair.lost_digits
    return bool(found) or not repair.profile.is_clean


def join_ranges(numbers: Iterable[int], blank: Container[int] = ()) -> str:
    """Write ordered numbers as ranges, which the numbers in `blank` do not interrupt.

    >>> join_ranges([1, 2, 3, 7, 9, 10]), join_ranges([1, 3, 5, 9], blank={2, 4, 6})
    ('1-3, 7, 9-10', '1-5, 9')
    """
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and all(between in blank for between in range(ranges[-1][1] + 1, number)):
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ", ".join(str(one) if one == last else f"{one}-{last}" for one, last in ranges)


def name_mark(mark: str) -> str:
    r"""Name a mark so that one that cannot be printed is told from others.

    >>> name_mark("(cid:44)"), name_mark("\ufffd"), name_mark("\uf0a7")
    ('(cid:44)', '\ufffd (U+FFFD)', 'U+F0A7')
    """
    if len(mark) != 1:
        return escape_controls(mark)
    code = f"U+{ord(mark):04X}"
    if mark.isascii() and mark.isprintable():
        return mark
    return f"{mark} ({code})" if mark.isprintable() else code


def describe_document(repair: Repair, name: str) -> dict[str, object]:
    """Give the profile as JSON values (docs/usage.md lists the fields)."""
    profile, index = repair.profile, LineIndex(repair.original)
    return {
        "file": name,
        "damaged": has_damage(repair),
        "lines": index.line_count,
        "damaged_lines": list(profile.damaged_lines),
        "ways": [str(way) for way in profile.ways],
        "losses": [
            {
                "letter": one.letter,
                "lost": round(one.lost, 3),
                "intact": one.intact,
                "rate": round(one.rate, 4),
            }
            for one in profile.losses
        ],
        "marks": [
            {
                "mark": one.mark,
                "letter": one.letter,
                "places": one.places,
                "confidence": round(one.confidence, 4),
            }
            for one in profile.marks
        ],
        "corrections": len(repair.corrections),
        "suggestions": len(repair.suggestions),
        "lost_digits": [
            {
                "line": index.place(one.start).line,
                "column": index.place(one.start).column,
                "number": one.number,
                "confidence": round(one.confidence, 4),
            }
            for one in repair.lost_digits
        ],
    }


def format_report(repair: Repair, name: str, *, letters: bool = True) -> Iterator[str]:
    """Give the report line by line; `letters` false leaves out the list that a table shows."""
    profile, index = repair.profile, LineIndex(repair.original)
    if not has_damage(repair):
        yield tr("{name}: no damage found ({count})").format(
            name=name, count=tr_count("{count} line", "{count} lines", index.line_count)
        )
        return
    counts = [
        tr_count("{count} correction", "{count} corrections", len(repair.corrections)),
        tr_count("{count} suggestion", "{count} suggestions", len(repair.suggestions)),
        tr_count("{count} lost digit", "{count} lost digits", len(repair.lost_digits)),
    ]
    yield f"{name}: {', '.join(counts)}"
    for way in profile.ways:
        yield tr("  how: {way}").format(way=tr(_WAYS[way]))
    yield from _format_lines(profile.damaged_lines, repair.original)
    if letters and profile.losses:
        yield tr("  letters lost (how often, how often intact):")
        for loss in profile.losses:
            yield tr("    {letter}  {lost:7.1f} lost  {intact:7d} intact  {rate:6.1%}").format(
                letter=loss.letter, lost=loss.lost, intact=loss.intact, rate=loss.rate
            )
    if profile.marks:
        yield tr("  marks and what they stand for:")
    for one in profile.marks:
        meaning = (
            tr("{letter} (confidence {confidence:.2f})").format(letter=one.letter, confidence=one.confidence)
            if one.letter
            else tr("not settled")
        )
        places = tr_count("{count} place", "{count} places", one.places)
        yield f"    {name_mark(one.mark)} -> {meaning}, {places}"
    if repair.lost_digits:
        yield tr("  digits lost, which only a person or the source can restore:")
    for digit in repair.lost_digits:
        yield f"    {format_lost_digit(digit, index, name)}"


def build_table(repair: Repair) -> Table:
    """Put the letters lost into a table for the terminal."""
    from rich.table import Table

    table = Table(box=None, pad_edge=True, header_style="bold")
    table.add_column(tr("letter"))
    for title in (tr("lost"), tr("intact"), tr("share lost")):
        table.add_column(title, justify="right")
    for loss in repair.profile.losses:
        table.add_row(loss.letter, f"{loss.lost:.1f}", str(loss.intact), f"{loss.rate:.1%}")
    return table


def _format_lines(damaged: tuple[int, ...], text: str) -> Iterator[str]:
    if not damaged:
        return
    lines = text.split("\n")
    blank = {number for number, line in enumerate(lines, start=1) if not line.strip()}
    filled = len(lines) - len(blank)
    intact = filled - sum(number not in blank for number in damaged)
    share = (
        tr("{intact} of {filled} lines with text are intact").format(intact=intact, filled=filled)
        if intact > 0
        else tr("no line is intact")
    )
    where = (
        tr("  where: line {lines}; {share}") if len(damaged) == 1 else tr("  where: lines {lines}; {share}")
    )
    yield where.format(lines=join_ranges(damaged, blank), share=share)
