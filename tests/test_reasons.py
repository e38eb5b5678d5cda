"""Why a reading was chosen, in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from vnfix.channels.proposal import Proposal
from vnfix.confusions import Edit
from vnfix.error_rates import BROKEN, GLUED, SPLIT, ErrorRates, Layer
from vnfix.loss_rates import LossRates
from vnfix.reasons import explain_edits, explain_losses
from vnfix.traces import BLANK, ZERO

PLAIN = Layer.PLAIN
EDIT = Edit("h", "b")
ERRORS = ErrorRates((), {}, {}, {(EDIT, PLAIN): 3.4, (SPLIT, PLAIN): 2.0, (BROKEN, PLAIN): 5.0})


def propose(losses=(), edits=()):
    return Proposal(0, 1, "x", 1, 0.0, losses, edits=tuple((edit, PLAIN) for edit in edits))


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((), ""),
        ((EDIT, EDIT), "h was read as b about 3 times here"),
        ((Edit("", "i"),), "nothing was read as i once here"),
        ((SPLIT,), "a blank was put into words about 2 times here"),
        ((GLUED,), "a blank between words was lost once here"),
        ((BROKEN,), "words were broken over line ends about 5 times here"),
        ((EDIT, SPLIT), "h was read as b about 3 times here; a blank was put into words about 2 times here"),
    ],
)
def test_of_what_was_misread(edits, expected):
    assert explain_edits(SimpleNamespace(errors=ERRORS), propose(edits=edits)) == expected


def test_of_what_was_lost():
    rates = LossRates({"ự": 7}, {("ự", BLANK): 2.6})
    losses = (("ự", BLANK), ("ự", ZERO), ("ự", BLANK), ("ơ", "\ufffd"))
    assert explain_losses(SimpleNamespace(rates=rates), propose(losses)).split("; ") == [
        "ự left a blank about 3 times here and stands 7 times",
        "ự left nothing once here and stands 7 times",
        "ơ left '\ufffd' once here and stands 0 times",
    ]
