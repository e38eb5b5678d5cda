"""The reader who always answers rightly."""

from __future__ import annotations

from tests.quality.reviewing import Course, Reader, follow
from vnfix.review.ordering import Order

GOLD = "Các hộ ở xã đã ký. Cơ quan và đơn vị báo cáo. Người ở lại, người già.\n"
DAMAGED = GOLD.replace("ơ", " ").replace("ở", " ")


def test_right_answers_never_make_a_text_worse():
    for order in Order:
        shares = follow(DAMAGED, GOLD, order).shares
        assert list(shares) == sorted(shares)
        assert shares[-1] == 1.0


def test_the_truth_of_a_place_is_what_stands_between_its_neighbours():
    reader = Reader(DAMAGED, GOLD, Order.POSITION)
    places = reader.desk.review.places
    assert {places[number].after: reader.truth(number) for number in range(len(places))} == {
        place.after: place.after for place in places
    }


def test_answers_are_counted_to_a_share():
    course = Course((0.5, 0.7, 0.9, 1.0))
    assert (course.answers_to(0.9), course.answers_to(1.1), course.answers_to_most) == (2, None, 3)
