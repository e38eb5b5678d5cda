"""Long texts in pieces: where they are cut, what one piece teaches the next, and what stays switched off."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.chunking import cut_parts, cut_text, find_lost_glyphs, repair_long, repair_pieces
from vnfix.correction import Correction, Kind, Level, Repair, apply_corrections
from vnfix.profile import DamageProfile, GlyphLoss, Way
from vnfix.settings import DEFAULT_SETTINGS

LOST = DamageProfile((Way.BLANK,), (GlyphLoss("ơ", 9.0, 0),))


class Recorder:
    """Corrects every `a` to `b`; remembers what it was asked, and says that each text lost the same."""

    def __init__(self, profile: DamageProfile = LOST) -> None:
        self.profile = profile
        self.priors: list[DamageProfile | None] = []

    def repair(self, text: str, level: Level, settings=DEFAULT_SETTINGS, prior=None) -> Repair:
        self.priors.append(prior)
        fixes = tuple(
            Correction(at, at + 1, "a", "b", Kind.GLYPHS, 0.9) for at, char in enumerate(text) if char == "a"
        )
        return Repair(text, apply_corrections(text, fixes), fixes, (), (), self.profile)


@given(st.text("xy .\n", max_size=80), st.integers(2, 30), st.lists(st.integers(0, 80)))
def test_a_text_in_parts_is_cut_like_the_whole(text, longest, cuts):
    bounds = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    parts = [text[start:end] for start, end in pairwise(bounds)]
    pieces = list(cut_text(text, longest))
    assert "".join(pieces) == text
    assert all(len(piece) <= longest for piece in pieces)
    assert list(cut_parts(parts, longest)) == (pieces or [""])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("một\nhai.\n\nba bốn năm", "một\nhai.\n\n"),
        ("một hai\nba bốn năm", "một hai\n"),
        ("một hai. ba bốn năm", "một hai. "),
        ("một hai ba bốn năm sáu", "một hai ba "),
        ("m" * 20, "m" * 12),
    ],
)
def test_a_piece_ends_with_the_largest_unit(text, first):
    assert next(iter(cut_text(text, 12))) == first


def test_a_piece_is_given_before_the_next_is_read():
    def pieces():
        yield "a"
        pytest.fail("read ahead")

    assert next(repair_pieces(Recorder(), pieces(), Level.LIKELY, DEFAULT_SETTINGS)).text == "b"


def test_what_one_piece_lost_is_believed_of_the_next():
    engine = Recorder()
    list(repair_pieces(engine, ["x", "x", "x"], Level.LIKELY, DEFAULT_SETTINGS))
    assert engine.priors == [None, LOST, LOST]


def test_what_is_believed_of_the_source_stays_believed():
    engine, prior = Recorder(), DamageProfile((Way.BLANK,), (GlyphLoss("ạ", 4.0, 1),))
    list(repair_pieces(engine, ["x", "x"], Level.LIKELY, DEFAULT_SETTINGS, prior))
    assert engine.priors[0] == prior
    assert {loss.letter for loss in engine.priors[1].losses} == {"ạ", "ơ"}


@pytest.mark.parametrize(
    "loss",
    [
        GlyphLoss("ơ", 4.0, 0),  # too few
        GlyphLoss("ơ", 9.0, 300),  # it stands nearly everywhere
    ],
)
def test_the_odd_loss_of_a_clean_text_teaches_nothing(loss):
    assert find_lost_glyphs(DamageProfile((Way.BLANK,), (loss,))) is None


def test_what_is_switched_off_stays_so_in_the_pieces_after():
    text = "a\nvnfix: off\naaaa\naaaa\naaaa\nvnfix: on\naa\n"
    repair = repair_long(Recorder(), text, Level.LIKELY, DEFAULT_SETTINGS, longest=16)
    assert repair.text[:2] == "b\n"
    # The scripted engine knows no switches, so only the pieces after the first show it.
    assert repair.text.endswith("aaaa\nvnfix: on\nbb\n")
    assert repair.original == text
