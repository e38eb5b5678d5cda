"""The alphabet: which letters there are, how tones come on and off, what the unaccented key is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.letters import (
    CONSONANTS,
    LETTERS,
    VIETNAMESE_LETTERS,
    VOWELS,
    Tone,
    add_tone,
    is_word_character,
    split_tone,
    toneless,
    unaccented,
)

VIETNAMESE_TEXT = st.text(st.sampled_from([*sorted(LETTERS), *" 7.,-"]))


def test_alphabet_has_29_letters():
    assert len(VOWELS) == 12
    assert len(CONSONANTS) == 17
    assert len(VIETNAMESE_LETTERS) == 2 * (12 * 6 + 17)


@pytest.mark.parametrize("letter", [*"aăâđêôơưyAĐƯ", "ệ", "ữ", "Ở", "ỵ"])
def test_vietnamese_letters(letter):
    assert letter in VIETNAMESE_LETTERS


@pytest.mark.parametrize("letter", [*"fjwzFJWZ"])
def test_letters_of_loans_only(letter):
    assert letter in LETTERS
    assert letter not in VIETNAMESE_LETTERS


@pytest.mark.parametrize("character", [*"ñçüäßå7 -", "đơ", "o\u031b", "\u0301", "ð", ""])
def test_no_letters(character):
    assert character not in LETTERS


def test_every_letter_is_one_code_point():
    assert all(len(letter) == 1 == len(unicodedata.normalize("NFC", letter)) for letter in LETTERS)


@pytest.mark.parametrize("character", [*"aơĐữßñЯ漢", "\u0301", "\u031b"])
def test_word_characters(character):
    assert is_word_character(character)


@pytest.mark.parametrize("character", [*"07 -_.,'²%\n\u00a0", "\ufffd", "\ue000", "□"])
def test_no_word_characters(character):
    assert not is_word_character(character)


@pytest.mark.parametrize(
    ("letter", "base", "tone"),
    [
        ("a", "a", Tone.LEVEL),
        ("à", "a", Tone.GRAVE),
        ("ắ", "ă", Tone.ACUTE),
        ("ể", "ê", Tone.HOOK),
        ("Ỡ", "Ơ", Tone.TILDE),
        ("Ự", "Ư", Tone.DOT),
        ("đ", "đ", Tone.LEVEL),
    ],
)
def test_tone_comes_off_and_on(letter, base, tone):
    assert split_tone(letter) == (base, tone)
    if base != "đ":
        assert add_tone(base, tone) == letter


@pytest.mark.parametrize("character", ["ñ", "ń", "ü", "7", " ", "ß"])
def test_other_characters_keep_their_marks(character):
    assert split_tone(character) == (character, Tone.LEVEL)


@pytest.mark.parametrize("character", ["đ", "b", "ñ", "7", "", "oa"])
def test_only_vowels_take_a_tone(character):
    with pytest.raises(ValueError, match="takes no tone"):
        add_tone(character, Tone.ACUTE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn", "Nguyên"),
        ("ĐƯỜNG", "ĐƯƠNG"),
        ("số 7", "sô 7"),
        ("señor", "señor"),
    ],
)
def test_toneless_keeps_the_letters_of_the_alphabet(text, expected):
    assert toneless(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trường Đại học", "Truong Dai hoc"),
        ("ƯỠN ẸO", "UON EO"),
        ("được", "duoc"),
        ("ðơn vị", "don vi"),
        ("café Zürich", "cafe Zurich"),
        ("Straße", "Strasse"),
    ],
)
def test_unaccented_drops_every_mark(text, expected):
    assert unaccented(text) == expected


@pytest.mark.parametrize(
    "text", ["", "co quan 17/4", "½ “quoted” – …", "\ue000\ufffd□", "Москва", "漢字", "×÷"]
)
def test_unaccented_leaves_the_rest(text):
    assert unaccented(text) == text


@given(st.sampled_from(sorted(VIETNAMESE_LETTERS)))
def test_split_and_add_are_inverse(letter):
    base, tone = split_tone(letter)
    assert base == letter if tone is Tone.LEVEL else add_tone(base, tone) == letter


@given(VIETNAMESE_TEXT)
def test_unaccented_keeps_positions_and_case(text):
    key = unaccented(text)
    assert key.isascii()
    assert len(key) == len(text)
    assert key.lower() == unaccented(text.lower())


@given(VIETNAMESE_TEXT)
def test_unaccented_is_the_same_for_composed_and_decomposed_text(text):
    assert unaccented(unicodedata.normalize("NFD", text)) == unaccented(text)


@given(st.text())
def test_unaccented_and_toneless_change_nothing_twice(text):
    assert unaccented(unaccented(text)) == unaccented(text)
    assert toneless(toneless(text)) == toneless(text)


@given(VIETNAMESE_TEXT)
def test_toneless_drops_less_than_unaccented(text):
    assert unaccented(toneless(text)) == unaccented(text)
