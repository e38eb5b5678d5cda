"""The pairs of words in lists of words (`vnfix.compounds`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from vnfix.compounds import Compounds
from vnfix.language_model.symbols import find_forms
from vnfix.lexicon import Word, vocabulary_digest
from vnfix.tone_styles import canonical

_NO_WORD = -1


def find_compounds(entries: Iterable[str], words: Sequence[Word]) -> Compounds:
    """Find the pairs of `words` that stand side by side in entries.

    Signs and numbers part them, and words with a capital are left out: names say nothing of words.
    """
    ids = {word.text: place for place, word in enumerate(words)}
    keys: set[int] = set()
    for entry in entries:
        found = [
            ids.get(canonical(form), _NO_WORD) if form.islower() else _NO_WORD for form in find_forms(entry)
        ]
        keys.update(first << 16 | second for first, second in pairwise(found) if first >= 0 and second >= 0)
    return Compounds(vocabulary_digest(word.text for word in words), np.array(sorted(keys), dtype=np.uint32))
