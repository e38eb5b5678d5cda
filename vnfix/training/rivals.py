"""The words that each word may be taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.letters import unaccented
from vnfix.lexicon import Word

ALIKE = 16
"""Words with the same letters but for marks that are looked at, the most frequent."""

NEAR = 64
"""Draws of words that differ in a letter."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """The rivals of all words, by number.

    `alike` (words, `ALIKE`) are those with its letters but for marks, itself among them, the number of the
    word itself where there are fewer; `is_rival` tells which are meant; `near` (words, `NEAR`) are draws
    of those that differ in one letter.
    """

    alike: npt.NDArray[np.int64]
    is_rival: npt.NDArray[np.bool_]
    near: npt.NDArray[np.int64]


def find_rivals(words: Sequence[Word], rng: np.random.Generator) -> Rivals:
    """Find the rivals of all words; symbols that are no words have none."""
    count = len(words)
    alike = np.repeat(np.arange(count)[:, None], ALIKE, axis=1)
    is_rival = np.zeros((count, ALIKE), dtype=bool)
    near = np.repeat(np.arange(count)[:, None], NEAR, axis=1)
    by_key: dict[str, list[int]] = {}
    by_pattern: dict[tuple[int, str, str], list[int]] = {}
    for number, word in enumerate(words):
        if word.text[0].isalpha():
            by_key.setdefault(unaccented(word.text), []).append(number)
        if word.is_syllable:
            for pattern in _patterns(word.text):
                by_pattern.setdefault(pattern, []).append(number)
    frequency = np.sqrt([word.count + 1.0 for word in words])
    for number, word in enumerate(words):
        own = sorted(by_key.get(unaccented(word.text), []), key=lambda other: -words[other].count)[:ALIKE]
        if number in own:
            alike[number, : len(own)] = own
            is_rival[number, : len(own)] = True
        if word.is_syllable:
            others = {other for pattern in _patterns(word.text) for other in by_pattern[pattern]}
            others -= set(by_key[unaccented(word.text)])
            if others:
                chosen = np.array(sorted(others))
                shares = frequency[chosen] / frequency[chosen].sum()
                near[number] = rng.choice(chosen, NEAR, p=shares)
    return Rivals(alike, is_rival, near)


def _patterns(text: str) -> list[tuple[int, str, str]]:
    return [(place, text[:place], text[place + 1 :]) for place in range(len(text))]
