"""The sample report under review, with the real engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.repair.engine import shared_repairer
from tests.review.reviews import NoWords
from vnfix.correction import Kind
from vnfix.review.desk import Desk
from vnfix.review.ordering import Order
from vnfix.review.places import Asked, find_places
from vnfix.review.session import Review

FOLDER = Path(__file__).parents[2] / "docs" / "sample"
DAMAGED = (FOLDER / "bao-cao.damaged.txt").read_text(encoding="utf-8")
GOLD = (FOLDER / "bao-cao.gold.txt").read_text(encoding="utf-8")


def open_desk(text: str, ask_all: bool = False, order: Order = Order.WORTH) -> Desk:
    review = Review(text, find_places(shared_repairer().repair(text), ask_all))
    return Desk("a.txt", review, order, lambda _: None, NoWords())


def type_digits(desk: Desk) -> dict[int, str]:
    """Type a digit at every lost one; give them by offset."""
    desk.set_filter("lost-digit")
    typed = {}
    for count, number in enumerate(desk.view):
        typed[desk.review.places[number].start] = str(count % 10)
        desk.press_digit(count % 10)
    return typed


def test_with_ten_digits_typed_the_text_is_the_input_with_these_places_changed():
    desk = open_desk(DAMAGED, ask_all=True)
    typed = type_digits(desk)
    assert len(typed) == 10
    assert desk.review.result() == "".join(typed.get(at, char) for at, char in enumerate(DAMAGED))


def test_with_what_is_sure_accepted_beforehand_it_is_what_fix_writes_with_these_places_changed():
    desk = open_desk(DAMAGED)
    typed = type_digits(desk)
    repaired = shared_repairer().repair("".join(typed.get(at, char) for at, char in enumerate(DAMAGED)))
    assert desk.review.result().splitlines()[6] == repaired.text.splitlines()[6]
    assert len(desk.review.result()) == len(GOLD)
    changed = [(have, want) for have, want in zip(desk.review.result(), GOLD, strict=True) if have != want]
    assert changed == [(digit, " ") for digit, _ in changed]
    assert len(changed) == 10


def test_a_lost_digit_is_neither_presumed_nor_proposed():
    digits = [place for place in open_desk(DAMAGED).review.places if place.subject is Asked.LOST_DIGIT]
    assert len(digits) == 10
    assert not any(place.presumed or place.after or place.candidates for place in digits)


MARKS = {"ơ": "(cid:57)", "ự": "(cid:58)", "ở": "(cid:59)", "5": "(cid:24)", "8": "(cid:27)"}


@pytest.fixture(scope="module")
def marked_desk():
    """A report whose font says neither its letters nor two of its digits."""
    text = re.sub("[ơựở58]", lambda match: MARKS[match[0]], GOLD + "\nNgày 15/8/2024, 258 hộ, 185 người.\n")
    return text, open_desk(text)


def test_an_unknown_mark_is_asked_once_before_all_else(marked_desk):
    _, desk = marked_desk
    first = [desk.review.places[number] for number in desk.view[:2]]
    assert {(place.subject, place.before) for place in first} == {
        (Asked.GLYPH, MARKS[digit]) for digit in "58"
    }


def test_a_mark_that_is_sure_at_all_its_places_is_presumed_like_them(marked_desk):
    _, desk = marked_desk
    glyphs = [place for place in desk.review.places if place.subject is Asked.GLYPH]
    assert {place.before for place in glyphs if place.presumed} == {MARKS[letter] for letter in "ơựở"}


def test_one_answer_a_mark_settles_letters_and_digits(marked_desk):
    text, desk = marked_desk
    by_mark = {mark: letter for letter, mark in MARKS.items()}
    desk.set_filter("glyph")
    for _ in list(desk.view):
        desk.edit(by_mark[desk.place.before])
    assert not any(mark in desk.review.result() for mark in by_mark)
    assert desk.review.result() == re.sub(r"\(cid:\d+\)", lambda match: by_mark[match[0]], text)
    for _ in range(len(desk.view)):
        desk.undo()
    assert desk.review.answers == []


def test_every_kind_of_the_engine_is_a_subject():
    assert {place.subject for place in open_desk(DAMAGED).review.places} <= {*Kind, *Asked}
