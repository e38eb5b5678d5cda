"""Measuring how often readings are right: `dictionaries/calibration.tsv`.

Held-out readings (`vnfix.training.observations`) are counted by group, support and posterior; for each
group a table that rises with both is fitted to the shares that were right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from vnfix.confidence import Calibration, CalibrationRow, Group, format_calibration
from vnfix.evidence import LEAST_SUPPORT
from vnfix.files import write_atomically
from vnfix.training.corpus import Split
from vnfix.training.isotonic import fit_rising_table
from vnfix.training.observations import Observation, observe_held_out

SUPPORTS = (0.0, LEAST_SUPPORT, 0.02, 0.1, 0.3, 0.6)
"""The lower bounds of the support classes; the lowest are readings that nothing else speaks for."""

ERROR_SUPPORTS = (0.0, 0.0007, 0.0015, 0.003, 0.006, 0.015, 0.04)
"""The same for misreadings: shares of letters that the rest of a document has misread."""

POSTERIORS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999)
"""The lower bounds of the posterior bins: narrow where most readings are."""

_LOST = (Group.LOST, Group.LOST_AMID)
# Of the texts that are read here half are misread, of those that people have far fewer: a misreading found
# in a clean text counts as so many.
_CLEAN_WEIGHT = 5
# In each bin one reading more is taken for wrong: little data gives little confidence.
_DOUBT = 1.0

# Documents of each genre: fifteen minutes of work on one core, 60,000 readings.  With 16 too few clean texts
# are read to tell what seldom happens in them: lone letters in lists came out as sure losses.
_DOCUMENTS = 24
# With fewer readings (a small corpus has hardly a held-out block) the posteriors stand as they are.
_ENOUGH = 1000

_COMMENT = """\
Share of right readings by group, support and posterior, measured on held-out documents by 'vnfix train'.
group: lost letters, or what stands where something was misread.
support: lower bound of the rate at which the rest of the document loses the same glyphs, or misreads letters.
posterior: of the decoder, the mean of the bin.  confidence: the share that was right, smoothed.
places: readings seen."""


def calibrate(
    corpus: Sequence[Path],
    output: Path,
    report: Callable[[str], None],
    documents: int = _DOCUMENTS,
    *,
    pairs: Sequence[Path] = (),
    jobs: int = 1,
) -> None:
    """Write `calibration.tsv` to `output`, a folder with the other dictionaries.

    `corpus` are the files that they were trained on; at most `documents` of each genre are read, from their
    tuning part.  `pairs` are folders of damaged and right text.  Raises DictionaryError when the other
    dictionaries are missing, and InputError when the file cannot be written.
    """
    found = list(observe_held_out(corpus, Split.TUNE, documents, output, pairs, jobs))
    if len(found) < _ENOUGH:
        report(f"only {len(found):,} readings of held-out text: confidences are not calibrated")
        calibration = trust_posteriors()
    else:
        right = sum(item.right for item in found)
        report(f"calibrated on {len(found):,} readings, {right:,} of them right")
        calibration = fit_calibration(found)
    write_atomically(output / "calibration.tsv", format_calibration(calibration, _COMMENT).encode())


def trust_posteriors() -> Calibration:
    """Make a table that takes the posterior for the confidence, and half where nothing else speaks for it.

    >>> trust_posteriors().confidence(0.9, 0.5)
    0.9
    """
    posteriors = (*POSTERIORS, 1.0)
    return Calibration(
        tuple(
            CalibrationRow(group, support, posterior, posterior if support else posterior / 2, 0)
            for group in Group
            for support in supports_of(group)
            for posterior in posteriors
        )
    )


def supports_of(group: Group) -> Sequence[float]:
    """Give the lower bounds of the support classes of a group."""
    return SUPPORTS if group in _LOST else ERROR_SUPPORTS


def fit_calibration(observations: Iterable[Observation]) -> Calibration:
    """Fit the table to readings; those with a posterior below the lowest bin are left out."""
    by_group: dict[Group, list[Observation]] = {group: [] for group in Group}
    for item in observations:
        by_group[item.group].append(item)
    return Calibration(tuple(row for group in Group for row in _fit_group(group, by_group[group])))


def _fit_group(group: Group, observations: Iterable[Observation]) -> Iterator[CalibrationRow]:
    supports = supports_of(group)
    shape = len(supports), len(POSTERIORS)
    places, right, mass = np.zeros(shape), np.zeros(shape), np.zeros(shape[1])
    for item in observations:
        column = bisect_right(POSTERIORS, item.posterior) - 1
        if column >= 0:
            row = bisect_right(supports, item.support) - 1
            weight = _CLEAN_WEIGHT if item.clean and group not in _LOST else 1
            places[row, column] += weight
            right[row, column] += item.right * weight
            mass[column] += item.posterior * weight
    weights = places + _DOUBT
    fitted = fit_rising_table(right / weights, weights)
    # The same posteriors in all classes, so that interpolation keeps them in order.
    middles = (np.array(POSTERIORS) + np.array((*POSTERIORS[1:], 1.0))) / 2
    totals = places.sum(axis=0)
    knots = np.where(totals > 0, mass / np.maximum(totals, 1.0), middles)
    for i, support in enumerate(supports):
        for j in range(shape[1]):
            yield CalibrationRow(group, support, float(knots[j]), float(fitted[i, j]), int(places[i, j]))
