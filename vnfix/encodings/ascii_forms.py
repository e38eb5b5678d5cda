"""Vietnamese written in ASCII: VIQR (`ddo+n vi.`) and the keystrokes of an input method (`Vieejt`).

English and code are ASCII too, so the evidence must be overwhelming before anything changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vnfix.correction import Correction, Kind
from vnfix.encodings.counted_text import CountedText
from vnfix.encodings.keystrokes import decode_keystrokes
from vnfix.encodings.runs import (
    CHUNK,
    Chunk,
    ChunkScores,
    Readings,
    Run,
    cut_chunks,
    find_runs,
    score_chunks,
    trim_change,
)
from vnfix.encodings.signs import KEYSTROKES, VIQR
from vnfix.encodings.tables import CodeTable, KeystrokeRules
from vnfix.encodings.words import FOREIGN, GARBAGE, WORD, Words
from vnfix.messages import tr

_VIQR_SIGN = re.compile(
    r"(?i)[aeo]\^|[ou]\+|\ba\(|[a-z]a\(|dd[aeiouy]|[aeiouy][`~](?![`~])|[aeiouy]['?.][a-z]"
)
_VIQR_STRONG = re.compile(VIQR)
_VIQR_PIECE = re.compile(r"[()^+`'?~.\\]|[dD][dD]")
_KEYS_SIGN = re.compile(KEYSTROKES)
_ESCAPED_STOP = re.compile(r"\\[.?]")
_DIGIT_WITHIN = re.compile("[a-zA-Z][1-9]+[a-zA-Z]|[a-zA-Z][1-9]{2}")
_LETTER = re.compile("[a-zA-Z]")
_VNI_WORD, _TELEX_WORD = re.compile("[A-Za-z][A-Za-z1-9]*"), re.compile("[A-Za-z]+")
_ADDRESS = re.compile(r"(?i)://|www\.|\w@\w|\.\w{2,4}/|[<>=_{}\[\]|$#]")

_VIQR_COST = 25.0
_KEYS_COST = 18.0
_LEAST_STRONG = 3
_LONG = 100_000
"""A text of more letters is scored before its evidence is counted: most have some."""
_LEAST_SHARE = 0.25
"""Of the words of a run that keys would change so many must be evidence: in held-out text typed so, 0.46
(Telex) and 0.58 (VNI) were on average, 0.30 at least."""
_COMMON = -11.0
"""Only a word that is at least so common counts as evidence of keystrokes."""


def score_viqr(table: CodeTable, words: Words) -> ChunkScores:
    """The scores of chunks read as VIQR."""

    def score(piece: str) -> Readings:
        if not piece.isascii() or _ADDRESS.search(piece):
            return {}
        decoded = decode_viqr(piece, table, words, may_end=False)
        if decoded == piece:
            return {}
        found = WORD.findall(decoded)
        gain = sum(map(words.score_vietnamese, found)) - _score_ascii(piece, words)
        strong = _VIQR_SIGN.search(piece) is not None
        return {"viqr": (decoded, gain if strong else min(gain, 0.0))}

    return score_chunks(score, _VIQR_PIECE)


def find_viqr(
    whole: CountedText, table: CodeTable, words: Words, scores: ChunkScores
) -> Iterator[Correction]:
    """Find runs of VIQR; `scores` are of `score_viqr`."""
    text = whole.text
    if len(text) <= _LONG and len(_VIQR_STRONG.findall(text)) < _LEAST_STRONG:
        return
    escaped = _ESCAPED_STOP.search(text) is not None

    def decode(chunk: Chunk) -> str:
        may_end = not escaped and _may_end(text, chunk.start, chunk.end)
        return decode_viqr(text[chunk.start : chunk.end], table, words, may_end)

    for run in find_runs(cut_chunks(whole, scores, _VIQR_COST, is_ascii=True), ("viqr",), _VIQR_COST):
        if _count_gains(run, 3.0) >= _LEAST_STRONG:
            reason = tr("VIQR, Vietnamese written in ASCII")
            yield from _convert(text, run, Kind.ENCODING, reason, lambda _: True, decode)


def decode_viqr(piece: str, table: CodeTable, words: Words, may_end: bool = True) -> str:
    """Decode a chunk of VIQR.

    A full stop or question mark at its end is a tone, as RFC 1456 has it, where that makes a word; where a
    sentence `may_end` there, only if the word is the likelier one, because few writers escape their stops.
    """
    core = piece.rstrip(".?'`~\",;:!)")
    tail = piece[len(core) :]
    best = _decode_escaped(core, table)
    if tail and tail[0] in "`'?~." and not core.endswith("\\"):
        toned = _decode_escaped(core + tail[0], table)
        found = WORD.findall(toned)
        if found and toned[-1:].isalpha() and words.score_vietnamese(found[-1]) > GARBAGE:
            plain = WORD.findall(best)
            sure = tail[0] in "`'~" or not may_end or tail[1:2] in tuple(".?")
            if sure or words.score_vietnamese(found[-1]) >= words.score_vietnamese(plain[-1]):
                best, tail = toned, tail[1:]
    return best + tail.replace("\\", "")


def _decode_escaped(text: str, table: CodeTable) -> str:
    return table.decode(text.replace("\\", "\\\0")).replace("\\\0", "")


def convert_viqr(text: str, table: CodeTable, words: Words) -> str:
    """Decode a whole text in VIQR."""
    escaped = _ESCAPED_STOP.search(text) is not None

    def decode(found: re.Match[str]) -> str:
        return decode_viqr(found[0], table, words, not escaped and _may_end(text, *found.span()))

    return CHUNK.sub(decode, text)


def _may_end(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence may end with a chunk: a line end, a sign, or a capital after small letters."""
    after = text[end : end + 3].lstrip(" ")
    if not after or after[0] in '\r\n-"(':
        return True
    return after[0].isupper() and not text[start:end].isupper()


