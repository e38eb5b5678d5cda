"""How long a key of the review takes, from key to screen, on a long text with many places.

    python -m tests.bench.review_keys --size 5MB --places 5000

The screen is driven by textual's own pilot; what is measured is the time from the key till the screen was drawn
for the last time, the answer on disk among it.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

import click

from tests.bench.__main__ import parse_size
from vnfix.cli.decision_log import DecisionLog
from vnfix.correction import Candidate, Correction, Kind, Repair
from vnfix.profile import DamageProfile
from vnfix.review.desk import Desk
from vnfix.review.ordering import Order
from vnfix.review.places import find_places
from vnfix.review.screen.app import ReviewApp
from vnfix.review.session import Review

LINE = "Các cơ quan, đ n vị trực thuộc phải thực hiện nghiêm chế độ báo cáo hằng tháng.\n"
KEYS = ("y", "n", "j", "k", "u", "2", "d", "u")
FEWEST_ROUNDS = 25


class _NoWords:
    def add(self, word: str) -> None:
        pass

    def remove(self, word: str) -> None:
        pass


def make_repair(size: int, count: int) -> Repair:
    """A text of `size` bytes with `count` suggestions, of which about twenty each are alike."""
    lines = max(count, size // len(LINE.encode()))
    text = LINE * lines
    suggestions = []
    for number in range(count):
        start = (number * lines // count) * len(LINE) + LINE.index("đ n")
        after = f"đơn{number // 20}"
        candidates = (Candidate(after, 0.6, -1.0), Candidate("đèn", 0.2, -2.0), Candidate("đ n", 0.2, -2.0))
        suggestions.append(
            Correction(start, start + 3, "đ n", after, Kind.LOST_LETTERS, 0.45, candidates, "ơ left a blank")
        )
    return Repair(text, text, (), tuple(suggestions), (), DamageProfile())


async def press_keys(app: ReviewApp, size: tuple[int, int]) -> dict[str, list[tuple[float, float]]]:
    """Press each key several times; give the seconds that each took, and those of the processor."""
    taken: dict[str, list[tuple[float, float]]] = {key: [] for key in KEYS}
    drawn: list[float] = []
    display = app._display

    def note(*arguments: Any) -> None:
        display(*arguments)
        drawn.append(perf_counter())

    app._display = note  # type: ignore[method-assign]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for _ in range(FEWEST_ROUNDS):
            for key in KEYS:
                began, busy = perf_counter(), process_time()
                await pilot.press(key)
                await pilot.pause()
                taken[key].append((drawn[-1] - began, process_time() - busy))
    return taken


@click.command(help=__doc__)
@click.option("--size", default="5MB", show_default=True, callback=parse_size)
@click.option("--places", default=5000, show_default=True)
def main(size: int, places: int) -> None:
    repair = make_repair(size, places)
    began = perf_counter()
    review = Review(repair.original, find_places(repair))
    with tempfile.TemporaryDirectory() as folder:
        log = DecisionLog(Path(folder) / "log")
        desk = Desk("text.txt", review, Order.WORTH, log.append, _NoWords())
        opened = perf_counter() - began
        click.echo(f"{len(repair.original.encode()):,} bytes, {places:,} places; opened in {opened:.2f} s\n")
        taken = asyncio.run(press_keys(ReviewApp(desk, lambda: "", lambda: ""), (120, 40)))
        log.close()
    click.echo(
        "| key | median ms | 95 in 100 ms | worst ms | processor, median ms |\n|---|---:|---:|---:|---:|"
    )
    for key in dict.fromkeys(KEYS):
        times, busy = ([1000 * pair[which] for pair in taken[key]] for which in (0, 1))
        worst = f"{quantiles(times, n=20)[-1]:.0f} | {max(times):.0f}"
        click.echo(f"| {key} | {median(times):.0f} | {worst} | {median(busy):.0f} |")


if __name__ == "__main__":
    main()
