"""What a run of `vnfix batch` costs as it grows: time, processor time of all its processes, and their memory.

    python -m tests.bench.batch_runs --files 2500,5000,10000 --jobs 1,2
    python -m tests.bench.batch_runs --files 10000 --jobs 2 --large 50MB,10MB,10MB

Small files are a few lines each, one in twenty of them damaged; large ones are clean texts.  On a machine on which
other work goes on the processor time is what counts: the time beside it says how much was waited.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import NamedTuple

import click

from tests.bench.__main__ import parse_size
from tests.bench.texts import damage_share, make_clean_text
from tests.quality.tables import format_table

LINES_OF_A_FILE = (2, 6)
DAMAGED = 0.05
MEMORY = "memory, MB: ¼, ½, ¾, end, most"
SAMPLED = 0.25
"""Seconds between two looks at the memory."""


class Run(NamedTuple):
    """One run: seconds, seconds of the processor (all processes), and megabytes of all processes over time."""

    seconds: float
    processor: float
    memory: Sequence[float]

    def quarters(self) -> str:
        """The memory at a quarter, half, three quarters and the end of the run, and the most of all."""
        last = len(self.memory) - 1
        found = [self.memory[last * part // 4] for part in (1, 2, 3)] + [self.memory[max(last - 2, 0)]]
        return ", ".join(f"{one:,.0f}" for one in (*found, max(self.memory)))


def write_small_files(folder: Path, count: int, lines: Sequence[str], random: Random) -> int:
    """Write small files, a hundred a folder; gives the number of letters."""
    spoiled = damage_share("\n".join(lines), 0.3).split("\n")
    letters = 0
    for number in range(count):
        chosen = spoiled if random.random() < DAMAGED else lines
        start = random.randrange(len(chosen))
        text = "\n".join(chosen[start : start + random.randint(*LINES_OF_A_FILE)]) + "\n"
        path = folder / str(number // 100) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        letters += len(text)
    return letters


def write_large_file(path: Path, size: int, text: str) -> int:
    """Write a text of about `size` bytes, `text` again and again; gives the number of letters."""
    times = max(1, round(size / len(text.encode())))
    path.write_text(text * times, encoding="utf-8")
    return len(text) * times


def run_batch(folder: Path, jobs: int, *options: str) -> Run:
    """Run the command in fresh processes and look at them while it works."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "vnfix", "batch", "-q", "-j", str(jobs), str(folder), out, *options]
        started = perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        memory: list[float] = []
        processor: dict[int, float] = {}
        watcher = threading.Thread(target=_watch, args=(process, memory, processor))
        watcher.start()
        code = process.wait()
        seconds = perf_counter() - started
        watcher.join()
        if code:
            message = f"vnfix batch ended with {code}"
            raise RuntimeError(message)
        return Run(seconds, sum(processor.values()), memory)


def _watch(process: subprocess.Popen[bytes], memory: list[float], processor: dict[int, float]) -> None:
    while process.poll() is None:
        family = list(_family(process.pid))
        memory.append(sum(_megabytes(number) for number in family))
        # Each process is looked at till its end: its parent does not count it in, for it does not wait for it.
        processor |= {number: used for number in family if (used := _processor(number)) is not None}
        sleep(SAMPLED)


def _family(number: int) -> Iterator[int]:
    """A process and all below it (Linux)."""
    yield number
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _processor(number: int) -> float | None:
    """The seconds of the processor that a process has used; None when it has ended."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(number: int) -> float:
    """What a process holds, shared pages divided among those that share them."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def parse_numbers(_context: click.Context, _option: click.Parameter, text: str) -> list[int]:
    """Read numbers with commas between them."""
    return [int(part) for part in text.split(",")]


@click.command(help=__doc__)
@click.option("--files", default="500,1000,2000", show_default=True, callback=parse_numbers)
@click.option("--jobs", default="1,2", show_default=True, callback=parse_numbers)
@click.option("--large", default="", help="Sizes of large files beside the small ones, such as 50MB,10MB.")
@click.option(
    "--corpus", type=click.Path(path_type=Path), default=Path("../shared/corpus"), show_default=True
)
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "vnfix-quality"
)
def main(files: list[int], jobs: list[int], large: str, corpus: Path, cache: Path) -> None:
    text, source = make_clean_text(corpus, cache, 5_000_000)
    lines = text.split("\n")[:20_000]
    sizes = [parse_size(None, None, size) for size in large.split(",") if size]  # type: ignore[arg-type]
    rows: list[tuple[str, ...]] = []
    for count in files:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            letters = write_small_files(folder, count, lines, Random(count))
            for number, size in enumerate(sizes):
                letters += write_large_file(folder / f"large-{number}.txt", size, text)
            total = count + len(sizes)
            for number in jobs:
                run = run_batch(folder, number)
                rows.append(_describe(f"-j {number}", total, letters, run))
                # Runs take long: each is shown when it is done.
                click.echo("\t".join(rows[-1]), err=True)
    click.echo(f"Texts from the {source}.\n")
    head = ("run", "files", "letters", "seconds", "of the processor", "ms of it a file", MEMORY)
    click.echo(format_table(head, rows))


def _describe(name: str, files: int, letters: int, run: Run) -> tuple[str, ...]:
    return (
        *(name, f"{files:,}", f"{letters:,}", f"{run.seconds:.1f}", f"{run.processor:.1f}"),
        *(f"{1000 * run.processor / files:.1f}", run.quarters()),
    )


if __name__ == "__main__":
    main(prog_name="python -m tests.bench.batch_runs")
