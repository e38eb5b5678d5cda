"""What the context model learns from: the places that n-grams of other text leave open."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from vnfix.context_model.neighbours import REACH
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Word
from vnfix.training.checkpoints import Checkpoints
from vnfix.training.corpus import Genre
from vnfix.training.open_places import STRETCH, OpenPlaces, find_open_places, join_places
from vnfix.training.rivals import find_rivals

# After "rất" one of two words that look alike, as chance has it; "đi" is never in doubt.
NAMES = (*SPECIAL, "rất", "tốt", "tôt", "đi", "về")
WORDS = [Word(name, 9, 0.0, name not in SPECIAL) for name in NAMES]
ID = {name: number for number, name in enumerate(NAMES)}
RIVALS = find_rivals(WORDS, np.random.default_rng(1))
SIZE = 140_000


def make_stream(size: int) -> npt.NDArray[np.uint16]:
    random = Random(5)
    names: list[str] = []
    while len(names) < size:
        names += ["rất", random.choice(("tốt", "tôt")), "đi", "về", "."]
    return np.array([ID[name] for name in names[:size]], dtype=np.uint16)


def find(folder: Path, size: int = SIZE, jobs: int = 1) -> OpenPlaces | None:
    streams = {Genre.NEWS: [make_stream(size)]}
    checkpoints = Checkpoints(folder)
    return find_open_places(
        streams, WORDS, RIVALS, jobs=jobs, checkpoints=checkpoints, report=lambda _line: None
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("checkpoints")


@pytest.fixture(scope="module")
def places(folder: Path) -> OpenPlaces:
    found = find(folder)
    assert found is not None
    return found


def test_only_what_is_in_doubt_is_open(places: OpenPlaces):
    right = places.stretches[places.rows, places.columns]
    assert {NAMES[number] for number in right.tolist()} == {"tốt", "tôt"}
    assert set(places.sizes.tolist()) == {2}


def test_the_right_word_is_among_the_choices(places: OpenPlaces):
    first = np.cumsum(places.sizes) - places.sizes
    right = places.choices[first + places.right]
    assert np.array_equal(right, places.stretches[places.rows, places.columns])


def test_choices_that_are_as_likely_score_alike(places: OpenPlaces):
    assert np.ptp(places.scores) < 1


def test_places_have_all_their_neighbours(places: OpenPlaces):
    assert places.stretches.shape[1] == STRETCH + 2 * REACH
    assert REACH <= places.columns.min() <= places.columns.max() < REACH + STRETCH


def test_threads_find_the_same(places: OpenPlaces, tmp_path: Path):
    assert_same(places, find(tmp_path, jobs=2))


def test_parts_that_are_done_are_not_done_again(places: OpenPlaces, folder: Path, tmp_path: Path):
    for path in list(folder.iterdir())[:3]:
        shutil.copy(path, tmp_path)
    assert_same(places, find(tmp_path))


def assert_same(places: OpenPlaces, other: OpenPlaces | None) -> None:
    assert other is not None
    for field in fields(places):
        assert np.array_equal(getattr(places, field.name), getattr(other, field.name))


@pytest.mark.parametrize("size", [0, 100, 30_000])
def test_a_text_too_small_to_be_cut_has_none(size: int, tmp_path: Path):
    assert find(tmp_path, size) is None


def test_some_stretches_keep_their_places(places: OpenPlaces):
    chosen = places.select(np.array([2, 0]))
    assert np.array_equal(chosen.stretches, places.stretches[[2, 0]])
    for row, stretch in enumerate((2, 0)):
        mine, theirs = chosen.rows == row, places.rows == stretch
        assert np.array_equal(chosen.columns[mine], places.columns[theirs])
        assert np.array_equal(
            chosen.scores[np.repeat(mine, chosen.sizes)], places.scores[np.repeat(theirs, places.sizes)]
        )


def test_sets_of_stretches_are_joined(places: OpenPlaces):
    numbers = np.arange(len(places.stretches))
    joined = join_places([places.select(numbers[:3]), places.select(numbers[3:])])
    assert np.array_equal(joined.rows, places.rows)
    assert np.array_equal(joined.choices, places.choices)
