"""Two right spellings of one syllable: `kỳ` and `kì`, `lý` and `lí`, `quý` and `quí`.

After h, k, l, m, s, t and qu a lone last vowel is written y or i.  The ministry's rules of 1984 and the
textbooks have i, most official text has y, and both are right: neither is ever changed into the other.  Where
letters have to be restored the two are one reading, written as the document writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_I_FORMS = "iìíỉĩị"
_Y_FORMS = "yỳýỷỹỵ"
# Without a mark the two are different words as often as not (`li` and `ly`, `ti` and `ty`).
_VARYING = re.compile(rf"(?:[hklmst]|qu)[{_I_FORMS[1:]}{_Y_FORMS[1:]}]", re.IGNORECASE)
# The letters that varying words end in: one word in six is looked at any further.
_VARYING_ENDS = frozenset((_I_FORMS + _Y_FORMS)[1:] + (_I_FORMS + _Y_FORMS)[1:].upper())
_FOLD = str.maketrans(_Y_FORMS + _Y_FORMS.upper(), _I_FORMS + _I_FORMS.upper())
_SWAP = _FOLD | str.maketrans(_I_FORMS + _I_FORMS.upper(), _Y_FORMS + _Y_FORMS.upper())
# Uses of the other form that the document must outweigh; official text has y twice as often.
_PRIOR_Y = 2.0
_PRIOR_I = 1.0


@lru_cache(maxsize=4096)
def fold_variant(word: str) -> str:
    """A word with its varying y as i, in the case it has; other words as they are.

    >>> fold_variant("kỹ"), fold_variant("Mỹ"), fold_variant("tay"), fold_variant("thúy")
    ('kĩ', 'Mĩ', 'tay', 'thúy')
    """
    return word.translate(_FOLD) if _VARYING.fullmatch(word) else word


def other_variant(word: str, letter: str) -> str | None:
    """The letter that may stand for the varying last vowel `letter` of `word`; None where it does not vary.

    >>> other_variant("kỹ", "ỹ"), other_variant("kĩ", "ĩ"), other_variant("tay", "y")
    ('ĩ', 'ỹ', None)
    """
    if word[-1:] != letter or not _VARYING.fullmatch(word):
        return None
    return swap_variant(letter)


def swap_variant(letter: str) -> str:
    """The i for a y, the y for an i, with the same tone.

    >>> swap_variant("ỷ"), swap_variant("Í")
    ('ỉ', 'Ý')
    """
    return letter.translate(_SWAP)


class VariantStyle:
    """Which of the two spellings a document prefers."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """`words` are the words of the document with their counts."""
        varying = [(word, count) for word, count in words.items() if _VARYING.fullmatch(word)]
        self._all = sum(count for _, count in varying)
        self._with_y = sum(count for word, count in varying if fold_variant(word) != word)

    def weight(self, word: str) -> float:
        """The share (0 < share < 1) of the spelling of `word` among such words; 1 for words that do not vary.

        >>> style = VariantStyle({"kì": 3, "lí": 4})
        >>> style.weight("tỉ") > style.weight("tỷ"), style.weight("tay")
        (True, 1.0)
        """
        if word[-1:] not in _VARYING_ENDS or not _VARYING.fullmatch(word):
            return 1.0
        is_y = fold_variant(word) != word
        same = self._with_y + _PRIOR_Y if is_y else self._all - self._with_y + _PRIOR_I
        return same / (self._all + _PRIOR_Y + _PRIOR_I)
