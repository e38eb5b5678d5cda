"""Lost letters come back, and the explanation of how is the change that was made."""

from __future__ import annotations

from tests.repair.engine import shared_repairer
from vnfix import apply_corrections


def test_the_letters_come_back(damaged_case, known_failure):
    known_failure(damaged_case, "fixed")
    assert shared_repairer().repair(damaged_case.original).text == damaged_case.fixed


def test_the_profile_says_that_letters_are_lost(damaged_case):
    result = shared_repairer().repair(damaged_case.original)
    if result.corrections:
        assert result.profile.losses
        assert result.profile.ways
        assert result.profile.damaged_lines
    assert apply_corrections(result.original, result.corrections) == result.text
    assert result.profile.lines == len(damaged_case.original.splitlines()) + damaged_case.original.endswith(
        "\n"
    )


def test_few_double_blanks_are_no_shrunk_blanks_where_letters_are_lost_within_words():
    """Of a hundred and fifty lost letters four stood at the edge of a word: each of them made a double blank."""
    gold = "Nhân dân trong làng dâng hương bên cây cầu.\n" * 30
    gold += "Mẹ ru con ngủ, gió đưa nhẹ qua vườn.\n" * 2
    result = shared_repairer().repair(gold.replace("â", " ").replace("ẹ", " "))
    assert result.text == gold
