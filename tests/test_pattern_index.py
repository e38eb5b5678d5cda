"""Which words fit what a damage has left of one."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.lexicon import Lexicon, Word
from vnfix.pattern_index import HOLE, PatternIndex, Spelling

SYLLABLES = ("thực", "thức", "thác", "thiệt", "cơ", "cờ", "có", "ở", "ơ", "hòa", "thúy", "quý", "nghiêng")
LEXICON = Lexicon.of_words(
    (
        *(Word(name, 0, 0.0, False) for name in ("<unk>", "<num>", ".", ",")),
        *(Word(text, 100, 0.0, True) for text in SYLLABLES),
        Word("thêc", 7, 0.0, True),
        Word("ubnd", 60, 0.0, False),
        Word("km", 60, 0.0, False),
        Word("x", 60, 0.0, False),
    )
)
INDEX = PatternIndex.of_lexicon(LEXICON)


def matches(pattern: str) -> set[str]:
    return {item.text for item in INDEX.match(pattern.replace("_", HOLE))}


@pytest.mark.parametrize("spelling", list(INDEX.spellings), ids=lambda item: item.text)
@pytest.mark.parametrize("holes", [0, 1, 2])
def test_every_spelling_fits_its_own_patterns(spelling, holes):
    for places in combinations(range(len(spelling.text)), holes):
        pattern = "".join(HOLE if at in places else letter for at, letter in enumerate(spelling.text))
        assert spelling in INDEX.match(pattern)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("th_c", {"thực", "thức", "thác"}),
        ("th__", {"thực", "thức", "thác", "thúy", "thuý"}),
        ("____", {"thực", "thức", "thác", "thúy", "thuý", "ubnd"}),
        ("c_", {"cơ", "cờ", "có"}),
        ("_ơ", {"cơ"}),
        ("_", {"ơ", "ở"}),
        ("__ý", {"quý"}),
        ("cơ", {"cơ"}),
        ("ngh__ng", {"nghiêng"}),
    ],
)
def test_known_letters_stand_where_they_stand(pattern, words):
    assert matches(pattern) == words


@pytest.mark.parametrize(
    "pattern", ["", "______", "__________", "z_", "th_z", "CƠ", "C_", "c\u031b", ".", ",", "<___>", "😀_"]
)
def test_nothing_fits_what_is_no_word(pattern):
    assert matches(pattern) == set()


@pytest.mark.parametrize(
    ("pattern", "words"), [("h_a", {"hòa"}), ("ho_", {"hoà"}), ("th_y", {"thúy"}), ("thu_", {"thuý"})]
)
def test_both_placements_of_a_tone_are_spellings_of_one_word(pattern, words):
    (found,) = INDEX.match(pattern.replace("_", HOLE))
    assert {found.text} == words
    assert LEXICON.words[found.word].text in ("hòa", "thúy")


@pytest.mark.parametrize("pattern", ["th_c", "u_nd", "h_a", "ho_"])
def test_a_spelling_knows_its_word(pattern):
    for item in INDEX.match(pattern.replace("_", HOLE)):
        assert LEXICON.words[item.word].text in (item.text, {"hoà": "hòa"}.get(item.text))


@pytest.mark.parametrize("text", ["thêc", "km", "x", "<unk>", "<num>", ".", ","])
def test_rare_syllables_short_codes_and_signs_are_never_proposed(text):
    assert text not in {item.text for item in INDEX.spellings}


def test_no_spelling_stands_twice():
    texts = [item.text for item in INDEX.spellings]
    assert len(texts) == len(set(texts))


def test_an_empty_lexicon_fits_nothing():
    assert PatternIndex.of_lexicon(Lexicon.of_words(())).match(HOLE) == ()


LETTERS = st.sampled_from("aăâbcơđ𐌰")


@given(
    st.sets(st.text(LETTERS, min_size=1, max_size=4), max_size=30),
    st.text(LETTERS | st.just(HOLE), max_size=5),
)
def test_an_index_finds_what_a_search_through_all_words_finds(words, pattern):
    index = PatternIndex.of_spellings(Spelling(text, number) for number, text in enumerate(sorted(words)))
    expected = {text for text in words if re.fullmatch(pattern.replace(HOLE, "."), text)}
    assert {item.text for item in index.match(pattern)} == expected
    assert index.match(pattern) == index.match(pattern)


WORDS = st.sets(st.text(LETTERS, min_size=1, max_size=4), max_size=30)


@pytest.mark.parametrize("often", [0, 1000], ids=["asked often", "asked once"])
@pytest.mark.parametrize("few", [0, 1000], ids=["of many", "of few"])
@given(words=WORDS, pattern=st.text(LETTERS | st.just(HOLE), max_size=4))
def test_letters_lead_to_a_word_that_holds_them(few, often, words, pattern):
    with pytest.MonkeyPatch.context() as patch:
        # Masks of many spellings are made one by one as they are asked for, those of few at once.
        patch.setattr("vnfix.pattern_index._FEW", few)
        patch.setattr("vnfix.pattern_index._MANY", 2)
        # After many questions all beginnings and ends are kept.
        patch.setattr("vnfix.pattern_index._OFTEN", often)
        index = PatternIndex.of_spellings(Spelling(text, number) for number, text in enumerate(sorted(words)))
        letters = pattern.replace(HOLE, ".")
        assert {item.text for item in index.match(pattern)} == {w for w in words if re.fullmatch(letters, w)}
        assert index.may_stand(pattern, at_end=False) == any(re.match(letters + ".", w) for w in words)
        assert index.may_stand(pattern, at_end=True) == any(
            re.search("." + letters + r"\Z", w) for w in words
        )


@pytest.mark.parametrize("few", [0, 1000], ids=["of many", "of few"])
@given(words=WORDS, word=st.text(LETTERS, min_size=1, max_size=4))
def test_letters_missing_from_a_word_are_found_at_all_its_places(few, words, word):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vnfix.pattern_index._FEW", few)
        index = PatternIndex.of_spellings(Spelling(text, number) for number, text in enumerate(sorted(words)))
        fits = [place for place in range(len(word) + 1) if index.match(word[:place] + HOLE + word[place:])]
        assert list(index.find_insertions(word)) == fits


@pytest.mark.parametrize("letter", ["ơ", "h", "g", "z"])
def test_fragments_are_what_stands_on_both_sides_of_a_letter(letter):
    found = [
        (item.text[:place], item.text[place + 1 :])
        for item in INDEX.spellings
        for place, other in enumerate(item.text)
        if other == letter
    ]
    heads, tails = INDEX.find_fragments(letter)
    assert (heads, tails) == ({head for head, _ in found}, {tail for _, tail in found})


class FailsOnce(list[Spelling]):
    """A list whose first reading ends like a file that took too much time or memory."""

    failed = False

    def __iter__(self):
        if not self.failed:
            self.failed = True
            raise MemoryError
        return super().__iter__()


def test_spellings_are_listed_when_first_asked_for_and_again_where_that_broke_off():
    lists = [FailsOnce([Spelling("cơ", 1)])]
    index = PatternIndex(lambda: lists[0])
    assert not lists[0].failed
    with pytest.raises(MemoryError):
        index.match("c" + HOLE)
    assert [item.text for item in index.match("c" + HOLE)] == ["cơ"]
    lists.clear()
    assert not index.match(HOLE)


def test_a_search_that_was_broken_off_leaves_nothing_behind():
    index = PatternIndex.of_lexicon(LEXICON)
    index._spellings[2] = FailsOnce(index._spellings[2])
    with pytest.raises(MemoryError):
        index.match("c" + HOLE)
    assert {item.text for item in index.match("c" + HOLE)} == {"cơ", "cờ", "có"}
