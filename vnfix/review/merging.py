"""The decisions of several readers on one text, joined; where they differ, nobody has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vnfix.correction import Correction, Kind
from vnfix.errors import InputError
from vnfix.messages import tr
from vnfix.review.records import Decisions, SavedDecision
from vnfix.review.spans import TakenSpans


@dataclass(frozen=True, slots=True)
class Conflict:
    """Readers who want different things at one place.

    `before` stands at `start` (code points); `wanted` has what each reader, by name,
    wants there.
    """

    start: int
    before: str
    wanted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What all readers together change, by offset, and where they differ; nothing is changed there."""

    corrections: tuple[Correction, ...]
    conflicts: tuple[Conflict, ...]


def merge_decisions(text: str, readers: Mapping[str, Decisions]) -> Merged:
    """Join the decisions of readers, by name, on `text`.

    An answer counts more than what was presumed.  Raises InputError where decisions do not fit the text.
    """
    answered = _entries({name: decisions.decided().values() for name, decisions in readers.items()})
    chosen, conflicts = _choose(text, answered)
    presumed = _entries({name: decisions.presumed for name, decisions in readers.items()})
    taken = TakenSpans(_span(item) for _, item in answered)
    rest, more = _choose(text, [entry for entry in presumed if taken.is_free(*_span(entry[1]))])
    corrections = sorted(
        (_correct(text, item) for item in [*chosen, *rest] if item.after != item.before),
        key=lambda item: (item.start, item.end),
    )
    return Merged(tuple(corrections), tuple(sorted([*conflicts, *more], key=lambda item: item.start)))


_Entry = tuple[str, SavedDecision]


def _entries(readers: Mapping[str, Iterable[SavedDecision]]) -> list[_Entry]:
    entries = [(name, item) for name, items in readers.items() for item in items]
    return sorted(entries, key=lambda entry: _span(entry[1]))


def _span(item: SavedDecision) -> tuple[int, int]:
    return item.offset, item.end


def _choose(text: str, entries: Sequence[_Entry]) -> tuple[list[SavedDecision], list[Conflict]]:
    """One decision for every group of those that overlap, or a conflict."""
    chosen: list[SavedDecision] = []
    conflicts: list[Conflict] = []
    at = 0
    while at < len(entries):
        start, end = _span(entries[at][1])
        stop = at + 1
        while stop < len(entries) and _touches(entries[stop][1], start, end):
            end = max(end, entries[stop][1].end)
            stop += 1
        group = entries[at:stop]
        wanted = _wanted(text, group, start, end)
        if len(set(wanted.values())) == 1:
            chosen += _first_of(group)
        else:
            conflicts.append(Conflict(start, text[start:end], tuple(wanted.items())))
        at = stop
    return chosen, conflicts


def _touches(item: SavedDecision, start: int, end: int) -> bool:
    return item.offset < end or _span(item) == (start, end)


def _wanted(text: str, group: Sequence[_Entry], start: int, end: int) -> dict[str, str]:
    """What each reader of a group wants to stand in its whole span."""
    wanted: dict[str, str] = {}
    for name in dict.fromkeys(name for name, _ in group):
        parts: list[str] = []
        done = start
        for reader, item in group:
            if reader == name and item.offset >= done:
                parts += (text[done : item.offset], item.after)
                done = item.end
        wanted[name] = "".join(parts) + text[done:end]
    return wanted


def _first_of(group: Sequence[_Entry]) -> list[SavedDecision]:
    """The decisions of the first reader of a group whose readers agree."""
    kept: list[SavedDecision] = []
    for name, item in group:
        if name == group[0][0] and (not kept or item.offset >= kept[-1].end):
            kept.append(item)
    return kept


def _correct(text: str, item: SavedDecision) -> Correction:
    if text[item.offset : item.end] != item.before:
        message = tr("{before!r} does not stand at character {offset} of the text").format(
            before=item.before, offset=item.offset
        )
        raise InputError(message)
    kind = item.subject if isinstance(item.subject, Kind) else Kind.LOST_LETTERS
    return Correction(item.offset, item.end, item.before, item.after, kind, item.confidence)
