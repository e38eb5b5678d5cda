"""Where letters may have vanished from a word without trace."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.channels.insertions import Insertions
from vnfix.pattern_index import HOLE, PatternIndex, Spelling

LETTERS = "aơht"
WORDS = st.sets(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=12)


def make_index(words: set[str]) -> PatternIndex:
    return PatternIndex.of_spellings(Spelling(text, number) for number, text in enumerate(sorted(words)))


def find_filled(shown: str, words: set[str], letters: str) -> set[str]:
    """The word with one hole or two, by trying all letters in them."""
    places = range(len(shown) + 1)
    holed = [(shown[:one] + HOLE + shown[one:], 1) for one in places]
    holed += [
        (shown[:one] + HOLE + shown[one:two] + HOLE + shown[two:], 2)
        for one, two in product(places, places)
        if one <= two
    ]
    return {
        pattern
        for pattern, holes in holed
        for filling in product(letters, repeat=holes)
        if pattern.lower().replace(HOLE, "{}").format(*filling) in words
    }


@pytest.mark.parametrize("few", [0, 1000], ids=["of many", "of few"])
@given(
    words=WORDS,
    others=WORDS,
    shown=st.text(LETTERS + "TƠ", max_size=4),
    letters=st.sets(st.sampled_from(LETTERS)),
)
def test_letters_that_vanished_are_found_wherever_they_make_a_word(few, words, others, shown, letters):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vnfix.pattern_index._FEW", few)
        found = Insertions((make_index(words), make_index(others)), frozenset(letters)).of_word(shown)
        assert len(set(found)) == len(found)
        assert set(found) == find_filled(shown, words | others, "".join(sorted(letters)))


def test_without_letters_any_one_may_have_vanished():
    assert Insertions((make_index({"tha", "ta"}),)).of_word("Ta") == (f"T{HOLE}a",)


def test_no_spelling_has_a_letter_that_is_two_small_ones():
    assert Insertions((make_index({"tha"}),), frozenset({"İ".lower()})).of_word("ta") == ()
