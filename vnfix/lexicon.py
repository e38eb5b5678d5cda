"""The words that the language model knows, and how they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

from vnfix.errors import DictionaryError
from vnfix.recent import WordMemory
from vnfix.tone_styles import canonical

UNKNOWN_ID = 0

V = TypeVar("V")


class Word(NamedTuple):
    """One row of `vocabulary.tsv`.

    `text` is the canonical form (`vnfix.syllable.canonical`), `count` the occurrences in the
    training text, `title_share` the share (0..1) of capitalised among its occurrences within a
    sentence, `is_syllable` whether it is a possible Vietnamese syllable.
    """

    text: str
    count: int  # type: ignore[assignment]  # hides a method of tuples that nobody misses
    title_share: float
    is_syllable: bool


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary by id; an id is a word's place in `words` (0 is the unknown word)."""

    words: tuple[Word, ...]

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The id of each canonical form."""
        return {word.text: place for place, word in enumerate(self.words)}

    @cached_property
    def numbers(self) -> WordMemory[int]:
        """The id of each word in any case, with its tone in either place; 0 for an unknown one.

        Three parts of a repair ask for each word of a text, and texts have most of their words in common.
        """
        ids = self.ids
        return WordMemory(lambda word: ids.get(canonical(word), UNKNOWN_ID))

    def remember(self, find: Callable[[Lexicon, str], V]) -> WordMemory[V]:
        """What `find` finds of each word, by this lexicon alone; kept from text to text.

        Each text asks the same of its words; two in three of them stood in the text before.  `find` must be
        a function of a module: one made anew for each text would be kept for ever.
        """
        known = self._memories.get(find)
        if known is None:
            known = self._memories.setdefault(find, WordMemory(partial(find, self)))
        return known

    @cached_property
    def _memories(self) -> dict[Callable[[Lexicon, str], Any], WordMemory[Any]]:
        return {}

    def entry(self, word: str) -> Word:
        """Look a word up, in any case and with its tone in either place."""
        return self.words[self.numbers[word]]


# The constructor of a named tuple is a Python call: most of the time that fifteen thousand rows took.
_make_word = partial(tuple.__new__, Word)
_HEADER = "word\tcount\ttitle_share\tsyllable"
_COLUMNS = 4
_FLAGS = frozenset("01")


def format_lexicon(words: Iterable[Word], comment: str) -> str:
    """Write the text of `vocabulary.tsv`; `comment` lines are marked with `#`."""
    rows = [f"# {line}" for line in comment.splitlines()]
    rows.append(_HEADER)
    rows += [f"{w.text}\t{w.count}\t{w.title_share:g}\t{int(w.is_syllable)}" for w in words]
    return "\n".join(rows) + "\n"


def parse_lexicon(text: str) -> Lexicon:
    """Read `vocabulary.tsv`.

    Raises DictionaryError when a row is broken.

    >>> parse_lexicon(format_lexicon([Word("cơ", 7, 0.1, True)], "source")).ids["cơ"]
    0
    """
    # Neither empty nor a comment.
    rows = [line for line in text.split("\n") if line[:1] not in "#"]
    if not rows or rows[0] != _HEADER:
        message = "vocabulary.tsv has no header line; rebuild it with 'vnfix train'"
        raise DictionaryError(message)
    try:
        return Lexicon(tuple(_parse_rows(rows[1:])))
    except ValueError:
        # Only now, row by row: it says which one is broken.
        row = next(row for row in rows[1:] if not _is_whole(row))
        message = f"vocabulary.tsv: broken row {row!r}; rebuild it with 'vnfix train'"
        raise DictionaryError(message) from None


def _parse_rows(rows: Sequence[str]) -> Iterator[Word]:
    """Read the rows column by column: a third of the time of row by row."""
    cells = "\t".join(rows).split("\t") if rows else []
    if len(cells) != _COLUMNS * len(rows):
        raise ValueError("columns")  # noqa: EM101 - reworded by the caller
    forms, counts, shares, flags = (cells[column::_COLUMNS] for column in range(_COLUMNS))
    if not _FLAGS.issuperset(flags):
        raise ValueError("syllable")  # noqa: EM101
    columns = forms, map(int, counts), map(float, shares), map("1".__eq__, flags)
    return map(_make_word, zip(*columns, strict=True))


def _is_whole(row: str) -> bool:
    try:
        list(_parse_rows([row]))
    except ValueError:
        return False
    return True


def vocabulary_digest(words: Iterable[Word]) -> str:
    """Names a vocabulary, so that a model is never read with another one."""
    return hashlib.blake2b("\n".join(w.text for w in words).encode(), digest_size=8).hexdigest()
