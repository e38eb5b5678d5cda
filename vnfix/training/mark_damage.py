"""Seeded damage of clean text: marks (and the stroke of đ) that were dropped or swapped.

Each character of the clean text becomes one character, so that offsets stay.  Takes NFC.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from random import Random

from vnfix.letters import VIETNAMESE_LETTERS, VOWELS, Tone, add_tone, split_tone, unaccented
from vnfix.training.damage import DamagedText

PARTIAL_SHARE = 0.2
"""The share of syllables that lose all marks under `MarkDamage.PARTIAL`."""

SWAPPED_SHARE = 0.03
"""The share of syllables with a swapped mark under `MarkDamage.SWAPPED`."""

WORD = re.compile(r"[^\W\d_]+")
"""A run of letters: a syllable, as far as damage is concerned."""

# The tone that a tone is taken for, as often as OCR does it, roughly.
_SWAPS = {
    Tone.LEVEL: (Tone.HOOK, Tone.HOOK, Tone.ACUTE, Tone.GRAVE),
    Tone.HOOK: (Tone.ACUTE, Tone.ACUTE, Tone.ACUTE, Tone.GRAVE, Tone.TILDE),
    Tone.ACUTE: (Tone.GRAVE, Tone.HOOK, Tone.HOOK),
    Tone.GRAVE: (Tone.ACUTE, Tone.HOOK),
    Tone.TILDE: (Tone.HOOK, Tone.HOOK, Tone.ACUTE),
    Tone.DOT: (Tone.LEVEL,),
}
# What each tone weighs among the places to be swapped; a plain i is often given a hook.
_SWAP_WEIGHTS = {
    Tone.LEVEL: 1,
    Tone.HOOK: 6,
    Tone.ACUTE: 2,
    Tone.GRAVE: 2,
    Tone.TILDE: 4,
    Tone.DOT: 1,
}


class MarkDamage(StrEnum):
    """Which marks are dropped or swapped."""

    STRIPPED = "stripped"
    """All of them, and the strokes of đ."""
    HALF = "half"
    """Half of them, each mark for itself."""
    PARTIAL = "partial"
    """All those of a fifth of the syllables."""
    ONE_MARK = "one-mark"
    """One tone, or the circumflex, the horn, the breve or the stroke: everywhere in the document."""
    SWAPPED = "swapped"
    """Three in a hundred syllables have another tone."""
    BARE_CAPITALS = "bare-capitals"
    """All of the words in capitals; some lines of the clean text are set in capitals before."""


class Shape(StrEnum):
    """The marks that make another letter; the value is the letters that carry it."""

    CIRCUMFLEX = "âêô"
    HORN = "ơư"
    BREVE = "ă"
    STROKE = "đ"


Mark = Tone | Shape


def damage_marks(text: str, damage: MarkDamage, seed: str) -> DamagedText:
    """Damage the marks of `text`.

    The gold of `MarkDamage.BARE_CAPITALS` is `text` with capitals, of the others `text` itself.

    >>> damage_marks("Điều 5. Đường sắt", MarkDamage.STRIPPED, "a").text
    'Dieu 5. Duong sat'
    """
    random = Random(f"{damage}:{seed}")
    match damage:
        case MarkDamage.STRIPPED:
            return DamagedText.of_pieces(text, map(unaccented, text))
        case MarkDamage.HALF:
            return DamagedText.of_pieces(text, (_drop_at_random(random, letter) for letter in text))
        case MarkDamage.PARTIAL:
            return DamagedText.of_pieces(text, _strip_words(text, lambda _: random.random() < PARTIAL_SHARE))
        case MarkDamage.ONE_MARK:
            mark = choose_mark(random, text)
            return DamagedText.of_pieces(text, (drop_mark(letter, mark) for letter in text))
        case MarkDamage.SWAPPED:
            return DamagedText.of_pieces(text, swap_tones(random, text))
        case MarkDamage.BARE_CAPITALS:
            gold = raise_lines(random, text)
            return DamagedText.of_pieces(
                gold, _strip_words(gold, lambda word: len(word) > 1 and word.isupper())
            )


def marks_of(letter: str) -> tuple[Mark, ...]:
    """List the marks of a letter.

    >>> marks_of("ộ"), marks_of("Đ"), marks_of("n")
    ((<Shape.CIRCUMFLEX: 'âêô'>, <Tone.DOT: '̣'>), (<Shape.STROKE: 'đ'>,), ())
    """
    base, tone = split_tone(letter)
    shapes = tuple(shape for shape in Shape if base.lower() in shape.value)
    return shapes if tone is Tone.LEVEL else (*shapes, tone)


def drop_mark(letter: str, mark: Mark) -> str:
    """Drop one mark of a letter that may have it.

    >>> drop_mark("ộ", Tone.DOT), drop_mark("ộ", Shape.CIRCUMFLEX), drop_mark("Đ", Shape.STROKE)
    ('ô', 'ọ', 'D')
    """
    if mark not in marks_of(letter):
        return letter
    base, tone = split_tone(letter)
    if mark is tone:
        return base
    bare = unaccented(base)
    return bare if tone is Tone.LEVEL else add_tone(bare, tone)


def choose_mark(random: Random, text: str) -> Mark:
    """Choose the mark that a document loses, of those that it has three times at least."""
    found = [mark for letter in text for mark in marks_of(letter)]
    marks: list[Mark] = [*(tone for tone in Tone if tone is not Tone.LEVEL), *Shape]
    frequent = [mark for mark in marks if found.count(mark) >= 3]
    return random.choice(frequent or marks)


def swap_tones(random: Random, text: str) -> Iterator[str]:
    """Yield the characters of `text`, `SWAPPED_SHARE` of its syllables with another tone."""
    words = [match.span() for match in WORD.finditer(text)]
    places = {span: place for span in words if (place := _toned_place(text, *span)) is not None}
    weights = [_SWAP_WEIGHTS[split_tone(text[place])[1]] for place in places.values()]
    number = min(len(places), round(SWAPPED_SHARE * len(words)))
    chosen = set(_sample(random, list(places.values()), weights, number))
    for offset, letter in enumerate(text):
        yield _swap(random, letter) if offset in chosen else letter


def _swap(random: Random, letter: str) -> str:
    return add_tone(letter, random.choice(_SWAPS[split_tone(letter)[1]]))


def _toned_place(text: str, start: int, end: int) -> int | None:
    """Find the vowel of a syllable that carries its tone; of a level one, a final or only i."""
    if not VIETNAMESE_LETTERS.issuperset(text[start:end]):
        return None
    for offset in range(start, end):
        if split_tone(text[offset])[1] is not Tone.LEVEL:
            return offset
    vowels = [offset for offset in range(start, end) if text[offset].lower() in VOWELS]
    return vowels[0] if len(vowels) == 1 and text[vowels[0]] == "i" else None


def _sample(random: Random, places: list[int], weights: list[int], number: int) -> list[int]:
    """Draw `number` different places, likelier ones first (Efraimidis and Spirakis)."""
    keys = [random.random() ** (1 / weight) for weight in weights]
    order = sorted(range(len(places)), key=lambda i: keys[i], reverse=True)
    return [places[i] for i in order[:number]]


def _drop_at_random(random: Random, letter: str) -> str:
    """Drop each mark of a letter with a chance of one half."""
    for mark in marks_of(letter):
        if random.random() < 0.5:
            letter = drop_mark(letter, mark)
    return letter


def _strip_words(text: str, is_struck: Callable[[str], bool]) -> Iterable[str]:
    """Yield the characters of `text`, without marks in the words that are struck."""
    pieces = list(text)
    for match in WORD.finditer(text):
        if is_struck(match[0]):
            pieces[match.start() : match.end()] = map(unaccented, match[0])
    return pieces


def raise_lines(random: Random, text: str) -> str:
    r"""Set the opening words of one line in twelve, and of the first, in capitals, as headings are.

    >>> raise_lines(Random(1), "Chương một của luật này\nđiều một\n")
    'CHƯƠNG MỘT CỦA LUẬT NÀY\nđiều một\n'
    """
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if number == 0 or random.random() < 1 / 12:
            words = line.split(" ")
            end = random.randint(5, 12)
            lines[number] = " ".join([word.upper() for word in words[:end]] + words[end:])
    raised = "".join(lines)
    return raised if len(raised) == len(text) else text
