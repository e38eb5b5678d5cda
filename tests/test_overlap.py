"""Paragraphs that stand in an excluded document are found, others are left alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.training.overlap import PHRASE, find_overlap, phrase_hashes

EXCLUDED = list(range(100, 160))


def overlapping(paragraphs: list[list[int]], *excluded: list[int]) -> list[int]:
    """The numbers of the paragraphs that overlap."""
    stream = np.array([symbol for paragraph in paragraphs for symbol in paragraph], dtype=np.uint32)
    numbers = np.repeat(np.arange(len(paragraphs)), [len(paragraph) for paragraph in paragraphs])
    hashes = phrase_hashes(np.array(document, dtype=np.uint32) for document in excluded)
    places, count = find_overlap(stream, numbers, hashes)
    found = sorted(set(numbers[places].tolist()))
    assert count == len(found)
    for number in found:
        assert places[numbers == number].all()
    return found


@pytest.mark.parametrize(
    "paragraph",
    [
        EXCLUDED,
        EXCLUDED[10:40],
        EXCLUDED[: PHRASE + 1],
        [1, 2, 3, *EXCLUDED[5:30], 4, 5, 6],
        [*EXCLUDED[:20], 7, *EXCLUDED[21:40]],
    ],
    ids=["whole", "a part", "one phrase and a word", "words around it", "one word changed"],
)
def test_copied_paragraphs_overlap(paragraph):
    before, after = list(range(30)), list(range(40, 70))
    assert overlapping([before, paragraph, after], EXCLUDED) == [1]


@pytest.mark.parametrize(
    "paragraph",
    [
        list(range(30)),
        EXCLUDED[: PHRASE - 1],
        EXCLUDED[::-1],
        EXCLUDED[::2],
        [symbol for start in range(100, 150, 5) for symbol in (*range(start, start + 5), 1)],
        [*range(90), *EXCLUDED[: PHRASE + 1]],
    ],
    ids=[
        "other words",
        "shorter than a phrase",
        "backwards",
        "every other word",
        "shorter phrases",
        "a quotation",
    ],
)
def test_other_paragraphs_do_not(paragraph):
    assert overlapping([paragraph, list(range(1000, 1030))], EXCLUDED) == []


def test_each_excluded_document_counts():
    other = list(range(500, 540))
    assert overlapping([EXCLUDED, list(range(30)), other], EXCLUDED, other) == [0, 2]


def test_phrases_do_not_run_from_one_document_to_the_next():
    ends = [*EXCLUDED[-4:], *EXCLUDED[:4]]
    assert overlapping([ends * 3], EXCLUDED, EXCLUDED) == []


@pytest.mark.parametrize("excluded", [(), ([],), ([1, 2, 3],)], ids=["none", "empty", "short"])
def test_nothing_overlaps_with_nothing(excluded):
    assert overlapping([EXCLUDED, [], [1, 2, 3]], *excluded) == []


def test_an_empty_text_overlaps_with_nothing():
    assert overlapping([], EXCLUDED) == []


def test_a_text_shorter_than_a_phrase_overlaps_with_nothing():
    assert overlapping([EXCLUDED[:3]], EXCLUDED) == []


def test_phrases_are_sorted_and_distinct():
    hashes = phrase_hashes([np.array([*EXCLUDED, *EXCLUDED], dtype=np.uint32)])
    assert (hashes[1:] > hashes[:-1]).all()
    assert len(hashes) == len(EXCLUDED)


@given(
    st.lists(st.lists(st.integers(0, 2**32 - 1), min_size=20, max_size=40), min_size=1, max_size=5), st.data()
)
def test_a_copy_is_always_found(paragraphs, data):
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    assert place in overlapping(paragraphs, paragraphs[place])
