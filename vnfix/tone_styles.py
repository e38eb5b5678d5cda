"""The two styles of placing the tone mark: which one a spelling follows, and from one to the other.

They differ in open `oa`, `oe` and `uy` only (`hòa`, `hoà`).  Start with `canonical`, under which both are one
word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from vnfix.letters import Tone, add_tone
from vnfix.syllable import ToneStyle, fold, generate_open_glides, has_open_glide


def tone_style(text: str) -> ToneStyle | None:
    """Tell in which style the tone of `text` is placed: None where both agree or for no syllable.

    >>> tone_style("khoẻ"), tone_style("Thúy"), tone_style("quý"), tone_style("hoàn")
    (<ToneStyle.NEW: 'new'>, <ToneStyle.OLD: 'old'>, None, None)
    """
    # Only open `oa`, `oe`, `uy` can be told: to take a word apart needs the tables of all syllables, which
    # cost a short text 5 ms.
    key = fold(text)
    if key in _new_for_old():
        return ToneStyle.OLD
    return ToneStyle.NEW if key in _old_for_new() else None


def place_tone(text: str, style: ToneStyle) -> str:
    """Place the tone of `text` in `style`, keeping its case; the result is NFC if that changed it.

    What is no possible syllable, or is written so already, comes back unchanged.

    >>> place_tone("Hoà", ToneStyle.OLD), place_tone("THÚY", ToneStyle.NEW)
    ('Hòa', 'THUÝ')
    >>> place_tone("quý", ToneStyle.NEW), place_tone("hòan", ToneStyle.NEW)
    ('quý', 'hòan')
    """
    placed = (_old_for_new() if style is ToneStyle.OLD else _new_for_old()).get(fold(text))
    if placed is None:
        return text
    letters = zip(placed, unicodedata.normalize("NFC", text), strict=True)
    return "".join(letter.upper() if old.isupper() else letter for letter, old in letters)


@lru_cache(maxsize=1)
def _old_for_new() -> dict[str, str]:
    """Every spelling in the new style that the old style spells otherwise, and that spelling."""
    # The tone is on the glide in the old style, on the nucleus in the new one.  (`spell` says so too, but it
    # knows all syllables, which took a hundredth of a start-up.)
    tones = [tone for tone in Tone if tone is not Tone.LEVEL]
    return {
        level.onset + level.glide + add_tone(level.nucleus, tone): (
            level.onset + add_tone(level.glide, tone) + level.nucleus
        )
        for level in filter(has_open_glide, generate_open_glides())
        for tone in tones
    }


@lru_cache(maxsize=1)
def _new_for_old() -> dict[str, str]:
    return {old: new for new, old in _old_for_new().items()}


def new_spellings() -> Mapping[str, str]:
    """The syllables (small, NFC) that the two styles write differently: by the old spelling the new one.

    >>> new_spellings().get("hòa"), new_spellings().get("quý")
    ('hoà', None)
    """
    return _new_for_old()


def canonical(word: str) -> str:
    """Make the key under which the language model counts `word`.

    It is NFC, in small letters, and for a possible syllable in the old style of placing the tone.

    >>> canonical("Hoà"), canonical("THUÝ"), canonical("HĐND"), canonical("hòan")
    ('hòa', 'thúy', 'hđnd', 'hòan')
    """
    key = fold(word)
    return _old_for_new().get(key, key)
