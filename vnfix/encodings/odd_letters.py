"""Letters that look right and are others: decomposed, of another alphabet, full-width, or with signs within.

Each word is judged by itself: it is changed only when that makes a Vietnamese syllable of it, or, for
decomposed letters, when the text is decomposed throughout.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from vnfix.correction import Correction, Kind
from vnfix.encodings.counted_text import CountedText
from vnfix.encodings.words import Words
from vnfix.letters import LETTERS, Tone
from vnfix.messages import tr
from vnfix.syllable import is_possible

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_ODD_LETTER = "\u0250-\u02af\u0370-\u052fðÐƉı\uff21-\uff3a\uff41-\uff5a"
ODD = re.compile(f"[{_MARKS}{_INVISIBLE}{_ODD_LETTER}]")
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_{_INVISIBLE}]|[{_MARKS}]|[{_INVISIBLE}]+(?=[^\W\d_]|[{_MARKS}]))*")
_CLUSTER = re.compile(rf".[{_MARKS}]*", re.DOTALL)
_TONES = frozenset(tone.mark for tone in Tone if tone.mark)
_MARK_ALIASES = str.maketrans("\u0340\u0341", "\u0300\u0301")
# Letters that Vietnamese shares with no neighbour: a word with one of them is Vietnamese.
_TELLING = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")

_SURE = 0.999
_LIKELY = 0.97
_SUGGESTED = 0.5


def compose_word(word: str) -> str:
    r"""Compose the letters of a word, whatever the order of their marks.

    >>> [hex(ord(c)) for c in compose_word("e\u0301\u0302")]
    ['0x1ebf']
    """
    plain = unicodedata.normalize("NFC", word)
    if not any("\u0300" <= c <= "\u036f" for c in plain):
        return plain
    out: list[str] = []
    for letter in re.findall(
        rf".[{_MARKS}]*", unicodedata.normalize("NFD", word.translate(_MARK_ALIASES)), re.DOTALL
    ):
        tones = "".join(dict.fromkeys(mark for mark in letter if mark in _TONES))
        base = unicodedata.normalize("NFC", "".join(mark for mark in letter if mark not in _TONES))
        out.append(unicodedata.normalize("NFC", base + tones))
    return "".join(out)


def find_odd_letters(whole: CountedText, lookalikes: Mapping[int, str], words: Words) -> Iterator[Correction]:
    """Find the words of a text that are Vietnamese but for odd letters."""
    if ODD.search(whole.chunks) is None:
        return
    text = whole.text
    decomposed: list[tuple[int, str, str]] = []
    composed = 0
    for found in _find_words(text):
        word = found[0]
        if word.isascii() or ODD.search(word) is None:
            continue
        after = compose_word(word)
        if after != word and not _has_others(after):
            is_vietnamese = is_possible(after)
            composed += is_vietnamese
            decomposed.append((found.start(), word, after))
            continue
        if (fixed := _replace_odd(word, after, lookalikes)) is not None:
            cleaned, reason = fixed
            confidence = _judge(cleaned, text, found.start(), found.end(), words)
            if confidence:
                yield _make(found.start(), word, cleaned, confidence, reason)
    # In a text that is decomposed throughout, foreign words are too.
    throughout = composed >= 3 and composed >= 0.5 * len(decomposed)
    for start, word, after in decomposed:
        if is_possible(after) or (
            throughout and all(letter in LETTERS or letter.isascii() for letter in after)
        ):
            yield _make(start, word, after, _SURE, tr("letters written in several characters (decomposed)"))
        elif throughout and not any("\u0300" <= c <= "\u036f" for c in after):
            yield _make(start, word, after, _LIKELY, tr("letters written in several characters (decomposed)"))


def _find_words(text: str) -> Iterator[re.Match[str]]:
    """The words of the lines that have an odd letter."""
    end = 0
    for odd in ODD.finditer(text):
        if odd.start() < end:
            continue
        start = text.rfind("\n", 0, odd.start()) + 1
        end = text.find("\n", odd.end())
        end = len(text) if end < 0 else end
        yield from _WORD.finditer(text, start, end)


def _make(start: int, before: str, after: str, confidence: float, reason: str) -> Correction:
    return Correction(start, start + len(before), before, after, Kind.ENCODING, confidence, (), reason)


def _has_others(word: str) -> bool:
    return any(not letter.isascii() and ODD.match(letter) for letter in word)


def _replace_odd(word: str, composed: str, lookalikes: Mapping[int, str]) -> tuple[str, str] | None:
    """Replace the odd letters of a word; None when some have no replacement or nothing odd is there."""
    plain = composed.translate(dict.fromkeys(map(ord, _INVISIBLE)))
    reason = tr("signs that do not show within a word") if plain != composed else ""
    wide = "".join(chr(ord(c) - 0xFEE0) if "\uff21" <= c <= "\uff5a" else c for c in plain)
    if wide != plain:
        reason = tr("full-width letters")
    native = wide.translate(lookalikes)
    if native != wide:
        reason = tr("letters that only look like Vietnamese ones")
    native = compose_word(native)
    if not reason or not all(letter in LETTERS for letter in native):
        return None
    return native, reason


def _judge(word: str, text: str, start: int, end: int, words: Words) -> float:
    """Tell how sure it is that an odd word is meant to be this one; 0 for not at all."""
    if not words.is_syllable(word):
        return 0.0
    if text[max(0, start - 1) : start] in ("@", "/", "_") or text[end : end + 1] in ("@", "/", "_"):
        return 0.0
    original = text[start:end]
    kept = "".join(c for c in original if ODD.match(c) is None)
    around = text[max(0, start - 60) : start] + " " + text[end : end + 60]
    telling = len(_TELLING.findall(around))
    if any("\u0370" <= c <= "\u052f" for c in original):
        # A word all of another alphabet is that alphabet's; some of it must be Latin, and more than ASCII or
        # in Vietnamese surroundings.
        if not any(c.isalpha() for c in kept):
            return 0.0
        return _SURE if telling >= 2 else _LIKELY if _TELLING.search(kept) else 0.0
    if any(c in "ðÐ" for c in original) or any("\u0250" <= c <= "\u02af" for c in original):
        if _TELLING.search(kept) and telling:
            return _SURE
        return _LIKELY if telling >= 2 or (_TELLING.search(kept) and word[0] in "đĐ") else 0.0
    if word.isascii() and telling < 2:
        return 0.0
    return _SURE if telling or _TELLING.search(word) else 0.0
