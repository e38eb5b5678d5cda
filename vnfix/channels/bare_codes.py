"""The strokes of đ in codes and acronyms of a text that has lost all its marks: `90/2014/ND-CP`, `HDND`.

Elsewhere codes are left alone.  Here everything around them says that the strokes are gone, and how the
abbreviation is written otherwise, or what it stands for in the text, says where.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import product

from vnfix.channels.expansions import Expansions
from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import Layer
from vnfix.last_reading import LastReading
from vnfix.lexicon import UNKNOWN_ID, Lexicon
from vnfix.token_kinds import TokenKind

# Few texts have lost all marks: compiled when first asked, which Python remembers.
_PART = r"(?<![^\W\d_])[A-Z]{2,12}(?![^\W\d_]{2}|-?\d|[^\W\d_a-z])"
_STROKE = Edit("đ", "d")
# With more of them a group of capitals is no abbreviation.
_MOST_STROKES = 3
# An abbreviation is known from so many uses (as all of the vocabulary), and must be so many times as frequent
# as what stands.
_KNOWN = 60
_TIMES = 20
# What it says for strokes that the words have them which an acronym stands for (natural log): fifty to one.
_TOLD_ODDS = 4.0


def find_bare_codes(
    document: Document, layers: Sequence[Layer | None], reading: LastReading | None = None
) -> Iterator[Proposal]:
    """Propose codes and acronyms with their strokes; `layers` are those of the tokens of a bare text.

    `reading` is how the text was read in the last round, None in the first.  The language model knows neither
    the inside of a code nor how rare the unknown form of an acronym is, so the odds of the two spellings in
    the training text (natural log) stand in for it as the cost.
    """
    known: dict[str, tuple[str, float]] = {}
    expansions = None if reading is None else Expansions(reading, document.lexicon)
    for place in document.table.places(TokenKind.ACRONYM, TokenKind.PROTECTED):
        token = document.tokens[place]
        if layers[place] is None:
            continue
        found = known.get(token.text)
        if found is None:
            # The codes of forms have no marks even where words stand behind them: `mẫu 01/TK-SDD`.
            told = expansions if token.kind is TokenKind.ACRONYM else None
            found = known[token.text] = restore_strokes(token.text, document.lexicon, told)
        after, odds = found
        if after != token.text:
            symbol = document.lexicon.ids.get(after.lower().rpartition("-")[2], UNKNOWN_ID)
            strokes = sum(one != other for one, other in zip(token.text, after, strict=True))
            edits = ((_STROKE, Layer.BARE),) * strokes
            yield Proposal(token.start, token.end, after, symbol, odds, (), kind=Kind.DIACRITICS, edits=edits)


def restore_strokes(code: str, lexicon: Lexicon, expansions: Expansions | None = None) -> tuple[str, float]:
    """Write the groups of capitals of a code as is usual, and tell the odds (natural log) of that.

    `expansions` tell what those that are written in no usual way stand for.
    """
    odds = 0.0

    def restore(part: re.Match[str]) -> str:
        nonlocal odds
        plain = part[0]
        choices = [("D", "Đ") if letter == "D" else (letter,) for letter in plain]
        if not 0 < plain.count("D") <= _MOST_STROKES:
            return plain
        counts = {spelling: _count(spelling, lexicon) for spelling in map("".join, product(*choices))}
        best = max(counts, key=lambda spelling: counts[spelling])
        if counts[best] < max(_KNOWN, _TIMES * counts[plain]):
            told = plain if expansions is None or counts[plain] else expansions.spell(plain)
            odds += _TOLD_ODDS if told != plain else 0.0
            return told
        odds += math.log(counts[best] / (counts[plain] + 1))
        return best

    return re.sub(_PART, restore, code), odds


def _count(spelling: str, lexicon: Lexicon) -> int:
    number = lexicon.ids.get(spelling.lower())
    return 0 if number is None else lexicon.counts[number]
