"""Progress of a long run on standard error: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from vnfix.cli.streams import write_message
from vnfix.messages import tr

_EVERY = 30.0
"""Seconds between two lines."""

Advance = Callable[[str], None]
"""Tells that one more file is done; its argument, if any, is a line to be shown above the progress."""


@contextlib.contextmanager
def show_progress(total: int, *, quiet: bool, bar: bool) -> Iterator[Advance]:
    """Show the progress over `total` files while the block runs."""
    if quiet or not total:
        yield lambda line: write_message(line) if line else None
    elif bar and sys.stderr is not None and sys.stderr.isatty():
        with _show_bar(total) as advance:
            yield advance
    else:
        yield _count_lines(total)


@contextlib.contextmanager
def _show_bar(total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn(tr("repairing")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total)

        def advance(line: str) -> None:
            if line:
                progress.console.print(Text(line), soft_wrap=True)
            progress.advance(task)

        yield advance


def _count_lines(total: int) -> Advance:
    started = shown = time.monotonic()
    count = 0

    def advance(line: str) -> None:
        nonlocal count, shown
        count += 1
        if line:
            write_message(line)
        now = time.monotonic()
        if now - shown >= _EVERY:
            shown = now
            write_message(
                tr("{count:,} of {total:,} files, {speed:.1f} a second").format(
                    count=count, total=total, speed=count / (now - started)
                )
            )

    return advance
