"""What the language model counts: a text as a stream of symbols.

One definition for training and for repair.  Words are counted under their canonical form
(`vnfix.syllable.canonical`: NFC, lower case, one tone placement), every number is one symbol,
so is every sentence end and every lesser stop; other punctuation and line ends are passed
over, because a PDF breaks lines anywhere.

The trainer reads whole paragraphs (`find_forms`), a repair reads tokens (`vnfix.document`); what
either makes of a text is the same.
"""

from __future__ import annotations

import re
import unicodedata

NUMBER = "<num>"
SENTENCE_END = "."
STOP = ","
UNKNOWN = "<unk>"

SPECIAL = (UNKNOWN, NUMBER, SENTENCE_END, STOP)
"""The symbols that are no words; their ids in every model are their places in this tuple."""

# Words of small letters need no pattern: compiled when first asked, which Python remembers.
_SYMBOL = r"[^\W\d_]+|\d+(?:[.,/:]\d+)*|[.?!…,;:]"

_PUNCTUATION = {**dict.fromkeys(".?!…", SENTENCE_END), **dict.fromkeys(",;:", STOP)}


def find_forms(text: str) -> list[str]:
    """List the words, numbers and stops of a text, as they are written but in NFC.

    >>> find_forms("Hoà, 3.500 (ba)!")
    ['Hoà', ',', '3.500', 'ba', '!']
    """
    return re.findall(_SYMBOL, unicodedata.normalize("NFC", text))


def special_symbol(form: str) -> str | None:
    """Give the symbol of a number or of punctuation; None for a word.

    >>> special_symbol("17/4/2017"), special_symbol("?"), special_symbol("cơ")
    ('<num>', '.', None)
    """
    if form[0].isdecimal():
        return NUMBER
    return _PUNCTUATION.get(form)
