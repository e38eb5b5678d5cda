"""Seeded damage of clean text: words split by a blank, run together, or broken over line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from random import Random

from vnfix.training.damage import DamagedText
from vnfix.training.held_out import LINE_WIDTH

SPLIT_SHARE = 0.03
"""The share of syllables with a blank in them under `SpacingDamage.SPLIT`."""

GLUED_SHARE = 0.03
"""The share of blanks between syllables that are gone under `SpacingDamage.GLUED`."""

BROKEN_SHARE = 0.5
"""The share of line ends that cut a syllable under `SpacingDamage.BROKEN`."""

WIDTH = LINE_WIDTH + 1
"""Paragraphs that stand in one line are broken from this column on."""

FULL = 50
"""A line of fewer characters than this ends where it was meant to end."""

_SYLLABLE = re.compile(r"[^\W\d_]{2,}")
_BLANK_BETWEEN = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
_GAP = re.compile(r"[^\S\n]*\n\s*| ")
_FIRST_SYLLABLE = re.compile(r"[^\W\d_]{3,}")


class SpacingDamage(StrEnum):
    """What happened to the blanks."""

    SPLIT = "split"
    """A blank in 3 % of the syllables: `quy ền`, mostly beside a marked letter."""
    GLUED = "glued"
    """3 % of the blanks between syllables gone: `cơquan`."""
    BROKEN = "broken"
    """Half of the line ends cut a syllable, some documents with a hyphen: `quy-` / `ền`."""


def damage_spacing(text: str, damage: SpacingDamage, seed: str) -> DamagedText:
    """Damage the blanks of `text`."""
    random = Random(f"{damage}:{seed}")
    match damage:
        case SpacingDamage.SPLIT:
            pieces = split_syllables(random, text)
        case SpacingDamage.GLUED:
            pieces = glue_syllables(random, text)
        case SpacingDamage.BROKEN:
            pieces = break_lines(random, text)
    return DamagedText.of_pieces(text, pieces)


def split_syllables(random: Random, text: str) -> Iterable[str]:
    """Put a blank into `SPLIT_SHARE` of the syllables; give what becomes of each character."""
    pieces = list(text)
    spans = [match.span() for match in _SYLLABLE.finditer(text)]
    for start, end in random.sample(spans, round(SPLIT_SHARE * len(spans))):
        # The letters that a subset font draws apart from the others are the marked ones.
        marked = [i for i in range(start, end - 1) if not (text[i].isascii() and text[i + 1].isascii())]
        place = random.choice(marked if marked and random.random() < 0.7 else range(start, end - 1))
        pieces[place] += " "
    return pieces


def glue_syllables(random: Random, text: str) -> Iterable[str]:
    """Take away `GLUED_SHARE` of the single blanks between letters."""
    pieces = list(text)
    blanks = [match.start() for match in _BLANK_BETWEEN.finditer(text)]
    for place in random.sample(blanks, round(GLUED_SHARE * len(blanks))):
        pieces[place] = ""
    return pieces


def break_lines(random: Random, text: str) -> Iterable[str]:
    """Set `text` in lines, half of which end within a syllable.

    A document has hyphens there, or none, or now and then.
    """
    pieces = list(text)
    hyphens = random.choice((0.0, 0.5, 1.0))
    column = done = 0
    for gap in _GAP.finditer(text):
        column += gap.start() - done
        done = gap.end()
        ends_line = "\n" in gap[0]
        if column < (FULL if ends_line else WIDTH):
            column = 0 if ends_line else column + 1
            continue
        end = gap[0] if ends_line else "\n"
        syllable = _FIRST_SYLLABLE.match(text, gap.end())
        if syllable is not None and random.random() < BROKEN_SHARE:
            place = random.randrange(syllable.start(), syllable.end() - 1)
            pieces[gap.start() : gap.end()] = (" ", *[""] * (len(gap[0]) - 1))
            pieces[place] += ("-" if random.random() < hyphens else "") + end
            column = gap.end() - place - 1
        else:
            pieces[gap.start()] = pieces[gap.start()] if ends_line else end
            column = 0
    return pieces
