"""A table of n-grams in three to four bytes each, looked up in batches.

An n-gram of up to four symbols is one 64-bit key (16 bits a symbol).  The key is mixed to 64
pseudo-random bits: the high ones choose a bucket of about sixteen entries, the next sixteen are
stored as a fingerprint.  Entries lie sorted by (bucket, fingerprint), so a bucket is searched
by bisection within a cache line and no slot is empty.  A key that is absent is taken for a
present one with a probability of about 16 / 65536 (measured in `tests/test_ngram_table.py`);
the model then sees a wrong probability, never a wrong word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]

_ENTRIES_PER_BUCKET = 16
# Arrays without an axis, for with them a step takes two thirds of the time that it takes with numbers.
_HALF = np.array(32, dtype=np.uint64)
_MIX = tuple(
    np.array(step, dtype=np.uint64)
    for step in (0x9E3779B97F4A7C15, 30, 0xBF58476D1CE4E5B9, 27, 0x94D049BB133111EB, 31)
)
_ONE = np.array(1, dtype=np.int32)
# So few keys are looked up by comparing all of their buckets: the steps of bisection are what few keys cost,
# and 500 take two thirds of the time.
_FEW = 2_000


def mix(keys: Keys) -> Keys:
    """Mix keys to pseudo-random bits: the finalizer of SplitMix64 (Steele, Lea, Flood 2014)."""
    bits = keys + _MIX[0]
    bits ^= bits >> _MIX[1]
    bits *= _MIX[2]
    bits ^= bits >> _MIX[3]
    bits *= _MIX[4]
    bits ^= bits >> _MIX[5]
    return bits


def _split(keys: Keys, buckets: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint16]]:
    """Bucket and fingerprint of each key."""
    bits = mix(keys)
    # The lowest bits alone.
    fingerprint = bits.astype(np.uint16)
    bits >>= _HALF
    bits *= np.uint64(buckets)
    bits >>= _HALF
    return bits.astype(np.int64), fingerprint


@dataclass(frozen=True, slots=True, eq=False)
class NgramTable:
    """The keys of one order.  `find` gives places; what they hold lies in arrays beside it."""

    offsets: npt.NDArray[np.uint32]
    fingerprints: npt.NDArray[np.uint16]
    steps: int

    @staticmethod
    def build(keys: Keys) -> tuple[NgramTable, npt.NDArray[np.int64]]:
        """Build the table of distinct `keys`; also the order in which values must be laid beside it."""
        buckets = max(1, len(keys) // _ENTRIES_PER_BUCKET)
        bucket, fingerprint = _split(keys, buckets)
        order = np.lexsort((fingerprint, bucket))
        offsets = np.zeros(buckets + 1, dtype=np.uint32)
        sizes = np.bincount(bucket, minlength=buckets)
        offsets[1:] = np.cumsum(sizes)
        steps = int(sizes.max(initial=0)).bit_length()
        return NgramTable(offsets, fingerprint[order], steps), order

    def find(self, keys: Keys) -> npt.NDArray[np.int64]:
        """Find the place of each key, -1 where it is absent."""
        if not len(self.fingerprints):
            return np.full(len(keys), -1, dtype=np.int64)
        bucket, wanted = _split(keys, len(self.offsets) - 1)
        # A file has fewer than 2^31 n-grams, and numbers of half the size are compared in half the time.
        low = self.offsets.take(bucket, mode="clip").astype(np.int32)
        end = self.offsets[1:].take(bucket, mode="clip").astype(np.int32)
        if len(keys) <= _FEW:
            found = self._scan(low, end, wanted)
            if found is not None:
                return found
        high = end
        for _ in range(self.steps):
            middle = low + high
            middle >>= _ONE
            less = self.fingerprints.take(middle, mode="clip") < wanted
            less &= middle < high
            high = np.where(less, high, middle)
            middle += _ONE
            low = np.where(less, middle, low)
        hit = (low < end) & (self.fingerprints.take(low, mode="clip") == wanted)
        return np.where(hit, low, -1).astype(np.int64)

    def _scan(
        self, low: npt.NDArray[np.int32], end: npt.NDArray[np.int32], wanted: npt.NDArray[np.uint16]
    ) -> npt.NDArray[np.int64] | None:
        """Find fingerprints within buckets by looking at all of each bucket, and at what follows it.

        None where a bucket stands too near to the end of the table for that.
        """
        entries = self.fingerprints
        widest = max(1, int((end - low).max(initial=0)))
        # Each place with those after it as a row: a view of the same numbers.
        shape = len(entries) - widest + 1, widest
        rows = np.ndarray(shape, entries.dtype, entries, strides=entries.strides * 2)
        try:
            is_equal = rows[low] == wanted[:, np.newaxis]
        except IndexError:
            return None
        # The first one counts: what stands in the bucket stands before what follows it.
        found: npt.NDArray[np.int64] = low + is_equal.argmax(axis=1)
        hit = entries.take(found, mode="clip") == wanted
        hit &= found < end
        found[~hit] = -1
        return found
