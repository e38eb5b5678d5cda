"""How sure a correction is, and how sure it must be.

The decoder's posterior is too sure of itself where the document gives little evidence.  A table
measured on held-out documents (`dictionaries/calibration.tsv`, made by `vnfix train`) turns the
posterior and the support (`vnfix.evidence`) of a reading into the share of such readings that are
right; each group of readings has its own rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from vnfix.correction import Level
from vnfix.errors import DictionaryError
from vnfix.messages import tr

CONFIDENCE_FLOOR = 0.2
"""Readings less sure than this are not even suggested."""

# Measured on held-out tuning documents of all genres (192 and their openings, damaged in all ways and clean,
# and 43 pages read by an engine; 59,600 readings; `python -m tests.quality.reliability --split tune`), before
# the calibration was fitted to 80 other pages.  Share of readings right, and readings of clean text (about
# 300,000 syllables; many are slips) above the threshold:
#
#   threshold   lost letters   non-word   spacing    real word     name
#   0.5         0.992   3      0.958  5   0.994  3   0.945  12     0.918  5
#   0.55        0.994   3      0.960  4   0.994  3   0.955  12     0.923  5
#   0.65        0.995   3      0.968  4   0.998  0   0.962  12     0.935  4
#   0.8         0.996   2      0.979  2   0.997  0   0.974   6     0.956  0
#   0.9         0.997   2      0.988  0   0.999  0   0.983   4     0.961  0
#
# A reading that nothing else in a longer document speaks for reaches 0.5 at most, so `likely` stands above
# that.
_THRESHOLDS = {Level.SAFE: 0.99, Level.LIKELY: 0.55, Level.ALL: 0.4}

# What stands and is a word is right more often than not, unless the document misreads so many letters (its
# support): to put another in its place takes more.  Raising this from 0.55 to 0.6 leaves 1.3 in 100 of what
# was put right on lightly misread pages of the tuning part, and a quarter fewer right syllables are changed.
_LIKELY_FOR_WORDS = 0.65
_MOSTLY_MISREAD = 0.04
# In a long text that misreads so few letters the odd words are as likely the author's: slips, dialect, words
# that few use.  It has its price: of 22 lightly misread pages in one text (tuning part, 8 % of the syllables
# wrong, most of them as words) 41 % is put right, not 52 %, with 5 right syllables changed instead of 7.
_SLIPS = 0.003
_MANY_LETTERS = 8000
_LIKELY_FOR_SLIPS = 0.9

# Where a line has lost all of its marks the text as it stands is wrong anyway, so the likeliest reading is
# better than none: of those given 0.25 to 0.5 one in two is right.
_BARE_THRESHOLD = 0.2
# Half of the marks in a line would be no gain: at the safest level such a line stays as it is.
_NEVER = 1.1

_HEADER = "group\tsupport\tposterior\tconfidence\tplaces"


class Group(StrEnum):
    """Readings that are right alike often at the same posterior and support."""

    LOST = "lost-letters"
    LOST_AMID = "lost-letters-amid"
    """Lost letters in a document with more misreadings than losses."""
    REAL_WORD = "real-word"
    """What stands is a syllable too."""
    NON_WORD = "non-word"
    NAME = "name"
    """What stands has a capital within a sentence."""
    SPACING = "spacing"
    BARE = "bare"
    """Its line has lost all of its marks."""


def threshold_of(
    level: Level, group: Group = Group.LOST, support: float = 1.0, letters: float = 0.0
) -> float:
    """Give the confidence (0..1) that a correction must reach.

    `support` is as for `Calibration`, `letters` how many the document has.
    """
    if group is Group.BARE:
        return _NEVER if level is Level.SAFE else _BARE_THRESHOLD
    if level is not Level.LIKELY or group in (Group.LOST, Group.LOST_AMID):
        return _THRESHOLDS[level]
    if support < _SLIPS and letters >= _MANY_LETTERS:
        return _LIKELY_FOR_SLIPS
    is_word = group in (Group.REAL_WORD, Group.NAME)
    return _LIKELY_FOR_WORDS if is_word and support < _MOSTLY_MISREAD else _THRESHOLDS[level]


class CalibrationRow(NamedTuple):
    """Readings with at least this `support` and about this `posterior`.

    Of the `places` seen, the share `confidence` was right, smoothed.
    """

    group: Group
    support: float
    posterior: float
    confidence: float
    places: int


_Curve = tuple[Sequence[float], Sequence[float]]


@dataclass(frozen=True)
class Calibration:
    """The table, ordered by group, support and posterior."""

    rows: tuple[CalibrationRow, ...]

    def confidence(self, posterior: float, support: float, group: Group = Group.LOST) -> float:
        """Tell the share (0..1) of such readings that are right; it never falls when a number rises.

        Between the posteriors of a support class it is interpolated, towards 0 below the lowest.  Of a group
        that the table lacks, nothing is known: half of the posterior.

        >>> rows = CalibrationRow(Group.LOST, 0.0, 0.5, 0.2, 9), CalibrationRow(Group.LOST, 0.0, 1.0, 0.8, 90)
        >>> table = Calibration(rows)
        >>> table.confidence(0.75, 0.3)
        0.5
        >>> table.confidence(0.25, 0.3)
        0.1
        """
        if group not in self._curves:
            return posterior / 2
        supports, curves = self._curves[group]
        posteriors, confidences = curves[bisect_right(supports, support) - 1]
        place = bisect_right(posteriors, posterior)
        if place == len(posteriors):
            return confidences[-1]
        low, high = (posteriors[place - 1], confidences[place - 1]) if place else (0.0, 0.0)
        share = (posterior - low) / (posteriors[place] - low)
        return high + share * (confidences[place] - high)

    @cached_property
    def _curves(self) -> Mapping[Group, tuple[Sequence[float], Sequence[_Curve]]]:
        """By group: the lower bounds of its support classes, and for each the posteriors and confidences."""
        found: dict[Group, tuple[Sequence[float], Sequence[_Curve]]] = {}
        for group, rows in groupby(self.rows, key=lambda row: row.group):
            classes = [(low, list(same)) for low, same in groupby(rows, key=lambda row: row.support)]
            curves = [([r.posterior for r in same], [r.confidence for r in same]) for _, same in classes]
            found[group] = [low for low, _ in classes], curves
        return found


def format_calibration(calibration: Calibration, comment: str) -> str:
    """Write `calibration.tsv`; `comment` lines are marked with `#`."""
    lines = [f"# {line}" for line in comment.splitlines()]
    lines.append(_HEADER)
    lines += [
        f"{r.group}\t{r.support:g}\t{r.posterior:.6g}\t{r.confidence:.4f}\t{r.places}"
        for r in calibration.rows
    ]
    return "\n".join(lines) + "\n"


def parse_calibration(text: str) -> Calibration:
    r"""Read `calibration.tsv`.

    Raises DictionaryError when a row is broken or out of order, or when confidence falls as the
    posterior rises.

    >>> parse_calibration(f"{_HEADER}\nlost-letters\t0\t0.5\t0.25\t12\n").confidence(0.5, 0.1)
    0.25
    """
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not lines or lines[0] != _HEADER:
        message = tr("calibration.tsv has no header line; rebuild it with 'vnfix train'")
        raise DictionaryError(message)
    rows = tuple(map(_parse_row, lines[1:]))
    _check_order(rows)
    return Calibration(rows)


def _parse_row(line: str) -> CalibrationRow:
    try:
        group, support, posterior, confidence, places = line.split("\t")
        row = CalibrationRow(Group(group), float(support), float(posterior), float(confidence), int(places))
    except ValueError:
        row = None
    if row is None or not all(0 <= value <= 1 for value in (row.support, row.posterior, row.confidence)):
        message = tr("calibration.tsv: broken row {line!r}; rebuild it with 'vnfix train'").format(line=line)
        raise DictionaryError(message)
    return row


def _check_order(rows: Sequence[CalibrationRow]) -> None:
    rising = all(_follows(low, high) for low, high in pairwise(rows))
    begun = [row for low, row in zip((None, *rows), rows, strict=False) if not low or low.group != row.group]
    is_whole = len({row.group for row in begun}) == len(begun)
    if not rows or not rising or not is_whole or any(r.support != 0 or r.posterior == 0 for r in begun):
        message = tr("calibration.tsv: rows are missing or out of order; rebuild it with 'vnfix train'")
        raise DictionaryError(message)


def _follows(low: CalibrationRow, high: CalibrationRow) -> bool:
    if low.group is not high.group:
        return True
    if low.support != high.support:
        return low.support < high.support
    return low.posterior < high.posterior and low.confidence <= high.confidence
