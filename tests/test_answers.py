"""The answers of a person as evidence for the rest of a document."""

from __future__ import annotations

import pytest

from tests.repair.engine import shared_repairer

TEXT = "Các hộ   xã đã ký. C  quan và đ n vị báo cáo. Người   lại, ng ời già.\n"


@pytest.fixture(scope="module")
def learner():
    return shared_repairer().open_learner(TEXT)


def read(learner, answers=None):
    return {(item.start, item.end): item for item in learner.read_again(answers or {})}


def test_without_answers_the_readings_are_those_of_the_repair(learner):
    repair = shared_repairer().repair(TEXT)
    found = read(learner)
    for item in (*repair.corrections, *repair.suggestions):
        assert found[item.start, item.end] == item


def test_a_rejected_letter_is_less_likely_elsewhere(learner):
    before = read(learner)
    first, second = (span for span, item in before.items() if item.after == "ở")
    after = read(learner, {first: " "})
    assert first not in after
    assert after[second].confidence < before[second].confidence
    others = [span for span in after if span != second]
    assert all(after[span].confidence == before[span].confidence for span in others)


def test_what_is_answered_is_read_no_more(learner):
    answers = {span: item.after for span, item in read(learner).items()}
    assert read(learner, answers) == {}


def test_an_answer_that_spans_a_reading_settles_it(learner):
    span = next(span for span, item in read(learner).items() if item.after == "đơn")
    assert span not in read(learner, {(span[0], span[1] + 3): "đơn vị"})


@pytest.mark.parametrize(
    "text", ["", "Các cơ quan, đơn vị báo cáo.", "®¬n vÞ trùc thuéc ®· b¸o c¸o vµ kiÓm tra"]
)
def test_where_nothing_can_be_learned_there_is_no_learner(text):
    assert shared_repairer().open_learner(text) is None
