"""Text in TCVN3, VNI, VISCII, VPS or Windows-1258 that was decoded as Windows-1252 or Latin-1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from vnfix.correction import Correction, Kind
from vnfix.encodings.counted_text import CountedText
from vnfix.encodings.horn_loss import HornIndex
from vnfix.encodings.runs import ChunkScores, Readings, Run, cut_chunks, find_runs, score_chunks, trim_change
from vnfix.encodings.signs import BEHIND_TONE, TONES_OF_CP1258
from vnfix.encodings.tables import LEGACY, NAMES, CodeTable
from vnfix.encodings.words import GARBAGE, WORD, Words
from vnfix.messages import tr
from vnfix.protected import VIETNAMESE_CAPITALS

# Letters and signs that Vietnamese in Unicode does not have, and common signs that touch letters as
# they do in no text; the five control codes are letters of VISCII and VPS.
_NEVER = (
    "\\x02-\\x06\\x10-\\x1a\\x1c-\\x1e\\x80-\\x84\\x86-\\x9f"
    "¡-¦ª¬\\xad¯±´-¶¸-º¼-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿŸŒœŠšŽžƒ†‡‰ˆ˜"
)
_AFTER_LETTERS, _AFTER_OTHERS = "§¨©«®°·²³»¹÷”“", "§®©«"
# One class first: a search for it skips most of a text in a third of the time of trying one after another.
_ODD = re.compile(
    f"[{_NEVER}{TONES_OF_CP1258}{_AFTER_LETTERS}]"
    f"(?:(?<=[{_NEVER}])|{BEHIND_TONE}"
    f"|(?<=[a-zà-ỹ][{_AFTER_LETTERS}])(?=[a-zà-ỹ])|(?<=[{_AFTER_OTHERS}])(?<![a-zà-ỹ].)(?=[a-zà-ỹ]))"
)
_HIGH = re.compile(r"[^\t\n\r -~]")
_ADDRESS = re.compile(r"(?i:https?:|www\.|\w@\w)")

# Signs of Latin-1 that stand within a word only where letters were meant, and control codes.
_SIGN = r"[\x02-\x06\x10-\x1a\x1c-\x1e\x7f-\x9f¡-©«¬®-±´-¸»-¿×÷‚ƒ„…†‡ˆ‰‹‘’“”•˜™›€]"
_SIGN_IN_WORD = re.compile(
    rf"(?<=[a-zA-ZÀ-ỹ])(?:{_SIGN})(?=[a-zA-ZÀ-ỹ])|^{_SIGN}{{1,2}}[a-z]|{_SIGN}{{2}}[a-z]"
)

_CAPITAL_WITHIN = re.compile(rf"[a-z][{VIETNAMESE_CAPITALS.removeprefix('A-Z')}]")

# Windows of lines around an odd character: a run of damaged lines may have some without one.
_LINES_AROUND = 12

COST = 15.0
"""What it takes to enter a run: two or three words that only make sense decoded.

