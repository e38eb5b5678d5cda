"""A document as pieces that are written back on their own: the runs of a page of Word, the words of a scan.

Start with `SegmentedText`.  The texts of all segments are joined and repaired as one text, so that the
damage is learned from the whole document; then each edit is brought back to the segments under it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from vnfix.messages import tr
from vnfix.render.edits import Edit

# What an edit may not move or take away where it spans segments: the file has these as its structure.
_HARD = re.compile(r"[\n\r\t\x0b\x0c]")


class Segment(NamedTuple):
    """One piece of text; `gap` is what stands before it in the joined text, and in no segment."""

    text: str
    gap: str = ""


class _Owned(NamedTuple):
    """A character after an edit, and the segment that it goes to."""

    char: str
    owner: int
    is_gap: bool


class SegmentedText:
    """The joined text of segments, and the way back.

    >>> words = SegmentedText([Segment("c"), Segment("ơ", " "), Segment("quan", " ")])
    >>> words.text, words.rewrite([Edit(0, 3, "cơ")])
    ('c ơ quan', {0: 'cơ', 1: ''})
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        # Segments with nothing between them are parts of the same box: a word may lie across them.
        self._boxes: list[int] = []
        parts: list[str] = []
        at = box = 0
        for text, gap in segments:
            at += len(gap)
            box += bool(gap)
            self._starts.append(at)
            self._boxes.append(box)
            at += len(text)
            self._ends.append(at)
            parts += (gap, text)
        self.text = "".join(parts)

    def can_hold(self, edit: Edit) -> bool:
        """Tell whether an edit has a place in the segments."""
        return self._spread(edit) is not None

    def rewrite(self, edits: Sequence[Edit]) -> dict[int, str]:
        """Give the new texts of the segments that `edits` (ordered, without overlap) change, by number.

        Raises ValueError for an edit without a place.
        """
        changes: dict[int, list[Edit]] = {}
        for edit in edits:
            spread = self._spread(edit)
            if spread is None:
                message = tr("no place for {text!r} at {start}").format(text=edit.after, start=edit.start)
                raise ValueError(message)
            for number, part in spread:
                changes.setdefault(number, []).append(part)
        return {number: self._apply(number, parts) for number, parts in changes.items()}

    def _apply(self, number: int, edits: Sequence[Edit]) -> str:
        done, end = self._starts[number], self._ends[number]
        parts: list[str] = []
        for edit in edits:
            parts += (self.text[done : edit.start], edit.after)
            done = edit.end
        return "".join((*parts, self.text[done:end]))

    def _spread(self, edit: Edit) -> list[tuple[int, Edit]] | None:
        """Cut an edit at the ends of segments; None where it has no place."""
        found = self._find(edit)
        if not found:
            return None
        if len(found) == 1:
            (number,) = found
            if self._starts[number] <= edit.start and edit.end <= self._ends[number]:
                return [(number, edit)]
        before = self.text[edit.start : edit.end]
        if _HARD.findall(before) != _HARD.findall(edit.after):
            return None
        texts = dict.fromkeys(found, "")
        last, gap = found[0], ""
        for char, owner, is_gap in self._align(edit, before, found[0]):
            if is_gap:
                gap = char
                continue
            # What was before and after the gap came to one side of it: they stay apart all the same.
            is_apart = bool(gap) and self._boxes[owner] == self._boxes[last]
            texts[owner] += gap + char if is_apart else char
            last, gap = owner, ""
        parts = ((number, self._limit(edit, number, text)) for number, text in texts.items())
        return [(number, part) for number, part in parts if self.text[part.start : part.end] != part.after]

    def _limit(self, edit: Edit, number: int, after: str) -> Edit:
        start = max(edit.start, self._starts[number])
        return Edit(start, max(start, min(edit.end, self._ends[number])), after)

    def _find(self, edit: Edit) -> range:
        """The segments that an edit touches; for an insertion the one that it stands in or ends."""
        if edit.end > edit.start:
            return range(bisect_right(self._ends, edit.start), bisect_left(self._starts, edit.end))
        at = bisect_left(self._ends, edit.start)
        touches = at < len(self._ends) and self._starts[at] <= edit.start
        return range(at, at + touches)

    def _owner(self, offset: int) -> int | None:
        at = bisect_right(self._ends, offset)
        return at if at < len(self._starts) and self._starts[at] <= offset else None

    def _align(self, edit: Edit, before: str, first: int) -> Iterator[_Owned]:
        """Give each character after an edit its segment, line by line."""
        owner, start = first, edit.start
        olds, news = _HARD.split(before), _HARD.split(edit.after)
        for old, new in zip(olds, news, strict=True):
            for item in self._gather_words(self._align_line(start, old, new, owner)):
                yield item
                owner = item.owner
            start += len(old)
            if start < edit.end:
                found = self._owner(start)
                yield _Owned(self.text[start], owner if found is None else found, found is None)
                owner = owner if found is None else found
            start += 1

    def _align_line(self, start: int, old: str, new: str, owner: int) -> Iterator[_Owned]:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                for at in range(i1, i2):
                    found = self._owner(start + at)
                    owner = owner if found is None else found
                    yield _Owned(old[at], owner, found is None)
            else:
                owners = [self._owner(start + at) for at in range(i1, i2)]
                owner = next((found for found in owners if found is not None), owner)
                for char in new[j1:j2]:
                    yield _Owned(char, owner, False)

    def _gather_words(self, line: Iterable[_Owned]) -> Iterator[_Owned]:
        """Bring a word that now lies across boxes into the first of them."""
        home: int | None = None
        for item in line:
            if item.char.isspace():
                home = None
                yield item
                continue
            home = item.owner if home is None else home
            same = self._boxes[item.owner] == self._boxes[home]
            yield item if same else item._replace(owner=home)
