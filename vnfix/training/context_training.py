"""Training the context model on the symbols of the corpus.

A log-bilinear model (Mnih and Hinton, "Three New Graphical Models for Statistical Language Modelling",
2007): a word is likely where its vector points the same way as the sum of the vectors of its neighbours.
It is asked one question only, the one that repairs ask: which of the words that look alike stands here?
These are the words with the same letters but for their marks, and some of those that differ in one letter.
The loss is the cross-entropy over them; the steps are those of Adagrad (Duchi, Hazan and Singer, "Adaptive
Subgradient Methods", 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from vnfix.context_model.neighbours import REACH, sum_neighbours
from vnfix.lexicon import Word
from vnfix.training.corpus import Genre
from vnfix.training.genre_shares import share_of
from vnfix.training.rivals import NEAR, Rivals, find_rivals

Ids = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

SIZE = 256
"""Numbers in a vector."""

# Symbols asked about in one stretch of text, and stretches in one step.
_STRETCH = 256
_BATCH = 48
# So much of the corpus is seen; a quarter of that brings nine tenths of the gain (docs/quality.md).
_PASSES = 0.125
_RATE = 0.05
# Words that differ in a letter drawn for one place: with eight the others lost a quarter of their gain.
_DRAWN = 1
_SEED = 20261125


@dataclass(slots=True)
class Vectors:
    """What is learned: a vector of each word as the one asked for, one as a neighbour, and a bias."""

    words: Floats
    neighbours: Floats
    bias: Floats


class _Adagrad:
    """Steps along one array, each number at its own pace."""

    def __init__(self, values: Floats) -> None:
        self._values = values
        self._seen = np.full_like(values, 1e-6)

    def step(self, gradient: Floats) -> None:
        self._seen += gradient * gradient
        self._values -= _RATE * gradient / np.sqrt(self._seen)


def count_steps(symbols: int) -> int:
    """How many steps a corpus of so many symbols is worth."""
    return int(_PASSES * symbols / (_BATCH * _STRETCH))


def train_contexts(
    streams: Mapping[Genre, Sequence[Ids]], words: Sequence[Word], steps: int, report: Callable[[str], None]
) -> Vectors:
    """Learn vectors in so many `steps` from the symbols of the corpus, by genre.

    `report` is told of the progress in lines.  Genres with less text than one stretch are passed over; with
    no text or no steps, all words score alike.  Deterministic: the same input gives the same numbers.
    """
    rng = np.random.default_rng(_SEED)
    rivals = find_rivals(words, rng)
    counts = np.array([word.count for word in words], dtype=np.float32)
    vectors = Vectors(
        (rng.standard_normal((len(words), SIZE)) * 0.01).astype(np.float32),
        (rng.standard_normal((len(words), SIZE)) * 0.1).astype(np.float32),
        np.log(counts + 1),
    )
    long = {genre: np.concatenate(parts) for genre, parts in sorted(streams.items()) if parts}
    long = {genre: stream for genre, stream in long.items() if len(stream) > _STRETCH + 2 * REACH}
    if not long:
        steps = 0
    optimizers = [_Adagrad(values) for values in (vectors.words, vectors.neighbours, vectors.bias)]
    loss = 0.0
    for number in range(1, steps + 1):
        stretches = _draw_stretches(long, rng)
        losses, gradients = _differentiate(vectors, stretches, rivals, rng)
        loss += losses
        for optimizer, gradient in zip(optimizers, gradients, strict=True):
            optimizer.step(gradient)
        if number % max(1, steps // 10) == 0:
            report(f"contexts: {number:,} of {steps:,} steps, loss {loss / max(1, steps // 10):.4f}")
            loss = 0.0
    return _centre(vectors, counts)


def _draw_stretches(streams: Mapping[Genre, Ids], rng: np.random.Generator) -> npt.NDArray[np.uint16]:
    """Draw stretches with their neighbours at both ends, genres by their shares."""
    genres = list(streams)
    shares = np.array([share_of(genre) for genre in genres])
    chosen = rng.choice(len(genres), _BATCH, p=shares / shares.sum())
    length = _STRETCH + 2 * REACH
    rows = []
    for number in chosen:
        stream = streams[genres[number]]
        first = int(rng.integers(0, len(stream) - length + 1))
        rows.append(stream[first : first + length])
    return np.stack(rows)


def _differentiate(
    vectors: Vectors, stretches: npt.NDArray[np.uint16], rivals: Rivals, rng: np.random.Generator
) -> tuple[float, tuple[Floats, Floats, Floats]]:
    """Find the mean loss over the middle of the stretches, and its gradients (of the sum)."""
    inner = slice(REACH, REACH + _STRETCH)
    contexts = sum_neighbours(vectors.neighbours[stretches])[:, inner].reshape(-1, SIZE)
    asked = stretches[:, inner].ravel().astype(np.int64)
    places = np.flatnonzero(rivals.is_rival[asked, 0])
    asked, contexts = asked[places], contexts[places]
    drawn = rivals.near[asked[:, None], rng.integers(0, NEAR, (len(asked), _DRAWN))]
    choices = np.concatenate([rivals.alike[asked], drawn], axis=1)
    is_choice = np.concatenate([rivals.is_rival[asked], drawn != asked[:, None]], axis=1)
    scores = np.einsum("ncd,nd->nc", vectors.words[choices], contexts) + vectors.bias[choices]
    scores[~is_choice] = -np.inf
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    right = is_choice & (choices == asked[:, None])
    loss = float(-np.log(shares[right] + 1e-9).mean())
    shares[right] -= 1
    by_context = np.einsum("nc,ncd->nd", shares, vectors.words[choices])
    rows, columns = np.nonzero(np.abs(shares) > 1e-4)
    count = len(vectors.words)
    scatter = csr_matrix((shares[rows, columns], (choices[rows, columns], rows)), shape=(count, len(asked)))
    spread = np.zeros((stretches.shape[0] * _STRETCH, SIZE), dtype=np.float32)
    spread[places] = by_context
    padded = np.zeros((*stretches.shape, SIZE), dtype=np.float32)
    padded[:, inner] = spread.reshape(stretches.shape[0], _STRETCH, SIZE)
    flat = stretches.ravel().astype(np.int64)
    ones = np.ones(len(flat), dtype=np.float32)
    collect = csr_matrix((ones, (flat, np.arange(len(flat)))), shape=(count, len(flat)))
    by_neighbour = collect @ sum_neighbours(padded).reshape(-1, SIZE)
    by_bias = np.asarray(scatter.sum(axis=1), dtype=np.float32).ravel()
    return loss, (scatter @ contexts, by_neighbour, by_bias)


def _centre(vectors: Vectors, counts: Floats) -> Vectors:
    """Take out what all words have in common and what frequency tells: an average word scores 0."""
    shares = (counts / max(1.0, float(counts.sum()))).astype(np.float32)
    bias = vectors.bias - np.log(counts + 1)
    common, level = (np.asarray(shares @ values, dtype=np.float32) for values in (vectors.words, bias))
    return Vectors(vectors.words - common, vectors.neighbours, bias - level)
