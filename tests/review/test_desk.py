"""The desk: a cursor, an order, a filter, and answers that are kept before they count."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from tests.review.reviews import TEXT, correct, make_repair, sample_desk
from vnfix.correction import Candidate, Kind, LostDigit
from vnfix.errors import InputError
from vnfix.profile import MarkMeaning
from vnfix.review.digits import absent_digits, possible_digits
from vnfix.review.filters import Filter, State, read_filter
from vnfix.review.ordering import Order, sort_places
from vnfix.review.places import Asked, Place, find_places
from vnfix.review.session import Review
from vnfix.review.views import Ink, Piece, list_choices, show_context, wrap_pieces


def forms(desk):
    return [desk.review.places[number].before for number in desk.view]


class TestCursor:
    def test_an_answer_goes_to_the_next_undecided_place(self):
        desk, *_ = sample_desk()
        desk.move(1)
        desk.accept()
        assert desk.place.before == "đ n"

    def test_behind_the_last_place_those_that_were_passed_over_come(self):
        desk, *_ = sample_desk()
        desk.move(4)
        desk.accept()
        assert desk.cursor == 0

    def test_when_all_is_decided_the_cursor_stays_and_it_is_said(self):
        desk, *_ = sample_desk()
        for _ in range(4):
            desk.reject()
        assert "everything" in desk.reject()
        assert desk.cursor == 4

    @pytest.mark.parametrize(("step", "cursor"), [(-1, 0), (100, 4), (2, 2)])
    def test_it_stays_in_the_list(self, step, cursor):
        desk, *_ = sample_desk()
        desk.move(step)
        assert desk.cursor == cursor

    def test_undo_goes_back_to_the_place(self):
        desk, *_ = sample_desk()
        desk.accept()
        desk.move(3)
        desk.undo()
        assert desk.cursor == 0
        with pytest.raises(ValueError, match="nothing to undo"):
            desk.undo()

    @pytest.mark.parametrize(("where", "cursor"), [("3", 2), ("1:", 0), ("2:1", 2), ("2:2", 3), (" 3 : ", 4)])
    def test_going_to_a_place(self, where, cursor):
        desk, *_ = sample_desk()
        desk.go_to(where)
        assert desk.cursor == cursor

    @pytest.mark.parametrize("where", ["0", "6", "9:", "x", "", "1:2:3", "-1"])
    def test_going_nowhere(self, where):
        desk, *_ = sample_desk()
        with pytest.raises(ValueError, match=r"number|place"):
            desk.go_to(where)
        assert desk.cursor == 0

    @pytest.mark.parametrize(("pattern", "cursor"), [("vị", 2), ("XÃ", 4), ("đơn", 2), ("quan", 1)])
    def test_searching(self, pattern, cursor):
        desk, *_ = sample_desk()
        desk.search(pattern)
        assert desk.cursor == cursor

    def test_searching_in_vain(self):
        desk, *_ = sample_desk()
        with pytest.raises(ValueError, match="no place"):
            desk.search("không có")


class TestKeeping:
    def test_every_answer_is_one_line(self):
        desk, kept, _ = sample_desk()
        desk.accept()
        desk.reject_like()
        desk.undo()
        assert [json.loads(line)["type"] for line in kept] == ["answer", "answer", "undo"]

    def test_an_answer_that_cannot_be_kept_does_not_count(self):
        desk, _, _ = sample_desk()

        def fail(_line):
            message = "the disk is full"
            raise InputError(message)

        desk._keep = fail
        with pytest.raises(InputError):
            desk.reject()
        assert (desk.cursor, desk.is_decided) == (0, False)

    def test_a_word_goes_into_the_dictionary_and_out_again(self):
        desk, _, words = sample_desk()
        desk.add_word()
        assert words.words == ["c"]
        desk.undo()
        assert words.words == []

    def test_a_digit_key_picks_or_types(self):
        desk, *_ = sample_desk()
        desk.press_digit(2)
        desk.go_to("4")
        desk.press_digit(5)
        assert desk.review.result() == "mọi cỡ quan, cơ quan\nđ n vị 25/7\nxã Đ n\n"
        with pytest.raises(ValueError, match="no candidate 0"):
            desk.go_to("1")
            desk.press_digit(0)


class TestOrder:
    def test_the_least_sure_that_repeats_most_comes_first(self):
        often = [Place(at, at + 1, "o", "ơ", Kind.DIACRITICS, 0.4) for at in (0, 9)]
        places = [
            Place(2, 3, "a", "ă", Kind.DIACRITICS, 0.5),
            *often,
            Place(4, 5, "e", "ê", Kind.DIACRITICS, 0.99, presumed=True),
            Place(6, 7, " ", None, Asked.LOST_DIGIT, 0.7),
        ]
        assert sort_places(places, range(5), Order.WORTH) == [1, 2, 4, 0, 3]
        assert sort_places(places, range(5), Order.POSITION) == [1, 0, 3, 4, 2]

    def test_a_glyph_comes_before_its_places(self):
        text = "c(cid:7) quan s(cid:7)"
        marks = [MarkMeaning("(cid:7)", "ơ", 2, 0.9)]
        places = find_places(make_repair(text, [], [correct(text, "c(cid:7)", "cơ", 0.5)], marks=marks))
        for order in Order:
            assert places[sort_places(places, range(len(places)), order)[0]].subject is Asked.GLYPH

    def test_scoring_anew_moves_neither_the_cursor_nor_what_was_passed(self):
        desk, *_ = sample_desk(Order.WORTH)
        desk.move(1)
        passed = desk.view[:2]
        desk.take_scores([correct(TEXT, "Đ n", "Đơn", 0.3), correct(TEXT, "c ", "cơ", 0.2, nth=1)])
        assert (desk.view, desk.cursor) == ([*passed, 0, 1, 4], 1)

    def test_scoring_anew_changes_the_confidence_of_the_undecided_only(self):
        desk, *_ = sample_desk()
        desk.accept()
        before = desk.review.result()
        desk.take_scores([correct(TEXT, "c ", "cơ", 0.6, nth=1), correct(TEXT, "Đ n", "Đen", 0.9)])
        confidences = [place.confidence for place in desk.review.places]
        # Decided; scored; not read any more; a digit; another reading than the one proposed.
        assert confidences == [0.95, 0.6, 0.2, 0.9, 0.2]
        assert desk.review.places[4].after == "Đơn"
        assert desk.review.result() == before


class TestFilter:
    @pytest.mark.parametrize(
        ("line", "shown"),
        [
            ("", ["c ", "c ", "đ n", " ", "Đ n"]),
            ("open", ["đ n", " ", "Đ n"]),
            ("presumed", ["c ", "c "]),
            ("lost-digit", [" "]),
            ("lost-letters <0.5", ["đ n", "Đ n"]),
            (">=0.96", ["c "]),
            ("0.45-0.96", ["c ", "đ n", " "]),
        ],
    )
    def test_what_is_shown(self, line, shown):
        desk, *_ = sample_desk()
        desk.set_filter(line)
        assert forms(desk) == shown

    @pytest.mark.parametrize("line", ["gì", "1-2-3", "<", "-", "<2.5"])
    def test_what_is_no_filter(self, line):
        with pytest.raises(ValueError, match="is no filter"):
            read_filter(line)

    def test_a_filter_that_shows_nothing_changes_nothing(self):
        desk, *_ = sample_desk()
        with pytest.raises(ValueError, match="no place fits"):
            desk.set_filter("decided")
        assert (len(desk.view), desk.filter) == (5, Filter())

    def test_the_cursor_keeps_its_place_and_decided_ones_stay_in_the_list(self):
        desk, *_ = sample_desk()
        desk.go_to("4")
        desk.set_filter("open")
        assert (desk.cursor, desk.place.subject) == (1, Asked.LOST_DIGIT)
        desk.reject()
        assert len(desk.view) == 3
        assert read_filter("open").state is State.OPEN


class TestDigits:
    @pytest.mark.parametrize(
        ("text", "digits"),
        [
            ("ngày 3?/4/2024", "0"),
            ("ngày 3?/12/2024", "01"),
            ("ngày ?9/02/2024", "012"),
            ("ngày 12/1?/2024", "012"),
            ("ngày 12/?/2024", "123456789"),
            ("từ 3?/4 đến", "0"),
            ("1?/11/202", "0123456789"),
            ("số 9?/45", "0123456789"),
            ("12? hộ", "0123456789"),
            ("1.2?5", "0123456789"),
        ],
    )
    def test_what_the_calendar_allows(self, text, digits):
        at = text.index("?")
        assert possible_digits(text.replace("?", " "), at, at + 1) == digits

    @pytest.mark.parametrize(
        ("text", "digits"), [("", ""), ("1 2 3", ""), ("0123456789" * 3, ""), ("01234678" * 3, "59")]
    )
    def test_what_stands_nowhere(self, text, digits):
        assert absent_digits(text) == digits


class TestViews:
    def test_a_place_is_shown_damaged_and_repaired_in_its_lines(self):
        desk, *_ = sample_desk()
        lines = show_context(desk.review, desk.index, desk.number, 1)
        assert [(line.number, line.sign) for line in lines] == [(1, "-"), (1, "+"), (2, " ")]
        assert lines[0].pieces[1] == (Ink.REMOVED, "c ")
        assert lines[1].pieces[1:4] == ((Ink.ADDED, "cơ"), (Ink.TEXT, " quan, "), (Ink.CHANGED, "cơ"))

    def test_a_long_line_is_cut_around_the_place(self):
        text = "x " * 5000 + "c  quan" + " y" * 5000
        review = Review(text, find_places(make_repair(text, [correct(text, "c ", "cơ")], [])))
        desk, *_ = sample_desk()
        desk.__init__("a", review, Order.WORTH, lambda _: None, None)
        for line in show_context(review, desk.index, 0, 2):
            assert len("".join(piece.text for piece in line.pieces)) < 400

    @pytest.mark.parametrize("width", [1, 5, 20, 80])
    @pytest.mark.parametrize("text", ["mọi c  quan báo cáo", "x" * 50, "  ", "", "漢字 ở đây", "e\u0302 a"])
    def test_wrapping_loses_nothing_and_keeps_to_the_width(self, text, width):
        pieces = [Piece(Ink.TEXT, text[:7]), Piece(Ink.ADDED, text[7:])]
        rows = ["".join(part for _, part in row) for row in wrap_pieces(pieces, width)]
        assert "".join(rows) == text
        assert all(cell_len(row) <= max(width, 2) for row in rows)

    def test_controls_are_shown_as_escapes(self):
        place = Place(0, 1, "x", "\x1b[31m", Kind.GLYPHS, 0.5)
        assert "\x1b" not in "".join(list_choices(place))

    @pytest.mark.parametrize(
        ("confidence", "shares"),
        [(0.5, ["0.50", "0.33", "0.17"]), (0.1, ["0.10", "0.60", "0.30"]), (1.0, ["1.00", "<0.01", "<0.01"])],
    )
    def test_the_proposal_has_the_confidence_of_its_place_and_the_others_the_rest(self, confidence, shares):
        candidates = tuple(map(Candidate, ("cơ", "cỡ", "cờ"), (0.7, 0.2, 0.1), (0.0, 0.0, 0.0)))
        place = Place(0, 1, "c ", "cơ", Kind.GLYPHS, confidence, candidates=candidates)
        assert [line.split()[2] for line in list_choices(place)] == shares

    def test_nothing_to_decide(self):
        text = "cơ quan"
        review = Review(text, find_places(make_repair(text, [], [])))
        desk, *_ = sample_desk()
        desk.__init__("a", review, Order.WORTH, lambda _: None, None)
        assert desk.number is None
        with pytest.raises(ValueError, match="nothing to decide"):
            desk.accept()


def test_the_holes_of_one_number_are_asked_one_by_one():
    text = "4  .000"
    holes = [LostDigit(1, 2, "4 ", 0.9), LostDigit(2, 3, " .000", 0.9)]
    review = Review(text, find_places(make_repair(text, [], [], holes)))
    review.give(review.edit(0, "5"))
    review.give(review.edit(1, "7"))
    assert review.result() == "457.000"
    assert TEXT.count("\n") == 3
