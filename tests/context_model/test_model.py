"""The file of the context model, and what it scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vnfix.context_model.model import (
    ContextModel,
    Layer,
    open_context_model,
    pack_context_model,
    quantize_vectors,
)
from vnfix.context_model.neighbours import NEAREST
from vnfix.errors import DictionaryError

WORDS = np.array([[1.0, -0.5], [0.0, 0.0], [0.25, 3.0]], dtype=np.float32)
NEIGHBOURS = np.array([[0.5, 0.5], [2.0, -1.0], [0.0, 1.0]], dtype=np.float32)
NEAREST_VECTORS = np.array([[1.0], [0.0], [-1.0]], dtype=np.float32)
BIAS = np.array([0.5, 0.0, -1.0], dtype=np.float32)
HIDDEN = 3


@pytest.fixture
def model() -> ContextModel:
    rng = np.random.default_rng(1)

    def make_layer(inputs: int, outputs: int) -> Layer:
        # Halves are kept exactly by the file.
        weights = rng.integers(-4, 5, (inputs, outputs)) / 2
        return Layer(weights.astype(np.float32), np.arange(outputs, dtype=np.float32))

    tables = map(quantize_vectors, (WORDS, NEIGHBOURS, NEAREST_VECTORS))
    return ContextModel("abc", *tables, make_layer(len(NEAREST) + 2, HIDDEN), make_layer(HIDDEN, 2), BIAS)


def test_bytes_keep_vectors_to_a_hundredth():
    table = quantize_vectors(WORDS)
    np.testing.assert_allclose(table.take(np.arange(3)), WORDS, atol=3 / 127)


def test_a_word_scores_its_bias_where_nothing_stands_around_it(model: ContextModel):
    scores = model.score(np.array([0, 1, 2]), np.zeros((3, 2), dtype=np.float32), np.arange(3))
    assert scores.tolist() == BIAS.tolist()


def test_a_word_scores_more_among_words_that_point_its_way(model: ContextModel):
    contexts = np.array([[1, -1], [-1, 1]], dtype=np.float32)
    fits, jars = model.score(np.array([0, 0]), contexts, np.arange(2))
    assert fits == pytest.approx(2.0, abs=0.05)
    assert jars == pytest.approx(-1.0, abs=0.05)


def test_many_words_score_as_each_of_them_alone(model: ContextModel):
    rng = np.random.default_rng(0)
    words, rows = rng.integers(0, 3, 10_000), rng.integers(0, 5, 10_000)
    contexts = rng.standard_normal((5, 2)).astype(np.float32)
    alone = {
        (word, row): model.score(np.array([word]), contexts[row : row + 1], np.zeros(1, dtype=np.int64))[0]
        for word in range(3)
        for row in range(5)
    }
    expected = [alone[pair] for pair in zip(words.tolist(), rows.tolist(), strict=True)]
    np.testing.assert_allclose(model.score(words, contexts, rows), expected, rtol=1e-5)


def test_a_packed_model_comes_back(model: ContextModel, tmp_path: Path):
    path = tmp_path / "contexts.bin"
    path.write_bytes(pack_context_model(model))
    opened = open_context_model(path)
    assert opened.digest == "abc"
    assert opened.bias.tolist() == BIAS.tolist()
    assert np.array_equal(opened.words.codes, model.words.codes)
    assert np.array_equal(opened.neighbours.codes, model.neighbours.codes)
    symbols = np.array([0, 1, 2, 2, 1])
    places = np.array([0, 4])
    expected = model.sum_neighbours(symbols, places)
    np.testing.assert_array_equal(opened.sum_neighbours(symbols, places), expected)
    np.testing.assert_array_equal(
        opened.read(symbols, places, places + 1, expected), model.read(symbols, places, places + 1, expected)
    )


def read(model: ContextModel, symbols: list[int], start: int, end: int) -> list[float]:
    sums = np.zeros((1, 2), dtype=np.float32)
    found: list[float] = model.read(np.array(symbols), np.array([start]), np.array([end]), sums)[0].tolist()
    return found


def test_what_stands_at_a_place_is_not_read(model: ContextModel):
    assert read(model, [0, 1, 2, 0], 1, 3) == read(model, [0, 2, 0, 0], 1, 3) == read(model, [0, 0], 1, 1)


def test_the_nearest_words_are_read_in_their_order(model: ContextModel):
    assert read(model, [0, 2, 1], 2, 3) != read(model, [2, 0, 1], 2, 3)


def test_far_words_are_read_in_the_sum_alone(model: ContextModel):
    assert read(model, [0, 1, 1, 1, 1, 1, 2], 6, 7) == read(model, [2, 1, 1, 1, 1, 1, 2], 6, 7)


def test_beyond_the_text_sentences_end(model: ContextModel):
    assert read(model, [0], 0, 1) == read(model, [2, 2, 0, 2, 2], 2, 3)


@pytest.mark.parametrize("kept", [0, 7, 30, 150, 400])
def test_a_file_that_is_cut_short_is_refused(model: ContextModel, tmp_path: Path, kept: int):
    path = tmp_path / "contexts.bin"
    path.write_bytes(pack_context_model(model)[:kept])
    with pytest.raises(DictionaryError, match="context model"):
        open_context_model(path)


def test_another_file_is_refused(tmp_path: Path):
    path = tmp_path / "contexts.bin"
    path.write_bytes(b"VNFIXLM2" + bytes(200))
    with pytest.raises(DictionaryError, match="not a context model of this version"):
        open_context_model(path)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(DictionaryError, match=r"nowhere\.bin: cannot open the context model"):
        open_context_model(tmp_path / "nowhere.bin")
