"""The damage profile of a decoded document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from vnfix.correction import LostDigit
from vnfix.document import Document
from vnfix.estimate import Estimate
from vnfix.estimation import count_losses
from vnfix.profile import DamageProfile, GlyphLoss, MarkMeaning, Way
from vnfix.selection import Selection, solved_digits
from vnfix.token_kinds import TokenKind
from vnfix.token_table import TokenTable
from vnfix.traces import BLANK, DIGIT, ZERO

# A glyph is named in the profile when this many losses are expected.
_LEAST_LOSSES = 0.5


def build_profile(
    document: Document, estimate: Estimate, chosen: Selection, digits: Sequence[LostDigit]
) -> DamageProfile:
    """What `vnfix scan` shows."""
    expected = count_losses(estimate)
    by_glyph: dict[str, float] = {}
    by_way: dict[Way, float] = {}
    by_mark: dict[str, dict[str, float]] = {}
    for (glyph, trace), count in expected.items():
        if glyph != DIGIT:
            by_glyph[glyph] = by_glyph.get(glyph, 0.0) + count
        way = _way_of(trace, collapsed=estimate.rates.collapsed)
        by_way[way] = by_way.get(way, 0.0) + count
        if way is Way.MARK:
            by_mark.setdefault(trace, {})[glyph] = count
    losses = sorted(
        (
            GlyphLoss(glyph, round(count, 2), document.letters.get(glyph, 0))
            for glyph, count in by_glyph.items()
            if count >= _LEAST_LOSSES
        ),
        key=lambda loss: -loss.lost,
    )
    line_starts = _find_line_starts(document.table)
    damaged = {c.start for c in chosen.corrections + chosen.suggestions} | {d.start for d in digits}
    return DamageProfile(
        tuple(way for way, count in sorted(by_way.items(), key=lambda w: -w[1]) if count >= _LEAST_LOSSES),
        tuple(losses),
        _meanings(document, by_mark, solved_digits(document, estimate)),
        tuple(sorted({bisect_right(line_starts, offset) for offset in damaged})),
        len(line_starts),
    )


def _find_line_starts(table: TokenTable) -> list[int]:
    """The offsets at which lines begin."""
    ends: list[int] = (table.starts + table.sizes)[table.are(TokenKind.NEWLINE)].tolist()
    return [0, *ends]


def _way_of(trace: str, *, collapsed: bool) -> Way:
    if trace in (BLANK, ZERO) and collapsed:
        return Way.COLLAPSED
    return {BLANK: Way.BLANK, ZERO: Way.NOTHING}.get(trace, Way.MARK)


def _meanings(
    document: Document, by_mark: dict[str, dict[str, float]], digits: Mapping[str, str]
) -> tuple[MarkMeaning, ...]:
    """What each mark stands for, most frequent first."""
    places = dict(document.mark_counts)
    table = document.table
    for form, text in enumerate(table.texts):
        # A sign that stands for a letter is a mark too, here.
        if text in by_mark and text not in places:
            places[text] = int(table.counts[form])
    out = []
    for mark, count in sorted(places.items(), key=lambda item: (-item[1], item[0])):
        letters = by_mark.get(mark, {})
        total = sum(letters.values())
        letter = max(letters, key=lambda g: letters[g], default=None)
        share = letters[letter] / total if letter and total else 0.0
        settled = letter is not None and letter != DIGIT and share >= 0.5
        meaning = digits.get(mark, letter if settled else None)
        out.append(MarkMeaning(mark, meaning, count, round(share, 3)))
    return tuple(out)
