"""The quick look: whether a text has any sign of a wrong encoding at all.

A few searches for what stands in few texts.  Most texts have none of it, and then nothing else of this
package is even imported.
"""

from __future__ import annotations

import re

_MARKED = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_COMMON = "\\t\\n\\r -~" + _MARKED + _MARKED.upper() + "“”‘’–—…•"

TONES_OF_CP1258 = "ìòÌÒ"
"""What may be a tone mark of Windows-1258 that Windows-1252 shows: the letters, for a class of characters."""
BEHIND_TONE = "(?<=[aeoyâêôõýã]ì)|(?<=[aeuyâêôõýã]ò)|(?<=[a-zâêôõýã][ÌÒ])|(?<=[AEIOUYÂÊÔÕÝÃ][ìò])"
"""A place behind one of these that is one: it stands after a vowel, and no syllable is written so."""

VIQR = "[aeoAEO]\\^|[ouOU]\\+|[aA]\\(|[dD][dD][aeiouyAEIOUY]|[aeiouyAEIOUY][`~]"

KEYSTROKES = (
    "(?i:(?:aa|ee|oo|[aou]w)[a-z]{0,4}[sfrxjw]|[a-z][sfrxj](?:aa|ee|oo)|dd[aeiouyw][a-z]{0,5}[sfrxjw]|uow)"
    "|[1-9](?<=[aeiouyAEIOUYdD].)[a-zA-Z1-9]"
)

_ODD = re.compile(f"[^{_COMMON}]")
# It begins with one class of what is rare, so that a search skips most of a text without trying anything.
_RARE = re.compile(
    f"[{TONES_OF_CP1258}1-9\\^+`~](?:{BEHIND_TONE}|(?<=[\\^+`~])|(?<=[aeiouyAEIOUYdD][1-9])(?=[a-zA-Z1-9]))"
)
_HALF_CAPITAL = re.compile(f"[A-ZĂÂÊÔƠƯĐ](?<=[{_MARKED}].)")
_PAIRS = ("aa", "ee", "oo", "dd", "aw", "ow", "uw", "a(")


def is_clean(text: str) -> bool:
    """Tell whether nothing in a text can come from a wrong encoding.

    >>> is_clean("Các đơn vị trực thuộc"), is_clean("c¸c ®¬n vÞ"), is_clean("Vieejt Nam")
    (True, False, False)
    """
    if _ODD.search(text) or _RARE.search(text) or _HALF_CAPITAL.search(text):
        return False
    small = text.lower()
    has_pair = any(pair in small for pair in _PAIRS)
    # Few texts need these two: compiled when first asked, which Python remembers.
    return not (has_pair and (re.search(KEYSTROKES, text) or re.search(VIQR, text)))
