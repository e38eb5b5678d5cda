"""Which words a misread one may have been: those with the same letters but for marks, and those near them.

Words are looked up by their unaccented key, and by the keys near it (`vnfix.near_keys`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Places, join_ranges
from vnfix.confusions import Edit, Profile, all_edits
from vnfix.differences import EditFinder
from vnfix.edit_table import EditTable
from vnfix.letters import unaccented
from vnfix.lexicon import Lexicon
from vnfix.near_keys import JOINT, TWO, NearKeys
from vnfix.recent import Recent, WordMemory

if TYPE_CHECKING:
    from vnfix.edit_batches import EditBatches

# A syllable seen less often than this is never read into a text.
_LEAST_COUNT = 20
KNOWN_COUNT = 300
"""Uses in the training text from which on a word that is no syllable is known.

Under a hundred uses a word may be missing from the vocabulary.
"""
# How many times those without its marks they must be; the shortest such words, and the shortest of those that
# others may be read as whatever their marks.
_TIMES = 20
_SHORTEST_MARKED = 3
_SHORTEST_STRANGE = 5
# Bytes of near words and keys that are remembered, and what a set takes besides its numbers.  A page of
# garbage has some 2 kB a form: this is the room of 25,000 forms, a text of half a million letters.
_MOST_REMEMBERED = 50_000_000
_SET_SIZE = 500
# Forms that are looked up together: the numbers of a thousand take some 10 MB on the way.
_MOST_AT_ONCE = 1_000
# Words of so many letters may be two edits away; shorter ones would be anything.
_TWO_EDITS = 4


class NearWord(NamedTuple):
    """A word that may have been written: its id, spelling (small letters), and the edits to what is read."""

    word: int
    spelling: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NearSet:
    """Near words as arrays: word ids, how many edits each has (one at least), and these.

    Edits are numbered as in `NearWords.edits`.
    """

    ids: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]
    edits: npt.NDArray[np.int32]

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return self.ids.nbytes + self.sizes.nbytes + self.edits.nbytes + _SET_SIZE


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Spellings:
    """The spellings of all keys in a row: word ids and texts, where those of a key begin, how many it has."""

    ids: Places
    texts: Sequence[str]
    first: Places
    sizes: Places


class NearWords:
    """The syllables of a lexicon by unaccented key, and how their letters are misread."""

    def __init__(self, lexicon: Lexicon, profiles: Sequence[Profile]) -> None:
        self._lexicon = lexicon
        # A review repairs one file while it weighs another anew.
        self._lock = Lock()
        self._known = frozenset(all_edits(profiles))
        self._edit_table = EditTable.of_none(profiles)
        self.may_be_vietnamese = WordMemory(
            lambda word: self.has_key(word) or word in self.marked_words
        ).__getitem__
        """Tell whether a word (small letters) without its marks may be Vietnamese."""
        self._edits = EditFinder(self._known)
        self._found = Recent[tuple[str, int], NearSet](_MOST_REMEMBERED)
        self._variants = Recent[str, tuple[NearWord, ...]](_MOST_REMEMBERED // 5)

    @cached_property
    def _key_of(self) -> Mapping[int, str]:
        """The keys of the syllables that are not rare, by id."""
        lexicon = self._lexicon
        columns = zip(lexicon.counts, lexicon.are_syllables, strict=True)
        common = [
            number
            for number, (count, is_syllable) in enumerate(columns)
            if is_syllable and count >= _LEAST_COUNT
        ]
        # All at once: one call a word took a tenth of the start-up.
        keys = unaccented("\n".join([lexicon.texts[number] for number in common])).split("\n")
        return dict(zip(common, keys, strict=bool(common)))

    @cached_property
    def _known_keys(self) -> Set[str]:
        # Alone, for a text of few words asks for no more.
        return frozenset(self._key_of.values())

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for number, key in self._key_of.items():
            found.setdefault(key, []).append((number, self._lexicon.texts[number]))
        return found

    @cached_property
    def log_counts(self) -> npt.NDArray[np.float64]:
        """Natural logs of how often each word was seen in training, by id."""
        return np.log(np.maximum(self._lexicon.counts, 1))

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._known_keys)

    @cached_property
    def _near_keys(self) -> NearKeys:
        return NearKeys(self._keys, self._known, _MOST_REMEMBERED // 5)

    @cached_property
    def _spellings(self) -> _Spellings:
        items = [item for key in self._keys for item in self._by_key[key]]
        sizes = np.array([len(self._by_key[key]) for key in self._keys], dtype=np.int64)
        ids = np.array([number for number, _ in items], dtype=np.int64)
        return _Spellings(ids, [text for _, text in items], np.cumsum(sizes) - sizes, sizes)

    @cached_property
    def _batches(self) -> EditBatches:
        # Imported late: a text of few words has none that are misread.
        from vnfix.edit_batches import EditBatches

        return EditBatches(self._known, self._spellings.texts)

    @cached_property
    def longer_pieces(self) -> frozenset[str]:
        """What known edits change of two or more letters at once."""
        return frozenset(edit.written for edit in self._known if len(edit.written) > 1)

    @property
    def edits(self) -> Sequence[Edit]:
        """All edits met so far."""
        return self._batches.edits

    def edit_table(self) -> EditTable:
        """What is known of all edits met so far."""
        table, edits = self._edit_table, self._batches.edits
        if len(table) < len(edits):
            table = self._edit_table = table.with_edits(edits[len(table) :])
        return table

    def has_key(self, form: str) -> bool:
        """Tell whether a syllable has the letters of `form` (small) but for marks."""
        return unaccented(form) in self._known_keys

    def is_known(self, form: str) -> bool:
        """Tell whether `form` (small) is a word of the vocabulary, of whatever language."""
        return form in self._lexicon.ids

    @cached_property
    def marked_words(self) -> Mapping[str, int]:
        """The words that are no syllables and are always written with marks (`ôtô`), by their letters."""
        counts = self._lexicon.counts
        return {
            key: number
            for key, number in self.often_marked.items()
            if counts[number] >= _TIMES * self._count_plain(key)
        }

    @cached_property
    def often_marked(self) -> Mapping[str, int]:
        """Those and the words that are written without marks as well (`Lênin`), by their letters."""
        found: dict[str, int] = {}
        counts = self._lexicon.counts
        for number, text in self._list_known():
            if text.isascii():
                continue
            key = unaccented(text)
            if len(key) < _SHORTEST_MARKED or not key.isalpha():
                continue
            if key not in found or counts[found[key]] < counts[number]:
                found[key] = number
        return found

    def _count_plain(self, key: str) -> int:
        """How often the training text has a word without marks."""
        number = self._lexicon.ids.get(key)
        return 0 if number is None else self._lexicon.counts[number]

    @cached_property
    def strange_words(self) -> Mapping[str, int]:
        """The known words that are no syllables and not short, with their uses in the training text."""
        counts = self._lexicon.counts
        return {text: counts[number] for number, text in self._list_known() if len(text) >= _SHORTEST_STRANGE}

    def _list_known(self) -> Iterator[tuple[int, str]]:
        """The words that are no syllables and known well, with their ids."""
        lexicon = self._lexicon
        columns = zip(lexicon.texts, lexicon.counts, lexicon.are_syllables, strict=True)
        for number, (text, count, is_syllable) in enumerate(columns):
            if not is_syllable and count >= KNOWN_COUNT:
                yield number, text

    def find_edits(self, written: str, read: str) -> tuple[Edit, ...]:
        """Find the edits from a word that was written to what is read, both in small letters."""
        return self._edits.find(written, read)

    def mark_word(self, key: str) -> NearWord:
        """The one of `often_marked` that has these letters."""
        number = self.often_marked[key]
        spelling = self._lexicon.texts[number]
        return NearWord(number, spelling, self._edits.find(spelling, key))

    def variants(self, form: str) -> tuple[NearWord, ...]:
        """The words that differ from `form` (small letters) in marks only; not `form` itself."""
        found = self._variants.get(form)
        if found is None:
            found = tuple(
                NearWord(number, spelling, self._edits.find(spelling, form))
                for number, spelling in self._by_key.get(unaccented(form), ())
                if spelling != form
            )
            self._variants.put(form, found, _SET_SIZE * (1 + len(found)))
        return found

    def near(self, forms: Sequence[str], reaches: Sequence[int], pairs: bool = True) -> Sequence[NearSet]:
        """The words whose key is at most `reach` edits (0, 1 or 2) from that of each form, and the variants.

        Forms are in small letters.  The edits are known to happen; a single unknown letter for another is
        allowed with a reach of 2.  Without `pairs` only one edit of letters is looked for: there are a
        quarter as many.
        """
        with self._lock:
            return self._near(forms, reaches, pairs)

    def _near(self, forms: Sequence[str], reaches: Sequence[int], pairs: bool) -> Sequence[NearSet]:
        wanted = [
            (form, reach if reach < JOINT else TWO if pairs and len(form) >= _TWO_EDITS else JOINT)
            for form, reach in zip(forms, reaches, strict=True)
        ]
        found: dict[tuple[str, int], NearSet] = {}
        missing: list[tuple[str, int]] = []
        for item in dict.fromkeys(wanted):
            known = self._found.get(item)
            if known is None:
                missing.append(item)
            else:
                found[item] = known
        for at in range(0, len(missing), _MOST_AT_ONCE):
            batch = missing[at : at + _MOST_AT_ONCE]
            for item, near in zip(batch, self._search(batch), strict=True):
                found[item] = near
                self._found.put(item, near, near.bytes)
        return [found[item] for item in wanted]

    def _search(self, wanted: Sequence[tuple[str, int]]) -> Iterator[NearSet]:
        """Find the words near some forms, whose keys may be so far."""
        near = self._near_keys.find([(unaccented(form), reach) for form, reach in wanted])
        keys = np.concatenate(near).astype(np.int64)
        owner = np.repeat(np.arange(len(near)), [len(item) for item in near])
        spellings = self._spellings
        sizes = spellings.sizes[keys]
        written, read = join_ranges(spellings.first[keys], sizes), np.repeat(owner, sizes)
        found = self._batches.find(written, read, [form for form, _ in wanted])
        own = np.array([self._near_keys.numbers.get(unaccented(form), -1) for form, _ in wanted])
        reach = np.array([min(reach, 2) for _, reach in wanted])
        # Marks alone are misread in any way; what is no edit is the form itself.
        is_good = (np.repeat(keys, sizes) == own[read]) | (found.unknown < reach[read])
        is_good &= found.sizes > 0
        edits = found.edits[np.repeat(is_good, found.sizes)].astype(np.int32)
        ids, sizes = spellings.ids[written[is_good]].astype(np.int32), found.sizes[is_good].astype(np.int32)
        ends = np.cumsum(np.bincount(read[is_good], minlength=len(wanted)))
        edit_ends = np.concatenate([[0], np.cumsum(sizes)])[np.concatenate([[0], ends])].tolist()
        for (low, high), (first, last) in zip(
            pairwise([0, *ends.tolist()]), pairwise(edit_ends), strict=True
        ):
            # Copies, for a part of an array keeps the whole of it.
            yield NearSet(ids[low:high].copy(), sizes[low:high].copy(), edits[first:last].copy())
