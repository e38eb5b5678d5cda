"""Edits found for many pairs at once are those that are found one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix import edit_batches
from vnfix.confusions import Edit
from vnfix.differences import find_edits
from vnfix.edit_batches import EditBatches

# Few letters, so that words share many and have several alignments.
WORDS = st.text(alphabet="aábcnm", max_size=9)
KNOWN = {Edit("m", "nn"), Edit("á", "a"), Edit("ab", "c"), Edit("nam", "b"), Edit("", "c"), Edit("a", "")}


def find_all(
    batches: EditBatches, written: list[str], texts: list[str]
) -> list[tuple[tuple[Edit, ...], int]]:
    """The edits from each word to each text, and how many of them are not known."""
    rows = np.repeat(np.arange(len(written)), len(texts))
    found = batches.find(rows, np.tile(np.arange(len(texts)), len(written)), texts)
    ends = np.cumsum(found.sizes).tolist()
    edits = [batches.edits[number] for number in found.edits.tolist()]
    parts = [tuple(edits[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    return list(zip(parts, found.unknown.tolist(), strict=True))


def expect_all(written: list[str], texts: list[str]) -> list[tuple[tuple[Edit, ...], int]]:
    every = [find_edits(word, text, KNOWN) for word in written for text in texts]
    return [(edits, sum(edit not in KNOWN for edit in edits)) for edits in every]


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_edits_of_many_pairs_are_those_of_each(written: list[str], texts: list[str]):
    assert find_all(EditBatches(KNOWN, written), written, texts) == expect_all(written, texts)


@given(st.lists(st.lists(WORDS, max_size=4), max_size=4))
def test_they_do_not_hang_on_what_was_found_before(asked: list[list[str]]):
    written = ["nam", "mám", "", "cabná"]
    batches = EditBatches(KNOWN, written)
    for texts in asked:
        assert find_all(batches, written, texts) == expect_all(written, texts)


def test_nor_on_how_many_are_found_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(edit_batches, "_MOST_PAIRS", 3)
    monkeypatch.setattr(edit_batches, "_MOST_REMEMBERED", 2)
    written, texts = ["nam", "mám", "", "cabná"], ["ban", "ca", "", "nam", "mmnn"]
    assert find_all(EditBatches(KNOWN, written), written, texts) == expect_all(written, texts)


@pytest.mark.parametrize(
    ("written", "texts"), [([], ["a"]), (["a"], []), ([""], [""]), ([""], ["ab"]), (["ab"], [""])]
)
def test_what_is_empty(written: list[str], texts: list[str]):
    assert find_all(EditBatches(KNOWN, written), written, texts) == expect_all(written, texts)
