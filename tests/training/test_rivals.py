"""Which words each word may be taken for."""

from __future__ import annotations

import numpy as np

from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Word
from vnfix.training.rivals import find_rivals

NAMES = (*SPECIAL, "biển", "biên", "bắt", "cắt", "về")
WORDS = [Word(name, 9, 0.0, name not in SPECIAL) for name in NAMES]
ID = {name: number for number, name in enumerate(NAMES)}


def test_rivals_have_the_same_letters_but_for_marks_or_differ_in_one():
    rivals = find_rivals(WORDS, np.random.default_rng(1))
    alike = rivals.alike[ID["biển"]][rivals.is_rival[ID["biển"]]]
    assert {NAMES[number] for number in alike} == {"biển", "biên"}
    assert {NAMES[number] for number in rivals.near[ID["bắt"]]} == {"cắt"}
    assert {NAMES[number] for number in rivals.near[ID["về"]]} == {"về"}, "a word without rivals is its own"
    assert not rivals.is_rival[ID["<num>"]].any()
