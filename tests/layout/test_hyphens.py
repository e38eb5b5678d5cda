"""Which hyphens at line ends go, and which stay."""

from __future__ import annotations

import pytest

from vnfix import Kind, apply_corrections
from vnfix.layout.hyphens import find_line_hyphens

VOCABULARY = frozenset({"government", "cơquan", "tôi"})


def take_out(text: str) -> str:
    return apply_corrections(text, find_line_hyphens(text, VOCABULARY.__contains__))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("the govern-\nment has", "the government has"),
        ("the Govern-\r\n  ment has", "the Government has"),
        ("thư viện zlibber, zlib-\nber", "thư viện zlibber, zlibber"),
        ("nền kinh tế; kinh-\ntế", "nền kinh tế; kinh\ntế"),
        ("nền kinh tế; Kinh-\ntế", "nền kinh tế; Kinh\ntế"),
        ("zlib\u00ad\nber", "zlibber"),
        ("zlib\u00ac\nber", "zlibber"),
    ],
)
def test_hyphens_that_a_line_end_made_go(text, result):
    assert take_out(text) == result
    assert {item.kind for item in find_line_hyphens(text, VOCABULARY.__contains__)} == {Kind.HYPHENS}


@pytest.mark.parametrize(
    "text",
    [
        "the govern-ment",
        "zlib-\nber",
        "Liên-\nXô",
        "Xta-lin-\ngrad",
        "e-\nmail, e-mail, email",
        "kinh-\ntế, kinh-tế, kinh tế",
        "cơ-\nquan",
        "kinh tế -\nxã hội, kinh tế xã hội",
        "100-\n200",
        "36/KH-\nUBND",
        "a.b-\nmail",
        "govern-\n\nment",
        "- \n- ment",
        "",
    ],
)
def test_other_hyphens_stay(text):
    assert take_out(text) == text
