"""Two repairs in a row are one repair."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnfix.composition import compose
from vnfix.correction import Candidate, Correction, Kind, LostDigit, Repair, apply_corrections
from vnfix.profile import DamageProfile, GlyphLoss


def correct(start, before, after, confidence=0.9):
    candidates = (Candidate(after, 0.9, -0.1), Candidate(before, 0.1, -2.3))
    return Correction(
        start, start + len(before), before, after, Kind.LOST_LETTERS, confidence, candidates, "a reason"
    )


def make_repair(original, corrections=(), suggestions=(), profile=None, lost_digits=()):
    return Repair(
        original,
        apply_corrections(original, corrections),
        tuple(corrections),
        tuple(suggestions),
        tuple(lost_digits),
        profile or DamageProfile(),
    )


def changes(repair):
    return [(item.start, item.before, item.after) for item in repair.corrections]


@pytest.mark.parametrize(
    ("original", "first", "second", "expected"),
    [
        ("một hai ba", [], [], []),
        ("m t hai", [(0, "m t", "một")], [], [(0, "m t", "một")]),
        ("một h i", [], [(4, "h i", "hai")], [(4, "h i", "hai")]),
        # The second one's offsets are in the text that the first one made longer or shorter.
        (
            "(cid:9)ột h i",
            [(0, "(cid:9)ột", "một")],
            [(4, "h i", "hai")],
            [(0, "(cid:9)ột", "một"), (10, "h i", "hai")],
        ),
        ("mt h i", [(0, "mt", "một")], [(4, "h i", "hai")], [(0, "mt", "một"), (3, "h i", "hai")]),
        ("h i mt", [(4, "mt", "một")], [(0, "h i", "hai")], [(0, "h i", "hai"), (4, "mt", "một")]),
        # Neighbours that touch stay two.
        ("aabb", [(0, "aa", "x")], [(1, "bb", "yyy")], [(0, "aa", "x"), (2, "bb", "yyy")]),
        ("aabb", [(2, "bb", "yyy")], [(0, "aa", "x")], [(0, "aa", "x"), (2, "bb", "yyy")]),
        # A second thought about the same word.
        ("m t", [(0, "m t", "mất")], [(0, "mất", "một")], [(0, "m t", "một")]),
        # The second takes in a corrected word and what stands beside it.
        ("m t  ai", [(0, "m t", "một")], [(2, "t  ai", "t hai")], [(0, "m t  ai", "một hai")]),
        # The second lies within what the first put in.
        ("x", [(0, "x", "abcdef")], [(2, "cd", "__")], [(0, "x", "ab__ef")]),
        # The second spans two of the first.
        ("a-b-c", [(0, "a", "AA"), (4, "c", "CC")], [(1, "A-b-C", "!")], [(0, "a-b-c", "A!C")]),
    ],
)
def test_the_changes_of_both_are_in_one_list(original, first, second, expected):
    one = make_repair(original, [correct(*change) for change in first])
    two = make_repair(one.text, [correct(*change) for change in second])
    both = compose(one, two)
    assert both.original == original
    assert both.text == two.text
    assert changes(both) == expected


def test_a_correction_that_the_second_leaves_alone_is_the_same_object():
    untouched = correct(0, "m t", "một", 0.77)
    one = make_repair("m t h i", [untouched])
    both = compose(one, make_repair(one.text, [correct(4, "h i", "hai")]))
    assert both.corrections[0] is untouched


def test_a_merged_correction_has_the_confidence_and_reason_of_the_second_thought():
    one = make_repair("m t", [correct(0, "m t", "mất", 0.6)])
    both = compose(one, make_repair(one.text, [correct(0, "mất", "một", 0.8)]))
    assert (both.corrections[0].confidence, both.corrections[0].reason) == (0.8, "a reason")


class TestSuggestions:
    def test_those_of_the_second_hold_at_offsets_of_the_original(self):
        one = make_repair("mt h i", [correct(0, "mt", "một")], [correct(3, "h i", "hại", 0.3)])
        two = make_repair(one.text, [], [correct(4, "h i", "hai", 0.5)])
        assert compose(one, two).suggestions == (correct(3, "h i", "hai", 0.5),)

    def test_those_of_the_first_that_were_applied_are_gone(self):
        one = make_repair("mt h i", [correct(0, "mt", "một")], [correct(3, "h i", "hai", 0.3)])
        two = make_repair(one.text, [correct(4, "h i", "hai")])
        assert compose(one, two).suggestions == ()

    def test_one_about_a_word_that_the_first_made_is_dropped(self):
        one = make_repair("mt hai", [correct(0, "mt", "mất")])
        two = make_repair(one.text, [], [correct(0, "mất", "một", 0.5)])
        assert compose(one, two).suggestions == ()


def test_profile_and_lost_digits_are_those_of_the_first_which_saw_the_damage():
    profile = DamageProfile(losses=(GlyphLoss("ộ", 1.0, 0),), lines=1)
    lost = LostDigit(4, 5, "2 /7", 0.9)
    one = make_repair("m t 2 /7", [correct(0, "m t", "một")], profile=profile, lost_digits=[lost])
    both = compose(one, make_repair(one.text))
    assert both.profile == profile
    assert both.lost_digits == (lost,)


@st.composite
def correction_lists(draw, text):
    """Corrections of `text` in order, not overlapping, some of them touching."""
    out, at = [], 0
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 4)))
        after = draw(st.text("xyz", min_size=1, max_size=5))
        out.append(correct(start, text[start:end], after))
        at = end
    return out


@st.composite
def repairs_in_a_row(draw):
    original = draw(st.text("abc ", min_size=1, max_size=25))
    one = make_repair(original, draw(correction_lists(original)))
    two = make_repair(one.text, draw(correction_lists(one.text)), draw(correction_lists(one.text)))
    return one, two


@settings(max_examples=400, deadline=None)
@given(repairs_in_a_row())
def test_composed_repairs_do_what_both_do(pair):
    one, two = pair
    both = compose(one, two)
    assert both.text == two.text == apply_corrections(one.original, both.corrections)
    done = 0
    for item in both.corrections:
        assert done <= item.start <= item.end
        assert one.original[item.start : item.end] == item.before
        done = item.end
    for item in both.suggestions:
        assert one.original[item.start : item.end] == item.before


@settings(max_examples=100, deadline=None)
@given(repairs_in_a_row(), st.data())
def test_it_does_not_matter_which_two_are_composed_first(pair, data):
    one, two = pair
    three = make_repair(two.text, data.draw(correction_lists(two.text)))
    left = compose(compose(one, two), three)
    right = compose(one, compose(two, three))
    assert left.text == right.text == three.text
