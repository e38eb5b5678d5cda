"""One repair from two in a row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vnfix.correction import Correction, Kind, Repair, apply_corrections


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Edit:
    """A correction with its span in the middle text, between the two repairs."""

    start: int
    end: int
    correction: Correction
    is_second: bool


class _Track:
    """Where the first repair's corrections lie in its text, to get from there back to its original."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self.edits: list[_Edit] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._shifts = [0]
        for item in corrections:
            start = item.start + self._shifts[-1]
            end = start + len(item.after)
            self.edits.append(_Edit(start, end, item, False))
            self._starts.append(start)
            self._ends.append(end)
            self._shifts.append(self._shifts[-1] + len(item.after) - len(item.before))

    def back(self, offset: int) -> int:
        """The original offset of an offset that lies in no correction."""
        return offset - self._shifts[bisect_right(self._ends, offset)]

    def is_untouched(self, start: int, end: int) -> bool:
        """Tell whether no correction lies in a span."""
        place = bisect_right(self._ends, start)
        return place == len(self._starts) or self._starts[place] >= end


def chain(
    original: str, first: Sequence[Correction], middle: str, second: Sequence[Correction]
) -> tuple[Correction, ...]:
    """The corrections that do to `original` what `first` and, on its result `middle`, `second` do.

    Corrections that overlap become one, as sure as the least sure of them: all must be right.
    """
    track = _Track(first)
    merged = _chain(original, track, middle, second)
    doubts = {item.start: item.confidence for item in first}
    starts = sorted(doubts)
    out = []
    for item in merged:
        inside = starts[bisect_left(starts, item.start) : bisect_left(starts, max(item.end, item.start + 1))]
        least = min([item.confidence, *(doubts[start] for start in inside)])
        out.append(item if least == item.confidence else replace(item, confidence=least))
    return tuple(out)


def compose(first: Repair, second: Repair) -> Repair:
    """The repair that takes the first one's original to the second one's text.

    The second must be a repair of the first one's text.  Corrections that overlap become one; what
    the second one still suggests is carried back to offsets in the original.  Profile and lost digits
    are the first one's, which saw the whole damage.
    """
    track = _Track(first.corrections)
    merged = _chain(first.original, track, first.text, second.corrections)
    return replace(
        first,
        text=apply_corrections(first.original, merged),
        corrections=merged,
        suggestions=tuple(
            replace(item, start=track.back(item.start), end=track.back(item.start) + len(item.before))
            for item in second.suggestions
            if track.is_untouched(item.start, item.end)
        ),
    )


def precede(
    original: str, fixes: Sequence[Correction], suggestions: Sequence[Correction], later: Repair
) -> Repair:
    """The repair that makes `fixes` on `original` and then does what `later` does on the result.

    `suggestions` are of `original`.  Profile and lost digits are those of `later`.
    """
    track = _Track(fixes)
    merged = _chain(original, track, later.original, later.corrections)
    carried = [
        replace(item, start=track.back(item.start), end=track.back(item.start) + len(item.before))
        for item in later.suggestions
        if track.is_untouched(item.start, item.end)
    ]
    return replace(
        later,
        original=original,
        corrections=merged,
        suggestions=tuple(sorted([*suggestions, *carried], key=lambda item: (item.start, item.end))),
        lost_digits=tuple(
            replace(digit, start=track.back(digit.start), end=track.back(digit.end))
            for digit in later.lost_digits
            if track.is_untouched(digit.start, digit.end)
        ),
    )


def _chain(original: str, track: _Track, middle: str, second: Sequence[Correction]) -> tuple[Correction, ...]:
    edits = track.edits + [_Edit(c.start, c.end, c, True) for c in second]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    merged: list[Correction] = []
    at = 0
    while at < len(edits):
        end = edits[at].end
        stop = at + 1
        while stop < len(edits) and edits[stop].start < end:
            end = max(end, edits[stop].end)
            stop += 1
        merged.append(_merge(edits[at:stop], original, middle, track))
        at = stop
    return tuple(merged)


def _merge(edits: Sequence[_Edit], original: str, middle: str, track: _Track) -> Correction:
    """One correction for edits that overlap."""
    if len(edits) == 1 and not edits[0].is_second:
        return edits[0].correction
    low, high = min(e.start for e in edits), max(e.end for e in edits)
    start, end = track.back(low), track.back(high)
    inside = [e.correction for e in edits if e.is_second]
    moved = [replace(c, start=c.start - low, end=c.end - low) for c in inside]
    after = apply_corrections(middle[low:high], moved)
    main = inside[-1]
    firsts = [e.correction for e in edits if not e.is_second]
    if main.kind is Kind.LINE_ENDS and firsts:
        # What made the word whole says more than that its line was then joined with the next.
        main = replace(firsts[-1], candidates=())
    return replace(main, start=start, end=end, before=original[start:end], after=after)
