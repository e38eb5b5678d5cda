"""Training the context model on a language in which company tells."""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from vnfix.context_model.neighbours import sum_neighbours
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Word
from vnfix.training.context_training import Vectors, train_contexts
from vnfix.training.corpus import Genre

SEA, MINE, PLAIN = ("biển", "cá", "sóng"), ("biên", "than", "hầm"), ("bắt", "đi", "về", "cắt")
NAMES = (*SPECIAL, *SEA, *MINE, *PLAIN)
WORDS = [Word(name, 9, 0.0, name not in SPECIAL) for name in NAMES]
STEPS = 8

ID = {name: number for number, name in enumerate(NAMES)}


def make_stream() -> npt.NDArray[np.uint16]:
    """Write long passages, about the sea and about mines in turn, of words in no order."""
    random = Random(5)
    names = [random.choice((*topic, *PLAIN)) for _ in range(20) for topic in (SEA, MINE) for _ in range(200)]
    return np.array([ID[name] for name in names], dtype=np.uint16)


def train(steps: int) -> Vectors:
    return train_contexts({Genre.NEWS: [make_stream()]}, WORDS, steps, lambda _line: None)


@pytest.fixture(scope="module")
def trained() -> Vectors:
    return train(STEPS)


def score(vectors: Vectors, word: str, around: str) -> float:
    text = np.array([ID[around]] * 9)
    context = sum_neighbours(vectors.neighbours[text], np.array([4]))[0]
    return float(vectors.words[ID[word]] @ context + vectors.bias[ID[word]])


def test_company_decides_between_words_that_look_alike(trained: Vectors):
    vectors = trained
    assert score(vectors, "biển", "cá") > score(vectors, "biên", "cá") + 1
    assert score(vectors, "biên", "than") > score(vectors, "biển", "than") + 1


def test_company_that_goes_with_both_decides_less(trained: Vectors):
    vectors = trained
    telling = score(vectors, "biển", "cá") - score(vectors, "biên", "cá")
    assert abs(score(vectors, "biển", "đi") - score(vectors, "biên", "đi")) < telling / 2


def test_the_same_text_gives_the_same_numbers():
    one, other = train(3), train(3)
    assert np.array_equal(one.words, other.words)
    assert np.array_equal(one.neighbours, other.neighbours)


@pytest.mark.parametrize(
    "streams", [{}, {Genre.NEWS: []}, {Genre.NEWS: [make_stream()[:100]]}], ids=["none", "empty", "short"]
)
def test_too_little_text_teaches_nothing(streams: dict[Genre, list[npt.NDArray[np.uint16]]]):
    vectors = train_contexts(streams, WORDS, 5, lambda _line: None)
    assert score(vectors, "biển", "cá") == pytest.approx(score(vectors, "biên", "cá"), abs=0.5)
