"""What the surroundings of a place are, and what they say."""

from __future__ import annotations

import numpy as np
import pytest

from vnfix.channels.proposal import Proposal
from vnfix.context_model.model import ContextModel, Layer, quantize_vectors
from vnfix.context_model.neighbours import NEAREST
from vnfix.context_model.surroundings import Surroundings
from vnfix.document import Document
from vnfix.language_model.symbols import SPECIAL
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import Lexicon, Word

# Words about the sea point one way, words about mines the other; the rest points nowhere.
DIRECTIONS = {
    "biển": 1.0,
    "cá": 1.0,
    "thuyền": 1.0,
    "than": -1.0,
    "hầm": -1.0,
    "biên": -1.0,
    "đi": 0.0,
    "bắt": 0.0,
}
LEXICON = Lexicon.of_words(
    (*(Word(name, 0, 0.0, False) for name in SPECIAL), *(Word(word, 9, 0.0, True) for word in DIRECTIONS))
)
SYMBOL = LEXICON.ids


@pytest.fixture
def model() -> ContextModel:
    vectors = np.zeros((len(LEXICON.words), 1), dtype=np.float32)
    for word, direction in DIRECTIONS.items():
        vectors[SYMBOL[word]] = direction
    table = quantize_vectors(vectors)
    bias = np.zeros(len(vectors), dtype=np.float32)
    return ContextModel("toy", table, table, table, silent(len(NEAREST) + 1, 2), silent(2, 1), bias)


def silent(inputs: int, outputs: int) -> Layer:
    return Layer(np.zeros((inputs, outputs), dtype=np.float32), np.zeros(outputs, dtype=np.float32))


def score(surroundings: Surroundings, places: list[int], words: list[int]) -> list[float]:
    """Score words at places of four letters."""
    starts = np.array(places, dtype=np.int64)
    found: list[float] = surroundings.score(starts, starts + 4, np.array(words, dtype=np.int64)).tolist()
    return found


def read(model: ContextModel, text: str, *readings: tuple[str, str, float]) -> Surroundings:
    """Surroundings of a text with readings: what stands, what is read, its posterior."""
    document = Document.of_text(text, LEXICON)
    proposals, posteriors = [], []
    for before, after, posterior in readings:
        start = text.index(before)
        proposals.append(Proposal(start, start + len(before), after, SYMBOL.get(after, NO_SYMBOL), 0.0, ()))
        posteriors.append(posterior)
    kept: dict[int, float] = {}
    for proposal, posterior in zip(proposals, posteriors, strict=True):
        place = document.token_at(proposal.start)
        kept[place] = kept.get(place, 1.0) - posterior
    return Surroundings(model, LastReading.of_decoding(document, proposals, posteriors, kept))


@pytest.mark.parametrize(
    ("text", "readings", "words"),
    [
        pytest.param("cá đi", [], ["cá", "đi"], id="nothing is damaged"),
        pytest.param("c đi", [("c", "cá", 0.9)], ["cá", "đi"], id="the likelier reading counts"),
        pytest.param("cá đi", [("cá", "than", 0.2)], ["cá", "đi"], id="the text where it is likelier"),
        pytest.param("c đi", [("c", "cá", 0.5), ("c", "than", 0.4)], ["cá", "đi"], id="the best of several"),
        pytest.param("b ển cá", [("b ển", "biển", 0.9)], ["biển", "cá"], id="a reading over two pieces"),
        pytest.param("đi  cá", [(" ", "bắt", 0.9)], ["đi", "bắt", "cá"], id="a word that is gone"),
        pytest.param(
            "cáđi bắt",
            [("cá", "cá", 0.8), ("đi", "đi", 0.8)],
            ["cá", "đi", "bắt"],
            id="two words run together",
        ),
        pytest.param("cá, đi.", [], ["cá", ",", "đi", "."], id="stops and commas are symbols"),
        pytest.param("", [], [], id="no text"),
    ],
)
def test_the_words_of_a_document(
    model: ContextModel, text: str, readings: list[tuple[str, str, float]], words: list[str]
):
    surroundings = read(model, text, *readings)
    assert [LEXICON.words[symbol].text for symbol in surroundings.reading.symbols] == words
    assert list(surroundings.reading.starts) == sorted(surroundings.reading.starts)


TEXT = "cá đi bắt bien đi bắt thuyền"


def test_a_word_is_likelier_among_its_company(model: ContextModel):
    place = TEXT.index("bien")
    sea, mine = score(read(model, TEXT), [place, place], [SYMBOL["biển"], SYMBOL["biên"]])
    assert sea > 0 > mine


def test_words_without_a_direction_score_nothing(model: ContextModel):
    place = TEXT.index("bien")
    assert score(read(model, TEXT), [place] * 3, [SYMBOL["đi"], SYMBOL["<unk>"], NO_SYMBOL]) == [
        0.0,
        0.0,
        0.0,
    ]


def test_what_stands_next_to_a_place_says_nothing(model: ContextModel):
    assert score(read(model, "cá bien thuyền"), [3], [SYMBOL["biển"]]) == [0.0]


def test_no_score_moves_a_word_far(model: ContextModel):
    text = " ".join(["cá"] * 40)
    assert score(read(model, text), [0], [SYMBOL["biên"]]) == [-4.0]


def test_what_is_beyond_doubt_is_not_asked_about(model: ContextModel):
    place = TEXT.index("bien")
    sure = read(model, TEXT, ("bien", "biển", 0.99999))
    unsure = read(model, TEXT, ("bien", "biển", 0.9))
    assert score(sure, [place], [SYMBOL["biển"]]) == [0.0]
    assert score(unsure, [place], [SYMBOL["biển"]]) > [0.0]


def test_a_word_that_surely_stands_is_not_asked_about(model: ContextModel):
    surroundings = read(model, TEXT, ("cá", "than", 0.00001))
    assert score(surroundings, [TEXT.index("cá")], [SYMBOL["cá"]]) == [0.0]
    assert score(read(model, TEXT), [TEXT.index("cá")], [SYMBOL["cá"]]) > [0.0]


def test_places_in_any_order(model: ContextModel):
    surroundings = read(model, TEXT)
    places = [TEXT.index("bien"), 0, TEXT.index("thuyền")]
    together = score(surroundings, places, [SYMBOL["biển"]] * 3)
    assert together == [score(surroundings, [place], [SYMBOL["biển"]])[0] for place in places]


def test_places_far_apart_do_not_see_each_other(model: ContextModel):
    far = " ".join(["cá", "bien", "thuyền", *["đi"] * 200, "hầm", "đi", "bien", "đi", "than"])
    surroundings = read(model, far)
    places = [far.index("bien"), far.rindex("bien")]
    words = [SYMBOL["biển"]] * 2
    near, other = score(surroundings, places, words)
    assert (near, other) == tuple(score(surroundings, [place], words[:1])[0] for place in places)
    assert other < 0


def test_nothing_is_asked(model: ContextModel):
    assert score(read(model, TEXT), [], []) == []
