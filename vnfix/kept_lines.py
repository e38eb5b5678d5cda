"""Corrections that keep the lines of a text where a word was broken over a line end.

The whole word goes to the first of the two lines, with the signs that touch it, and the line end stays
behind it: that is how proofreaders put broken words right, and what stands before the word does not move.
Only where nothing would be left of the second line does the word go there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from vnfix.correction import Candidate, Correction
from vnfix.ignoring import Spans, is_ignored
from vnfix.line_breaks import BLANK, HYPHENS, NEWLINES
from vnfix.selection import Selection

# Few texts have such a word: compiled when first asked, which Python remembers, for all three take 2 ms.
_BREAK = rf"[{re.escape(''.join(sorted(HYPHENS)))}]?({BLANK}*[{NEWLINES}]\s*)"
_REST = rf"(\S*)({BLANK}+)(?=\S)"
_START = rf"(?<=\S)({BLANK}+)(\S*)\Z"
# The longest word with its signs, and the blanks beside it.
_WIDEST = 80


def keep_lines(text: str, chosen: Selection, ignored: Spans) -> Selection:
    """Widen what takes a line end out of `text`, so that it puts it back beside the word.

    Corrections that a wider one then overlaps are left out (another pass finds them), and so is what cannot
    be put right without taking a line away or touching `ignored`.
    """
    widened = list(_widen(text, chosen.corrections, ignored))
    joins = [item for item in widened if _has_break(item.before)]
    corrections: list[Correction] = []
    for item in widened:
        done = corrections[-1].end if corrections else 0
        is_free = _has_break(item.before) or not any(_overlaps(item, join) for join in joins)
        if item.start >= done and is_free:
            corrections.append(item)
    suggestions = [
        item
        for item in _widen(text, chosen.suggestions, ignored)
        if not any(_overlaps(item, join) for join in joins)
    ]
    return Selection(tuple(corrections), tuple(suggestions))


def _widen(text: str, items: Iterable[Correction], ignored: Spans) -> Iterator[Correction]:
    kept = []
    for item in items:
        if not _has_break(item.before) or _has_break(item.after):
            kept.append(item)
            continue
        wider = move_line_end(text, item)
        if wider is not None and not is_ignored(ignored, wider.start, wider.end):
            kept.append(wider)
    return iter(sorted(kept, key=lambda item: (item.start, item.end)))


def move_line_end(text: str, item: Correction) -> Correction | None:
    r"""Give the correction that makes a broken word whole and keeps the line end; None where there is none.

    >>> from vnfix.correction import Kind
    >>> text = "có quy-\nền, lợi"
    >>> found = move_line_end(text, Correction(3, 10, "quy-\nền", "quyền", Kind.SPACING, 1.0))
    >>> found.before, found.after
    ('quy-\nền, ', 'quyền,\n')
    """
    found = re.search(_BREAK, item.before)
    if found is None:
        return None
    rest = re.compile(_REST).match(text, item.end, item.end + _WIDEST)
    if rest is not None:
        return _enclose(text, item, item.start, rest.end(), ("", rest[1] + found[1]))
    low = max(0, item.start - _WIDEST)
    start = re.search(_START, text[low : item.start])
    if start is not None:
        return _enclose(text, item, low + start.start(), item.end, (found[1] + start[2], ""))
    return None


def _enclose(text: str, item: Correction, start: int, end: int, around: tuple[str, str]) -> Correction:
    def read(candidate: Candidate) -> Candidate:
        if _has_break(candidate.text):
            return replace(candidate, text=text[start : item.start] + candidate.text + text[item.end : end])
        return replace(candidate, text=around[0] + candidate.text + around[1])

    return replace(
        item,
        start=start,
        end=end,
        before=text[start:end],
        after=around[0] + item.after + around[1],
        candidates=tuple(map(read, item.candidates)),
    )


def _has_break(text: str) -> bool:
    return any(char in NEWLINES for char in text)


def _overlaps(one: Correction, other: Correction) -> bool:
    return one is not other and one.start < other.end and other.start < one.end
