"""A language of a few sentences, small enough for a test to know all about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from vnfix.language_model.model import NgramModel, open_model
from vnfix.language_model.symbols import SENTENCE_END, SPECIAL
from vnfix.lexicon import Word
from vnfix.training.build import write_model
from vnfix.training.kneser_ney import OrderModel, merge_counts, ngram_keys, train

WORDS = ("cơ", "quan", "đơn", "vị", "thực", "hiện", "nhiệm", "vụ")
VOCABULARY = tuple(
    [Word(name, 0, 0.0, False) for name in SPECIAL] + [Word(word, 9, 0.0, True) for word in WORDS]
)
END = SPECIAL.index(SENTENCE_END)

UNPRUNED = (10**6,) * 3


def make_stream(seed: int = 1, sentences: int = 120) -> npt.NDArray[np.uint16]:
    """Write sentences in which some words like to follow others, each with an end."""
    random = Random(seed)
    first = len(SPECIAL)
    stream = [END]
    for _ in range(sentences):
        word = random.randrange(len(WORDS))
        for _ in range(random.randint(1, 7)):
            stream.append(first + word)
            word = (word + random.choice((1, 1, 1, 1, 1, 1, 3, 5))) % len(WORDS)
        stream.append(END)
    return np.array(stream, dtype=np.uint16)


def count_ngrams(
    stream: npt.NDArray[np.uint16], order: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
    keys = ngram_keys(stream, order)
    return merge_counts([(keys, np.ones(len(keys), dtype=np.uint32))])


def train_toy(
    stream: npt.NDArray[np.uint16], order: int, sizes: Sequence[int] = UNPRUNED
) -> list[OrderModel]:
    keys, counts = count_ngrams(stream, order)
    return train(keys, counts, counts, order, len(VOCABULARY), sizes[: order - 1])


def make_model(folder: Path, order: int = 4, sizes: Sequence[int] = UNPRUNED) -> NgramModel:
    """Train on the sentences, write the files to `folder` and open the model."""
    write_model(train_toy(make_stream(), order, sizes), VOCABULARY, folder)
    return open_model(folder / "syllables.lm")


def make_history(*symbols: int) -> int:
    """Pack symbols as the history of a model, the latest lowest."""
    history = 0
    for symbol in symbols:
        history = history << 16 | symbol
    return history
