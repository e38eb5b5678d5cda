"""The full screen, driven by textual's own pilot."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input

from tests.review.reviews import TEXT, correct, make_repair, sample_desk
from vnfix.review.desk import Desk
from vnfix.review.keys import KEYS, Leave
from vnfix.review.ordering import Order
from vnfix.review.places import find_places
from vnfix.review.screen.app import ReviewApp
from vnfix.review.screen.dialogs import Confirm, Help
from vnfix.review.screen.overview import OverviewApp
from vnfix.review.session import Review

SIZES = [(80, 24), (200, 60), (40, 14), (20, 8)]


def read_screen(app) -> str:
    """What stands on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def drive(keys=(), size=(80, 24), desk=None, look=lambda app: None):
    """Press keys; give the app, the desk, and what `look` saw at the end."""
    desk = sample_desk()[0] if desk is None else desk
    calls = []
    app = ReviewApp(desk, lambda: calls.append("write") or "written", lambda: calls.append("finish") or "")

    async def run():
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            return look(app), read_screen(app)

    seen, screen = asyncio.run(run())
    return app, desk, seen, screen, calls


def many_desk(count: int) -> Desk:
    text = "mọi c  quan\n" * count
    repair = make_repair(text, [], [correct(text, "c ", "cơ", 0.4, nth) for nth in range(count)])
    return Desk("a.txt", Review(text, find_places(repair)), Order.WORTH, lambda _: None, None)


@pytest.mark.parametrize("size", SIZES)
def test_the_place_its_state_and_its_candidates_are_shown(size):
    *_, screen, _ = drive(size=size)
    assert "a.txt:1:5" in screen
    assert "quan" in screen
    if size[1] >= 24:
        for part in (
            "1 of 5",
            "lost-letters",
            "0.95",
            "1 more like this",
            "1 cơ 0.95",
            "2 cỡ 0.03",
            "ơ was lost",
        ):
            assert part in " ".join(screen.split())


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("y", {0: "cơ"}),
        ("n", {0: "c "}),
        ("2", {0: "cỡ"}),
        ("a", {0: "cơ", 1: "cơ"}),
        ("d", {0: "c ", 1: "c "}),
        ("i", {0: "c ", 1: "c "}),
        ("I", {0: "c ", 1: "c "}),
        ("yyu", {0: "cơ"}),
        ("yyuu", {}),
        ("jy", {1: "cơ"}),
        ("jjky", {1: "cơ"}),
        (["down", "down", "up", "y"], {1: "cơ"}),
        (["e", "x", "enter"], {0: "cơx"}),
        (["e", "x", "escape"], {}),
        ([*"jjj", "5"], {3: "5"}),
        ([*"jjje", "1", "2", "enter"], {3: "12"}),
        ([*"jjjy"], {}),
        ([*"g3", "enter", "y"], {2: "đơn"}),
        (["slash", *"xã", "enter", "n"], {4: "Đ n"}),
        ([*"fopen", "enter", "n"], {2: "đ n"}),
        ("9", {}),
        ("zx", {}),
    ],
)
def test_every_key_that_decides(keys, text):
    _, desk, *_ = drive(keys)
    assert {n: d for n in range(5) if (d := desk.review.decision(n)) is not None} == text


@pytest.mark.parametrize(
    ("keys", "left", "calls"),
    [
        ("q", Leave.QUIT, ["finish"]),
        ("s", Leave.NEXT, ["finish"]),
        ("Q", Leave.KEEP, []),
        (["ctrl+c"], Leave.INTERRUPTED, []),
        (["ctrl+q"], Leave.KEEP, []),
        (["e", "ctrl+c"], Leave.INTERRUPTED, []),
        ("wq", Leave.QUIT, ["write", "finish"]),
    ],
)
def test_leaving(keys, left, calls):
    app, *_, called = drive(keys)
    assert (app.return_value, called) == (left, calls)


def test_help_lists_every_key():
    _, _, is_help, screen, _ = drive(
        ["question_mark"], (100, 40), look=lambda app: isinstance(app.screen, Help)
    )
    assert is_help
    assert all(key.meaning in screen for key in KEYS)
    _, desk, is_help, *_ = drive(["question_mark", "x", "y"], look=lambda app: isinstance(app.screen, Help))
    assert not is_help
    assert desk.review.decision(0) == "cơ"


@pytest.mark.parametrize(("answer", "decided"), [("y", 21), ("n", 0), ("escape", 0)])
def test_more_than_twenty_places_are_asked_about_first(answer, decided):
    _, desk, asked, screen, _ = drive(
        ["a"], desk=many_desk(21), look=lambda app: isinstance(app.screen, Confirm)
    )
    assert asked
    assert "21 places" in screen
    assert desk.review.open_count == 21
    _, desk, *_ = drive(["a", answer], desk=many_desk(21))
    assert 21 - desk.review.open_count == decided


def test_twenty_places_are_not():
    _, desk, *_ = drive(["a"], desk=many_desk(20))
    assert desk.review.open_count == 0


def test_editing_begins_with_what_is_proposed():
    *_, value, _, _ = drive(["e"], look=lambda app: app.screen.query_one(Input).value)
    assert value == "cơ"


def test_a_lost_digit_is_edited_from_nothing():
    *_, value, _, _ = drive([*"jjje"], look=lambda app: app.screen.query_one(Input).value)
    assert value == ""


@pytest.mark.parametrize("selector", ["#choices", "#keys"])
def test_the_mouse_picks_a_candidate_and_presses_a_key(selector):
    desk = sample_desk()[0]
    app = ReviewApp(desk, lambda: "", lambda: "")

    async def run():
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            # The first row: the first candidate, or the key y; the border above the candidates is a row too.
            await pilot.click(selector, offset=(2, 1 if selector == "#choices" else 0))
            await pilot.pause()

    asyncio.run(run())
    assert desk.review.decision(0) == "cơ"


def test_the_screen_follows_its_size():
    desk = sample_desk()[0]
    app = ReviewApp(desk, lambda: "", lambda: "")

    async def run():
        async with app.run_test(size=(80, 24)) as pilot:
            for size in (*SIZES, (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert "a.txt:1:5" in read_screen(app)

    asyncio.run(run())


def test_without_colour_what_changes_is_marked_by_signs(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    *_, screen, _ = drive()
    assert "[-c -]" in screen
    assert "{+cơ+}" in screen


def test_with_colour_what_changes_is_struck_through_or_underlined():
    def look(app):
        return [
            (segment.text, segment.style.strike, segment.style.underline)
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
        ]

    _, _, styles, *_ = drive(look=look)
    assert ("c ", True, False) in [(t, bool(s), bool(u)) for t, s, u in styles]
    assert ("cơ", False, True) in [(t, bool(s), bool(u)) for t, s, u in styles]
    assert TEXT.startswith("mọi c  quan")


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [(["enter"], 0), (["j", "enter"], 1), (["j", "k", "enter"], 0), (["q"], None), (["escape"], None)],
)
def test_the_overview_gives_where_to_begin(keys, chosen):
    app = OverviewApp(["a.txt: [b]2[/b] open", "b.txt: 1 open"])

    async def run():
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "a.txt: [b]2[/b] open" in read_screen(app)
            for key in keys:
                await pilot.press(key)

    asyncio.run(run())
    assert app.return_value == chosen
