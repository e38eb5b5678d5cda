"""What an input method would have made of the keys that were pressed."""

from __future__ import annotations

import unicodedata

from vnfix.encodings.tables import KeystrokeRules
from vnfix.letters import VOWELS
from vnfix.syllable import is_possible


def decode_keystrokes(word: str, rules: KeystrokeRules) -> tuple[str, int]:
    """Give what a word of ASCII letters and digits becomes, and how many keys were no letters of it.

    The tone comes to stand where a possible syllable has it; the word stays as it is when there is none.
    """
    # Hardly any word has a key of VNI.
    if len(word) > _LONGEST or rules.keys.isdisjoint(word.lower()):
        return word, 0
    letters: list[str] = []
    tone = ""
    keys = 0
    for key in word:
        small = key.lower()
        if small in rules.tones and any(letter.lower() in _VOWELS for letter in letters):
            if tone and (tone == rules.tones[small] or not small.isalpha()):
                # A tone key pressed twice is its letter: boss.  Two digits are a number: A321.
                return word, 0
            tone = rules.tones[small]
            keys += 1
        elif small in rules.shape_keys and _apply_shape(letters, small, rules):
            keys += 1
        else:
            letters.append(key)
    if not keys:
        return word, 0
    shaped = "".join(letters)
    # `thuở` and `quở` keep their u, which only shows when the word is done.
    return _place_tone(shaped, tone) or _place_tone(shaped.replace("ươ", "uơ"), tone) or word, keys


_VOWELS = frozenset(VOWELS)
_NO_LETTER = "-"
# `nghieengs` has nine keys; no syllable takes more than eleven.
_LONGEST = 12


def _apply_shape(letters: list[str], key: str, rules: KeystrokeRules) -> bool:
    """Change the letter that a key changes: the last one that it can; `u` before `o` with it (uow: ươ).

    A key that changes none may be a letter by itself: the w of Telex is ư.
    """
    for place in reversed(range(len(letters))):
        letter = letters[place]
        shaped = rules.shapes.get((key, letter.lower()))
        if shaped is None:
            continue
        # A doubled letter (aa, dd) must touch its twin, but for the d of Telex at a later place.
        if key.isalpha() and key == letter.lower() and place != len(letters) - 1:
            return False
        letters[place] = shaped.upper() if letter.isupper() else shaped
        if shaped == "ơ" and place and letters[place - 1].lower() == "u" and place < len(letters):
            pair = rules.shapes.get((key, "u"))
            if pair is not None and (place < 2 or letters[place - 2].lower() != "q"):
                letters[place - 1] = pair.upper() if letters[place - 1].isupper() else pair
        return True
    alone = rules.shapes.get((key, _NO_LETTER))
    if alone is not None:
        letters.append(alone)
    return alone is not None


def _place_tone(word: str, tone: str) -> str | None:
    if not tone:
        return word if is_possible(word) else None
    for place, letter in enumerate(word):
        if letter.lower() in _VOWELS:
            toned = word[:place] + unicodedata.normalize("NFC", letter + tone) + word[place + 1 :]
            if is_possible(toned):
                return toned
    return None
