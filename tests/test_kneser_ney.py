"""The model against its textbook: the same figures by plain dictionaries, and sums of one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toy_language import END, UNPRUNED, VOCABULARY, count_ngrams, make_stream, train_toy
from vnfix.training.kneser_ney import OrderModel, merge_counts, ngram_keys, shorten, train

SIZE = len(VOCABULARY)
Gram = tuple[int, ...]


def unpack(key: int, order: int) -> Gram:
    return tuple(key >> 16 * place & 0xFFFF for place in reversed(range(order)))


def pack(gram: Sequence[int]) -> int:
    key = 0
    for symbol in gram:
        key = key << 16 | symbol
    return key


# --- the textbook (Chen and Goodman 1998, section 3) --------------------------------------------


class Textbook:
    """Interpolated modified Kneser-Ney from the counts of the highest order."""

    def __init__(self, counts: Mapping[Gram, int], plain: Mapping[Gram, int], order: int, vocabulary: int):
        self._vocabulary = vocabulary
        self._counts: dict[int, dict[Gram, int]] = {order: dict(counts)}
        self._discounts = {order: self._find_discounts(plain.values())}
        for size in range(order - 1, 0, -1):
            left = defaultdict(set)
            for gram in self._counts[size + 1]:
                left[gram[1:]].add(gram[0])
            # What only begins the text has one thing before it: nothing.
            for gram in self._counts[size + 1]:
                left.setdefault(gram[:-1], {None})
            self._counts[size] = {gram: len(before) for gram, before in left.items()}
            self._discounts[size] = self._find_discounts(self._counts[size].values())
        self._followers: dict[Gram, dict[int, int]] = defaultdict(dict)
        for table in self._counts.values():
            for gram, count in table.items():
                self._followers[gram[:-1]][gram[-1]] = count

    @staticmethod
    def _find_discounts(counts) -> dict[int, float]:
        n = Counter(counts)
        plain = {1: 0.5, 2: 0.75, 3: 0.9}
        if 0 in (n[1], n[2], n[3], n[4]):
            return plain
        y = n[1] / (n[1] + 2 * n[2])
        found = {k: k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3)}
        return found if min(found.values()) > 0 else plain

    def probability(self, word: int, history: Gram) -> float:
        shorter = self.probability(word, history[1:]) if history else 1 / self._vocabulary
        followers = self._followers.get(history)
        if not followers:
            return shorter
        discounts = self._discounts[len(history) + 1]
        total = sum(followers.values())
        freed = sum(discounts[min(count, 3)] for count in followers.values()) / total
        count = followers.get(word, 0)
        return (
            max(count - discounts[min(count, 3)], 0) / total + freed * shorter if count else freed * shorter
        )


# --- the back-off model that was trained --------------------------------------------------------


class Trained:
    """What `train` gives, looked up by dictionaries: the definition of a back-off model."""

    def __init__(self, models: Sequence[OrderModel]):
        self.logp, self.backoff = {}, {}
        for size, model in enumerate(models, start=1):
            for key, logp, backoff in zip(model.keys, model.logp, model.backoff, strict=True):
                gram = unpack(int(key), size)
                self.logp[gram], self.backoff[gram] = float(logp), float(backoff)

    def log_probability(self, word: int, history: Gram) -> float:
        if (*history, word) in self.logp:
            return self.logp[(*history, word)]
        return self.backoff.get(history, 0.0) + self.log_probability(word, history[1:])

    def total(self, history: Gram) -> float:
        return sum(math.exp(self.log_probability(word, history)) for word in range(SIZE))


def as_grams(keys: np.ndarray, counts: np.ndarray, order: int) -> dict[Gram, int]:
    return {unpack(int(key), order): int(count) for key, count in zip(keys, counts, strict=True)}


def histories_of(order: int) -> list[Gram]:
    """Seen and unseen histories of all lengths."""
    longest = product((0, END, 3, 4, 5, 8, 11), repeat=order - 1)
    return [history[start:] for history in longest for start in range(order)]


STREAMS = {
    "sentences": make_stream(),
    "long": make_stream(2, 3000),
    "short": make_stream(3, 3),
    "repeated": np.tile(make_stream(4, 10), 3),
    "shortest": np.array([END, 4, 5, END], dtype=np.uint16),
}


@pytest.mark.parametrize("order", [2, 3, 4])
@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_the_unpruned_model_is_the_one_of_the_textbook(stream, order):
    grams = as_grams(*count_ngrams(stream, order), order)
    book, trained = Textbook(grams, grams, order, SIZE), Trained(train_toy(stream, order))
    for history in histories_of(order):
        for word in (0, END, 4, 7, 11):
            expected = book.probability(word, history)
            assert math.exp(trained.log_probability(word, history)) == pytest.approx(expected, rel=1e-6)


def test_weights_count_sentences_and_leave_the_discounts():
    order = 3
    keys, plain = count_ngrams(make_stream(), order)
    counts = (plain * np.where(keys % np.uint64(2), 5, 1)).astype(np.uint32)
    book = Textbook(as_grams(keys, counts, order), as_grams(keys, plain, order), order, SIZE)
    trained = Trained(train(keys, counts, plain, order, SIZE, UNPRUNED))
    for history, word in product(histories_of(order), range(SIZE)):
        expected = book.probability(word, history)
        assert math.exp(trained.log_probability(word, history)) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("sizes", [UNPRUNED, (30, 30, 30), (10, 40, 5), (0, 0, 20), (0, 0, 0)], ids=str)
@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_probabilities_after_any_history_sum_to_one(stream, sizes):
    trained = Trained(train_toy(stream, 4, sizes))
    seen = {gram[:-1] for gram in trained.logp}
    for history in {*histories_of(4), *seen, tuple(stream[:3].tolist())}:
        assert trained.total(history) == pytest.approx(1, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=4, max_size=60),
    st.tuples(*[st.integers(0, 20)] * 3),
    st.sampled_from([1, 2, 8]),
)
def test_any_text_and_any_pruning_give_probabilities(ids, sizes, weight):
    stream = np.array(ids, dtype=np.uint16)
    keys, plain = count_ngrams(stream, 4)
    trained = Trained(train(keys, plain * np.uint32(weight), plain, 4, SIZE, sizes))
    assert all(math.isfinite(value) for value in (*trained.logp.values(), *trained.backoff.values()))
    assert max(trained.logp.values()) <= 1e-9
    for start in range(len(ids) - 2):
        assert trained.total(tuple(ids[start : start + 3])) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("sizes", [(30, 30, 30), (0, 0, 25), (5, 60, 1)], ids=str)
def test_pruning_keeps_the_contexts_of_what_it_keeps(sizes):
    whole, pruned = train_toy(make_stream(), 4), train_toy(make_stream(), 4, sizes)
    for lower, upper in pairwise(pruned):
        assert set((upper.keys >> np.uint64(16)).tolist()) <= set(lower.keys.tolist())
    assert len(pruned[-1].keys) == sizes[-1]
    for before, after in zip(whole, pruned, strict=True):
        kept = np.isin(before.keys, after.keys)
        assert before.keys[kept].tolist() == after.keys.tolist()
        assert before.logp[kept].tolist() == after.logp.tolist()


def test_pruning_keeps_what_changes_the_model_most():
    # A hundred times "4 5"; "6" goes anywhere.  With one bigram kept, that is the one.
    ids = [END, *([4, 5, END] * 100), *(symbol for other in range(3, 12) for symbol in (6, other, END))]
    bigrams = train_toy(np.array(ids, dtype=np.uint16), 2, (1,))[1]
    assert [unpack(int(key), 2) for key in bigrams.keys] == [(4, 5)]


def test_keys_are_sorted_in_every_order():
    for model in train_toy(make_stream(), 4, (30, 30, 30)):
        assert (np.diff(model.keys.astype(object)) > 0).all()
        assert len(model.keys) == len(model.logp) == len(model.backoff)


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ids", "order", "grams"),
    [
        ([1, 2, 3], 2, [(1, 2), (2, 3)]),
        ([1, 2, 3], 3, [(1, 2, 3)]),
        ([1, 2, 3], 4, []),
        ([], 4, []),
        ([65535, 65535, 65535, 65535], 4, [(65535,) * 4]),
        ([0, 0], 2, [(0, 0)]),
    ],
)
def test_there_is_a_key_at_every_place(ids, order, grams):
    keys = ngram_keys(np.array(ids, dtype=np.uint16), order)
    assert [unpack(int(key), order) for key in keys] == grams


def test_a_shortened_key_has_lost_its_first_symbol():
    keys = np.array([pack((1, 2, 3, 4)), pack((65535, 0, 0, 65535))], dtype=np.uint64)
    assert shorten(keys, 4).tolist() == [pack((2, 3, 4)), pack((0, 0, 65535))]


@given(st.lists(st.dictionaries(st.integers(0, 30), st.integers(1, 9), max_size=10), min_size=1, max_size=4))
def test_counts_of_equal_keys_add_up(parts):
    arrays = [
        (np.array(list(part), dtype=np.uint64), np.array(list(part.values()), dtype=np.uint32))
        for part in parts
    ]
    keys, counts = merge_counts(arrays)
    expected = sum((Counter(part) for part in parts), Counter())
    assert list(zip(keys.tolist(), counts.tolist(), strict=True)) == sorted(expected.items())
