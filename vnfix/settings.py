"""What a user may set for a repair: the kinds of damage to undo, and what is to be left alone.

One immutable value.  Files and command lines are read elsewhere (`vnfix.cli.configuration`); what
stands here is ready to use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from vnfix.correction import Kind

if TYPE_CHECKING:
    from vnfix.phrases import PhraseBook

LAYOUT_KINDS = frozenset({Kind.LINE_ENDS, Kind.HYPHENS})
"""What is no damage: changed only when asked."""
DAMAGE_KINDS = frozenset(Kind) - LAYOUT_KINDS
"""What is looked for unless told otherwise."""


class Model(StrEnum):
    """What weighs readings."""

    NGRAM = "ngram"
    """N-grams alone: faster, and less right."""
    CONTEXT = "context"
    """N-grams, and the context model where the dictionaries have one."""


@dataclass(frozen=True)
class Settings:
    """The settings of a repair.

    Only damage of the `kinds` is looked for; with `LAYOUT_KINDS` among them lines are joined and hyphens of
    line ends taken out.  `ignored_words` are words or phrases that stay as they
    stand; one with a capital protects that form only, one in small letters all its case forms.
    `ignored_patterns` are regular expressions; what they match stays as it stands.  `known_words` are
    those of the user dictionary: left alone like the ignored ones, and restored where they lost a letter.
    `model` is what weighs readings.

    >>> Settings(kinds=DAMAGE_KINDS - {Kind.LOST_DIGITS}).ignores_nothing
    True
    """

    kinds: frozenset[Kind] = DAMAGE_KINDS
    ignored_words: frozenset[str] = frozenset()
    ignored_patterns: tuple[re.Pattern[str], ...] = ()
    known_words: frozenset[str] = frozenset()
    model: Model = Model.CONTEXT

    @cached_property
    def phrases(self) -> PhraseBook:
        """All words that are left alone, ready to be found."""
        # The tokenizer takes a while to import: not for `vnfix --help`.
        from vnfix.phrases import PhraseBook

        return PhraseBook(self.ignored_words | self.known_words)

    @property
    def ignores_nothing(self) -> bool:
        """Tell whether no word and no pattern is to be left alone."""
        return not (self.ignored_words or self.ignored_patterns or self.known_words)


DEFAULT_SETTINGS = Settings()