A common word gains 7 to 11 (its own log-probability is about -6, an unknown word as it stands counts
-13, one with signs within -17); a foreign word with an accent, decoded, loses about 5.
"""
_STRAY_SIGN = -9.0
# Letters that no old encoding shows as: the words beside them are Unicode too.  Without this a name among
# misread letters (`Tý` in a page with some `ä` and `Ã`) was taken for Windows-1258.
_UNICODE_ALONE = re.compile("[ạ-ỹẠ-ỸơưăđƠƯĂĐ]")
_SPEAKS_AGAINST = -2.0
_RESTORED = 1.5


def score_chunk(piece: str, tables: Mapping[str, CodeTable], words: Words, horns: HornIndex) -> Readings:
    """Tell what a chunk becomes under each encoding, and how much better that is than as it stands."""
    if _ADDRESS.search(piece):
        return {}
    out = {}
    raw = score_as_it_stands(piece, words)
    has_letters = WORD.search(piece) is not None
    is_unicode = _UNICODE_ALONE.search(piece) is not None
    for name, table in tables.items():
        decoded = table.decode(piece)
        if decoded == piece:
            if is_unicode:
                out[name] = piece, _SPEAKS_AGAINST
        else:
            gain = _score_decoded(decoded, words, horns if name == "tcvn3" else None) - raw
            # A sign alone (a dash, a times sign) is no evidence, whatever it may be in another encoding.
            out[name] = (decoded, gain if has_letters else min(gain, 0.0))
    return out


def score_as_it_stands(piece: str, words: Words) -> float:
    """Log-probability of a chunk as good Unicode text, Vietnamese or not."""
    # Words of any language may have soft hyphens.
    piece = piece.replace("\xad", "")
    found = WORD.findall(piece)
    if not found:
        return _STRAY_SIGN
    if _SIGN_IN_WORD.search(piece):
        return GARBAGE + 1
    return sum(map(words.score_any, found))


def _score_decoded(decoded: str, words: Words, horns: HornIndex | None) -> float:
    total = 0.0
    for word in WORD.findall(decoded):
        score = words.score_vietnamese(word)
        if horns is not None and score == GARBAGE:
            score = max([score, *(words.score_vietnamese(w) - _RESTORED for w in horns.restore(word))])
        total += score
    if _SIGN_IN_WORD.search(decoded) or _has_control(decoded) or _CAPITAL_WITHIN.search(decoded):
        total += GARBAGE
    return total or _STRAY_SIGN


def _has_control(text: str) -> bool:
    return any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in text)


def score_legacy(tables: Mapping[str, CodeTable], words: Words, horns: HornIndex) -> ChunkScores:
    """The scores of chunks under the old encodings."""
    return score_chunks(lambda piece: score_chunk(piece, tables, words, horns), _HIGH)


def find_legacy_runs(text: str, scores: ChunkScores) -> list[Run]:
    """Find the runs of text that stand in an old encoding; `scores` are of `score_legacy`."""
    runs = []
    for start, end in _find_windows(text):
        chunks = cut_chunks(CountedText(text[start:end]), scores, COST, start)
        runs += find_runs(chunks, LEGACY, COST)
    return runs


def is_suspicious(text: str) -> bool:
    """Tell whether anything in a text, or in its chunks alone, may be in an old encoding."""
    return _ODD.search(text) is not None


def _find_windows(text: str) -> Iterator[tuple[int, int]]:
    """The lines around odd characters, as spans that do not overlap."""
    start = end = -1
    while found := _ODD.search(text, max(end, 0)):
        low = _line_back(text, found.start())
        high = _line_ahead(text, found.end())
        if low > end:
            if end > 0:
                yield start, end
            start = low
        end = high
    if end > 0:
        yield start, end


def _line_back(text: str, place: int) -> int:
    for _ in range(_LINES_AROUND):
        place = text.rfind("\n", 0, place)
        if place < 0:
            return 0
    return place


def _line_ahead(text: str, place: int) -> int:
    for _ in range(_LINES_AROUND):
        place = text.find("\n", place) + 1
        if not place:
            return len(text)
    return place


def convert_runs(text: str, runs: Iterable[Run]) -> Iterator[Correction]:
    """Give one correction for each word of the runs that its encoding changes."""
    for run in runs:
        sure = 0.999 if run.gain >= 4 * COST else 0.98 if run.gain >= 2 * COST else 0.9
        for chunk in run.chunks:
            piece = text[chunk.start : chunk.end]
            decoded = chunk.decoded.get(run.reading, piece)
            if decoded == piece:
                continue
            shift, before, after = trim_change(piece, decoded)
            yield Correction(
                chunk.start + shift,
                chunk.start + shift + len(before),
                before,
                after,
                Kind.ENCODING,
                # A word that makes no sense decoded either is a name, or a slip.
                sure if chunk.gains[run.reading] >= 0 else min(sure, 0.95),
                (),
                tr("{name} shown through Windows-1252").format(name=NAMES[run.reading]),
            )
