"""Which parts of a text can have lost their marks together: capitals, lines without any mark, the rest.

Vietnamese writes a mark on three syllables of four, so a line of five without one has lost them - or is in
another language, which its words show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vnfix.error_rates import Layer
from vnfix.letters import unaccented
from vnfix.tokens import Token, TokenKind

MARKED_SHARE = 0.75
"""The share of words with a mark in any Vietnamese text: 0.72 to 0.78 over the genres of the corpus."""

# A line of so many words without a mark is bare; with fewer it goes with the lines beside it.
_ENOUGH_WORDS = 5
# Share of words with the letters of a Vietnamese syllable from which a bare line is Vietnamese: where all
# of a text is bare, and for one line among marked ones (English reaches 0.5, now and then 0.8).
_VIETNAMESE = 0.75
_VIETNAMESE_ALONE = 0.9
_MOSTLY_BARE = 0.8
# In a bare text a line is taken for as Vietnamese as the text before so many of its words are seen: names of
# substances, of products and of files stand close together in short lines.
_BELIEVED_WORDS = 3
# A text with fewer words says nothing.
_FEWEST_WORDS = 5
# An acronym of so many letters without marks may be a word of another language, where no small letters tell.
_LONG_ACRONYM = 4


@dataclass(frozen=True)
class Layers:
    """The layer of each token; None for text in another language."""

    by_token: Sequence[Layer | None]
    words: dict[Layer, int]
    marked: dict[Layer, int]

    def marked_share(self, layer: Layer) -> float:
        """The share (0..1) of the words of a layer that have a mark."""
        return self.marked[layer] / max(self.words[layer], 1)


@dataclass(slots=True)
class _Line:
    first: int
    end: int
    words: int = 0
    marked: int = 0
    vietnamese: int = 0
    acronyms: int = 0
    vietnamese_acronyms: int = 0
    layer: Layer | None = Layer.PLAIN


def find_layers(tokens: Sequence[Token], has_key: Callable[[str], bool]) -> Layers:
    """Find the layers of a text; `has_key` tells whether a word (small) has the letters of a syllable."""
    lines = _count_lines(tokens, has_key)
    _name_lines(lines)
    by_token: list[Layer | None] = [Layer.PLAIN] * len(tokens)
    words = dict.fromkeys(Layer, 0)
    marked = dict.fromkeys(Layer, 0)
    for line in lines:
        for place in range(line.first, line.end):
            layer = line.layer
            text = tokens[place].text
            if layer is not None and len(text) > 1 and text.isupper():
                layer = Layer.CAPITALS
            by_token[place] = layer
            if layer is not None and tokens[place].kind is TokenKind.WORD and has_key(text.lower()):
                words[layer] += 1
                marked[layer] += text != unaccented(text)
    return Layers(by_token, words, marked)


def _count_lines(tokens: Sequence[Token], has_key: Callable[[str], bool]) -> list[_Line]:
    lines = [_Line(0, 0)]
    known: dict[str, tuple[bool, bool]] = {}
    for place, token in enumerate(tokens):
        line = lines[-1]
        line.end = place + 1
        if token.kind is TokenKind.NEWLINE:
            lines.append(_Line(place + 1, place + 1))
        elif token.kind is TokenKind.ACRONYM and len(token.text) >= _LONG_ACRONYM and token.text.isascii():
            line.acronyms += 1
            line.vietnamese_acronyms += has_key(token.text.lower())
        elif token.kind is TokenKind.WORD and _counts(token.text):
            found = known.get(token.text)
            if found is None:
                found = token.text != unaccented(token.text), has_key(token.text.lower())
                known[token.text] = found
            line.words += 1
            line.marked += found[0]
            line.vietnamese += found[1]
    for line in lines:
        if not line.words:
            line.words, line.vietnamese = line.acronyms, line.vietnamese_acronyms
    return lines


def _counts(word: str) -> bool:
    """Tell whether a word shows the language of its line: letters of lists (`a, b, c`) do not."""
    return not word.isupper() and (len(word) > 1 or not word.isascii())


def _name_lines(lines: Sequence[_Line]) -> None:
    words = sum(line.words for line in lines)
    marked = sum(line.marked for line in lines)
    decided = [line for line in lines if line.words >= _ENOUGH_WORDS]
    bare = sum(line.words for line in decided if not line.marked)
    is_bare_text = words >= _FEWEST_WORDS and (not marked or bare > _MOSTLY_BARE * words)
    least = _VIETNAMESE if is_bare_text else _VIETNAMESE_ALONE
    share = sum(line.vietnamese for line in lines) / max(words, 1)
    believed = _BELIEVED_WORDS if is_bare_text else 0
    last: Layer | None = Layer.BARE if is_bare_text else Layer.PLAIN
    if is_bare_text and share < _VIETNAMESE:
        last = None
    for line in lines:
        if line.marked:
            last = Layer.PLAIN
        elif line.words >= _ENOUGH_WORDS:
            is_vietnamese = line.vietnamese + believed * share >= least * (line.words + believed)
            last = Layer.BARE if is_vietnamese else None
        line.layer = last
