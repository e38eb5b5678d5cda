"""Places, answers and the text that they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.reviews import TEXT, correct, make_repair, mark_review, sample_repair, sample_review
from vnfix.correction import LostDigit, apply_corrections
from vnfix.profile import MarkMeaning
from vnfix.review.places import Asked, find_places
from vnfix.review.session import Verdict

FIXED = "mọi cơ quan, cơ quan\nđ n vị 2 /7\nxã Đ n\n"


def number_of(review, before, nth=0):
    return [n for n, place in enumerate(review.places) if place.before == before][nth]


def test_without_an_answer_the_text_is_what_fix_writes():
    assert sample_review().result() == sample_repair().text == FIXED


def test_with_ask_all_nothing_changes_without_an_answer():
    assert sample_review(ask_all=True).result() == TEXT


def test_an_answer_changes_its_place_and_nothing_else():
    review = sample_review()
    review.give(review.accept(number_of(review, "đ n")))
    review.give(review.edit(number_of(review, " "), "5"))
    assert review.result() == FIXED.replace("đ n", "đơn").replace("2 /7", "25/7")


def test_a_presumed_correction_can_be_rejected():
    review = sample_review()
    review.give(review.reject(number_of(review, "c ")))
    assert review.result() == FIXED.replace("mọi cơ quan", "mọi c  quan")


def test_rejecting_all_like_it_leaves_other_corrections():
    review = sample_review()
    review.give(review.accept(number_of(review, "đ n")))
    review.give(review.reject_like(number_of(review, "c ")))
    assert review.result() == TEXT.replace("đ n", "đơn")


def test_a_single_answer_is_not_spread():
    review = sample_review(ask_all=True)
    review.give(review.accept(number_of(review, "c ")))
    assert review.result() == TEXT.replace("mọi c ", "mọi cơ")


def test_all_like_it_leaves_those_that_were_decided():
    review = sample_review(ask_all=True)
    review.give(review.reject(number_of(review, "c ", 1)))
    review.give(review.accept_like(number_of(review, "c ")))
    assert review.result() == TEXT.replace("mọi c ", "mọi cơ")


def test_candidates_are_counted_from_one_without_the_text_as_it_stands():
    review = sample_review()
    place = number_of(review, "đ n")
    review.give(review.pick(place, 2))
    assert review.decision(place) == "cỡ"
    for choice in (0, 3):
        with pytest.raises(ValueError, match="no candidate"):
            review.pick(place, choice)


def test_a_lost_digit_is_never_proposed_and_like_no_other():
    text = "2 /7, 2 /7"
    holes = [LostDigit(at, at + 1, "2 /7", 0.9) for at in (1, 7)]
    review = sample_review()
    with pytest.raises(ValueError, match="nothing is proposed"):
        review.accept(number_of(review, " "))
    places = find_places(make_repair(text, [], [], holes))
    assert [place.after for place in places] == [None, None]
    assert not any(place.presumed for place in places)
    assert len({place.likeness for place in places}) == 2


@pytest.mark.parametrize("typed", ["a\nb", "a\n", "a\r"])
def test_a_line_end_cannot_be_typed(typed):
    review = sample_review()
    with pytest.raises(ValueError, match="line end"):
        review.edit(0, typed)


def test_ignoring_a_word_leaves_it_whatever_was_proposed():
    text = "c  quan, c  sở"
    repair = make_repair(text, [correct(text, "c ", "cơ"), correct(text, "c ", "có", nth=1)], [])
    review = type(sample_review())(text, find_places(repair))
    answer = review.ignore(0)
    review.give(answer)
    assert (answer.verdict, answer.word, review.result()) == (Verdict.IGNORE, "c", text)


def test_a_blank_is_no_word_to_ignore():
    review = sample_review()
    with pytest.raises(ValueError, match="no word"):
        review.ignore(number_of(review, " "))


def test_undo_takes_answers_back_one_by_one():
    review = sample_review()
    texts = [review.result()]
    for answer in (review.reject_like(number_of(review, "c ")), review.edit(number_of(review, " "), "5")):
        review.give(answer)
        texts.append(review.result())
    review.give(review.edit(number_of(review, " "), "6"))
    for text in reversed(texts):
        review.undo()
        assert review.result() == text
    assert review.undo() is None


def test_what_is_open_is_counted():
    review = sample_review()
    assert (review.open_count, review.presumed_count) == (3, 2)
    review.give(review.reject_like(number_of(review, "c ")))
    review.give(review.edit(number_of(review, " "), "5"))
    review.give(review.edit(number_of(review, " "), "6"))
    assert (review.open_count, review.presumed_count) == (2, 0)
    for _ in range(3):
        review.undo()
    assert (review.open_count, review.presumed_count) == (3, 2)


def test_places_do_not_overlap():
    text = "c  quan"
    repair = make_repair(text, [correct(text, "c ", "cơ")], [correct(text, "c  quan", "co quan")])
    assert [place.before for place in find_places(repair)] == ["c "]


class TestGlyphs:
    TEXT = "c(cid:7) quan (cid:7)(cid:8)t, ngày 1(cid:9)/11, 2(cid:9)/12 (cid:8)\n"
    MARKS = (
        MarkMeaning("(cid:7)", "ơ", 2, 0.8),
        MarkMeaning("(cid:8)", None, 2, 0.0),
        MarkMeaning("(cid:9)", None, 2, 0.0),
    )

    def review(self):
        return mark_review(self.TEXT, list(self.MARKS), correct(self.TEXT, "c(cid:7)", "cơ", 0.5))

    def glyph(self, review, mark):
        return next(n for n, p in enumerate(review.places) if p.subject is Asked.GLYPH and p.before == mark)

    def test_one_answer_settles_every_place_digits_included(self):
        review = self.review()
        review.give(review.edit(self.glyph(review, "(cid:9)"), "5"))
        assert review.result() == self.TEXT.replace("(cid:9)", "5")
        review.give(review.accept(self.glyph(review, "(cid:7)")))
        assert review.result().startswith("cơ quan ơ(cid:8)t")

    def test_two_answers_settle_what_both_marks_stand_in(self):
        review = self.review()
        for mark, letter in (("(cid:7)", "ơ"), ("(cid:8)", "n"), ("(cid:9)", "5")):
            review.give(review.edit(self.glyph(review, mark), letter))
        assert review.result() == "cơ quan ơnt, ngày 15/11, 25/12 n\n"

    def test_one_undo_takes_all_its_places_back(self):
        review = self.review()
        review.give(review.edit(self.glyph(review, "(cid:9)"), "5"))
        review.undo()
        assert review.result() == self.TEXT

    def test_a_place_that_was_decided_keeps_its_decision(self):
        review = self.review()
        own = next(n for n, p in enumerate(review.places) if p.before == "c(cid:7)")
        review.give(review.edit(own, "cờ"))
        review.give(review.accept(self.glyph(review, "(cid:7)")))
        assert review.result().startswith("cờ quan ")

    def test_rejecting_asks_the_places_one_by_one(self):
        review = self.review()
        review.give(review.reject(self.glyph(review, "(cid:7)")))
        assert review.result() == self.TEXT

    def test_a_mark_of_any_lost_glyph_is_not_asked_once(self):
        text = "c\ufffd quan, s\ufffd"
        review = mark_review(text, [MarkMeaning("\ufffd", "ơ", 2, 0.9)])
        assert [place.subject for place in review.places] == []

    def test_a_glyph_needs_a_letter(self):
        review = self.review()
        with pytest.raises(ValueError, match="letter"):
            review.edit(self.glyph(review, "(cid:9)"), "")


@given(st.data())
def test_the_corrections_replayed_are_the_text_whatever_was_answered(data):
    review = sample_review(ask_all=data.draw(st.booleans()))
    untouched = review.result()
    numbers = st.integers(0, len(review.places) - 1)
    for step in data.draw(st.lists(st.sampled_from(["accept", "reject", "edit", "like", "undo", "ignore"]))):
        number = data.draw(numbers)
        try:
            if step == "undo":
                review.undo()
            elif step == "edit":
                review.give(review.edit(number, data.draw(st.text("ơn5 ", max_size=3))))
            elif step == "like":
                review.give(review.accept_like(number))
            else:
                review.give(getattr(review, step)(number))
        except ValueError:
            continue
    assert apply_corrections(TEXT, review.corrections()) == review.result()
    while review.undo():
        pass
    assert review.result() == untouched
