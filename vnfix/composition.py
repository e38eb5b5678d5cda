"""One repair from two in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vnfix.correction import Correction, Repair, apply_corrections


@dataclass(frozen=True, slots=True)
class _Edit:
    """A correction with its span in the middle text, between the two repairs."""

    start: int
    end: int
    correction: Correction
    is_second: bool


def compose(first: Repair, second: Repair) -> Repair:
    """The repair that takes the first one's original to the second one's text.

    The second must be a repair of the first one's text.  Corrections that overlap become one; what
    the second one still suggests is carried back to offsets in the original.  Profile and lost digits
    are the first one's, which saw the whole damage.
    """
    edits = _edits(first.corrections) + [_Edit(c.start, c.end, c, True) for c in second.corrections]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    merged: list[Correction] = []
    at = 0
    while at < len(edits):
        end = edits[at].end
        stop = at + 1
        while stop < len(edits) and edits[stop].start < end:
            end = max(end, edits[stop].end)
            stop += 1
        merged.append(_merge(edits[at:stop], first, second))
        at = stop
    return replace(
        first,
        text=apply_corrections(first.original, merged),
        corrections=tuple(merged),
        suggestions=tuple(moved for item in second.suggestions if (moved := _move(item, first)) is not None),
    )


def _edits(corrections: Sequence[Correction]) -> list[_Edit]:
    out, shift = [], 0
    for item in corrections:
        start = item.start + shift
        out.append(_Edit(start, start + len(item.after), item, False))
        shift += len(item.after) - len(item.before)
    return out


def _back(offset: int, corrections: Sequence[Correction]) -> int:
    """The original offset of an offset in the repaired text that lies in no correction."""
    shift = 0
    for item in corrections:
        if item.start + shift + len(item.after) > offset:
            break
        shift += len(item.after) - len(item.before)
    return offset - shift


def _merge(edits: Sequence[_Edit], first: Repair, second: Repair) -> Correction:
    """One correction for edits that overlap."""
    if len(edits) == 1 and not edits[0].is_second:
        return edits[0].correction
    low, high = min(e.start for e in edits), max(e.end for e in edits)
    start, end = _back(low, first.corrections), _back(high, first.corrections)
    inside = [e.correction for e in edits if e.is_second]
    moved = [replace(c, start=c.start - low, end=c.end - low) for c in inside]
    after = apply_corrections(first.text[low:high], moved)
    last = inside[-1]
    return replace(last, start=start, end=end, before=first.original[start:end], after=after)


def _is_untouched(start: int, end: int, first: Repair) -> bool:
    return not any(e.start < end and start < e.end for e in _edits(first.corrections))


def _move(item: Correction, first: Repair) -> Correction | None:
    """A suggestion carried back, None where its text was not in the original."""
    if not _is_untouched(item.start, item.end, first):
        return None
    start = _back(item.start, first.corrections)
    return replace(item, start=start, end=start + len(item.before))
