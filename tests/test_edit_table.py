"""What is known of edits, as arrays."""

from __future__ import annotations

from vnfix.confusions import Edit, Profile
from vnfix.edit_table import EditTable

PROFILES = (
    Profile("one", {Edit("h", "b"): 0.01, Edit("m", "rn"): 0.2}),
    Profile("two", {Edit("h", "b"): 0.3}),
)
EDITS = [Edit("h", "b"), Edit("m", "rn"), Edit("h", ""), Edit("a", ""), Edit("", "i"), Edit("nh", "")]


def test_each_edit_is_told_of():
    table = EditTable.of_none(PROFILES).with_edits(EDITS)

    assert table.rates.tolist() == [[0.01, 0.2, 0, 0, 0, 0], [0.3, 0, 0, 0, 0, 0]]
    assert table.is_single.tolist() == [True, False, True, True, True, False]
    assert table.is_known.tolist() == [True, True, False, False, False, False]
    assert table.loses_vowel.tolist() == [False, False, False, True, False, False]
    assert [table.pieces[number] for number in table.piece] == [edit.written for edit in EDITS]
    assert [table.numbers[edit] for edit in EDITS] == list(range(len(EDITS)))


def test_it_grows_as_if_made_at_once():
    grown = EditTable.of_none(PROFILES)
    for edit in EDITS:
        grown = grown.with_edits([edit])
    whole = EditTable.of_none(PROFILES).with_edits(EDITS)

    assert grown.rates.tolist() == whole.rates.tolist()
    assert grown.piece.tolist() == whole.piece.tolist()
    assert (grown.pieces, grown.numbers, len(grown)) == (whole.pieces, whole.numbers, len(whole))


def test_there_may_be_no_profile():
    table = EditTable.of_none(()).with_edits(EDITS)
    assert table.rates.shape == (0, len(EDITS))
    assert not table.is_known.any()
