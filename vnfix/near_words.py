"""Which words a misread one may have been: those with the same letters but for marks, and those near them.

Words are looked up by their unaccented key.  Keys at most two edits away are found by rapidfuzz; whether
the letters in between are ever misread so is for the edits to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.confusions import Edit, Profile, all_edits
from vnfix.differences import EditFinder
from vnfix.letters import unaccented
from vnfix.lexicon import Lexicon

# A syllable seen less often than this is never read into a text.
_LEAST_COUNT = 20
# Uses in the training text from which on a word that is no syllable is known, and how many times those
# without its marks they must be.  Under a hundred uses a word may be missing from the vocabulary.
_KNOWN_COUNT = 300
_TIMES = 20
_SHORTEST_MARKED = 3
# Forms whose near words are remembered, at about 10 kB each: some documents' worth.
_MOST_REMEMBERED = 5_000
# Words of so many letters may be two edits away; shorter ones would be anything.
_TWO_EDITS = 4


class NearWord(NamedTuple):
    """A word that may have been written: its id, spelling (small letters), and the edits to what is read."""

    word: int
    spelling: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class NearSet:
    """Near words, and the same as arrays: word ids, how many edits each has (one at least), and these.

    Edits are numbered as in `NearWords.edits`.
    """

    words: tuple[NearWord, ...]
    ids: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]
    edits: npt.NDArray[np.int32]


class NearWords:
    """The syllables of a lexicon by unaccented key, and how their letters are misread."""

    def __init__(self, lexicon: Lexicon, profiles: Sequence[Profile]) -> None:
        self._lexicon = lexicon
        self._known = frozenset(all_edits(profiles))
        self._edits = EditFinder(self._known)
        self._found: dict[tuple[str, int, bool], NearSet] = {}
        self._numbers: dict[Edit, int] = {}
        self.edits: list[Edit] = []
        """All edits met so far."""
        self._keys_near: dict[str, list[tuple[str, int]]] = {}

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        common = [
            (number, word.text)
            for number, word in enumerate(self._lexicon.words)
            if word.is_syllable and word.count >= _LEAST_COUNT
        ]
        # All at once: one call a word took a tenth of the start-up.
        keys = unaccented("\n".join(text for _, text in common)).split("\n")
        for key, item in zip(keys, common, strict=bool(common)):
            found.setdefault(key, []).append(item)
        return found

    @cached_property
    def log_counts(self) -> npt.NDArray[np.float64]:
        """Natural logs of how often each word was seen in training, by id."""
        return np.log([max(word.count, 1) for word in self._lexicon.words])

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._by_key)

    @cached_property
    def _key_edits(self) -> frozenset[Edit]:
        """The known edits without their marks."""
        return frozenset(Edit(unaccented(edit.written), unaccented(edit.read)) for edit in self._known)

    @cached_property
    def _joints(self) -> EditFinder:
        return EditFinder(self._key_edits)

    def has_key(self, form: str) -> bool:
        """Tell whether a syllable has the letters of `form` (small) but for marks."""
        return unaccented(form) in self._by_key

    @cached_property
    def marked_words(self) -> Mapping[str, NearWord]:
        """The words that are no syllables and are always written with marks (`ôtô`), by their letters."""
        found: dict[str, NearWord] = {}
        words, ids = self._lexicon.words, self._lexicon.ids
        for number, word in enumerate(words):
            if word.is_syllable or word.count < _KNOWN_COUNT or word.text.isascii():
                continue
            key = unaccented(word.text)
            plain = words[ids[key]].count if key in ids else 0
            is_known = len(key) >= _SHORTEST_MARKED and key.isalpha() and word.count >= _TIMES * plain
            if is_known and (key not in found or words[found[key].word].count < word.count):
                found[key] = NearWord(number, word.text, self._edits.find(word.text, key))
        return found

    def prepare(self, forms: Iterable[str]) -> None:
        """Look up the keys near some forms (small letters), all at once."""
        keys = sorted({unaccented(form) for form in forms} - self._keys_near.keys())
        if not keys:
            return
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        distances = process.cdist(
            keys, self._keys, scorer=Levenshtein.distance, score_cutoff=2, dtype=np.uint8, score_hint=2
        )
        rows, columns = np.nonzero((distances > 0) & (distances <= 2))
        for key in keys:
            self._keys_near[key] = []
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            self._keys_near[keys[row]].append((self._keys[column], int(distances[row, column])))

    def variants(self, form: str) -> tuple[NearWord, ...]:
        """The words that differ from `form` (small letters) in marks only; not `form` itself."""
        return self.near(form, 0).words

    def near(self, form: str, reach: int, pairs: bool = True) -> NearSet:
        """The words whose key is at most `reach` edits (1 or 2) from that of `form`, and the variants.

        The edits are known to happen; a single unknown letter for another is allowed with a reach of 2.
        Without `pairs` only one edit of letters is looked for, which takes a quarter of the time.
        """
        found = self._found.get((form, reach, pairs))
        if found is None:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
                self._keys_near.clear()
            words = tuple(self._search(form, reach, pairs))
            ids = np.array([word.word for word in words], dtype=np.int32)
            sizes = np.array([len(word.edits) for word in words], dtype=np.int32)
            edits = np.array([self._number(edit) for word in words for edit in word.edits], dtype=np.int32)
            found = self._found[form, reach, pairs] = NearSet(words, ids, sizes, edits)
        return found

    def _number(self, edit: Edit) -> int:
        found = self._numbers.get(edit)
        if found is None:
            found = self._numbers[edit] = len(self.edits)
            self.edits.append(edit)
        return found

    def _search(self, form: str, reach: int, pairs: bool) -> Iterable[NearWord]:
        key = unaccented(form)
        for number, spelling in self._by_key.get(key, ()):
            if spelling != form:
                yield NearWord(number, spelling, self._edits.find(spelling, form))
        if not reach:
            return
        if key not in self._keys_near:
            self.prepare([form])
        for other, distance in self._keys_near[key]:
            if distance > reach:
                continue
            if distance == 2 and (len(form) < _TWO_EDITS or not pairs) and not self._is_joint(other, key):
                continue
            if not self._may_be_misread(other, key, reach):
                continue
            for number, spelling in self._by_key[other]:
                edits = self._edits.find(spelling, form)
                if len(edits) - sum(map(self._known.__contains__, edits)) < reach:
                    yield NearWord(number, spelling, edits)

    def _is_joint(self, written: str, read: str) -> bool:
        """Tell whether two letters that differ are one known edit."""
        return len(self._joints.find(written, read)) == 1

    def _may_be_misread(self, written: str, read: str, reach: int) -> bool:
        edits = self._joints.find(written, read)
        return len(edits) - sum(map(self._key_edits.__contains__, edits)) < reach
