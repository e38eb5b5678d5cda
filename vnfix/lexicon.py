"""The words that the language model knows, and how they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

from vnfix.columns import cut_columns
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


@dataclass(frozen=True, eq=False, repr=False)
class Lexicon:
    """The vocabulary by id: a word's place in each column (0 is the unknown word).

    A repair asks for the columns of a few words; to make all rows took a tenth of a start-up, and as much
    again to let them go.
    """

    texts: Sequence[str]
    counts: Sequence[int]
    title_shares: Sequence[float]
    are_syllables: Sequence[bool]

    @staticmethod
    def of_words(words: Iterable[Word]) -> Lexicon:
        """Make the lexicon of some words."""
        rows = tuple(words)
        return Lexicon(*map(tuple, zip(*rows, strict=True))) if rows else Lexicon((), (), (), ())

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The rows of the file; for training, which goes through all of them."""
        columns = self.texts, self.counts, self.title_shares, self.are_syllables
        return tuple(map(_make_word, zip(*columns, strict=True)))

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The id of each canonical form."""
        return dict(zip(self.texts, range(len(self.texts)), strict=True))

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
        number = self.numbers[word]
        columns = self.texts, self.counts, self.title_shares, self.are_syllables
        return _make_word([column[number] for column in columns])


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
    text = text.removesuffix("\n")
    notes, header, rows = f"\n{text}\n".partition(f"\n{_HEADER}\n")
    if not header or _drop_notes(notes):
        message = "vocabulary.tsv has no header line; rebuild it with 'vnfix train'"
        raise DictionaryError(message)
    # Hardly ever: to go through the rows one by one took longer than to cut them into columns.
    if any(sign in f"\n{rows}" for sign in ("\n#", "\n\n")):
        rows = "".join(f"{row}\n" for row in _drop_notes(rows))
    try:
        return _parse_rows(rows)
    except ValueError:
        # Only now, row by row: it says which one is broken.
        row = next(row for row in rows.split("\n") if not _is_whole(row))
        message = f"vocabulary.tsv: broken row {row!r}; rebuild it with 'vnfix train'"
        raise DictionaryError(message) from None


def _drop_notes(text: str) -> list[str]:
    """The lines that are neither empty nor a comment."""
    return [line for line in text.split("\n") if line[:1] not in "#"]


def _parse_rows(rows: str) -> Lexicon:
    """Read rows, each with a line break behind it."""
    texts, counts, shares, flags = cut_columns(rows, _COLUMNS)
    if not _FLAGS.issuperset(flags):
        raise ValueError("syllable")  # noqa: EM101 - reworded by the caller
    # A hundred shares in fifteen thousand rows.
    share_of = {share: float(share) for share in set(shares)}
    return Lexicon(
        texts,
        list(map(int, counts)),
        list(map(share_of.__getitem__, shares)),
        [flag == "1" for flag in flags],
    )


def _is_whole(row: str) -> bool:
    try:
        _parse_rows(f"{row}\n")
    except ValueError:
        return False
    return True


def vocabulary_digest(texts: Iterable[str]) -> str:
    """Names a vocabulary by its words, so that a model is never read with another one."""
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()
