"""What looks damaged before anything is known of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from vnfix.arrays import Flags, after, before
from vnfix.channels.pattern import LONGEST_GAP, LONGEST_SYLLABLE
from vnfix.digit_marks import find_digit_marks
from vnfix.document import Document
from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.token_kinds import TokenKind

# Below this count in the training text a syllable that stands alone looks like a fragment.
_RARE_COUNT = 300
# A sign is looked at as a mark when it stands so often beside fragments, and so often where no sign
# belongs: between two pieces, or before one.
_LEAST_BESIDE = 3
_LEAST_JOINED = 1
# Share of syllables among the words of two letters and more: above 0.5 in pages that lost a third
# of their letters, below 0.3 in English and in code.
_LEAST_VIETNAMESE = 0.3
# Signs that stand between letters in any text: abbreviations, formulas, quotations.
_NEVER_MARKS = frozenset(".()[]{}\"'“”‘’«»")
# Signs that stand before words in any text.
_OPENING = frozenset("([{<\"'“‘«-–—*•+/&")


class Suspicion:
    """Finds fragments of words, and signs that seem to stand for letters, in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.is_fragment = document.lexicon.remember(_is_fragment).__getitem__
        """Tell whether a word looks like a piece of one."""
        self.raw_marks = self._find_raw_marks()
        self.digit_marks = find_digit_marks(document.tokens, document.marks)

    def _is_remainder(self, word: str) -> bool:
        """Tell whether a word can only be the end of a Vietnamese syllable: `ược`, `ến`."""
        return not word[0].isascii() and word.islower() and self.is_fragment(word)

    @cached_property
    def are_fragments(self) -> Flags:
        """Tell which tokens are words that look like pieces of one."""
        return self._document.table.flags(self.is_fragment, TokenKind.WORD)

    @cached_property
    def are_raw_marks(self) -> Flags:
        """Tell which tokens are signs that seem to be marks."""
        table = self._document.table
        if not self.raw_marks:
            return np.zeros(len(table), dtype=bool)
        return table.flags(self.raw_marks.__contains__) & ~table.are(TokenKind.WORD, TokenKind.MARK)

    @cached_property
    def are_marks(self) -> Flags:
        """Tell which tokens are marks of letters, or signs that seem to be."""
        marks = self._document.table.flags(lambda text: text not in self.digit_marks, TokenKind.MARK)
        return marks | self.are_raw_marks

    def damaged_places(self) -> list[int]:
        """The tokens at which a damaged stretch may begin."""
        table = self._document.table
        is_fragment, is_mark = self.are_fragments, self.are_marks
        is_number = table.are(TokenKind.NUMBER)
        is_gap = table.are(TokenKind.SPACE) & (table.sizes >= 2) & (table.sizes <= LONGEST_GAP)
        # A fragment may be the middle or the end of a word that begins up to two gaps before.
        reaches = (
            (is_fragment, (0, -2, -4)),
            (is_mark & ~is_fragment, range(-4, 2)),
            (is_number & ~is_mark, (0,)),
            (is_gap & ~is_mark, range(-1, 2)),
        )
        near = np.zeros(len(table), dtype=bool)
        for flags, steps in reaches:
            for step in steps:
                places = np.flatnonzero(flags) + step
                near[places[(places >= 0) & (places < len(table))]] = True
        found: list[int] = np.flatnonzero(near).tolist()
        return found

    @cached_property
    def mark_places(self) -> Sequence[int]:
        """The tokens that are marks, or signs that seem to be."""
        found: list[int] = np.flatnonzero(self.are_marks).tolist()
        return found

    def _find_raw_marks(self) -> frozenset[str]:
        """Signs that seem to stand for letters: `đ,n vị` and `c, quan`, or `!ược`, again and again."""
        tokens, table = self._document.tokens, self._document.table
        beside: Counter[str] = Counter()
        joined: Counter[str] = Counter()
        signs = table.flags(lambda text: text not in _NEVER_MARKS, TokenKind.PUNCTUATION)
        # `P(S|A)` and `A/B` are no pieces of words.
        is_symbol = table.flags(lambda text: len(text) == 1 and text.isupper(), TokenKind.WORD)
        is_piece = self.are_fragments & ~is_symbol
        signs &= before(is_piece) | after(is_piece)
        for place in np.flatnonzero(signs[1:-1]).tolist():
            place += 1
            token = tokens[place]
            left, right = tokens[place - 1], tokens[place + 1]
            words = [t.text for t in (left, right) if t.kind is TokenKind.WORD]
            beside[token.text] += 1
            is_opening = token.text in _OPENING and not self._is_remainder(right.text)
            leads = right.kind is TokenKind.WORD and not is_opening
            joined[token.text] += len(words) == 2 or (leads and len(right.text) > 1)
        found = frozenset(
            sign for sign, count in joined.items() if count >= _LEAST_JOINED and beside[sign] >= _LEAST_BESIDE
        )
        # As many opening as closing signs: the source of a page.
        is_markup = self._document.letters["<"] == self._document.letters[">"]
        return found - {"<", ">"} if is_markup else found

    def is_foreign_text(self) -> bool:
        """Tell whether too few words are Vietnamese for the document to be damaged Vietnamese."""
        lexicon, table = self._document.lexicon, self._document.table
        ids, are_syllables = lexicon.ids, lexicon.are_syllables
        forms = [form for form in table.forms_of(TokenKind.WORD).tolist() if len(table.texts[form]) >= 2]
        counts: list[int] = table.counts[forms].tolist()
        missing = _LEAST_VIETNAMESE * sum(counts)
        # The words of the first lines are the most common ones: in Vietnamese a few hundred are enough.
        for form, count in zip(forms, counts, strict=True):
            if missing <= 0:
                break
            missing -= count * are_syllables[ids.get(table.texts[form].lower(), UNKNOWN_ID)]
        return missing > 0


def _is_fragment(lexicon: Lexicon, word: str) -> bool:
    number = lexicon.ids.get(word.lower(), UNKNOWN_ID)
    if len(word) == 1:
        return word.isascii()
    if not number:
        return len(word) <= LONGEST_SYLLABLE
    return lexicon.counts[number] < _RARE_COUNT if lexicon.are_syllables[number] else len(word) <= 4
