"""What differs between a word as it was written and as it is read, as edits of few letters."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import cast

from vnfix.confusions import Edit

# Stretches that are remembered, at about 200 bytes each.
_MOST_REMEMBERED = 100_000
_Pair = tuple[str, str]


def find_edits(written: str, read: str, known: Container[Edit]) -> tuple[Edit, ...]:
    """Find the edits that turn `written` into `read`, both in small letters.

    A stretch that `known` has as one edit (`m` read as `rn`) is one; otherwise letters are set against
    letters, and what is left over was lost or put in.

    >>> find_edits("tổ", "tố", ()), find_edits("làm", "larn", {Edit("m", "rn")})
    ((Edit(written='ổ', read='ố'),), (Edit(written='à', read='a'), Edit(written='m', read='rn')))
    >>> find_edits("chức", "chite", {Edit("ứ", "it"), Edit("ức", "ite")})
    (Edit(written='ức', read='ite'),)
    """
    return EditFinder(known).find(written, read)


class EditFinder:
    """Finds edits with one set of known ones, and remembers what it made of each stretch.

    Words are many, but the stretches in which they differ are few: nine in ten have been met before.
    """

    def __init__(self, known: Container[Edit]) -> None:
        self._known = known
        self._found: dict[tuple[str, str], tuple[Edit, ...]] = {}
        self._edits: dict[_Pair, Edit] = {}

    def find(self, written: str, read: str) -> tuple[Edit, ...]:
        """Find the edits that turn `written` into `read`; see `find_edits`."""
        # Imported late: a short text has no misread word, and rapidfuzz takes 6 ms of the start-up.
        from rapidfuzz.distance import Postfix, Prefix

        # What both share at either end is no part of any edit, and looking for it is cheap.
        same = Prefix.similarity(written, read)
        written, read = written[same:], read[same:]
        same = Postfix.similarity(written, read)
        if same:
            written, read = written[:-same], read[:-same]
        if len(written) <= 1 and len(read) <= 1:
            return self._split(written, read) if written or read else ()
        stretches = _find_stretches(written, read)
        if len(stretches) == 1:
            return self._split(written, read)
        out: list[Edit] = []
        for i, j, k, m in stretches:
            out += self._split(written[i:j], read[k:m])
        return tuple(out)

    def _split(self, before: str, after: str) -> tuple[Edit, ...]:
        found = self._found.get((before, after))
        if found is None:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
            pairs = split_stretch(before, after, self._known)
            found = self._found[before, after] = tuple(map(self._keep, pairs))
        return found

    def _keep(self, pair: _Pair) -> Edit:
        found = self._edits.get(pair)
        return found or self._edits.setdefault(pair, Edit(*pair))


def find_blocks(written: str, read: str) -> Sequence[tuple[str, int, int, int, int]]:
    """Align two texts with as few edits as possible: blocks of "equal", "replace", "delete" and "insert".

    A block sets `written[i:j]` against `read[k:m]`.
    """
    from rapidfuzz.distance import Levenshtein

    # As a list of tuples they take a third of the time that they take one by one.
    return cast("Sequence[tuple[str, int, int, int, int]]", Levenshtein.opcodes(written, read).as_list())


@lru_cache(maxsize=1 << 14)
def find_stretches(written: str, read: str) -> Sequence[tuple[int, int, int, int]]:
    """Find the stretches that differ, as long as they can be: `written[i:j]` against `read[k:m]`.

    >>> find_stretches("của", "ctia")
    [(1, 2, 1, 3)]
    """
    return _find_stretches(written, read)


def _find_stretches(written: str, read: str) -> Sequence[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = []
    for tag, i, j, k, m in find_blocks(written, read):
        if tag == "equal":
            continue
        if found and found[-1][1] == i:
            i, _, k, _ = found.pop()
        found.append((i, j, k, m))
    return found


def find_starts(known: Iterable[Edit]) -> frozenset[_Pair]:
    """Find with which letters the edits of several letters begin; see `split_stretch`."""
    return frozenset(
        (written[0], read[0]) for written, read in known if written and read and len(written + read) > 2
    )


def split_stretch(
    before: str, after: str, known: Container[Edit], starts: Container[_Pair] | None = None
) -> list[_Pair]:
    """Cut one stretch into as few edits as possible: the longest known ones first, from the left.

    Edits are given as pairs, which are equal to them and take half the time.  `starts` are those of the known
    edits (`find_starts`): nine stretches in ten begin with no others, and are cut in half the time.
    """
    found: list[_Pair] = []
    # A loop, for calls of itself took half the time.
    while before or after:
        if (len(before) <= 1 and len(after) <= 1) or (before, after) in known:
            found.append((before, after))
            break
        if len(before) == len(after):
            single = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
            if all(pair in known for pair in single):
                return found + single
        if not (before and after):
            return found + [(letter, "") for letter in before] + [("", letter) for letter in after]
        if starts is None or (before[0], after[0]) in starts:
            size, length = _find_longest(before, after, known)
        else:
            size = length = 1
        if size + length > 2 or before[0] != after[0]:
            found.append((before[:size], after[:length]))
        before, after = before[size:], after[length:]
    return found


def _find_longest(before: str, after: str, known: Container[Edit]) -> tuple[int, int]:
    """The sizes of the longest known edit of several letters that begins a stretch; 1 and 1 for none."""
    for size in range(min(3, len(before)), 0, -1):
        for length in range(min(3, len(after)), 0, -1):
            if size + length > 2 and (before[:size], after[:length]) in known:
                return size, length
    return 1, 1
