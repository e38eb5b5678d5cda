"""Answers on disk: the form of the lines, reading them again, matching and merging."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.reviews import TEXT, sample_desk, sample_repair, sample_review
from vnfix.correction import Kind, apply_corrections
from vnfix.errors import InputError
from vnfix.review.matching import match_decisions, saved_contexts
from vnfix.review.merging import merge_decisions
from vnfix.review.places import find_places
from vnfix.review.records import (
    Decisions,
    Header,
    SavedAnswer,
    SavedDecision,
    dump_answer,
    dump_header,
    dump_presumed,
    dump_undo,
    dump_written,
    read_decisions,
)
from vnfix.review.resuming import resume, save_answer, save_presumed
from vnfix.review.session import Verdict

HEADER = Header("a.txt", "00", "utf-8", "0.1.0", "likely")
START = dump_header(HEADER)


def decide(text: str, before: str, after: str, nth: int = 0) -> SavedDecision:
    at = -1
    for _ in range(nth + 1):
        at = text.index(before, at + 1)
    left, right = saved_contexts(text, at, at + len(before))
    return SavedDecision(at, before, after, after, Kind.LOST_LETTERS, 0.9, left, right)


def decisions(*places: SavedDecision, presumed: tuple[SavedDecision, ...] = ()) -> Decisions:
    answers = tuple(SavedAnswer(Verdict.ACCEPT, (place,)) for place in places)
    return Decisions(HEADER, presumed, answers)


class TestRecords:
    PLACE = decide(TEXT, "c ", "cơ")
    ANSWER = SavedAnswer(Verdict.IGNORE, (PLACE,), "c")

    def test_what_is_written_is_read(self):
        text = START + dump_presumed([self.PLACE]) + dump_answer(self.ANSWER) + dump_written("ab")
        assert read_decisions(text) == Decisions(HEADER, (self.PLACE,), (self.ANSWER,), ("ab",))

    def test_an_answer_taken_back_is_none(self):
        other = replace(self.ANSWER, word="x")
        text = START + dump_answer(self.ANSWER) + dump_answer(other) + dump_undo()
        assert read_decisions(text).answers == (self.ANSWER,)

    def test_a_torn_last_line_is_no_answer(self):
        whole = START + dump_answer(self.ANSWER)
        for cut in range(len(START), len(whole)):
            assert read_decisions(whole[:cut]).answers == ()

    @pytest.mark.parametrize(
        "line",
        [
            "{",
            "[]",
            "3",
            '{"type": "answer"}',
            '{"type": "undo"}',
            '{"type": "presumed", "places": [{}]}',
            '{"type": "answer", "verdict": "maybe", "places": [], "word": ""}',
            "",
            "[" * 100000,
        ],
    )
    def test_a_broken_line_is_named(self, line):
        with pytest.raises(InputError, match="line 2 is broken"):
            read_decisions(START + line + "\n")

    @pytest.mark.parametrize("text", ["", "\n", "{}\n", "xin chào\n", '{"type": "answer"}\n'])
    def test_another_file_is_refused(self, text):
        with pytest.raises(InputError):
            read_decisions(text)

    def test_a_later_schema_is_refused(self):
        with pytest.raises(InputError, match="schema 2"):
            read_decisions(START.replace('"schema": 1', '"schema": 2'))

    def test_a_type_of_a_later_version_is_passed_over(self):
        assert read_decisions(START + '{"type": "note"}\n').answers == ()


class TestResuming:
    def kept(self, *steps):
        desk, kept, _ = sample_desk()
        for step, *arguments in steps:
            getattr(desk, step)(*arguments)
        start = START + dump_presumed(save_presumed(TEXT, sample_review().places))
        return desk.review, read_decisions(start + "".join(kept))

    def test_every_answer_is_there_again_and_can_be_undone(self):
        review, saved = self.kept(
            ("accept",), ("reject",), ("accept",), ("press_digit", 5), ("undo",), ("press_digit", 6)
        )
        again = resume(TEXT, find_places(sample_repair()), saved)
        assert again.result() == review.result()
        while review.undo():
            again.undo()
            assert again.result() == review.result()

    def test_what_the_engine_finds_no_more_stays_decided(self):
        review, saved = self.kept(("accept",), ("reject",), ("accept",), ("press_digit", 5))
        assert resume(TEXT, [], saved).result() == review.result()

    def test_what_the_engine_finds_anew_is_not_presumed(self):
        saved = decisions()
        assert resume(TEXT, find_places(sample_repair()), saved).result() == TEXT

    def test_an_answer_is_kept_with_its_context(self):
        review = sample_review()
        saved = save_answer(review, review.accept(0))
        assert (saved.places[0].left, saved.places[0].right) == ("mọi ", " quan, c  quan\nđ n vị 2 ")


class TestMatching:
    def test_a_place_moves_with_its_context(self):
        found, lost = match_decisions(decisions(decide(TEXT, "đ n", "đơn")), "mới\n" + TEXT)
        assert ([place.offset for place in found.answers[0].places], lost) == ([TEXT.index("đ n") + 4], ())

    def test_a_change_nearby_loses_no_place(self):
        text = "một hai ba bốn năm c  quan sáu bảy tám chín mười"
        found, lost = match_decisions(decisions(decide(text, "c ", "cơ")), text.replace("hai", "HAI"))
        assert (found.answers[0].places[0].offset, lost) == (text.index("c "), ())

    def test_places_alike_keep_their_order(self):
        text = "\n".join(["mọi c  quan"] * 5)
        places = [decide(text, "c ", "cơ", nth) for nth in range(5)]
        found, lost = match_decisions(decisions(*places), "đầu\n" + text)
        assert [a.places[0].offset for a in found.answers] == [place.offset + 4 for place in places]
        assert lost == ()

    @pytest.mark.parametrize("text", ["", "khác hẳn", TEXT.replace("đ n", "đơn")])
    def test_what_stands_nowhere_is_told(self, text):
        place = decide(TEXT, "đ n", "đơn")
        assert match_decisions(decisions(place), text) == (replace(decisions(), answers=()), (place,))

    def test_two_places_never_become_one(self):
        text = "mọi c  quan. mọi c  quan."
        places = [decide(text, "c ", "cơ", nth) for nth in range(2)]
        found, lost = match_decisions(decisions(*places), "mọi c  quan.")
        assert len(found.answers) + len(lost) == 2
        assert len(found.answers) <= 1

    @given(st.data())
    def test_whatever_changed_the_decisions_can_be_replayed(self, data):
        text = data.draw(st.text("ac \n", max_size=60))
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        places = [
            SavedDecision(
                start, text[start:end], "x", "x", Kind.GLYPHS, 0.5, *saved_contexts(text, start, end)
            )
            for start, end in spans
        ]
        at = data.draw(st.integers(0, len(text)))
        changed = (
            text[:at]
            + data.draw(st.text("ac \n", max_size=9))
            + text[data.draw(st.integers(at, len(text))) :]
        )
        moved, lost = match_decisions(decisions(*places), changed)
        assert len(moved.answers) + len(lost) == len(places)
        apply_corrections(changed, merge_decisions(changed, {"an": moved}).corrections)
        if changed == text:
            assert lost == ()
            assert [answer.places[0].offset for answer in moved.answers] == [place.offset for place in places]


class TestMerging:
    def text(self, **readers):
        merged = merge_decisions(TEXT, readers)
        return apply_corrections(TEXT, merged.corrections), merged.conflicts

    def test_answers_on_different_places_join(self):
        an, ba = decisions(decide(TEXT, "c ", "cơ")), decisions(decide(TEXT, "đ n", "đơn"))
        assert self.text(an=an, ba=ba) == (TEXT.replace("mọi c ", "mọi cơ").replace("đ n", "đơn"), ())

    def test_the_same_answer_twice_is_one(self):
        an = decisions(decide(TEXT, "đ n", "đơn"))
        assert self.text(an=an, ba=an) == (TEXT.replace("đ n", "đơn"), ())

    def test_where_they_differ_the_text_stays(self):
        an, ba = decisions(decide(TEXT, "đ n", "đơn")), decisions(decide(TEXT, "đ n", "đen"))
        text, (conflict,) = self.text(an=an, ba=ba)
        assert text == TEXT
        assert (conflict.before, conflict.wanted) == ("đ n", (("an", "đơn"), ("ba", "đen")))

    def test_keeping_the_text_is_an_answer_too(self):
        an, ba = decisions(decide(TEXT, "đ n", "đơn")), decisions(decide(TEXT, "đ n", "đ n"))
        assert len(self.text(an=an, ba=ba)[1]) == 1

    def test_an_answer_counts_more_than_what_was_presumed(self):
        an = decisions(presumed=(decide(TEXT, "đ n", "đơn"),))
        assert self.text(an=an, ba=decisions(decide(TEXT, "đ n", "đen"))) == (TEXT.replace("đ n", "đen"), ())

    @pytest.mark.parametrize(("wanted", "conflicts"), [("đơn vị", 0), ("đen vị", 1)])
    def test_spans_that_overlap_are_compared_as_a_whole(self, wanted, conflicts):
        an, ba = decisions(decide(TEXT, "đ n", "đơn")), decisions(decide(TEXT, "đ n vị", wanted))
        text, found = self.text(an=an, ba=ba)
        assert len(found) == conflicts
        assert text == (TEXT if conflicts else TEXT.replace("đ n", "đơn"))

    def test_the_last_answer_of_a_reader_counts(self):
        an = decisions(decide(TEXT, "đ n", "đen"), decide(TEXT, "đ n", "đơn"))
        assert self.text(an=an) == (TEXT.replace("đ n", "đơn"), ())

    def test_decisions_on_another_text_are_refused(self):
        with pytest.raises(InputError, match="does not stand"):
            merge_decisions("khác", {"an": decisions(decide(TEXT, "đ n", "đơn"))})
