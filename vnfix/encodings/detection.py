"""Which old encoding a document in bytes has, by how many of its words that makes Vietnamese."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vnfix.encodings.horn_loss import HornIndex
from vnfix.encodings.legacy import COST, score_chunk
from vnfix.encodings.runs import CHUNK
from vnfix.encodings.tables import CodeTable
from vnfix.encodings.words import WORD, Words

# The beginning of a document tells its encoding; longer ones would cost time for nothing.
_LONGEST_SAMPLE = 200_000
_LEAST_SHARE = 0.75
"""Of the words that an encoding changes so many must be in the vocabulary: in 58 held-out documents of all
genres, put into five encodings, 0.92 or more were in the right one."""
_LEAST_LEAD = 0.5
"""The best encoding must lead by this share of its gain, or two are ambiguous; in the same documents the
second one gained a twentieth of it at most."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an encoding fits: what it gains over Windows-1252 (natural logarithm) and its known words."""

    name: str
    gain: float
    share: float


def rank_encodings(data: bytes, tables: Mapping[str, CodeTable], words: Words) -> list[Fit]:
    """Rank the encodings in bytes, the best first."""
    shown = data[:_LONGEST_SAMPLE].decode("latin-1")
    horns = HornIndex(words)
    gains: dict[str, float] = defaultdict(float)
    known: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    pieces = Counter(piece for piece in CHUNK.findall(shown) if not (piece.isascii() and piece.isprintable()))
    for piece, count in pieces.items():
        for name, (decoded, gain) in score_chunk(piece, tables, words, horns).items():
            gains[name] += gain * count
            found = WORD.findall(decoded)
            changed[name] += len(found) * count
            known[name] += sum(map(words.is_syllable, found)) * count
    fits = [Fit(name, gains[name], known[name] / max(changed[name], 1)) for name in tables]
    return sorted(fits, key=lambda fit: -fit.gain)


def choose_encodings(fits: list[Fit]) -> list[str]:
    """Name the encoding that is clearly ahead; several when not told apart, none when none fits."""
    convincing = [fit for fit in fits if fit.gain >= COST and fit.share >= _LEAST_SHARE]
    return [fit.name for fit in convincing if fit.gain >= (1 - _LEAST_LEAD) * convincing[0].gain]
