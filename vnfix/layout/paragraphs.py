"""Which line ends stand within paragraphs: those that a page made, not the author.

A line goes on in the next where it is about as long as the lines of the text get, and the next one does not
begin something new.  Doubtful line ends stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from vnfix.correction import Correction, Kind
from vnfix.layout.lines import Line, cut_lines
from vnfix.line_breaks import HYPHENS
from vnfix.messages import tr

# Narrower lines are verse, lists, captions; wider ones are whole paragraphs already.
_NARROWEST, _WIDEST = 40, 160
# The width of a text is that of its lines but for the longest few.
_WIDTH_RANK = 0.9
# Of the lines of running text at least so many begin with a small letter (three in four do in prose, one in
# two where names are many); where fewer do, it is verse, or each line is a paragraph.
_SMALL_SHARE = 0.3
_ENOUGH_LINES = 4
# The share of the width that a line fills, if it goes on: with a small letter; else, its first word
# included, where no sentence ends, and where one does.
_GOES_ON = 0.6
_FILLED = 0.85
_FULL = 0.97
# Where more of the short lines that end a sentence are followed by one that could go on, nothing marks the
# paragraphs.  A full line that ends a sentence then ends a paragraph about as often as not, and stays: of
# re-wrapped held-out text 1.6 in 100 paragraphs are joined with the next, and would be 7.
_UNMARKED = 0.2
# A line indented by more is centred.
_DEEPEST = 12


def find_line_joins(text: str) -> list[Correction]:
    r"""Give the corrections that make one line of each paragraph.

    Empty lines, items of lists, headings, tables, verse, indented blocks and speeches stay apart.  A hyphen
    at a line end stays, with nothing behind it.

    >>> text = "Các cơ quan phối hợp rà soát, thống kê số\nliệu."
    >>> [(item.start, item.before, item.after) for item in find_line_joins(text)]
    [(41, '\n', ' ')]
    """
    lines = list(cut_lines(text))
    width = _find_width(lines)
    if not _NARROWEST <= width <= _WIDEST:
        return []
    indents = Counter(line.indent for line in lines if line.is_prose)
    margin = indents.most_common(1)[0][0] if indents else 0
    followers = [after for before, after in pairwise(lines) if before.text and after.text]
    if not _is_running(followers):
        return []
    page = _Page(width, margin, _marks_paragraphs(lines, width, margin))
    found = []
    for block in _cut_blocks(lines):
        is_running = len(block) <= _ENOUGH_LINES or _is_running(block[1:])
        for before, after in pairwise(block):
            if (is_running or after.begins_small) and _goes_on(before, after, page):
                found.append(_join(text, before, after))
    return found


def _find_width(lines: Sequence[Line]) -> int:
    widths = sorted(line.width for line in lines if line.is_prose)
    return widths[int(_WIDTH_RANK * (len(widths) - 1) + 0.5)] if widths else 0


def _is_running(lines: Sequence[Line]) -> bool:
    return sum(line.begins_small for line in lines) >= max(1, _SMALL_SHARE * len(lines))


def _cut_blocks(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The runs of lines without an empty one between them."""
    block: list[Line] = []
    for line in lines:
        if line.text:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


class _Page(NamedTuple):
    """Width and margin of a text, in characters; whether empty lines or indents mark its paragraphs."""

    width: int
    margin: int
    marks_paragraphs: bool


def _marks_paragraphs(lines: Sequence[Line], width: int, margin: int) -> bool:
    ends = unmarked = 0
    for before, after in pairwise(lines):
        if before.is_prose and before.ends_sentence and before.width < _FILLED * width:
            ends += 1
            unmarked += _may_follow(after, margin)
    return unmarked <= _UNMARKED * ends


def _may_follow(line: Line, margin: int) -> bool:
    return line.is_prose and not line.is_item and line.indent == margin


def _goes_on(before: Line, after: Line, page: _Page) -> bool:
    if not before.is_prose or before.indent > page.margin + _DEEPEST or not _may_follow(after, page.margin):
        return False
    filled = before.width + 1 + len(after.text.split(maxsplit=1)[0])
    if before.is_article or before.ends_sentence:
        is_open = after.begins_small or page.marks_paragraphs or before.is_article
        return is_open and filled > _FULL * page.width
    if after.begins_small:
        return before.width >= _GOES_ON * page.width
    return filled > _FILLED * page.width


def _join(text: str, before: Line, after: Line) -> Correction:
    is_joint = before.text[-1] in HYPHENS and before.text[-2:-1].isalnum() and after.text[0].isalnum()
    gap = text[before.end : after.start]
    reason = tr("the line ends where the page did, not the paragraph")
    return Correction(before.end, after.start, gap, "" if is_joint else " ", Kind.LINE_ENDS, 1.0, (), reason)
