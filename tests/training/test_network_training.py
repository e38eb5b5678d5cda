"""Training the network on a language in which the order of the nearest words tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from vnfix.context_model.neighbours import REACH
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Word
from vnfix.training.checkpoints import Checkpoints
from vnfix.training.context_training import SIZE, Vectors
from vnfix.training.network_training import (
    Network,
    begin_network,
    differentiate,
    finish_network,
    train_network,
)
from vnfix.training.open_places import STRETCH, OpenPlaces
from vnfix.training.rivals import find_rivals

NAMES = (*SPECIAL, "tốt", "tôt", "đi", "về")
ID = {name: number for number, name in enumerate(NAMES)}
RIVALS = find_rivals([Word(name, 9, 0.0, name not in SPECIAL) for name in NAMES], np.random.default_rng(1))
CHOICES = (ID["tốt"], ID["tôt"])
STRETCHES = 64


def make_vectors() -> Vectors:
    rng = np.random.default_rng(3)
    words, neighbours = rng.standard_normal((2, len(NAMES), SIZE)).astype(np.float32) / SIZE
    return Vectors(words, neighbours, np.zeros(len(NAMES), dtype=np.float32))


def make_places() -> OpenPlaces:
    """ "đi về" stands around "tốt", "về đi" around "tôt", which a sum cannot tell apart."""
    random = Random(5)
    stretches: list[list[int]] = []
    right: list[int] = []
    column = REACH + STRETCH // 2
    for _ in range(STRETCHES):
        number = random.randrange(2)
        row = [ID["."]] * (STRETCH + 2 * REACH)
        row[column] = CHOICES[number]
        before, after = ("đi", "về") if number == 0 else ("về", "đi")
        row[column - 1], row[column + 1] = ID[before], ID[after]
        stretches.append(row)
        right.append(number)
    count = np.arange(STRETCHES)
    return OpenPlaces(
        np.array(stretches, dtype=np.uint16),
        count,
        np.full(STRETCHES, column),
        np.full(STRETCHES, 2),
        np.array(right),
        np.array(CHOICES * STRETCHES, dtype=np.uint16),
        np.zeros(2 * STRETCHES, dtype=np.float32),
    )


PLACES = make_places()
VECTORS = make_vectors()


def train(folder: Path, passes: int = 120, report: Callable[[str], None] = lambda _line: None) -> Network:
    network = begin_network(VECTORS)
    train_network(
        network, VECTORS, PLACES, RIVALS, checkpoints=Checkpoints(folder), report=report, passes=passes
    )
    return network


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return train(tmp_path_factory.mktemp("whole"))


def test_it_begins_as_the_vectors_alone():
    network = begin_network(VECTORS)
    model = finish_network(network, VECTORS, "toy")
    symbols = PLACES.stretches[0].astype(np.int64)
    place = PLACES.columns[:1]
    sums = model.sum_neighbours(symbols, place)
    assert np.array_equal(model.read(symbols, place, place + 1, sums), sums)


def test_the_order_of_the_nearest_words_is_learned(trained: Network):
    begun, _ = differentiate(begin_network(VECTORS), VECTORS, PLACES, None)
    loss, _ = differentiate(trained, VECTORS, PLACES, None)
    assert begun == pytest.approx(np.log(2), abs=0.05)
    assert loss < 0.05


def test_what_n_grams_say_counts():
    scores = np.zeros_like(PLACES.scores)
    scores[2 * np.arange(STRETCHES) + PLACES.right] = 5.0
    told = OpenPlaces(
        PLACES.stretches, PLACES.rows, PLACES.columns, PLACES.sizes, PLACES.right, PLACES.choices, scores
    )
    loss, _ = differentiate(begin_network(VECTORS), VECTORS, told, None)
    assert loss < 0.01


def test_the_model_says_what_was_learned(trained: Network):
    model = finish_network(trained, VECTORS, "toy")
    symbols = PLACES.stretches.astype(np.int64)
    for row in range(10):
        place = PLACES.columns[row : row + 1]
        context = model.read(symbols[row], place, place + 1, model.sum_neighbours(symbols[row], place))
        scores = model.score(np.array(CHOICES), context, np.zeros(2, dtype=np.int64))
        assert scores.argmax() == PLACES.right[row]


def test_a_training_that_was_stopped_ends_as_the_whole_one(trained: Network, tmp_path: Path):
    lines: list[str] = []

    def stop(line: str) -> None:
        lines.append(line)
        if len(lines) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, report=stop)
    for one, other in zip(trained.arrays(), train(tmp_path).arrays(), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(
    "name", ["words", "bias", "nearest", "hidden_weights", "answer_weights", "answer_bias"]
)
def test_gradients_are_those_of_the_loss(name: str):
    rng = np.random.default_rng(4)
    network = begin_network(VECTORS)
    for array in network.arrays():
        array += (rng.standard_normal(array.shape) * 0.1).astype(np.float32)
    places = PLACES
    _, gradient = differentiate(network, VECTORS, places, None)
    values: npt.NDArray[np.float32] = getattr(network, name)
    slopes: npt.NDArray[np.float32] = getattr(gradient, name)
    # Along the gradient the loss falls by its square.
    step = np.float32(1e-2 / np.linalg.norm(slopes))
    values += step * slopes
    more, _ = differentiate(network, VECTORS, places, None)
    values -= 2 * step * slopes
    less, _ = differentiate(network, VECTORS, places, None)
    assert more - less == pytest.approx(2 * step * float((slopes**2).sum()), rel=0.05)
