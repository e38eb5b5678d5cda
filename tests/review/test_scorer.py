"""Scoring in the background."""

from __future__ import annotations

import threading

import pytest

from vnfix.review.screen.scorer import Scorer

WAIT = 30


class SlowLearner:
    """Gives its answers back when it is let."""

    def __init__(self):
        self.asked = []
        self.entered = threading.Semaphore(0)
        self.let = threading.Semaphore(0)

    def read_again(self, answers):
        self.asked.append(answers)
        self.entered.release()
        assert self.let.acquire(timeout=WAIT)
        return [answers]


@pytest.fixture
def learner():
    return SlowLearner()


@pytest.fixture
def scorer(learner):
    scorer = Scorer(lambda: learner)
    scorer.start()
    yield scorer
    scorer.stop()


def wait_for(scorer):
    while True:
        found = scorer.take()
        if found is not None:
            return found
        threading.Event().wait(0.01)


def test_nothing_is_there_before_it_is_found(scorer, learner):
    scorer.ask({(0, 1): "a"})
    assert learner.entered.acquire(timeout=WAIT)
    assert scorer.take() is None
    learner.let.release()
    assert wait_for(scorer) == [{(0, 1): "a"}]
    assert scorer.take() is None


def test_of_the_questions_that_wait_only_the_last_is_answered(scorer, learner):
    scorer.ask({(0, 1): "a"})
    assert learner.entered.acquire(timeout=WAIT)
    for answer in "bcd":
        scorer.ask({(0, 1): answer})
    learner.let.release(2)
    assert learner.entered.acquire(timeout=WAIT)
    assert [asked[0, 1] for asked in learner.asked] == ["a", "d"]


def test_a_defect_is_told_once_and_nothing_more():
    def fail():
        message = "a defect"
        raise RuntimeError(message)

    scorer = Scorer(fail)
    scorer.start()
    while not (failure := scorer.take_failure()):
        threading.Event().wait(0.01)
    assert "RuntimeError: a defect" in failure
    assert (scorer.take_failure(), scorer.take()) == ("", None)


def test_where_nothing_can_be_learned_nothing_comes():
    scorer = Scorer(lambda: None)
    scorer.start()
    scorer.ask({})
    assert scorer.take() is None
    scorer.stop()
