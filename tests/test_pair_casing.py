"""Words are read as pairs of them are capitalised: a `Gia Dinh` within a sentence is no family."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.capital_pairs import (
    WAYS,
    CapitalPairs,
    open_capital_pairs,
    pack_capital_pairs,
    quantize_gains,
)
from vnfix.document import Document
from vnfix.errors import DictionaryError
from vnfix.language_model.symbols import SPECIAL
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID, Lexicon, Word
from vnfix.pair_casing import PairCasing
from vnfix.written_cases import SMALL, TITLE, UNTOLD

SHARES = {"gia": 0.1, "định": 0.02, "đình": 0.15, "thành": 0.2, "ở": 0.01, "cũ": 0.01}
LEXICON = Lexicon.of_words(
    (
        *(Word(name, 0, 0.0, False) for name in SPECIAL),
        *(Word(word, 9, share, True) for word, share in SHARES.items()),
    )
)
# By pair, the gains of writing it small, small and with a capital, the other way round, with two capitals.
GAINS = {("gia", "định"): (-2.5, -3.0, -1.5, 6.0), ("gia", "đình"): (0.2, -6.0, -1.0, -3.0)}


def make_pairs(gains: Mapping[tuple[str, str], tuple[float, ...]] = GAINS) -> CapitalPairs:
    ids = LEXICON.ids
    rows = sorted(((ids[first] << 16) + ids[second], row) for (first, second), row in gains.items())
    keys = np.array([key for key, _ in rows], dtype=np.uint32)
    codes = quantize_gains(np.array([row for _, row in rows]).reshape(len(rows), WAYS))
    shares = np.array([max(word.title_share, 0.01) for word in LEXICON.words], dtype=np.float32)
    return CapitalPairs("a vocabulary", keys, codes, shares)


def weigh(text: str, form: str, *words: str, pairs: CapitalPairs | None = None) -> dict[str, float]:
    """The scores of words for the last `form` of a text, the others as they stand."""
    document = Document.of_text(text, LEXICON)
    reading = LastReading.of_decoding(document, (), (), {})
    casing = PairCasing(pairs or make_pairs(), reading, document.written_cases)
    starts = np.full(len(words), text.rindex(form))
    symbols = np.array([LEXICON.ids[word] for word in words], dtype=np.int64)
    return dict(zip(words, casing.score(starts, starts + len(form), symbols).tolist(), strict=True))


def test_two_capitals_speak_for_the_name():
    scores = weigh("ở Gia Dinh", "Dinh", "định", "đình")
    assert scores["định"] > 3 > 0 > scores["đình"]


def test_small_letters_speak_for_the_word():
    scores = weigh("ở gia dinh", "dinh", "định", "đình")
    assert scores["đình"] > 0 > scores["định"]


def test_the_word_before_is_told_by_the_one_after():
    gains = {("gia", "định"): (-2.5, -3.0, -1.5, 6.0), ("thành", "định"): (0.0, -1.0, -1.0, -2.0)}
    scores = weigh("ở Gi Định", "Gi", "gia", "thành", pairs=make_pairs(gains))
    assert scores["gia"] > 3 > 0 > scores["thành"]


def test_a_capital_that_a_sentence_gives_leaves_the_other_word_to_speak():
    # What `Gia` has from the full stop says nothing; what `Dinh` has does.
    within, first = (weigh(text, "Dinh", "định", "đình") for text in ("ở Gia Dinh", "ở cũ. Gia Dinh"))
    assert first["định"] > first["đình"]
    assert within["định"] - within["đình"] > first["định"] - first["đình"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("Gia. Dinh cũ", "Dinh", id="a stop between them"),
        pytest.param("ở GIA DINH cũ", "DINH", id="words in capitals"),
        pytest.param("Cũ Dinh", "Dinh", id="a pair of which nothing is known"),
        pytest.param("Dinh", "Dinh", id="no neighbour"),
        pytest.param("dinh", "dinh", id="no neighbour, small"),
    ],
)
def test_nothing_is_said(text, form):
    assert set(weigh(text, form, "định", "đình").values()) == {0.0}


def test_unknown_words_and_places_beyond_doubt_are_not_weighed():
    document = Document.of_text("ở Gia Định", LEXICON)
    sure = LastReading.of_decoding(document, (), (), {4: 0.99999})
    casing = PairCasing(make_pairs(), sure, document.written_cases)
    start = document.text.index("Định")
    starts = np.full(3, start)
    words = np.array([LEXICON.ids["định"], UNKNOWN_ID, NO_SYMBOL])
    assert casing.score(starts, starts + 4, words).tolist() == [0.0] * 3
    open_place = PairCasing(make_pairs(), LastReading.of_decoding(document, (), (), {}), casing.cases)
    assert open_place.score(starts, starts + 4, words).tolist()[1:] == [0.0] * 2


@given(
    st.lists(st.sampled_from(["Gia", "gia", "Định", "đình", "GIA", "Ở", ".", ",", "\n", "x1"]), max_size=9)
)
def test_scores_are_finite_and_bounded(pieces):
    document = Document.of_text(" ".join(pieces), LEXICON)
    reading = LastReading.of_decoding(document, (), (), {})
    casing = PairCasing(make_pairs(), reading, document.written_cases)
    starts = document.table.starts
    for word in ("gia", "định", "đình"):
        found = casing.score(starts, starts + document.table.sizes, np.full(len(starts), LEXICON.ids[word]))
        assert all(math.isfinite(score) and abs(score) <= 4.0 for score in found.tolist())


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("ở Gia định", {"ở": SMALL, "Gia": TITLE, "định": SMALL}),
        ("Gia định. Thành cũ", {"Gia": UNTOLD, "định": SMALL, "Thành": UNTOLD, "cũ": SMALL}),
        ("ở cũ\nThành cũ", {"Thành": UNTOLD}),
        ("ở UBND GIA ĐỊNH", {"UBND": UNTOLD, "GIA": UNTOLD}),
        ("ở Ở cũ, Thành 12", {"Ở": UNTOLD, "Thành": TITLE, "12": UNTOLD, ",": UNTOLD}),
    ],
)
def test_the_case_of_words(text, cases):
    found = Document.of_text(text, LEXICON).written_cases
    places = np.array([text.index(word) for word in cases])
    assert found.at(places).tolist() == list(cases.values())


def test_within_a_word_no_case_is_told():
    found = Document.of_text("gia định", LEXICON).written_cases
    assert found.at(np.array([1, 5, 8])).tolist() == [UNTOLD] * 3


def test_a_file_comes_back_as_it_was_written(tmp_path):
    pairs, path = make_pairs(), tmp_path / "capitals.bin"
    path.write_bytes(pack_capital_pairs(pairs))
    opened = open_capital_pairs(path)
    assert opened.digest == pairs.digest
    for name in ("keys", "codes", "shares"):
        assert np.array_equal(getattr(opened, name), getattr(pairs, name))
    first, second = np.array([LEXICON.ids["gia"]] * 2), np.array([LEXICON.ids[w] for w in ("định", "cũ")])
    assert opened.find(first, second).round(2).tolist() == [list(GAINS["gia", "định"]), [0.0] * WAYS]


@pytest.mark.parametrize("data", [b"", b"VNFIXCP1", b"VNFIXCX2" + bytes(80)], ids=["empty", "cut", "another"])
def test_a_broken_file_is_refused(tmp_path, data):
    path = tmp_path / "capitals.bin"
    path.write_bytes(data)
    with pytest.raises(DictionaryError, match=r"capitals\.bin"):
        open_capital_pairs(path)
    path.write_bytes(pack_capital_pairs(make_pairs())[:-64])
    with pytest.raises(DictionaryError, match=r"capitals\.bin"):
        open_capital_pairs(path)
