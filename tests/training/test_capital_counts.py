"""What `vnfix train` counts of pairs of words and their capitals."""

from __future__ import annotations

import numpy as np
import pytest

from vnfix.capital_pairs import WAYS, CapitalPairs
from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Word
from vnfix.training.capital_counts import count_capital_pairs
from vnfix.training.counting import EncodedFile, encode_file
from vnfix.training.vocabulary import describe_forms

WORDS = (
    *(Word(name, 0, 0.0, False) for name in SPECIAL),
    *(
        Word(text, 99, share, True)
        for text, share in (("gia", 0.1), ("định", 0.02), ("đình", 0.15), ("ở", 0.0))
    ),
)
IDS = {word.text: place for place, word in enumerate(WORDS)}
FIRST, SECOND = 0b10, 0b01
BOTH = FIRST | SECOND


@pytest.fixture
def count(tmp_path):
    """Counts the pairs of some paragraphs."""

    def count_paragraphs(*paragraphs: str) -> CapitalPairs:
        path = tmp_path / "my-own.txt"
        path.write_text("".join(f"{line}\n" for line in paragraphs), encoding="utf-8")
        file: EncodedFile = encode_file(path)
        return count_capital_pairs([file], [describe_forms(file)], WORDS)

    return count_paragraphs


def find(pairs: CapitalPairs, first: str, second: str) -> list[float]:
    (row,) = pairs.find(np.array([IDS[first]]), np.array([IDS[second]])).tolist()
    return row


def test_a_name_is_likelier_with_two_capitals_than_its_words_say(count):
    gains = find(count(*["ở Gia Định"] * 20), "gia", "định")
    assert gains[BOTH] > 5
    assert max(gains[:BOTH]) < 0


def test_a_word_of_small_letters_is_less_likely_a_name(count):
    gains = find(count(*["ở gia đình"] * 2000), "gia", "đình")
    assert gains[0] > 0 > gains[FIRST]
    assert max(gains[FIRST], gains[SECOND], gains[BOTH]) < -1


def test_what_the_words_alone_tell_is_not_kept(count):
    # One in ten and one in fifty have a capital anyway.
    assert not len(count(*["ở gia định"] * 5).keys)


def test_rare_pairs_are_not_kept(count):
    assert len(count(*["ở Gia Định"] * 4).keys)
    assert not len(count(*["ở Gia Định"] * 3).keys)


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param("Gia Định", id="the first word begins a sentence"),
        pytest.param("ở đó. Gia Định", id="after a full stop"),
        pytest.param("ở Gia, Định", id="a stop between them"),
        pytest.param("ở GIA ĐỊNH", id="in capitals"),
        pytest.param("ở Gia 12 Định", id="a number between them"),
    ],
)
def test_these_are_no_pairs(count, paragraph):
    assert not len(count(*[paragraph] * 50).keys)


def test_pairs_rise_and_the_same_text_gives_the_same(count):
    lines = ["ở Gia Định", "ở Đình Gia", "ở Định Đình"] * 30
    one, other = count(*lines), count(*lines)
    assert (np.diff(one.keys.astype(np.int64)) > 0).all()
    assert one.keys.tolist() == other.keys.tolist()
    assert one.codes.tolist() == other.codes.tolist()
    assert one.codes.shape == (len(one.keys), WAYS)
    assert one.shares[IDS["định"]] == pytest.approx(0.02)
    assert one.shares[IDS["ở"]] > 0
