from __future__ import annotations

import math

import numpy as np
import pytest

from vnfix.confusions import STRIPPED, Edit, Profile, mark_profiles
from vnfix.edit_table import EditTable
from vnfix.error_rates import BROKEN, GLUED, HYPHENATED, SPLIT, ErrorRates, Layer, has_glyphs

ENGINE = Profile("vie", {Edit("ể", "ế"): 0.2, Edit("h", "b"): 0.01})
STANDING = {("ể", Layer.PLAIN): 40, ("ế", Layer.PLAIN): 60, ("h", Layer.PLAIN): 500, ("e", Layer.BARE): 50}


def rates(**levels: float) -> ErrorRates:
    profiles = (*mark_profiles(), ENGINE)
    return ErrorRates(profiles, STANDING, {(name, layer): v for name, v in levels.items() for layer in Layer})


def rate(errors: ErrorRates, written: str, read: str, layer: Layer = Layer.PLAIN) -> float:
    return math.exp(errors.log_rate(Edit(written, read), layer))


def test_a_rate_follows_the_level_of_its_profile():
    assert rate(rates(vie=1.0), "ể", "ế") > rate(rates(vie=0.1), "ể", "ế") > rate(rates(vie=0.0), "ể", "ế")


def test_an_edit_that_recurs_is_likelier_than_the_profile_says():
    seen = ErrorRates(
        (ENGINE,), STANDING, {("vie", Layer.PLAIN): 0.1}, {(Edit("h", "b"), Layer.PLAIN): 100.0}
    )
    assert rate(seen, "h", "b") > 10 * rate(rates(vie=0.1), "h", "b")


def test_a_letter_that_is_often_misread_is_less_likely_to_stand():
    assert rates(vie=1.0).log_kept("ể", Layer.PLAIN) < rates(vie=0.1).log_kept("ể", Layer.PLAIN) < 0
    assert rates(vie=1.0).log_kept("b", Layer.PLAIN) == 0


def test_levels_rise_with_what_is_found_and_fall_where_nothing_is():
    start = rates(vie=0.1)
    found = start.updated({(Edit("ể", "ế"), Layer.PLAIN): 10.0}, 1.0)
    nothing = start.updated({}, 1.0)
    assert found.levels["vie", Layer.PLAIN] > 0.1 > nothing.levels["vie", Layer.PLAIN]


def test_marks_are_dropped_by_layer():
    found = rates(stripped=0.01).updated({(Edit("ế", "e"), Layer.BARE): 50.0}, 1.0)
    assert found.is_stripped(Layer.BARE)
    assert not found.is_stripped(Layer.PLAIN)
    assert found.levels[STRIPPED, Layer.BARE] > 0.9


def test_little_coverage_makes_more_of_what_is_found():
    edits = {(Edit("ể", "ế"), Layer.PLAIN): 2.0}
    few, all_of_it = (
        rates(vie=0.1).updated(edits, share).levels["vie", Layer.PLAIN] for share in (0.25, 1.0)
    )
    assert few > all_of_it


@pytest.mark.parametrize(
    ("edits", "glyphs"),
    [
        ((SPLIT,), False),
        ((GLUED,), False),
        ((BROKEN,), False),
        ((HYPHENATED,), False),
        ((Edit("ể", "ế"),), False),
        ((Edit("h", "b"),), True),
    ],
)
def test_kinds_of_edits(edits: tuple[Edit, ...], glyphs: bool):
    assert has_glyphs(edits) is glyphs


@pytest.mark.parametrize("layer", Layer)
def test_edits_are_weighed_together_as_they_are_one_by_one(layer):
    edits = [Edit("ể", "ế"), Edit("h", "b"), Edit("e", "o"), Edit("", "i"), Edit("h", ""), Edit("nh", "m")]
    expected = {
        (Edit("h", "b"), Layer.PLAIN): 3.0,
        (Edit("ế", "e"), layer): 9.0,
        (Edit("e", "o"), layer): 1.0,
    }
    errors = rates(vie=0.3, stripped=0.2).updated(expected, 1.0)
    table = EditTable.of_none(errors.profiles).with_edits(edits[:2]).with_edits(edits[2:])
    numbers = np.array([0, 1, 3, 4, 5])

    found = errors.log_odds(table, numbers, layer)

    chosen = [edits[number] for number in numbers]
    assert found.tolist() == [
        errors.log_rate(edit, layer) - errors.log_kept(edit.written, layer) for edit in chosen
    ]


@pytest.mark.parametrize("standing", [50, 500, 5000])
def test_an_edit_that_is_rare_on_pages_is_not_ruled_out_where_it_is_not_seen(standing):
    counts = {("h", Layer.PLAIN): standing}
    errors = ErrorRates((ENGINE,), counts, {("vie", Layer.PLAIN): 0.01})
    # Pages have it once in 10,000.
    assert rate(errors, "h", "b") > 1e-4 / 10


def test_an_edit_that_is_common_on_pages_is_rare_where_it_is_not_seen():
    assert rate(rates(vie=1.0), "ể", "ế") < 0.2 / 3


def test_an_edit_that_nobody_makes_has_the_lowest_rate():
    nobody = ErrorRates((), STANDING, {})
    assert rate(nobody, "h", "b") < 1e-8
