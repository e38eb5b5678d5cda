"""UTF-8 that was read as Windows-1252 or Latin-1, once or several times (`Ä‘Æ¡n vá»‹`).

The library ftfy knows the signs of it and has the codecs; it is imported only where such signs stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnfix.correction import Correction, Kind
from vnfix.encodings.counted_text import CountedText
from vnfix.encodings.tables import view_bytes
from vnfix.encodings.words import WORD, Words
from vnfix.messages import tr

# The first byte of the UTF-8 form of a Vietnamese letter as Windows-1252 shows it, and the next one.
_CONTINUATION = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
SIGN = re.compile(rf"[ÃÄÅÆá][{_CONTINUATION}]|Ã (?=[^\W\d_]|[ .,;:!?\n]|$)|â€|Â[\xa0-\xbf]")
# The same without what no Vietnamese letter begins with: `á` before a quotation mark or an ellipsis stands in
# any clean text, and to import ftfy takes 60 ms.
_TELLING = re.compile(SIGN.pattern.replace("[ÃÄÅÆá]", "[ÃÄÅÆ]") + "|á[º»]")
# What that begins with: few texts have any of it.
_FIRST = re.compile("[ÃÄÅÆâÂ]|á[º»]")
# A blank belongs to a piece where it is the A0 of `à` (C3 A0).
_PIECE = re.compile(r"(?:[^\s]|\xa0|\x85|(?<=Ã) )+")
_MOST_TIMES = 3


def find_mojibake(whole: CountedText, words: Words) -> Iterator[Correction]:
    """Find the words of a text that are UTF-8 read with the wrong encoding."""
    text = whole.text
    if _FIRST.search(whole.chunks) is None or _TELLING.search(text) is None:
        return
    found = [
        (place.start(), place[0], fixed)
        for line in _find_lines(text)
        for place in _PIECE.finditer(text, *line)
        if SIGN.search(place[0]) and (fixed := _decode(place[0])) is not None
    ]
    convincing = {before for _, before, after in found if _is_convincing(after, words)}
    for start, before, after in found:
        # `«lá»…` can be read as UTF-8 too: one such word in a text is no evidence.
        if len(convincing) >= 2 or (before in convincing and len(text.split()) <= 3 * len(found)):
            confidence = 0.999 if len(convincing) >= 4 else 0.97
            reason = tr("UTF-8 read as Windows-1252")
            yield Correction(start, start + len(before), before, after, Kind.ENCODING, confidence, (), reason)


def _find_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that ftfy finds bad."""
    from ftfy.badness import is_bad

    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if SIGN.search(line) and is_bad(line):
            yield start, end
        start = end + 1


def _decode(piece: str) -> str | None:
    """Decode a piece as often as it can be; None when it cannot at all."""
    import ftfy.bad_codecs  # noqa: F401 - registers the codec

    now: str = piece
    for _ in range(_MOST_TIMES):
        decoded = _decode_once(now)
        if decoded is None:
            break
        now = decoded
    return None if now == piece else now


def _decode_once(piece: str) -> str | None:
    shown = view_bytes(re.sub("Ã (?=\\S|$)", "Ã\xa0", piece))
    out = []
    for run in re.findall(r"[\x00-\xff]+|[^\x00-\xff]+", shown):
        if run[0] > "\xff":
            out.append(run)
            continue
        try:
            out.append(run.encode("latin-1").decode("utf-8-variants"))
        except UnicodeDecodeError:
            return None
    decoded = "".join(out)
    return None if decoded == piece else decoded


def _is_convincing(after: str, words: Words) -> bool:
    found = WORD.findall(after)
    return bool(found) and all(words.look_up(word) is not None for word in found) and not after.isascii()