def score_keystrokes(rules: tuple[KeystrokeRules, ...], words: Words) -> ChunkScores:
    """The scores of chunks read as keystrokes."""

    def score(piece: str) -> Readings:
        if not piece.isascii() or _ADDRESS.search(piece):
            return {}
        return {rule.name: reading for rule in rules if (reading := _score_keys(piece, rule, words))}

    return score_chunks(score, _LETTER)


def find_keystrokes(
    whole: CountedText, rules: tuple[KeystrokeRules, ...], scores: ChunkScores
) -> Iterator[Correction]:
    """Find runs of raw keystrokes; `scores` are of `score_keystrokes`."""
    text = whole.text
    if _KEYS_SIGN.search(whole.chunks) is None:
        return
    for run in find_runs(
        cut_chunks(whole, scores, _KEYS_COST, is_ascii=True), tuple(rule.name for rule in rules), _KEYS_COST
    ):
        gains = [chunk.gains[run.reading] for chunk in run.chunks if run.reading in chunk.gains]
        share = sum(gain >= 1.0 for gain in gains) / len(gains)
        if _count_gains(run, 1.0) >= _LEAST_STRONG and share >= _LEAST_SHARE:
            method = {"telex": "Telex", "vni": "VNI"}[run.reading]
            reason = tr("keystrokes of {method} typed while the input method was off").format(method=method)
            yield from _convert(text, run, Kind.KEYSTROKES, reason, lambda gain: gain > -6)


def _score_keys(piece: str, rule: KeystrokeRules, words: Words) -> tuple[str, float] | None:
    decoded, strength = piece, 0
    found = list((_VNI_WORD if rule.name == "vni" else _TELEX_WORD).finditer(piece))
    gain = 0.0
    for word in reversed(found):
        after, keys = decode_keystrokes(word[0], rule)
        if after == word[0]:
            continue
        score = words.score_vietnamese(after)
        if not words.is_syllable(after):
            gain += GARBAGE - FOREIGN
            continue
        decoded = decoded[: word.start()] + after + decoded[word.end() :]
        strength = max(strength, keys)
        gained = score - _score_typed(word[0], words)
        gain += gained if score > _COMMON else min(0.0, gained)
    if not gain and decoded == piece:
        return None
    # A word with one key alone may be English (`his`, `see`): no evidence, but no objection.
    return decoded, gain if strength >= 2 or _DIGIT_WITHIN.search(piece) else min(gain, 0.0)


def _score_typed(word: str, words: Words) -> float:
    return GARBAGE + 1 if _DIGIT_WITHIN.search(word) else words.score_any(word)


def _score_ascii(piece: str, words: Words) -> float:
    found = WORD.findall(piece)
    if re.search(r"[A-Za-z][\^+(`~][A-Za-z.'`?~]|[A-Za-z][\^+`~]$", piece):
        return GARBAGE + 1
    return sum(map(words.score_any, found))


def _count_gains(run: Run, least: float) -> int:
    return len({c.decoded.get(run.reading) for c in run.chunks if c.gains.get(run.reading, 0.0) >= least})


def _convert(
    text: str,
    run: Run,
    kind: Kind,
    reason: str,
    accept: Callable[[float], bool],
    decode: Callable[[Chunk], str] | None = None,
) -> Iterator[Correction]:
    sure = 0.995 if run.gain >= 80 else 0.96 if run.gain >= 40 else 0.9
    for chunk in run.chunks:
        piece = text[chunk.start : chunk.end]
        decoded = decode(chunk) if decode else chunk.decoded.get(run.reading, piece)
        gain = chunk.gains.get(run.reading, 0.0)
        if decoded == piece or not accept(gain):
            continue
        shift, before, after = trim_change(piece, decoded)
        start = chunk.start + shift
        confidence = sure if gain >= 0 else min(sure, 0.9)
        yield Correction(start, start + len(before), before, after, kind, confidence, (), reason)
