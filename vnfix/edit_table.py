"""What is known of edits whatever the document, as arrays by the number of the edit.

A document weighs a thousand edits anew in each round, nearly all of them the same as the document before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vnfix.arrays import Flags, Floats, Places
from vnfix.confusions import Edit, Profile
from vnfix.letters import CONSONANTS

_CONSONANTS = frozenset(CONSONANTS)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EditTable:
    """Some edits, in order of their numbers.

    `rates` has a row a profile: its rate for each edit, 0 for none.  `is_single` tells of one letter at most
    taken for one at most, `is_known` that a profile has the edit, `loses_vowel` that a vowel is gone.
    `piece` is by edit the number of what was written, one of `pieces`; `numbers` are those of the edits.
    """

    profiles: tuple[Profile, ...]
    rates: Floats
    is_single: Flags
    is_known: Flags
    loses_vowel: Flags
    piece: Places
    pieces: tuple[str, ...]
    numbers: Mapping[Edit, int]

    @staticmethod
    def of_none(profiles: Sequence[Profile]) -> EditTable:
        """A table without edits."""
        none = np.zeros(0, dtype=bool)
        rates = np.zeros((len(profiles), 0))
        return EditTable(tuple(profiles), rates, none, none, none, np.zeros(0, dtype=np.int64), (), {})

    def with_edits(self, edits: Sequence[Edit]) -> EditTable:
        """The table with more edits after those that it has."""
        pieces = {piece: number for number, piece in enumerate(self.pieces)}
        numbers = [pieces.setdefault(edit.written, len(pieces)) for edit in edits]
        rates = np.array([[p.rates.get(edit, 0.0) for edit in edits] for p in self.profiles])
        rates = rates.reshape(len(self.profiles), len(edits))
        return EditTable(
            self.profiles,
            np.concatenate([self.rates, rates], axis=1),
            _append(self.is_single, [len(edit.written) <= 1 and len(edit.read) <= 1 for edit in edits]),
            _append(self.is_known, [any(edit in p.rates for p in self.profiles) for edit in edits]),
            _append(self.loses_vowel, [_loses_vowel(edit) for edit in edits]),
            np.concatenate([self.piece, np.array(numbers, dtype=np.int64)]),
            tuple(pieces),
            {**self.numbers, **{edit: number for number, edit in enumerate(edits, len(self))}},
        )

    def __len__(self) -> int:
        return len(self.piece)


def _append(flags: Flags, more: Sequence[bool]) -> Flags:
    return np.concatenate([flags, np.array(more, dtype=bool)])


def _loses_vowel(edit: Edit) -> bool:
    return not edit.read and not _CONSONANTS.issuperset(edit.written)
