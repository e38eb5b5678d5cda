"""TCVN3 `ư` is byte AD, the soft hyphen, which converters drop: `ngời`, `đợc`, `nớc`, `nh`.

Where it was dropped once it was dropped everywhere, so in such a stretch every word is read with all
the `ư` that it may have had, and the language model chooses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vnfix.correction import Candidate, Correction, Kind
from vnfix.document import Document
from vnfix.encodings.words import WORD, Words
from vnfix.lexicon import UNKNOWN_ID
from vnfix.messages import mark, tr
from vnfix.token_kinds import TokenKind
from vnfix.tone_styles import canonical

if TYPE_CHECKING:
    from vnfix.language_model.model import NgramModel

HORN = "ư"
_REASON = mark("TCVN3 writes ư as a soft hyphen, which was dropped here")
# Where each word may stand as it does, the language model must be so much (natural logarithm) for the ư.
_LEAST_GAIN = 8.0
_SWEEPS = 3
_LETTER_BONUS = 2.0


class HornIndex:
    """The syllables of the vocabulary by what is left of them without `ư`."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @cached_property
    def _full(self) -> dict[str, list[str]]:
        full = defaultdict(list)
        for word in self._words.lexicon.words:
            if word.is_syllable and HORN in word.text:
                full[word.text.replace(HORN, "")].append(word.text)
        full.pop("", None)
        return full

    def restore(self, word: str) -> list[str]:
        """Give the syllables that leave `word` (any case) when they lose their `ư`, in small letters."""
        return self._full.get(canonical(word), [])


@dataclass(slots=True)
class _Place:
    """A word with a choice: its token, its place among the symbols, its readings and the chosen one.

    `gain` is what the chosen reading has over the first, which is the word as it stands if that is one.
    """

    token: int
    symbol: int
    readings: list[str]
    ids: list[int]
    chosen: int
    shares: list[float]
    gain: float = 0.0


def restore_horns(
    text: str, spans: Sequence[tuple[int, int]], words: Words, horns: HornIndex, model: NgramModel
) -> Iterator[Correction]:
    """Put the dropped `ư` of some spans back, each span judged by itself."""
    for start, end in spans:
        part = text[start:end]
        if HORN not in part:
            least_gain = 0.0 if lacks_horns(part, words, horns) else _LEAST_GAIN
            yield from _restore(part, start, words, horns, model, least_gain)


def lacks_horns(text: str, words: Words, horns: HornIndex) -> bool:
    """Tell whether a text has no `ư` at all and a word that only makes sense with it."""
    if HORN in text:
        return False
    odd = {w for w in WORD.findall(text) if len(w) > 1 and not w.isupper() and words.look_up(w) is None}
    return any(horns.restore(word) for word in odd)


def _restore(
    part: str, start: int, words: Words, horns: HornIndex, model: NgramModel, least_gain: float
) -> Iterator[Correction]:
    document = Document.of_text(part, words.lexicon)
    symbols, places = _find_places(document, words, horns)
    for _ in range(_SWEEPS):
        if not _choose(symbols, places, model, document):
            break
    if sum(place.gain for place in places) < least_gain:
        return
    for place in places:
        token = document.tokens[place.token]
        reading = place.readings[place.chosen]
        if reading == canonical(token.text):
            continue
        after = _put_horns(token.text, reading)
        weighed = sorted(zip(place.shares, place.readings, strict=True), reverse=True)
        candidates = tuple(Candidate(_put_horns(token.text, word), share, 0.0) for share, word in weighed)
        # One in a thousand is what is wrong where only one reading is a word.
        confidence = round(min(0.999, max(0.5, place.shares[place.chosen] * 0.999)), 4)
        low, high = start + token.start, start + token.end
        yield Correction(low, high, token.text, after, Kind.ENCODING, confidence, candidates, tr(_REASON))


def _find_places(document: Document, words: Words, horns: HornIndex) -> tuple[list[int], list[_Place]]:
    symbols: list[int] = []
    places = []
    ids = words.lexicon.ids
    for number, (token, own) in enumerate(zip(document.tokens, document.symbols, strict=True)):
        if token.kind is TokenKind.WORD:
            readings = list(horns.restore(token.text))
            key = canonical(token.text)
            if readings:
                if len(key) == 1 and _is_list_letter(document, number):
                    symbols += own
                    continue
                if words.is_syllable(token.text) or len(key) == 1:
                    readings.insert(0, key)
                numbers = [ids.get(reading, UNKNOWN_ID) for reading in readings]
                chosen = max(range(len(numbers)), key=lambda i: words.lexicon.counts[numbers[i]])
                places.append(_Place(number, len(symbols), readings, numbers, chosen, [1.0] * len(numbers)))
                symbols.append(numbers[chosen])
                continue
        symbols += own
    return symbols, places


def _is_list_letter(document: Document, number: int) -> bool:
    """Tell whether a lone letter names an item, as in `b)` or `điểm b,`."""
    after = document.tokens[number + 1].text if number + 1 < len(document.tokens) else ""
    before = document.tokens[number - 1].text if number else ""
    return after[:1] in tuple(").") or before[-1:] in tuple("(/-")


def _choose(symbols: list[int], places: list[_Place], model: NgramModel, document: Document) -> bool:
    """Choose each reading anew, given the others as they are now; tell whether any changed."""
    import numpy as np

    order = model.order
    end = document.lexicon.ids["."]
    padded = [end] * (order - 1) + symbols + [end] * (order - 1)
    histories, targets = [], []
    for place in places:
        at = place.symbol + order - 1
        for number in place.ids:
            window = [*padded[at - order + 1 : at], number, *padded[at + 1 : at + order]]
            for step in range(order):
                history = 0
                for symbol in window[step : step + order - 1]:
                    history = history << 16 | symbol
                histories.append(history)
                targets.append(window[step + order - 1])
    if not targets:
        return False
    scores = model.score(np.array(histories, dtype=np.uint64), np.array(targets, dtype=np.uint16))
    sums = scores.reshape(-1, order).sum(axis=1)
    # A lone letter is mostly a name of something (`điểm b`), whatever the words around it.
    sums += np.array([_LETTER_BONUS * (len(r) == 1) for place in places for r in place.readings])
    changed = False
    row = 0
    for place in places:
        own = sums[row : row + len(place.ids)]
        row += len(place.ids)
        shares = np.exp(own - own.max())
        place.shares = [float(share) for share in shares / shares.sum()]
        chosen = int(own.argmax())
        place.gain = float(own[chosen] - own[0])
        if chosen != place.chosen:
            place.chosen, changed = chosen, True
            symbols[place.symbol] = place.ids[chosen]
    return changed


def _put_horns(word: str, reading: str) -> str:
    """Put the `ư` of `reading` into `word`, keeping the case of its letters.

    >>> _put_horns("Ngời", "người"), _put_horns("ơng", "ương")
    ('Người', 'ương')
    """
    out, place = [], 0
    for letter in reading:
        if letter == HORN:
            out.append(HORN if not word[max(0, place - 1) : place + 1].isupper() or len(word) < 2 else "Ư")
        else:
            out.append(word[place])
            place += 1
    return "".join(out)
