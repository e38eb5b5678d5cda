"""The quick look: whether a text has any sign of a wrong encoding at all.

One search of one pattern.  Most texts have none, and then nothing else of this package is even imported.
"""

from __future__ import annotations

import re

_MARKED = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_COMMON = "\\t\\n\\r -~" + _MARKED + _MARKED.upper() + "“”‘’–—…•"

TONES_OF_CP1258 = "[aeoyâêôõýã]ì|[aeuyâêôõýã]ò|[a-zâêôõýã][ÌÒ]|[AEIOUYÂÊÔÕÝÃ][ìò]"
"""The tone marks of Windows-1258 as Windows-1252 shows them, after a vowel: no syllable is written so."""

VIQR = "(?i:[aeo]\\^|[ou]\\+|a\\(|dd[aeiouy]|[aeiouy][`~])"

KEYSTROKES = (
    "(?i:(?:aa|ee|oo|[aou]w)[a-z]{0,4}[sfrxjw]|[a-z][sfrxj](?:aa|ee|oo)|dd[aeiouyw][a-z]{0,5}[sfrxjw]|uow"
    "|[aeiouy][1-9][a-z1-9]|d9)"
)

_ANY = re.compile(f"[^{_COMMON}]|[{_MARKED}][A-ZĂÂÊÔƠƯĐ]|{TONES_OF_CP1258}|{VIQR}|{KEYSTROKES}")
# Dropped ư shows as its absence; shorter texts are no evidence of that.
_SHORT = 60


def is_clean(text: str) -> bool:
    """Tell whether nothing in a text can come from a wrong encoding.

    >>> is_clean("Các đơn vị trực thuộc"), is_clean("c¸c ®¬n vÞ"), is_clean("Vieejt Nam")
    (True, False, False)
    """
    if _ANY.search(text) is not None:
        return False
    return "ư" in text or text.isascii() or len(text) < _SHORT
