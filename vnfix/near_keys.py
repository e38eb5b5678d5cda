"""Which unaccented keys a misread one may have been: those at most two edits away that are ever misread so.

rapidfuzz finds the keys so near; whether the letters in between are misread so is for the edits to say.  A
known edit counts as one however many letters it changes (`uc` read as `ite`): the keys that these make are
looked up by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vnfix.confusions import Edit
from vnfix.letters import unaccented
from vnfix.recent import Recent

if TYPE_CHECKING:
    from vnfix.edit_batches import EditBatches

SAME, ONE, JOINT, TWO = range(4)
"""How far a key may be: the same; one edit; two that are one known edit or a single one; two."""

Keys = npt.NDArray[np.int16]
"""Numbers of keys: Vietnamese has three thousand at most, so two bytes are enough."""

# What the keys near one take in memory besides their numbers, in bytes.
_SET_SIZE = 500
# Letters that may differ: as many as two edits of one letter change.
_MOST_LETTERS = 2


class NearKeys:
    """The keys of a vocabulary by number, in order; those near a key are remembered, in so many bytes."""

    def __init__(self, keys: Sequence[str], known: Set[Edit], most_remembered: int) -> None:
        self._keys = keys
        self._known = known
        self._near = Recent[str, tuple[Keys, ...]](most_remembered)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The keys with their numbers."""
        return {key: number for number, key in enumerate(self._keys)}

    @cached_property
    def _bare_known(self) -> frozenset[Edit]:
        """The known edits without their marks."""
        return frozenset(Edit(unaccented(edit.written), unaccented(edit.read)) for edit in self._known)

    @cached_property
    def _batches(self) -> EditBatches:
        """The known edits without their marks, between keys."""
        from vnfix.edit_batches import EditBatches

        return EditBatches(self._bare_known, self._keys)

    @cached_property
    def _wide(self) -> Sequence[Edit]:
        """The known edits that change more letters than rapidfuzz is asked for."""
        from rapidfuzz.distance import Levenshtein

        return sorted(edit for edit in self._bare_known if Levenshtein.distance(*edit) > _MOST_LETTERS)

    def find(self, wanted: Sequence[tuple[str, int]]) -> list[Keys]:
        """The keys so far from some keys, and before them the key itself."""
        found: dict[str, tuple[Keys, ...]] = {}
        missing: list[str] = []
        for key in dict.fromkeys(key for key, reach in wanted if reach != SAME):
            known = self._near.get(key)
            if known is None:
                missing.append(key)
            else:
                found[key] = known
        if missing:
            for key, near in zip(missing, self._search(missing), strict=True):
                found[key] = near
                self._near.put(key, near, sum(keys.nbytes for keys in near) + _SET_SIZE)
        return [found[key][reach - ONE] if reach != SAME else self._find_own(key) for key, reach in wanted]

    def _find_own(self, key: str) -> Keys:
        number = self.numbers.get(key)
        return np.array([] if number is None else [number], dtype=np.int16)

    def _search(self, keys: Sequence[str]) -> Iterator[tuple[Keys, ...]]:
        """Find the keys that some keys may have been, each key itself first: by how far they may be."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        distances = process.cdist(
            keys,
            self._keys,
            scorer=Levenshtein.distance,
            score_cutoff=_MOST_LETTERS,
            dtype=np.uint8,
            score_hint=_MOST_LETTERS,
        )
        for place, number in self._find_wide(keys):
            distances[place, number] = min(distances[place, number], _MOST_LETTERS)
        read, written = np.nonzero((distances > 0) & (distances <= _MOST_LETTERS))
        is_far = distances[read, written] == _MOST_LETTERS
        found = self._batches.find(written, read, keys)
        # Two letters that differ may be one known edit.
        is_joint = ~is_far | (found.sizes == 1)
        masks = ~is_far & (found.unknown < 1), is_joint & (found.unknown < 2), found.unknown < 2
        parts = []
        for mask in masks:
            ends = np.cumsum(np.bincount(read[mask], minlength=len(keys)))
            parts.append(np.split(written[mask].astype(np.int16), ends[:-1]))
        for key, *near in zip(keys, *parts, strict=True):
            own = self._find_own(key)
            yield tuple(np.concatenate([own, item]) for item in near)

    def _find_wide(self, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Find keys one wide edit away: the place of the one that is read, the number of the other."""
        for edit in self._wide:
            for place, key in enumerate(keys):
                at = key.find(edit.read)
                while at >= 0:
                    written = key[:at] + edit.written + key[at + len(edit.read) :]
                    if written in self.numbers:
                        yield place, self.numbers[written]
                    at = key.find(edit.read, at + 1)
