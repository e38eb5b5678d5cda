"""Vietnamese phonotactics: which letter sequences can be a syllable, and how its tone is written.

A syllable is an onset, a glide, a nucleus, a coda and a tone; only the nucleus and the tone are
never missing.  The tables below say which parts go together.  They follow the usual description
of Quốc ngữ (Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*, 1977), and also admit the few spellings that
loans have made common (`pin`, `boong`, `buýt`, `tuýp`).

Two styles of placing the tone mark are in use and differ in open `oa`, `oe` and `uy` only; see
`ToneStyle`, and `vnfix/tone_styles.py`.  A mark anywhere else (`hòan`, `tíên`, `qúy`) is a slip and no
possible syllable.

Start with `parse`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import product

from vnfix.letters import Tone, add_tone, split_tone, toneless


class ToneStyle(StrEnum):
    """Where open `oa`, `oe`, `uy` carry the tone mark."""

    OLD = "old"
    """On the glide: hòa, khỏe, thúy."""
    NEW = "new"
    """On the nucleus: hoà, khoẻ, thuý."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """The parts of a syllable as they are written, in small letters without tone (NFC).

    `glide` is "o", "u" or ""; the u of `qu` is a glide.  `coda` may be a semivowel (i y o u).
    Of `gi` before i, one i is written: `giếng` is onset "gi", nucleus "iê", coda "ng".
    """

    onset: str
    glide: str
    nucleus: str
    coda: str
    tone: Tone = Tone.LEVEL


_NONE = "-"

# Nucleus -> codas, where no glide stands before the nucleus.
_PLAIN_RHYMES = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- ch m n nh p t u",
    "y": "-",
    "o": "- c i m n ng p t",
    "oo": "c ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- c i m n ng p t",
    "ư": "- c i m n ng t u",
    "ia": "-",
    "iê": "c m n ng p t u",
    "yê": "m n ng t u",
    "ua": "-",
    "uô": "c i m n ng t",
    "ưa": "-",
    "ươ": "c i m n ng p t u",
}

# Glide and nucleus -> codas.
_GLIDE_RHYMES = {
    ("o", "a"): "- c ch i m n ng nh o p t y",
    ("o", "ă"): "c m n ng t",
    ("o", "e"): "- m n ng o t",
    ("u", "â"): "n ng t y",
    ("u", "ê"): "- ch nh",
    ("u", "ơ"): "-",
    ("u", "y"): "- ch n nh p t u",
    ("u", "yê"): "n t",
    ("u", "ya"): "-",
}

# The same after q, where every glide is written u.
_Q_RHYMES = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- m n ng o p t",
    "ê": "- ch n nh t u",
    "i": "- ch n nh p t u",
    "y": "- ch n nh p t u",
    "yê": "n t",
    "ô": "c",
    "ơ": "- i n t",
}

_ONSETS = "- b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"  # and q, below

# Before e, ê, i (and y) the sounds of c, g and ng are written k, gh and ngh, elsewhere never so.
_ONLY_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_NEVER_BEFORE_FRONT = frozenset({"c", "g", "ng"})
_FRONT = frozenset("eêiy")

# y is the nucleus without a glide in a few words only; elsewhere it is a slip for i.
_ONSETS_BEFORE_Y = frozenset({"", "d", "h", "k", "l", "m", "n", "s", "t", "th", "v"})

# Rhymes that few onsets take; after others they are what a lost letter leaves of a commoner rhyme.
_ONSETS_BEFORE_RHYME = {
    "ưi": frozenset({"c", "ch", "g", "ng"}),
    "ưm": frozenset({"", "h"}),
    "ưn": frozenset({"ch", "m", "ph", "s"}),
    "uyn": frozenset({"", "l", "t"}),
    "uyp": frozenset({"b", "kh", "r", "t"}),
}

# Spelt after gi, these would look like another rhyme: `gia` is gi + a, `giu` is gi + u, and
# `giên` is gi + iê + n.
_NEVER_AFTER_GI = frozenset({"ia", "iu", "êm", "ên", "êp", "êt", "êu"})

# These take no glide in Vietnamese words; what is listed are common loans, and góa.
_GLIDE_EXCEPTIONS = {
    **dict.fromkeys(("b", "m", "p", "ph", "v"), frozenset({"oa", "oan", "oay", "uy", "uyp", "uyt"})),
    "g": frozenset({"oa"}),
    "gi": frozenset({"oăng"}),
    **dict.fromkeys(("c", "k", "gh", "ngh"), frozenset[str]()),
}

_STOPS = frozenset({"c", "ch", "p", "t"})
_STOP_TONES = frozenset({Tone.ACUTE, Tone.DOT})

_STYLED = frozenset({("o", "a"), ("o", "e"), ("u", "y")})


def _split(cell: str) -> list[str]:
    return ["" if part == _NONE else part for part in cell.split()]


def _allows_plain(onset: str, nucleus: str, coda: str) -> bool:
    if nucleus == "y":
        return onset in _ONSETS_BEFORE_Y
    if nucleus == "yê" or not onset:
        # At the beginning of a word iê is written yê, and nowhere else without a glide.
        return not onset and nucleus != "iê"
    if onset == "gi" and nucleus + coda in _NEVER_AFTER_GI:
        return False
    if nucleus[0] in _FRONT:
        return onset not in _NEVER_BEFORE_FRONT
    return onset not in _ONLY_BEFORE_FRONT


def _allows(onset: str, glide: str, nucleus: str, coda: str) -> bool:
    rhyme = glide + nucleus + coda
    if rhyme in _ONSETS_BEFORE_RHYME and onset not in _ONSETS_BEFORE_RHYME[rhyme]:
        return False
    if glide:
        return onset not in _GLIDE_EXCEPTIONS or rhyme in _GLIDE_EXCEPTIONS[onset]
    return _allows_plain(onset, nucleus, coda)


def _generate_level_syllables() -> Iterator[Syllable]:
    """All combinations that the tables allow, the stops under the level tone among them."""
    for nucleus, codas in _Q_RHYMES.items():
        for coda in _split(codas):
            yield Syllable("q", "u", nucleus, coda)
    rhymes = {("", nucleus): codas for nucleus, codas in _PLAIN_RHYMES.items()} | _GLIDE_RHYMES
    split = [(glide, nucleus, _split(codas)) for (glide, nucleus), codas in rhymes.items()]
    for onset, (glide, nucleus, parts) in product(_split(_ONSETS), split):
        for coda in parts:
            if _allows(onset, glide, nucleus, coda):
                yield Syllable(onset, glide, nucleus, coda)


def generate_open_glides() -> Iterator[Syllable]:
    """Those that two styles write in two ways: few, and all that most texts need of these tables."""
    for onset, (glide, nucleus) in product(_split(_ONSETS), sorted(_STYLED)):
        if _allows(onset, glide, nucleus, ""):
            yield Syllable(onset, glide, nucleus, "")


@lru_cache(maxsize=1)
def _level_syllables() -> dict[str, Syllable]:
    return {spell(syllable, ToneStyle.OLD): syllable for syllable in _generate_level_syllables()}


def has_open_glide(syllable: Syllable) -> bool:
    """Tell whether a syllable is open with `oa`, `oe` or `uy`, where the styles can differ."""
    vowels = (syllable.glide, syllable.nucleus)
    return vowels in _STYLED and not syllable.coda and syllable.onset != "q"


def has_two_styles(syllable: Syllable) -> bool:
    """Tell whether the two styles write a syllable in two ways."""
    return syllable.tone is not Tone.LEVEL and has_open_glide(syllable)


def fold(text: str) -> str:
    """Write a text in NFC and small letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def spell(syllable: Syllable, style: ToneStyle) -> str:
    """Spell `syllable` in small letters (NFC), its tone placed in `style`.

    The parts are taken as they are; whether they go together is for `parse` to say.

    >>> spell(Syllable("h", "o", "a", "", Tone.GRAVE), ToneStyle.OLD)
    'hòa'
    >>> spell(Syllable("gi", "", "iê", "ng", Tone.ACUTE), ToneStyle.NEW)
    'giếng'
    """
    merged = syllable.onset == "gi" and syllable.nucleus[0] == "i"
    glide, nucleus = syllable.glide, syllable.nucleus
    if syllable.tone is Tone.LEVEL:
        pass
    elif style is ToneStyle.OLD and has_two_styles(syllable):
        glide = add_tone(glide, syllable.tone)
    else:
        # Of two letters the second carries the tone in a closed syllable, the first in an open one.
        place = len(nucleus) - 1 if syllable.coda else 0
        nucleus = nucleus[:place] + add_tone(nucleus[place], syllable.tone) + nucleus[place + 1 :]
    return ("g" if merged else syllable.onset) + glide + nucleus + syllable.coda


