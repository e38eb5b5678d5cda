"""Training the network of the context model on what n-grams leave open.

A hidden layer over the nearest words and the sum of all neighbours (after Bengio et al., "A Neural
Probabilistic Language Model", 2003, but looking to both sides), whose answer is added to that sum.  It begins
as the vectors alone and learns what to add, by the cross-entropy over the words that may stand at a place,
with what n-grams say for them already told.  The steps are those of Adam (Kingma and Ba, 2015); nearest
words and hidden numbers are left out by chance (Srivastava et al., "Dropout", 2014), and words around a place
are misread as a repair misreads them, for what it knows of them is what it read before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from vnfix.context_model.model import ContextModel, Layer, quantize_vectors
from vnfix.context_model.neighbours import NEAREST, find_nearest, sum_neighbours
from vnfix.training.checkpoints import Checkpoints, name_arrays
from vnfix.training.context_training import SIZE, Vectors
from vnfix.training.open_places import Ids, OpenPlaces
from vnfix.training.rivals import ALIKE, NEAR, Rivals

Floats = npt.NDArray[np.float32]

NEAR_SIZE = 96
"""Numbers in the vector of a nearest word."""

HIDDEN = 512
"""Numbers in the hidden layer."""

# What the vectors weigh beside the n-grams before anything is learned: tuned when they stood alone.
_START = 0.6
_SPREAD = 0.5
# Stretches in a step, about 4,000 open places.
_BATCH = 64
_RATE = 1e-3
_WARM_UP = 200
_LAST_RATE = 0.02
_LEFT_OUT = 0.1
# The most of the words around a place that are misread, in the worst stretch; the mean is a third of it.
_MISREAD = 0.1
_DECAYS = (0.9, 0.99)
_SEED = 20261127
_PASSES = 1


@dataclass(slots=True)
class Network:
    """What is learned: vectors of the words asked for and of the nearest words, the weights of two layers.

    Gradients are laid out in the same way.
    """

    words: Floats
    bias: Floats
    nearest: Floats
    hidden_weights: Floats
    hidden_bias: Floats
    answer_weights: Floats
    answer_bias: Floats

    def arrays(self) -> list[Floats]:
        """List all arrays, in the order of the fields."""
        return list(name_arrays(self).values())


def begin_network(vectors: Vectors) -> Network:
    """Make a network that says what `vectors` say."""
    rng = np.random.default_rng(_SEED)
    inputs = NEAR_SIZE * len(NEAREST) + SIZE
    bound = inputs**-0.5
    return Network(
        words=np.float32(_START) * vectors.words,
        bias=np.float32(_START) * vectors.bias,
        nearest=_project(np.concatenate([_level(vectors.words), _level(vectors.neighbours)], axis=1)),
        hidden_weights=rng.uniform(-bound, bound, (inputs, HIDDEN)).astype(np.float32),
        hidden_bias=np.zeros(HIDDEN, dtype=np.float32),
        answer_weights=np.zeros((HIDDEN, SIZE), dtype=np.float32),
        answer_bias=np.zeros(SIZE, dtype=np.float32),
    )


def _level(values: Floats) -> Floats:
    return np.asarray(values / max(float(values.std()), 1e-6), dtype=np.float32)


def _project(values: Floats) -> Floats:
    """The principal components of vectors, fewer numbers each."""
    centred = (values - values.mean(axis=0)).astype(np.float64)
    left, scales, _ = np.linalg.svd(centred, full_matrices=False)
    found = np.zeros((len(values), NEAR_SIZE))
    kept = min(NEAR_SIZE, len(scales))
    found[:, :kept] = left[:, :kept] * scales[:kept]
    return np.asarray(found * (_SPREAD / max(found.std(), 1e-6)), dtype=np.float32)


class _Adam:
    """Steps along some arrays."""

    def __init__(self, arrays: list[Floats]) -> None:
        self._arrays = arrays
        self.means = [np.zeros_like(array) for array in arrays]
        self.squares = [np.zeros_like(array) for array in arrays]
        self.steps = 0

    def step(self, gradients: list[Floats], rate: float) -> None:
        """Move the arrays against their gradients, which are used up."""
        self.steps += 1
        slow, slower = _DECAYS
        scale = np.float32(rate * (1 - slower**self.steps) ** 0.5 / (1 - slow**self.steps))
        for array, mean, square, gradient in zip(
            self._arrays, self.means, self.squares, gradients, strict=True
        ):
            mean *= np.float32(slow)
            mean += np.float32(1 - slow) * gradient
            square *= np.float32(slower)
            gradient *= gradient
            gradient *= np.float32(1 - slower)
            square += gradient
            np.sqrt(square, out=gradient)
            gradient += np.float32(1e-8)
            np.divide(mean, gradient, out=gradient)
            gradient *= scale
            array -= gradient


def train_network(
    network: Network,
    vectors: Vectors,
    places: OpenPlaces,
    rivals: Rivals,
    *,
    checkpoints: Checkpoints,
    report: Callable[[str], None],
    passes: int = _PASSES,
) -> None:
    """Teach a network, in place, what stands at open places; `vectors` give the sums of neighbours.

    `rivals` are what words around a place may be misread for.  `checkpoints` keep what is learned, after
    each tenth of the way, and `report` is told of it in lines.  Deterministic, wherever it was stopped.
    """
    optimizer = _Adam(network.arrays())
    _restore(network, optimizer, checkpoints)
    batches = -(-len(places.stretches) // _BATCH)
    steps = passes * batches
    tenth = max(1, steps // 10)
    losses: list[float] = []
    for turn in range(optimizer.steps // batches, passes):
        order = np.random.default_rng([_SEED, turn]).permutation(len(places.stretches))
        for first in range((optimizer.steps - turn * batches) * _BATCH, len(order), _BATCH):
            number = optimizer.steps
            rng = np.random.default_rng([_SEED, turn, first])
            batch = places.select(order[first : first + _BATCH])
            misread = replace(batch, stretches=_misread(batch.stretches, rivals, rng))
            loss, gradient = differentiate(network, vectors, misread, rng)
            rate = _RATE * min(1.0, (number + 1) / _WARM_UP) * max(_LAST_RATE, 1 - number / steps)
            optimizer.step(gradient.arrays(), rate)
            losses.append(loss)
            if optimizer.steps % tenth == 0:
                report(f"network: {optimizer.steps:,} of {steps:,} steps, loss {np.mean(losses):.4f}")
                losses.clear()
                _save(network, optimizer, checkpoints)


def _save(network: Network, optimizer: _Adam, checkpoints: Checkpoints) -> None:
    kinds = {"values": network.arrays(), "means": optimizer.means, "squares": optimizer.squares}
    arrays = {f"{kind}-{number}": one for kind, found in kinds.items() for number, one in enumerate(found)}
    checkpoints.save("network", {"steps": np.array(optimizer.steps), **arrays})


def _restore(network: Network, optimizer: _Adam, checkpoints: Checkpoints) -> None:
    """Go on where a training was stopped, if one was."""
    saved = checkpoints.load("network")
    if saved is None:
        return
    optimizer.steps = int(saved["steps"])
    kinds = {"values": network.arrays(), "means": optimizer.means, "squares": optimizer.squares}
    for kind, arrays in kinds.items():
        for number, array in enumerate(arrays):
            array[...] = saved[f"{kind}-{number}"]


def _misread(stretches: Ids, rivals: Rivals, rng: np.random.Generator) -> Ids:
    """Put rivals in the place of some words, in some stretches more than in others."""
    level = _MISREAD * rng.random((len(stretches), 1), dtype=np.float32) ** 2
    rows, columns = np.nonzero(rng.random(stretches.shape, dtype=np.float32) < level)
    words = stretches[rows, columns].astype(np.int64)
    drawn = rng.integers(0, ALIKE, len(words))
    alike = np.where(rivals.is_rival[words, drawn], rivals.alike[words, drawn], words)
    near = rivals.near[words, rng.integers(0, NEAR, len(words))]
    changed = stretches.copy()
    changed[rows, columns] = np.where(rng.random(len(words)) < 0.5, alike, near)
    return changed


def differentiate(
    network: Network, vectors: Vectors, places: OpenPlaces, rng: np.random.Generator | None
) -> tuple[float, Network]:
    """Find the mean loss at places, and its gradient.

    `rng` chooses what is left out; without it nothing is.
    """
    count = len(places.rows)
    if not count:
        return 0.0, Network(*(np.zeros_like(array) for array in network.arrays()))
    # One stretch after the other: no place sees beyond its own.
    symbols = places.stretches.ravel()
    offsets = places.rows * places.stretches.shape[1] + places.columns
    sums = sum_neighbours(vectors.neighbours[symbols], offsets)
    near = find_nearest(symbols, offsets, offsets + 1).astype(np.int64)
    seen = _leave_out((count, len(NEAREST), 1), rng)
    inputs = np.concatenate([(network.nearest[near] * seen).reshape(count, -1), sums], axis=1)
    hidden = inputs @ network.hidden_weights + network.hidden_bias
    # Both what is left out and what is below zero.
    passed = (hidden > 0) * _leave_out(hidden.shape, rng)
    hidden *= passed
    answers = hidden @ network.answer_weights + network.answer_bias + sums

    rows = np.repeat(np.arange(count), places.sizes)
    first = np.cumsum(places.sizes) - places.sizes
    choices = places.choices.astype(np.int64)
    scores = np.einsum("nd,nd->n", network.words[choices], answers[rows])
    scores += network.bias[choices] + places.scores
    shares = np.exp(scores - np.maximum.reduceat(scores, first)[rows])
    shares /= np.add.reduceat(shares, first)[rows]
    right = first + places.right
    loss = float(-np.log(shares[right] + 1e-9).mean())
    shares[right] -= 1
    shares = (shares / np.float32(count)).astype(np.float32)

    size = len(network.words)
    scatter = csr_matrix((shares, (rows, choices)), shape=(count, size))
    by_answer = scatter @ network.words
    by_hidden = (by_answer @ network.answer_weights.T) * passed
    by_input = by_hidden @ network.hidden_weights[: NEAR_SIZE * len(NEAREST)].T
    by_near = by_input.reshape(count, len(NEAREST), NEAR_SIZE)
    by_near *= seen
    flat = near.ravel()
    ones = np.ones(len(flat), dtype=np.float32)
    collect = csr_matrix((ones, (flat, np.arange(len(flat)))), shape=(size, len(flat)))
    return loss, Network(
        words=np.asarray(scatter.T @ answers, dtype=np.float32),
        bias=np.bincount(choices, shares, size).astype(np.float32),
        nearest=np.asarray(collect @ by_near.reshape(-1, NEAR_SIZE), dtype=np.float32),
        hidden_weights=inputs.T @ by_hidden,
        hidden_bias=by_hidden.sum(axis=0),
        answer_weights=hidden.T @ by_answer,
        answer_bias=by_answer.sum(axis=0),
    )


def _leave_out(shape: tuple[int, ...], rng: np.random.Generator | None) -> Floats:
    """Factors that leave some numbers out and make up for them in the others."""
    if rng is None:
        return np.ones(shape, dtype=np.float32)
    kept = rng.random(shape, dtype=np.float32) >= _LEFT_OUT
    return kept.astype(np.float32) / np.float32(1 - _LEFT_OUT)


def finish_network(network: Network, vectors: Vectors, digest: str) -> ContextModel:
    """Make the model that repairs use; `digest` names the vocabulary."""
    return ContextModel(
        digest,
        quantize_vectors(network.words),
        quantize_vectors(vectors.neighbours),
        quantize_vectors(network.nearest),
        Layer(network.hidden_weights, network.hidden_bias),
        Layer(network.answer_weights, network.answer_bias),
        network.bias,
    )
