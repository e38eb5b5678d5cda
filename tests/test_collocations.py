"""A word is read as it is elsewhere beside the same neighbour."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnfix import Level, Repairer
from vnfix.channels.proposal import Proposal
from vnfix.collocations import Collocations
from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID, Lexicon, Word

WORDS = ("hội", "hồi", "chúng", "chung", "chùng", "là", "và", "ta", "bạn", "nhà")
LEXICON = Lexicon.of_words(
    (*(Word(name, 0, 0.0, False) for name in SPECIAL), *(Word(word, 9, 0.0, True) for word in WORDS))
)


def collect(text: str, readings: dict[str, dict[str, float]]) -> Collocations:
    """Collocations of a text where each form in `readings` was read so, with these posteriors."""
    document = Document.of_text(text, LEXICON)
    proposals, posteriors, kept = [], [], {}
    for place, token in enumerate(document.tokens):
        found = readings.get(token.text)
        if found is None:
            continue
        kept[place] = 1 - sum(found.values())
        for after, posterior in found.items():
            proposals.append(Proposal(token.start, token.end, after, LEXICON.ids[after], -1.0, ()))
            posteriors.append(posterior)
    reading = LastReading.of_decoding(document, proposals, posteriors, kept)
    return Collocations.of_reading(reading, document, proposals, posteriors, kept)


def weigh(collocations: Collocations, start: int, *words: str) -> dict[str, float]:
    """The scores of words at a place of as many letters as the first has."""
    symbols = np.array([LEXICON.ids[word] for word in words], dtype=np.int64)
    starts = np.full(len(words), start)
    scores = collocations.score(starts, starts + len(words[0]), symbols).tolist()
    return dict(zip(words, scores, strict=True))


RIVALS = ("chúng", "chung", "chùng")


def test_the_reading_of_other_places_beside_the_same_word_gains():
    text = "hội chúng ta. " * 5 + "hội chung"
    scores = weigh(collect(text, {"chung": {"chúng": 0.4}}), text.rindex("chung"), *RIVALS)
    assert scores["chúng"] > 0.7 > 0 > scores["chung"] == scores["chùng"]


def test_more_places_say_more():
    def gain(places: int) -> float:
        text = "hội chúng ta. " * places + "hội chung"
        return weigh(collect(text, {"chung": {"chúng": 0.4}}), text.rindex("chung"), *RIVALS)["chúng"]

    assert 0 < gain(1) < gain(3) < gain(9) < 4.0


def test_a_place_does_not_speak_for_itself():
    text = "hội chung ta"
    assert set(weigh(collect(text, {"chung": {"chúng": 0.9}}), 4, *RIVALS).values()) == {0.0}


def test_the_marks_of_the_neighbour_do_not_count():
    # It may be misread itself: `hồi` for `hội`.
    text = "hội chúng ta. " * 5 + "hồi chung"
    assert weigh(collect(text, {"chung": {"chúng": 0.4}}), text.rindex("chung"), *RIVALS)["chúng"] > 0.7


def test_both_neighbours_speak():
    one, both = "hội chúng. ta. " * 5 + "hội chung ta", "hội chúng ta. " * 5 + "hội chung ta"
    low, high = (
        weigh(collect(text, {"chung": {"chúng": 0.4}}), text.rindex("chung"), *RIVALS)["chúng"]
        for text in (one, both)
    )
    assert 0 < low < high


def test_words_with_other_letters_say_less():
    # `là` and `và` may both follow `nhà`; `chung` and `chúng` seldom both follow `hội`.
    marks = "hội chúng. " * 9 + "hội chung"
    letters = "nhà và. " * 9 + "nhà là"
    same = weigh(collect(marks, {"chung": {"chúng": 0.4}}), marks.rindex("chung"), "chúng", "chung")
    other = weigh(collect(letters, {"là": {"và": 0.4}}), letters.rindex("là"), "và", "là")
    assert same["chúng"] - same["chung"] > 1.5 * (other["và"] - other["là"]) > 0


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("ta chúng. hội chung", "chung", id="beside another word"),
        pytest.param("chúng. chung", "chung", id="beside nothing but a stop"),
        pytest.param("xyz chúng. xyz chung", "chung", id="beside an unknown word"),
        pytest.param("chung", "chung", id="one word"),
    ],
)
def test_nothing_is_said(text: str, place: str):
    scores = weigh(collect(text, {place: {"chúng": 0.4}}), text.rindex(place), *RIVALS)
    assert set(scores.values()) == {0.0}


def test_words_that_are_none_score_nothing():
    text = "hội chúng. hội chung"
    found = collect(text, {"chung": {"chúng": 0.4}}).score(
        np.full(3, 15), np.full(3, 20), np.array([UNKNOWN_ID, NO_SYMBOL, 2])
    )
    assert found.tolist() == [0.0, 0.0, 0.0]


def test_what_is_beyond_doubt_is_not_asked_about():
    text = "hội chúng. " * 5 + "hội chung"
    scores = weigh(collect(text, {"chung": {"chúng": 0.99999}}), text.rindex("chung"), *RIVALS)
    assert set(scores.values()) == {0.0}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, ".", "xyz", "\n"]), max_size=30), st.randoms())
def test_scores_are_bounded_and_the_order_of_the_asking_does_not_matter(words, random):
    text = " ".join(words)
    collocations = collect(text, {"chung": {"chúng": 0.4, "chùng": 0.1}, "là": {"và": 0.3}})
    document = Document.of_text(text, LEXICON)
    asked = [
        (token.start, token.end, symbol)
        for token in document.tokens
        for symbol in range(len(LEXICON.words))
        if token.text.strip()
    ]
    once = collocations.score(*np.array(asked, dtype=np.int64).reshape(len(asked), 3).T)
    assert np.all(np.abs(once) <= 4.0)
    shuffled = list(range(len(asked)))
    random.shuffle(shuffled)
    again = collocations.score(*np.array(asked, dtype=np.int64).reshape(len(asked), 3)[shuffled].T)
    assert again.tolist() == once[shuffled].tolist()


def test_a_name_is_read_alike_throughout_a_text():
    text = (
        "Ong Tho sua dong ho o dau pho. Ai co dong ho hong deu mang den ong Tho. "
        "Ong Tho lam ky nen dong ho nao cung chay. Bua nay ong Tho om."
    )
    repaired = Repairer().repair(text, Level.LIKELY).text
    assert repaired.lower().count("ông thọ") == 4


def test_a_neighbour_does_not_decide_alone():
    # Three watches and a potter's kiln: `đồng hồ`, and `đồng` without `hồ`.
    text = (
        "Chiec dong ho tren tuong chay cham. Dong ho cua toi thi nhanh. Mua dong ho moi ton tien lam. "
        "Ho gia tren canh dong va di an com."
    )
    repaired = Repairer().repair(text, Level.LIKELY).text
    assert "cánh đồng" in repaired
    assert repaired.lower().count("đồng hồ") == 3
