"""How pairs of words are capitalised in the training text: `Gia Định`, but `gia đình`.

The n-grams know no case, and a word by itself tells little: `định` is hardly ever written with a capital,
`đình` more often.  Only the pair tells that `Gia Dinh` is no family.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Floats, Places
from vnfix.messages import tr
from vnfix.packed_arrays import PackedArrays, open_packed, pack_arrays
from vnfix.word_pairs import PairKeys, find_pairs

WAYS = 4
"""The ways to write a pair within a sentence: a capital of the first word counts 2, one of the second 1."""

_MAGIC = b"VNFIXCP1"
# A number of the file stands for so much (natural log), and no gain is greater than 127 of these.
_STEP = 0.05
_LARGEST = 127


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CapitalPairs:
    """By pair of words, how much likelier each way to write it is than its words alone say.

    `digest` names the vocabulary whose ids it speaks of.  `keys` are pairs (the id of the first word, then of
    the second, 16 bits each), rising; `codes` a row of `WAYS` gains for each, as bytes; `shares` by word how
    often (0 < share < 1) it has a capital within a sentence.
    """

    digest: str
    keys: PairKeys
    codes: npt.NDArray[np.int8]
    shares: npt.NDArray[np.float32]

    def find(self, first: Places, second: Places) -> Floats:
        """The gains of pairs (natural logs), one row each; zeros where nothing is known of a pair."""
        gains = np.zeros((len(first), WAYS))
        places = find_pairs(self.keys, first, second)
        known = places >= 0
        gains[known] = self.codes[places[known]] * _STEP
        return gains


def quantize_gains(gains: Floats) -> npt.NDArray[np.int8]:
    """Round gains (natural logs) to bytes."""
    codes: npt.NDArray[np.int8] = np.clip(np.rint(gains / _STEP), -_LARGEST, _LARGEST).astype(np.int8)
    return codes


def pack_capital_pairs(pairs: CapitalPairs) -> bytes:
    """Lay out the bytes of `capitals.bin`."""
    arrays = {
        "keys": pairs.keys.astype("<u4"),
        "codes": pairs.codes.ravel(),
        "shares": pairs.shares.astype("<f4"),
    }
    return pack_arrays(_MAGIC, {"vocabulary": pairs.digest}, arrays)


def open_capital_pairs(path: Path) -> CapitalPairs:
    """Map a file.

    Raises DictionaryError when it is missing, cut short or of another version.
    """
    return open_packed(path, _MAGIC, tr("table of capitals"), _read_pairs)


def _read_pairs(packed: PackedArrays) -> CapitalPairs:
    keys = packed.read("keys", "<u4")
    codes = packed.read("codes", "|i1", len(keys) * WAYS)
    return CapitalPairs(packed.vocabulary, keys, codes.reshape(len(keys), WAYS), packed.read("shares", "<f4"))
