"""Misread words come back, each with its kind and a reason; what is switched off stays."""

from __future__ import annotations

import pytest

from tests.repair.engine import shared_repairer
from vnfix import Level, apply_corrections
from vnfix.correction import Kind
from vnfix.settings import DAMAGE_KINDS, Settings

MISREAD = frozenset({Kind.DIACRITICS, Kind.GLYPHS, Kind.SPACING})
BARE = "Hom nay troi dep, ca nha ra vuon hai qua. Duong di xa qua, toi khong muon di nua."


def test_misread_words_come_back(misread_case, known_failure):
    known_failure(misread_case, "fixed")
    assert shared_repairer().repair(misread_case.original).text == misread_case.fixed


def test_each_correction_has_its_kind_and_reason_and_replays(misread_case):
    result = shared_repairer().repair(misread_case.original)
    assert apply_corrections(result.original, result.corrections) == result.text
    for item in result.corrections:
        assert item.kind in MISREAD | {Kind.LOST_LETTERS}
        assert item.reason
        assert 0 < item.confidence <= 1
        assert any(candidate.text == item.after for candidate in item.candidates)


def test_a_second_run_changes_nothing(misread_case):
    once = shared_repairer().repair(misread_case.original).text
    assert shared_repairer().repair(once).text == once


def test_kinds_that_are_switched_off_stay(misread_case):
    settings = Settings(kinds=DAMAGE_KINDS - MISREAD)
    result = shared_repairer().repair(misread_case.original, settings=settings)
    assert not MISREAD & {item.kind for item in result.corrections + result.suggestions}


def test_a_line_without_marks_stays_as_it_is_at_the_safest_level():
    assert shared_repairer().repair(BARE, Level.SAFE).text == BARE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Người thuê có quy ền và nghĩa vụ; ngư ời cho thuê có quy ền chấm dứt hợp đồng thuê tài s ản.",
            Kind.SPACING,
        ),
        (BARE, Kind.DIACRITICS),
    ],
)
def test_the_kind_says_what_was_misread(text: str, kind: Kind):
    result = shared_repairer().repair(text)
    assert {item.kind for item in result.corrections} == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "The committee will meet again on Monday to discuss the new budget and the next steps.",
        "Le président a déclaré que la situation était grave, mais qu'il fallait garder espoir.",
        "Saya tidak tahu apakah dia akan datang ke rumah kami besok pagi atau lusa.",
        "SELECT id, ten, ngay_sinh FROM hoc_sinh WHERE lop = '10A1' ORDER BY ten;",
    ],
)
def test_other_languages_and_code_are_not_vietnamese_without_marks(text: str):
    assert shared_repairer().repair(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Bà kỹ sư viết lý lịch, nộp tỷ lệ phần trăm; ông kĩ sư viết lí lịch, nộp tỉ lệ phần trăm.",
        "Hoà bình và hòa bình, thuỷ lợi và thủy lợi, quý khách và quí khách đều là cách viết đúng.",
        "Đi mô rứa? Răng chừ mới về? O nớ con ai ri, mạ nỏ biết mô.",
    ],
)
def test_variants_and_dialect_stay(text: str):
    assert shared_repairer().repair(text).text == text
