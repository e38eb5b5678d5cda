"""Draws the screen of a review of the sample report, for the documentation.

python -m tests.review.screenshot docs/review.svg
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import vnfix
from tests.review.reviews import NoWords
from vnfix.review.desk import Desk
from vnfix.review.ordering import Order
from vnfix.review.places import find_places
from vnfix.review.screen.app import ReviewApp
from vnfix.review.session import Review

SAMPLE = Path(__file__).parents[2] / "docs" / "sample" / "bao-cao.damaged.txt"
# Fonts that would be fetched from elsewhere when the picture is looked at.
FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(size: tuple[int, int], place: str) -> str:
    """Give the screen at a place (`LINE:COLUMN`) as SVG."""
    text = SAMPLE.read_text(encoding="utf-8")
    review = Review(text, find_places(vnfix.repair(text)))
    desk = Desk("bao-cao.txt", review, Order.POSITION, lambda _: None, NoWords())
    desk.go_to(place)
    app = ReviewApp(desk, lambda: "", lambda: "")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return FONT_FACE.sub("", app.export_screenshot(title="vnfix review bao-cao.txt"))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(draw((100, 26), "29:50")) + "\n", encoding="utf-8")
