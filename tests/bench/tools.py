"""The tools measured, each loaded late, with the text at hand, as one function of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

TextFunction = Callable[[str], object]


def load_vnfix(_text: str) -> TextFunction:
    from vnfix import Repairer

    return Repairer().repair


def load_pyvi(_text: str) -> TextFunction:
    from pyvi import ViUtils

    def add_accents(text: str) -> object:
        # it takes text without marks, and crashes on most that has them
        return ViUtils.add_accents(ViUtils.remove_accents(text).decode())

    return add_accents


def load_underthesea(_text: str) -> TextFunction:
    from underthesea import text_normalize

    normalize: TextFunction = text_normalize
    return normalize


def load_symspellpy(text: str) -> TextFunction:
    from symspellpy import SymSpell, Verbosity

    # its dictionary is the vocabulary of the text: the size that it would need in use
    speller = SymSpell(max_dictionary_edit_distance=2)
    for word, count in Counter(re.findall(r"\w+", text.lower())).items():
        speller.create_dictionary_entry(word, count)

    def look_up(text: str) -> object:
        return [speller.lookup(word, Verbosity.TOP, 2, include_unknown=True) for word in text.split()]

    return look_up


LOADERS: dict[str, Callable[[str], TextFunction]] = {
    "vnfix": load_vnfix,
    "pyvi add_accents": load_pyvi,
    "symspellpy lookup": load_symspellpy,
    "underthesea text_normalize": load_underthesea,
}
"""vnfix first: it takes a text as one document, the others line by line."""
