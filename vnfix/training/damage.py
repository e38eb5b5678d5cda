"""Seeded damage of clean text: glyphs lost the way that PDF extractors lose them.

Every lost place is recorded, and where each clean character went, so that what was lost is known and
need not be guessed back from an alignment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from random import Random

LOSABLE_LETTERS = "ảạăắằẳẵặâấầẩẫậẻẽẹêếềểễệỉịỏọôốồổỗộơớờởỡợủụưứừửữựỳỷỹỵđ"
"""The lower-case letters outside Latin-1 that fonts with a Western encoding cannot name."""

FREQUENT_LETTERS = "ơưạộếđ"
"""At least one of these is lost in every document, so that none is damaged in two places only."""

LOSABLE_CAPITALS = "ƯƠĐẠỘẾỊỦĂÂÊÔẢẤẬ"
LOSABLE_ASCII = "aceghiklmnoprstuvxy"
DIGITS = "0123456789"
RAW_SIGNS = ",->+*&%#@=~^<$;|!"
"""Signs that a glyph number shows as when an extractor takes it for a character code."""


class Damage(StrEnum):
    """What stands in the place of a lost glyph, or which glyphs are lost."""

    BLANK = "blank"
    """One blank for each glyph."""
    CAPITALS = "capitals"
    """As BLANK, but a capital and a plain ASCII letter are among the lost glyphs."""
    COLLAPSED = "collapsed"
    """As BLANK, then runs of blanks shrunk to one and lines trimmed."""
    NOTHING = "nothing"
    """No trace."""
    CID = "cid"
    """`(cid:N)`, another N for each glyph."""
    PUA = "pua"
    """A private-use character, another one for each glyph."""
    FFFD = "fffd"
    """U+FFFD for all."""
    RAW = "raw"
    """A plain sign such as `,` or `>`, another one for each glyph."""
    CLEAN = "clean"
    """No damage: what a repair changes here, it harms."""


@dataclass(frozen=True, slots=True)
class LostGlyph:
    """A glyph lost at `start:end` of the damaged text (`start == end`: no trace is left)."""

    glyph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DamagedText:
    """A clean text, its damaged form, and what was lost in between.

    `offsets[i]` is the offset in the damaged text of what became of `gold[i]`; one more entry holds
    the length of the damaged text.  `places` are ordered by offset.
    """

    gold: str
    text: str
    glyphs: str
    places: tuple[LostGlyph, ...]
    offsets: tuple[int, ...]

    @classmethod
    def of_pieces(cls, gold: str, pieces: Iterable[str]) -> DamagedText:
        """Join what became of each character of `gold`; no lost glyph is recorded.

        >>> DamagedText.of_pieces("cơ sở", ("c", "o", "", "s", "ở")).text
        'cosở'
        """
        pieces = tuple(pieces)
        offsets = accumulate(map(len, pieces), initial=0)
        return cls(gold, "".join(pieces), "", (), tuple(offsets))

    def then(self, later: DamagedText) -> DamagedText:
        """Damage this text once more; `later` is made of the damaged text of this one.

        Raises ValueError when it is made of another text.

        >>> first = lose_glyphs("cơ sở", {"ơ": " "})
        >>> first.then(DamagedText.of_pieces(first.text, ("c", " ", "", "s", "ở"))).offsets
        (0, 1, 2, 2, 3, 4)
        """
        if later.gold != self.text:
            message = "the later damage is of another text"
            raise ValueError(message)
        moved = tuple(
            LostGlyph(place.glyph, later.offsets[place.start], later.offsets[place.end])
            for place in self.places
        )
        return DamagedText(
            self.gold,
            later.text,
            self.glyphs + later.glyphs,
            tuple(sorted(moved + later.places, key=lambda place: (place.start, place.end))),
            tuple(later.offsets[offset] for offset in self.offsets),
        )

    def gold_offsets(self, offset: int) -> range:
        """List the offsets in gold that fall on `offset` of the damaged text.

        Several where characters vanished, none within a mark of several characters.

        >>> lose_glyphs("cơ sở", {"ơ": ""}).gold_offsets(1)
        range(1, 3)
        """
        return range(bisect_left(self.offsets, offset), bisect_right(self.offsets, offset))


def choose_glyphs(random: Random, damage: Damage) -> str:
    """Choose the glyphs that one document loses: 4-9 letters, and 1-2 digits in half of the cases.

    >>> choose_glyphs(Random(1), Damage.CLEAN)
    ''
    """
    if damage is Damage.CLEAN:
        return ""
    glyphs = random.sample(LOSABLE_LETTERS, random.randint(4, 9))
    if not set(glyphs) & set(FREQUENT_LETTERS):
        glyphs[0] = random.choice(FREQUENT_LETTERS)
    if random.random() < 0.5:
        glyphs += random.sample(DIGITS, random.randint(1, 2))
    if damage is Damage.CAPITALS:
        glyphs += (random.choice(LOSABLE_CAPITALS), random.choice(LOSABLE_ASCII))
    return "".join(glyphs)


def choose_marks(random: Random, damage: Damage, glyphs: str) -> dict[str, str]:
    """Choose what each of `glyphs` turns into under `damage`."""
    match damage:
        case Damage.NOTHING:
            return dict.fromkeys(glyphs, "")
        case Damage.FFFD:
            return dict.fromkeys(glyphs, "\ufffd")
        case Damage.CID:
            numbers = random.sample(range(3, 700), len(glyphs))
            return {glyph: f"(cid:{number})" for glyph, number in zip(glyphs, numbers, strict=True)}
        case Damage.PUA:
            codes = random.sample(range(0xE000, 0xE200), len(glyphs))
            return {glyph: chr(code) for glyph, code in zip(glyphs, codes, strict=True)}
        case Damage.RAW:
            return dict(zip(glyphs, random.sample(RAW_SIGNS, len(glyphs)), strict=True))
        case _:
            return dict.fromkeys(glyphs, " ")


def intact_end(random: Random, text: str) -> int:
    """Choose the offset before which nothing is lost: 0, or up to a third of the text.

    In one document of four the head is set in another font, which is not damaged.
    """
    if random.random() >= 0.25:
        return 0
    return text.rfind("\n", 0, int(len(text) * random.uniform(0.1, 0.34))) + 1


def damage_text(text: str, damage: Damage, seed: str, intact: float | None = None) -> DamagedText:
    """Damage `text`; the same seed chooses the same glyphs whatever stands in their place.

    `intact` is the share of the text (0..1), up to a line, before which nothing is lost; None: chosen by
    `intact_end`.

    >>> damage_text("đơn vị trực thuộc", Damage.CLEAN, "a").text
    'đơn vị trực thuộc'
    """
    random = Random(seed)
    glyphs = choose_glyphs(random, damage)
    start = intact_end(random, text)
    if intact is not None:
        start = text.rfind("\n", 0, int(len(text) * intact)) + 1
    marks = choose_marks(random, damage, glyphs)
    return lose_glyphs(text, marks, start=start, collapse=damage is Damage.COLLAPSED)


def lose_glyphs(
    text: str, marks: Mapping[str, str], start: int = 0, *, collapse: bool = False
) -> DamagedText:
    """Put the mark of each glyph of `marks` in its place, from offset `start` on.

    `collapse` shrinks the runs of blanks that come of it to one and trims the lines.

    >>> lose_glyphs("thủ trưởng cơ quan", {"ơ": " ", "ở": " "}).text
    'thủ trư ng c  quan'
    >>> lose_glyphs("thủ trưởng cơ quan", {"ơ": " ", "ở": " "}, collapse=True).text
    'thủ trư ng c quan'
    """
    parts: list[str] = []
    places: list[LostGlyph] = []
    offsets: list[int] = []
    length = 0
    for piece, glyph in _collapse(text, marks, start) if collapse else _pieces(text, marks, start):
        if glyph is not None:
            places.append(LostGlyph(glyph, length, length + len(piece)))
        parts.append(piece)
        offsets.append(length)
        length += len(piece)
    return DamagedText(text, "".join(parts), "".join(marks), tuple(places), (*offsets, length))


def _pieces(text: str, marks: Mapping[str, str], start: int) -> Iterator[tuple[str, str | None]]:
    """Yield what becomes of each character, and the glyph when it was lost."""
    for offset, character in enumerate(text):
        if offset >= start and character in marks:
            yield marks[character], character
        else:
            yield character, None


def _collapse(text: str, marks: Mapping[str, str], start: int) -> Iterator[tuple[str, str | None]]:
    """As `_pieces`, with the blanks dropped that follow a blank or stand at an end of a line."""
    offset = 0
    for line in text.splitlines(keepends=True):
        pieces = list(_pieces(line, marks, max(0, start - offset)))
        offset += len(line)
        last = max((i for i, (piece, _) in enumerate(pieces) if piece.strip()), default=-1)
        after_blank = True
        for number, (piece, glyph) in enumerate(pieces):
            if piece == " " and (after_blank or number > last):
                piece = ""
            else:
                after_blank = piece == " "
            yield piece, glyph
