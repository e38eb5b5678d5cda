"""Words are read as dictionaries have them side by side: beside `hận` stands `thù`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.compounds import Compounds, CompoundWeigher, open_compounds, pack_compounds
from vnfix.document import Document
from vnfix.errors import DictionaryError
from vnfix.language_model.symbols import SPECIAL
from vnfix.last_reading import LastReading
from vnfix.lattice import NO_SYMBOL
from vnfix.lexicon import UNKNOWN_ID, Lexicon, Word
from vnfix.training.compound_pairs import find_compounds

WORDS = ("hận", "thù", "thu", "mùa", "cả", "rồi", "ca", "mê", "ra")
LEXICON = Lexicon.of_words(
    (*(Word(name, 0, 0.0, False) for name in SPECIAL), *(Word(word, 9, 0.0, True) for word in WORDS))
)
ENTRIES = ("hận thù", "mùa thu", "ca-mê-ra")
IDS = LEXICON.ids


def make_compounds(*entries: str) -> Compounds:
    return find_compounds(entries, LEXICON.words)


def pairs_of(compounds: Compounds) -> set[tuple[str, str]]:
    texts = LEXICON.texts
    return {(texts[key >> 16], texts[key & 0xFFFF]) for key in compounds.keys.tolist()}


@pytest.mark.parametrize(
    ("entry", "pairs"),
    [
        ("hận thù", {("hận", "thù")}),
        ("mùa thu", {("mùa", "thu")}),
        ("ca-mê-ra", {("ca", "mê"), ("mê", "ra")}),
        # Names are left out; a sign, a number, or a word that is not known parts them.
        ("Mùa Thu", set()),
        ("Mùa thu", set()),
        ("hận, thù", set()),
        ("mùa 4 thu", set()),
        ("mùa xyz thu", set()),
        ("thù", set()),
        ("", set()),
    ],
)
def test_pairs_stand_side_by_side_in_an_entry(entry, pairs):
    assert pairs_of(make_compounds(entry)) == pairs


def test_keys_rise_and_stand_once():
    keys = make_compounds(*ENTRIES, *ENTRIES).keys.tolist()
    assert keys == sorted(set(keys))
    assert len(keys) == 4


def make_weigher(
    document: Document, *entries: str, kept: Mapping[int, float] | None = None
) -> CompoundWeigher:
    reading = LastReading.of_decoding(document, (), (), kept or {})
    return CompoundWeigher(make_compounds(*entries), reading, document.written_cases)


def weigh(text: str, form: str, *words: str, entries: tuple[str, ...] = ENTRIES) -> list[float]:
    """The scores of words for the last `form` of a text, the others as they stand."""
    document = Document.of_text(text, LEXICON)
    weigher = make_weigher(document, *entries)
    starts = np.full(len(words), text.rindex(form))
    symbols = np.array([IDS[word] for word in words], dtype=np.int64)
    return weigher.score(starts, starts + len(form), symbols).tolist()


def test_a_pair_speaks_for_its_words_on_both_sides():
    behind, other = weigh("cả hận thu rồi", "thu", "thù", "thu")
    assert behind > 0 == other
    assert weigh("cả han thù rồi", "han", "hận") == [behind]


def test_at_the_beginning_of_a_sentence_a_capital_says_nothing():
    assert weigh("Hận thu", "thu", "thù") == weigh("cả hận thu rồi", "thu", "thù")


def test_pairs_to_both_sides_count_twice():
    (once,), (twice,) = weigh("ca me rồi", "me", "mê"), weigh("ca me ra", "me", "mê")
    assert twice == 2 * once


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("thu", "thu"),
        ("cả thu rồi", "thu"),
        ("12 thu.", "thu"),
        ("thù thu", "thu"),
        # A capital within a sentence, of one or the other, makes a name.
        ("cả hận Thu rồi", "Thu"),
        ("cả Hận thu rồi", "thu"),
    ],
)
def test_without_a_pair_nothing_is_said(text, form):
    assert weigh(text, form, "thù", "thu") == [0.0, 0.0]


def test_without_entries_nothing_is_said():
    assert weigh("hận thu", "thu", "thù", entries=()) == [0.0]


def test_unknown_words_and_places_beyond_doubt_are_not_weighed():
    document = Document.of_text("hận thù", LEXICON)
    starts = np.full(3, document.text.index("thù"))
    words = np.array([IDS["thù"], UNKNOWN_ID, NO_SYMBOL])
    sure = make_weigher(document, *ENTRIES, kept={2: 0.99999})
    assert sure.score(starts, starts + 3, words).tolist() == [0.0] * 3
    open_place = make_weigher(document, *ENTRIES)
    assert open_place.score(starts, starts + 3, words).tolist()[1:] == [0.0] * 2


@given(st.lists(st.sampled_from([*WORDS, ".", "\n", "12"]), max_size=9))
def test_pairs_only_speak_for_words(pieces):
    document = Document.of_text(" ".join(pieces), LEXICON)
    weigher = make_weigher(document, *ENTRIES)
    starts = document.table.starts
    for word in ("thù", "mê"):
        found = weigher.score(starts, starts + document.table.sizes, np.full(len(starts), IDS[word]))
        assert (found >= 0).all()


def test_the_file_gives_back_the_table(tmp_path: Path):
    compounds, path = make_compounds(*ENTRIES), tmp_path / "compounds.bin"
    path.write_bytes(pack_compounds(compounds))
    opened = open_compounds(path)
    assert opened.digest == compounds.digest
    assert opened.keys.tolist() == compounds.keys.tolist()


def test_a_broken_file_is_refused(tmp_path: Path):
    path = tmp_path / "compounds.bin"
    with pytest.raises(DictionaryError, match=r"compounds\.bin"):
        open_compounds(path)
    path.write_bytes(pack_compounds(make_compounds(*ENTRIES))[:-64])
    with pytest.raises(DictionaryError, match=r"compounds\.bin"):
        open_compounds(path)
