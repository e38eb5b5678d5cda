"""Headings in a TCVN3 capitals font: its toned letters have no capital codes (`ĐốI VớI`, `CHÍNH SáCH`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnfix.correction import Correction, Kind
from vnfix.encodings.counted_text import CountedText
from vnfix.encodings.words import WORD, Words
from vnfix.messages import mark, tr

# A small letter with a mark beside a plain capital that does not begin the word.
_SMALL = "ăâđêôơưà-ãè-êìíò-õùúýĩũạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
HALF = re.compile(rf"[A-ZĂÂÊÔƠƯĐ][A-ZĂÂÊÔƠƯĐ{_SMALL}]*[{_SMALL}][A-ZĂÂÊÔƠƯĐ]|[{_SMALL}][A-ZĂÂÊÔƠƯĐ]")
# The same to search for: what `HALF` finds has one, and capitals are rarer than small letters with marks.
_SIGN = re.compile(rf"[A-ZĂÂÊÔƠƯĐ](?<=[{_SMALL}].)")
_PLAIN_SMALL = re.compile("[a-z]")
_REASON = mark("TCVN3 has no capitals with a tone; the letters around them are capitals")


def find_half_capitals(whole: CountedText, words: Words) -> Iterator[Correction]:
    """Find words in capitals whose toned letters are small, and the short words between them."""
    if _SIGN.search(whole.chunks) is None:
        return
    start = 0
    for line in whole.text.split("\n"):
        if _SIGN.search(line):
            yield from _raise_line(line, start, words)
        start += len(line) + 1


def _raise_line(line: str, start: int, words: Words) -> Iterator[Correction]:
    found = list(WORD.finditer(line))
    kinds = [_classify(word[0], words) for word in found]
    among = _find_among_capitals(kinds)
    capitals = kinds.count("half") + kinds.count("capital")
    for place, word in enumerate(found):
        kind = kinds[place]
        if kind == "open" and not among[place]:
            continue
        if kind in ("half", "open"):
            sure = capitals >= 2
            confidence = (0.99 if sure else 0.9) if kind == "half" else 0.9
            at = start + word.start()
            yield Correction(
                at, at + len(word[0]), word[0], word[0].upper(), Kind.ENCODING, confidence, (), tr(_REASON)
            )


def _classify(word: str, words: Words) -> str:
    """Tell `half` capitals, `capital`, `open` (cannot be told alone) and `small` words apart."""
    if _PLAIN_SMALL.search(word) or not words.is_syllable(word):
        return "capital" if word.isupper() and len(word) > 1 else "small"
    if word.isupper():
        return "capital" if len(word) > 1 else "neutral"
    # `đạI` alone may be a slip for `đại`: one capital is not enough.
    return "half" if HALF.search(word) and sum(map(str.isupper, word)) >= 2 else "open"


def _find_among_capitals(kinds: list[str]) -> list[bool]:
    """Tell for each word whether the nearest words to both sides that can be told are in capitals."""
    before = _find_nearest(kinds)
    after = _find_nearest(kinds[::-1])[::-1]
    pairs = zip(before, after, strict=True)
    return [any(pair) and all(kind in ("half", "capital", "") for kind in pair) for pair in pairs]


def _find_nearest(kinds: list[str]) -> list[str]:
    """The nearest kind before each word that is neither open nor neutral; empty when there is none."""
    nearest, found = "", []
    for kind in kinds:
        found.append(nearest)
        if kind not in ("open", "neutral"):
            nearest = kind
    return found
