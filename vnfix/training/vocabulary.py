"""Choosing the words that the model knows, and counting how they are written.

The vocabulary is the union of all possible Vietnamese syllables seen at least a few times, of
frequent other words (foreign words, abbreviations, names) and of everything in the word lists.
For each word the share of capitalised occurrences within sentences is kept: it decides the case
of a restored first letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vnfix.language_model.symbols import SENTENCE_END, SPECIAL, special_symbol
from vnfix.lexicon import Word
from vnfix.syllable import is_possible
from vnfix.tone_styles import canonical
from vnfix.training.counting import PARAGRAPH_END, EncodedFile

# A possible syllable seen three times in 137 million is a rare word more often than a slip;
# the language model keeps the slips among them improbable.
MINIMUM_SYLLABLE_COUNT = 3
# Other words: below this, spellings are noise (glued words, OCR, user names).
MINIMUM_OTHER_COUNT = 60
# Ids take 16 bits in an n-gram key.
MAXIMUM_WORDS = 40_000


@dataclass(frozen=True, slots=True)
class FormTable:
    """What is known of one file's raw forms, by form number."""

    canonical: tuple[str, ...]
    is_title: npt.NDArray[np.bool_]
    is_lower: npt.NDArray[np.bool_]


def describe_forms(file: EncodedFile) -> FormTable:
    """Canonical form and case of each raw form."""
    names = []
    for form in file.forms:
        special = SENTENCE_END if form == PARAGRAPH_END else special_symbol(form)
        names.append(special if special is not None else canonical(form))
    return FormTable(
        tuple(names),
        np.array([f[0].isupper() and f[1:].islower() for f in file.forms]),
        np.array([f.islower() for f in file.forms]),
    )


@dataclass(slots=True)
class _Tally:
    count: int = 0
    title: int = 0
    lower: int = 0


def choose_vocabulary(
    files: Sequence[EncodedFile], tables: Sequence[FormTable], listed: Iterable[str]
) -> tuple[Word, ...]:
    """Choose the vocabulary: special symbols first, then by falling count.

    `listed` are the canonical words of the word lists: all possible syllables among them are
    kept, however rare.
    """
    tallies: dict[str, _Tally] = {}
    for file, table in zip(files, tables, strict=True):
        size = len(file.forms)
        counts = np.bincount(file.tokens, minlength=size)
        ends = np.array([name == SENTENCE_END for name in table.canonical])
        inside = file.tokens[1:][~ends[file.tokens[:-1]]]
        inner = np.bincount(inside, minlength=size)
        for number, name in enumerate(table.canonical):
            tally = tallies.setdefault(name, _Tally())
            tally.count += int(counts[number])
            if table.is_title[number]:
                tally.title += int(inner[number])
            elif table.is_lower[number]:
                tally.lower += int(inner[number])
    known = {name for name in listed if is_possible(name)}
    words = []
    for name in tallies.keys() | known:
        # Superscripts and fractions match as letters; they are none.
        if name in SPECIAL or not name.isalpha():
            continue
        tally = tallies.get(name, _Tally())
        syllable = is_possible(name)
        enough = MINIMUM_SYLLABLE_COUNT if syllable else MINIMUM_OTHER_COUNT
        if tally.count < enough and name not in known:
            continue
        cased = tally.title + tally.lower
        share = tally.title / cased if cased else 0.0
        words.append(Word(name, tally.count, round(share, 2), syllable))
    words.sort(key=lambda word: (-word.count, word.text))
    special = [Word(name, 0, 0.0, False) for name in SPECIAL]
    return tuple(special + words[: MAXIMUM_WORDS - len(special)])


def encode_with(file: EncodedFile, table: FormTable, ids: Mapping[str, int]) -> npt.NDArray[np.uint16]:
    """Write the file as vocabulary ids (0 where unknown)."""
    mapping = np.array([ids.get(name, 0) for name in table.canonical], dtype=np.uint16)
    return mapping[file.tokens]
