from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.confusions import (
    SHAPELESS,
    STRIPPED,
    SWAPPED,
    TONELESS,
    Edit,
    format_confusions,
    is_mark_edit,
    mark_profiles,
    parse_confusions,
)
from vnfix.differences import find_edits, find_stretches
from vnfix.errors import DictionaryError
from vnfix.letters import unaccented

PROFILES = {profile.name: profile for profile in mark_profiles()}
HEAD = "profile\twritten\tread\trate\tcount\n"
WORDS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệốồổỗộ", max_size=7)


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        (STRIPPED, "ế", "e"),
        (STRIPPED, "đ", "d"),
        (TONELESS, "ế", "ê"),
        (SHAPELESS, "ế", "é"),
        (SHAPELESS, "ở", "ỏ"),
        (SWAPPED, "ể", "ế"),
        (SWAPPED, "i", "í"),
    ],
)
def test_what_a_profile_of_marks_does(name: str, written: str, read: str):
    assert PROFILES[name].rates[Edit(written, read)] > 0


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        (STRIPPED, "e", "e"),
        (TONELESS, "ê", "e"),
        (SHAPELESS, "é", "e"),
        (SWAPPED, "i", "y"),
        (SWAPPED, "b", "h"),
    ],
)
def test_what_it_does_not(name: str, written: str, read: str):
    assert Edit(written, read) not in PROFILES[name].rates


def test_a_letter_is_misread_at_most_once():
    for profile in PROFILES.values():
        assert all(total <= 1 + 1e-9 for total in profile.totals.values())
        assert all(is_mark_edit(edit) for edit in profile.rates)


def test_a_table_survives_being_written_and_read():
    rows = [
        ("eng", Edit("ổ", "6"), 0.25, 31),
        ("vie", Edit("", "."), 0.001, 4),
        ("vie", Edit("m", "rn"), 0.01, 3),
    ]
    eng, vie = parse_confusions(format_confusions(rows, "made\nby hand"))
    assert (eng.name, dict(eng.rates)) == ("eng", {Edit("ổ", "6"): 0.25})
    assert set(vie.rates) == {Edit("", "."), Edit("m", "rn")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vie\ta\tb\t0.1\t1\n",
        HEAD + "vie\ta\tb\t0.1\n",
        HEAD + "vie\ta\ta\t0.1\t1\n",
        HEAD + "vie\ta\tb\t2\t1\n",
    ],
)
def test_broken_tables_are_refused_with_what_to_do(text: str):
    with pytest.raises(DictionaryError, match="vnfix train"):
        parse_confusions(text)


@pytest.mark.parametrize(
    ("written", "read", "known", "edits"),
    [
        ("tổ", "tố", (), [("ổ", "ố")]),
        ("quyền", "quyen", (), [("ề", "e")]),
        ("nước", "nuoc", {Edit("ướ", "u")}, [("ư", "u"), ("ớ", "o")]),
        ("của", "ctia", {Edit("ủ", "ti")}, [("ủ", "ti")]),
        ("cơm", "corn", {Edit("ơm", "orn")}, [("ơm", "orn")]),
        ("tim", "tirn", {Edit("m", "rn")}, [("m", "rn")]),
        ("là", "là", (), []),
        ("ban", "bn", (), [("a", "")]),
        ("bn", "ban", (), [("", "a")]),
    ],
)
def test_the_edits_between_two_words(written: str, read: str, known, edits):
    every = {Edit("ư", "u"), Edit("ớ", "o"), *known}
    assert find_edits(written, read, every) == tuple(Edit(*edit) for edit in edits)


@given(WORDS, WORDS)
def test_edits_make_one_word_of_the_other(written: str, read: str):
    edits = find_edits(written, read, ())
    assert bool(edits) == (written != read)
    stretches = find_stretches(written, read)
    assert all(edit.written != edit.read for edit in edits)
    assert sum(len(edit.written) for edit in edits) <= sum(j - i for i, j, _, _ in stretches)
    rebuilt, at = "", 0
    for i, j, k, m in stretches:
        rebuilt += written[at:i] + read[k:m]
        at = j
    assert rebuilt + written[at:] == read


@given(WORDS)
def test_words_that_differ_in_marks_have_edits_of_marks_only(word: str):
    assert all(is_mark_edit(edit) for edit in find_edits(word, unaccented(word), ()))
