"""The Vietnamese alphabet as data: its letters, their tones, and the same letters without marks.

A Vietnamese vowel letter can carry two marks: one that makes it another letter of the alphabet
(breve, circumflex, horn: ă â ê ô ơ ư) and one for the tone.  `toneless` drops the second,
`unaccented` drops both and turns đ into d.

Letters are single code points (Unicode NFC); capital and small letters are both covered.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

from unidecode import unidecode


class Tone(Enum):
    """One of the six tones; the value is the combining mark that writes it."""

    LEVEL = ""
    """ngang: a"""
    GRAVE = "\N{COMBINING GRAVE ACCENT}"
    """huyền: à"""
    ACUTE = "\N{COMBINING ACUTE ACCENT}"
    """sắc: á"""
    HOOK = "\N{COMBINING HOOK ABOVE}"
    """hỏi: ả"""
    TILDE = "\N{COMBINING TILDE}"
    """ngã: ã"""
    DOT = "\N{COMBINING DOT BELOW}"
    """nặng: ạ"""

    @property
    def mark(self) -> str:
        """The combining mark, empty for the level tone."""
        return self.value


VOWELS = "aăâeêioôơuưy"
"""The twelve small vowel letters, without tones."""

CONSONANTS = "bcdđghklmnpqrstvx"
"""The seventeen small consonant letters."""

_FOREIGN = "fjwz"
_LONGEST_ABBREVIATION = 3


def _with_capitals(letters: str) -> str:
    return letters + letters.upper()


_TONED: dict[tuple[str, Tone], str] = {
    (vowel, tone): unicodedata.normalize("NFC", vowel + tone.mark)
    for vowel in _with_capitals(VOWELS)
    for tone in Tone
}
_PARTS: dict[str, tuple[str, Tone]] = {letter: parts for parts, letter in _TONED.items()}
_TONELESS: dict[int, str] = {ord(letter): vowel for letter, (vowel, _) in _PARTS.items()}

VIETNAMESE_LETTERS: frozenset[str] = frozenset(_PARTS) | frozenset(_with_capitals(CONSONANTS))
"""The 29 letters of the alphabet, vowels in all six tones, small and capital: 178 code points."""

LETTERS: frozenset[str] = VIETNAMESE_LETTERS | frozenset(_with_capitals(_FOREIGN))
"""The Vietnamese letters and f, j, w, z, which stand in loans and foreign names."""


def is_word_character(character: str) -> bool:
    """Tell whether one code point is a letter of any script or a combining mark.

    >>> [is_word_character(c) for c in ("ơ", "Я", "\N{COMBINING ACUTE ACCENT}", "7", "-")]
    [True, True, True, False, False]
    """
    return character.isalpha() or unicodedata.category(character).startswith("M")


def split_tone(letter: str) -> tuple[str, Tone]:
    """Split a letter from its tone; any other character comes back as it is, with the level tone.

    >>> split_tone("ộ"), split_tone("Ừ"), split_tone("đ"), split_tone("ñ")
    (('ô', <Tone.DOT: '̣'>), ('Ư', <Tone.GRAVE: '̀'>), ('đ', <Tone.LEVEL: ''>), ('ñ', <Tone.LEVEL: ''>))
    """
    return _PARTS.get(letter) or (letter, Tone.LEVEL)


def add_tone(letter: str, tone: Tone) -> str:
    """Put `tone` on the vowel `letter`, in place of the tone that it had.

    Raises ValueError when `letter` is no Vietnamese vowel.

    >>> add_tone("ơ", Tone.HOOK), add_tone("Á", Tone.DOT), add_tone("ệ", Tone.LEVEL)
    ('ở', 'Ạ', 'ê')
    """
    try:
        return _TONED[split_tone(letter)[0], tone]
    except KeyError:
        message = f"{letter!r} is no Vietnamese vowel and takes no tone"
        raise ValueError(message) from None


def toneless(text: str) -> str:
    """Drop the tones of `text`; ă â ê ô ơ ư and đ stay, and so does the length.

    Takes NFC; a tone in a combining mark of its own is not seen.

    >>> toneless("Đường sắt, số 7")
    'Đương săt, sô 7'
    """
    return text.translate(_TONELESS)


def is_abbreviation(word: str) -> bool:
    """Tell whether a word may be one cut short in messages and notes: three letters at most and no vowel.

    >>> [word for word in ("đc", "Đm", "vs", "thg", "ko", "th.", "ngth") if is_abbreviation(word)]
    ['đc', 'Đm', 'vs', 'thg']
    """
    return len(word) <= _LONGEST_ABBREVIATION and word.isalpha() and not any(c in _PARTS for c in word)


# The blocks with Latin letters (Unicode, chapter 7.1) and the block of combining marks.
_LATIN_BLOCKS = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
_COMBINING_BLOCK = range(0x300, 0x370)


def _build_unaccented() -> dict[int, str]:
    # Plain letters give themselves: what a table lacks raises an error within `translate`, and to handle it
    # for most letters of any text took twenty million instructions of a start-up.
    table = {code: chr(code) for code in range(0x80)} | dict.fromkeys(_COMBINING_BLOCK, "")
    letters = [chr(code) for block in _LATIN_BLOCKS for code in block if chr(code).isalpha()]
    # All at once: one call a letter took a hundredth of a start-up.
    plain = unidecode("\n".join(letters), errors="preserve").split("\n")
    pairs = zip(letters, plain, strict=True)
    return table | {ord(letter): letters_of_it for letter, letters_of_it in pairs if letters_of_it.isalpha()}


_UNACCENTED = _build_unaccented()


def unaccented(text: str) -> str:
    """Drop the marks of all Latin letters, đ becoming d, and leave all else as it stands.

    The result is a key to look words up by.  Case is kept.  A Vietnamese letter (NFC) gives exactly
    one letter, so positions stay; other Latin letters are transliterated by Unidecode and may give
    several (`ß` -> `ss`).  Combining marks vanish, so NFC and NFD give the same key.

    >>> unaccented("Trường Đại học, số 7")
    'Truong Dai hoc, so 7'
    """
    return text if text.isascii() else text.translate(_UNACCENTED)
