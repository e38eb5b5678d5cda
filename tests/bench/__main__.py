"""Measure speed, memory and start-up of vnfix beside other tools, in the same run on the same text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tests.bench.texts import TEXTS, make_clean_text
from tests.bench.tools import LOADERS
from tests.quality.tables import format_table

UNITS = {"": 1, "KB": 10**3, "MB": 10**6}
START_UP_RUNS = 10
FIX = (sys.executable, "-c", "from vnfix.cli import main; main()", "fix")
IMPORTS = (sys.executable, "-c", "import click, numpy")
LINEAR = "10KB,100KB,1MB,10MB"


def parse_size(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """Read a size such as 200KB or 1MB."""
    match = re.fullmatch(r"(\d+)(KB|MB)?", text, re.IGNORECASE)
    if match is None:
        raise click.BadParameter("give a number of bytes, such as 200KB or 1MB")
    return int(match[1]) * UNITS[(match[2] or "").upper()]


def parse_sizes(context: click.Context, option: click.Parameter, text: str) -> list[int]:
    """Read several sizes, with commas between them."""
    return [parse_size(context, option, one) for one in text.split(",") if one]


@click.command(help=__doc__)
@click.option("--size", default="1MB", show_default=True, callback=parse_size)
@click.option("--texts", default=",".join(TEXTS), help="The texts to measure, by name.")
@click.option(
    "--linear", default=LINEAR, show_default=True, callback=parse_sizes, help="Sizes of clean text for vnfix."
)
@click.option(
    "--corpus", type=click.Path(path_type=Path), default=Path("../shared/corpus"), show_default=True
)
@click.option("--limit", default=20.0, show_default=True, help="Seconds for a peer and text.")
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "vnfix-quality"
)
def main(size: int, texts: str, linear: list[int], corpus: Path, limit: float, cache: Path) -> None:
    clean, source = make_clean_text(corpus, cache, max(size, *linear, 0))
    click.echo(f"Text from the {source}; seconds of the processor.\n")
    names = [name for name in TEXTS if any(one.strip() in name for one in texts.split(",") if one.strip())]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        if names:
            compare(cut_bytes(clean, size), names, path, limit)
        if linear:
            measure_growth(clean, linear, path)
    click.echo(describe_start_up())


def cut_bytes(text: str, size: int) -> str:
    """The start of a text, of about `size` bytes."""
    return text.encode()[:size].decode(errors="ignore")


def compare(clean: str, names: Sequence[str], path: Path, limit: float) -> None:
    """Print the table of vnfix and its peers on each text."""
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    for name in names:
        path.write_text(TEXTS[name](clean), encoding="utf-8")
        own_speed = 0.0
        for tool in LOADERS:
            figures = run_worker(tool, path, limit)
            if "missing" in figures:
                notes.append(f"{tool}: {figures['missing']}")
                continue
            if figures["refused"]:
                notes.append(f"{figures['refused']} parts of the {name} text that {tool} crashed on")
            speed = figures["syllables"] / figures["seconds"]
            own_speed = own_speed or speed
            rows.append(
                (
                    *(name, tool, f"{speed:,.0f}", f"{own_speed / speed:.2f}"),
                    *(f"{figures['load_seconds']:.2f}", f"{figures['peak_bytes'] / 1e6:,.0f}"),
                )
            )
    head = ("text", "tool", "syllables/s", "vnfix is × as fast", "load s", "peak MB")
    click.echo(format_table(head, rows) + "\n")
    for note in dict.fromkeys(notes):
        click.echo(f"Skipped: {note}")


def measure_growth(clean: str, sizes: Sequence[int], path: Path) -> None:
    """Print how time and memory of `vnfix fix` grow with clean text in a pipe, the last of it also in one line."""
    rows = []
    for size, joint in [*((size, "\n") for size in sizes), (sizes[-1], " ")]:
        text = cut_bytes(clean, size)
        path.write_text(text if joint == "\n" else " ".join(text.split()), encoding="utf-8")
        seconds, peak = run_pipe(path)
        rows.append(
            (
                f"{size:,}" + ("" if joint == "\n" else ", one line"),
                f"{seconds:.2f}",
                f"{len(text.split()) / seconds:,.0f}",
                f"{peak / 1e6:,.0f}",
            )
        )
    click.echo(format_table(("bytes", "seconds", "syllables/s", "peak MB"), rows) + "\n")


def run_pipe(path: Path) -> tuple[float, int]:
    """Give processor time in seconds and peak memory in bytes of `vnfix fix` on a file; needs POSIX."""
    with path.open("rb") as source:
        process = subprocess.Popen(
            FIX,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=make_environment(),
        )
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise click.ClickException(f"vnfix fix failed on {path}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def run_worker(tool: str, path: Path, limit: float) -> dict[str, Any]:
    """Measure one tool on one file in a fresh process; a crash is told as missing."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.worker", tool, str(path), str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"missing": (done.stderr.strip().splitlines() or ["failed"])[-1]}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def make_environment() -> dict[str, str]:
    """The environment of an installed command: with compiled modules beside the sources, whatever this one says."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def time_command(command: tuple[str, ...]) -> float | None:
    """Give the least processor time of a few runs in seconds, None when the command fails."""
    seconds: list[float] = []
    for _ in range(START_UP_RUNS):
        before = os.times()
        done = subprocess.run(
            command,
            input="các c  quan\n",
            capture_output=True,
            text=True,
            check=False,
            env=make_environment(),
        )
        after = os.times()
        seconds.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
        if done.returncode:
            return None
    return min(seconds)


def describe_start_up() -> str:
    """Compare one short repair from the shell with the bare imports."""
    fix, imports = time_command(FIX), time_command(IMPORTS)
    if fix is None or imports is None:
        return "Start-up: skipped, `vnfix fix` does not run here."
    return (
        f"Start-up: `echo ... | vnfix fix` {fix:.3f} s, "
        f'`python -c "import click, numpy"` {imports:.3f} s: {fix / imports:.2f} times as long.'
    )


if __name__ == "__main__":
    main(prog_name="python -m tests.bench")
