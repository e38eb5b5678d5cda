"""The words near a form are those that a search one by one finds, in its order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from vnfix import near_words
from vnfix.confusions import Edit, Profile, mark_profiles
from vnfix.differences import find_edits
from vnfix.letters import unaccented
from vnfix.lexicon import Lexicon, Word
from vnfix.near_words import NearWord, NearWords

SYLLABLES = (
    "làm",
    "lam",
    "lầm",
    "lâm",
    "nam",
    "năm",
    "cam",
    "tâm",
    "quyền",
    "quyên",
    "thuyền",
    "chức",
    "mà",
    "á",
)
LEXICON = Lexicon.of_words(
    (Word("<unk>", 0, 0.0, False), *(Word(text, 9000, 0.0, True) for text in SYLLABLES))
)
PROFILES = (
    *mark_profiles(),
    Profile("engine", {Edit("m", "rn"): 0.1, Edit("l", "t"): 0.1, Edit("ức", "ite"): 0.1}),
)
KNOWN = {edit for profile in PROFILES for edit in profile.rates}
FORMS = st.one_of(
    st.text(alphabet="aámnltrci", min_size=1, max_size=5),
    st.sampled_from(["larn", "chite", "tarn", "quyen", "thuyn", "đuyền", "nàm", "xyz", "ß", "tâmm"]),
)


def search(form: str, reach: int, pairs: bool) -> Iterator[NearWord]:
    """Look at all words, one by one."""
    key = unaccented(form)
    keys = sorted({unaccented(text) for text in SYLLABLES})
    known_keys = {Edit(unaccented(edit.written), unaccented(edit.read)) for edit in KNOWN}
    for other in (key, *keys):
        distance = Levenshtein.distance(other, key)
        if distance > 2 and any(is_one_edit(edit, other, key) for edit in known_keys):
            distance = 2
        edits = find_edits(other, key, known_keys)
        is_far = distance == 2 and (len(form) < 4 or not pairs) and len(edits) != 1
        is_known = sum(edit not in known_keys for edit in edits) < reach
        if other != key and (distance > reach or is_far or not is_known):
            continue
        # The key itself comes first, and once.
        if other == key and not other:
            continue
        for number, word in enumerate(LEXICON.words):
            if not word.is_syllable or unaccented(word.text) != other or word.text == form:
                continue
            found = find_edits(word.text, form, KNOWN)
            if other == key or sum(edit not in KNOWN for edit in found) < reach:
                yield NearWord(number, word.text, found)


def is_one_edit(edit: Edit, written: str, read: str) -> bool:
    """Tell whether an edit, made once, turns `written` into `read`."""
    places = [at for at in range(len(read)) if read.startswith(edit.read, at)]
    return any(read[:at] + edit.written + read[at + len(edit.read) :] == written for at in places)


def expect(form: str, reach: int, pairs: bool) -> list[NearWord]:
    return list(dict.fromkeys(search(form, reach, pairs)))


def find(near: NearWords, forms: list[str], reaches: list[int], pairs: bool) -> list[list[NearWord]]:
    out = []
    for item in near.near(forms, reaches, pairs):
        edits = iter([near.edits[number] for number in item.edits.tolist()])
        out.append(
            [
                NearWord(number, LEXICON.words[number].text, tuple(next(edits) for _ in range(size)))
                for number, size in zip(item.ids.tolist(), item.sizes.tolist(), strict=True)
            ]
        )
    return out


@given(st.lists(st.tuples(FORMS, st.integers(0, 2)), max_size=6), st.booleans())
def test_near_words_are_those_of_a_search_one_by_one(asked: list[tuple[str, int]], pairs: bool):
    forms, reaches = [form for form, _ in asked], [reach for _, reach in asked]
    expected = [expect(form, reach, pairs) for form, reach in asked]
    assert find(NearWords(LEXICON, PROFILES), forms, reaches, pairs) == expected


def test_they_stay_the_same_when_asked_for_again_and_when_little_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(near_words, "_MOST_REMEMBERED", 2_000)
    monkeypatch.setattr(near_words, "_MOST_AT_ONCE", 2)
    near = NearWords(LEXICON, PROFILES)
    forms = ["larn", "chite", "tarn", "quyen", "nàm", "xyz"]
    for pairs in (False, True, False):
        for _ in range(2):
            expected = [expect(form, 2, pairs) for form in forms]
            assert find(near, forms, [2] * len(forms), pairs) == expected


def test_a_known_edit_is_one_however_many_letters_it_changes():
    assert Levenshtein.distance("chuc", "chite") == 3
    (found,) = find(NearWords(LEXICON, PROFILES), ["chite"], [2], False)
    assert [word.spelling for word in found] == ["chức"]


def test_variants_differ_in_marks_alone():
    near = NearWords(LEXICON, PROFILES)
    for form in ("lam", "lám", "tam", "xyz"):
        assert list(near.variants(form)) == list(near.variants(form)) == expect(form, 0, True)


def test_no_words_are_near_where_there_are_none():
    assert [
        len(item.ids) for item in NearWords(Lexicon.of_words(()), PROFILES).near(["lam", "x"], [2, 0])
    ] == [0, 0]