@lru_cache(maxsize=1 << 16)
def parse(text: str) -> Syllable | None:
    """Take `text` (NFC or NFD, any case) apart; None when it can be no Vietnamese syllable.

    The tone may be in either style; final c, ch, p, t take only the acute and the dot tone.

    >>> parse("Nguyễn")
    Syllable(onset='ng', glide='u', nucleus='yê', coda='n', tone=<Tone.TILDE: '̃'>)
    >>> parse("hoà") == parse("hòa")
    True
    >>> [parse(text) for text in ("trc", "chuyn", "tiêp", "nghà", "hòan")]
    [None, None, None, None, None]
    """
    key = fold(text)
    level = _level_syllables().get(toneless(key))
    if level is None:
        return None
    tone = next((tone for _, tone in map(split_tone, key) if tone is not Tone.LEVEL), Tone.LEVEL)
    if level.coda in _STOPS and tone not in _STOP_TONES:
        return None
    syllable = replace(level, tone=tone)
    return syllable if any(spell(syllable, style) == key for style in ToneStyle) else None


def is_possible(text: str) -> bool:
    """Tell whether `text` (NFC or NFD, any case) can be a Vietnamese syllable, known or not.

    >>> [is_possible(text) for text in ("ghế", "gế", "quốc", "QUÝ", "cề", "đng")]
    [True, False, True, True, False, False]
    """
    return parse(text) is not None
