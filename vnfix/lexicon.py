"""The words that the language model knows, and how they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from vnfix.errors import DictionaryError

UNKNOWN_ID = 0


@dataclass(frozen=True, slots=True)
class Word:
    """One row of `vocabulary.tsv`.

    `text` is the canonical form (`vnfix.syllable.canonical`), `count` the occurrences in the
    training text, `title_share` the share (0..1) of capitalised among its occurrences within a
    sentence, `is_syllable` whether it is a possible Vietnamese syllable.
    """

    text: str
    count: int
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


_HEADER = "word\tcount\ttitle_share\tsyllable"


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
    rows = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not rows or rows[0] != _HEADER:
        message = "vocabulary.tsv has no header line; rebuild it with 'vnfix train'"
        raise DictionaryError(message)
    words = []
    for row in rows[1:]:
        try:
            form, count, share, syllable = row.split("\t")
            words.append(Word(form, int(count), float(share), bool(("0", "1").index(syllable))))
        except ValueError as error:
            message = f"vocabulary.tsv: broken row {row!r}; rebuild it with 'vnfix train'"
            raise DictionaryError(message) from error
    return Lexicon(tuple(words))


def vocabulary_digest(words: Iterable[Word]) -> str:
    """Names a vocabulary, so that a model is never read with another one."""
    return hashlib.blake2b("\n".join(w.text for w in words).encode(), digest_size=8).hexdigest()
