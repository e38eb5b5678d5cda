"""Words with holes where letters may have vanished from them without trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vnfix.pattern_index import HOLE, PatternIndex


class Insertions:
    """Words with a hole wherever a letter may have vanished from them; remembered, for rounds ask again.

    `letters` (small) are those that may have vanished; None: any one letter, wherever a spelling fits.  With
    them two may have, and `heads` and `tails` are what may stand before the first and after the last hole.
    """

    def __init__(self, indexes: Sequence[PatternIndex], letters: frozenset[str] | None = None) -> None:
        self._indexes = indexes
        self._known: dict[str, tuple[str, ...]] = {}
        self._holes = [] if letters is None else [_HoleMasks(index, letters) for index in indexes]
        self.heads: frozenset[str] | None = None
        self.tails: frozenset[str] | None = None
        if letters is not None:
            self.heads, self.tails = _find_fragments(indexes, letters)

    def of_word(self, shown: str) -> Sequence[str]:
        """List them for one word, in its case."""
        found = self._known.get(shown)
        if found is None:
            found = self._known[shown] = tuple(self._insert(shown))
        return found

    def _insert(self, shown: str) -> Iterator[str]:
        lowered = shown.lower()
        if self.heads is not None and self.tails is not None:
            yield from self._insert_letters(shown, lowered, self.heads, self.tails)
            return
        # A sigma is written otherwise at the end of a word, so there a hole changes the letter before it.
        if len(lowered) == len(shown) and "Σ" not in shown:
            found = {place for index in self._indexes for place in index.find_insertions(lowered)}
            yield from (shown[:place] + HOLE + shown[place:] for place in sorted(found))
            return
        for place in range(len(shown) + 1):
            one = shown[:place] + HOLE + shown[place:]
            begins = not place or any(index.may_stand(lowered[:place], False) for index in self._indexes)
            if begins and any(index.match(one.lower()) for index in self._indexes):
                yield one

    def _insert_letters(
        self, shown: str, lowered: str, heads: frozenset[str], tails: frozenset[str]
    ) -> Iterator[str]:
        """Most places that the letters around the outer holes allow fit no word with these letters.

        In a document that loses letters without trace each word has a dozen of them: to weigh them all took
        three quarters of its time.
        """
        places = range(len(shown) + 1)
        # Of a sigma see above.
        ends = [end for end in places if "Σ" in shown or lowered[end:] in tails]
        for first in places if ends else ():
            if lowered[:first] not in heads:
                continue
            if first in ends and self._may_fill(one := shown[:first] + HOLE + shown[first:]):
                yield one
            for second in ends:
                if second < first:
                    continue
                two = shown[:first] + HOLE + shown[first:second] + HOLE + shown[second:]
                if self._may_fill(two):
                    yield two

    def _may_fill(self, shown: str) -> bool:
        lowered = shown.lower()
        return any(holes.may_fill(lowered) for holes in self._holes)


class _HoleMasks:
    """The spellings of an index that have one of some letters in a hole, by place, as bits."""

    def __init__(self, index: PatternIndex, letters: frozenset[str]) -> None:
        self._index = index
        # A capital may have two small letters, and then no spelling has it.
        self._letters = [letter for letter in letters if len(letter) == 1]
        self._known: dict[tuple[int, int], int] = {}

    def may_fill(self, pattern: str) -> bool:
        """Tell whether a spelling fits a pattern (small) with one of the letters in each hole."""
        fits, length = self._index.fit_bits(pattern), len(pattern)
        place = pattern.find(HOLE)
        while fits and place >= 0:
            mask = self._known.get((length, place))
            if mask is None:
                mask = self._index.make_mask_of_any(length, place, self._letters)
                self._known[length, place] = mask
            fits &= mask
            place = pattern.find(HOLE, place + 1)
        return fits != 0


def _find_fragments(
    indexes: Iterable[PatternIndex], active: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """What can stand before the first and after the last lost letter of a word."""
    found = [index.find_fragments(letter) for index in indexes for letter in sorted(active)]
    heads = frozenset[str]().union(*(before for before, _ in found))
    return heads, frozenset[str]().union(*(after for _, after in found))
