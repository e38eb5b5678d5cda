"""Measure speed, memory and start-up of vnfix beside other tools, in the same run on the same text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from tests.bench.texts import damage_share, make_clean_text
from tests.bench.tools import LOADERS
from tests.quality.tables import format_table

UNITS = {"": 1, "KB": 10**3, "MB": 10**6}
DAMAGE = {"clean": 0.0, "light (5 %)": 0.05, "heavy (30 %)": 0.30}
START_UP_RUNS = 5
FIX = (sys.executable, "-c", "from vnfix.cli import main; main()", "fix")
IMPORTS = (sys.executable, "-c", "import click, numpy")


def parse_size(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """Read a size such as 200KB or 1MB."""
    match = re.fullmatch(r"(\d+)(KB|MB)?", text, re.IGNORECASE)
    if match is None:
        raise click.BadParameter("give a number of bytes, such as 200KB or 1MB")
    return int(match[1]) * UNITS[(match[2] or "").upper()]


@click.command(help=__doc__)
@click.option("--size", default="1MB", show_default=True, callback=parse_size)
@click.option(
    "--corpus", type=click.Path(path_type=Path), default=Path("../shared/corpus"), show_default=True
)
@click.option("--limit", default=20.0, show_default=True, help="Seconds for a peer and text.")
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "vnfix-quality"
)
def main(size: int, corpus: Path, limit: float, cache: Path) -> None:
    clean, source = make_clean_text(corpus, cache, size)
    click.echo(f"{len(clean.split()):,} words in {len(clean.encode()):,} bytes, from the {source}.\n")
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, target in DAMAGE.items():
            path = Path(folder) / "text.txt"
            path.write_text(damage_share(clean, target) if target else clean, encoding="utf-8")
            own_speed = 0.0
            for tool in LOADERS:
                figures = run_worker(tool, path, limit)
                if "missing" in figures:
                    notes.append(f"{tool}: {figures['missing']}")
                    continue
                if figures["refused"]:
                    notes.append(f"{figures['refused']} lines of the {name} text that {tool} crashed on")
                speed = figures["syllables"] / figures["seconds"]
                own_speed = own_speed or speed
                rows.append(
                    (
                        *(name, tool, f"{speed:,.0f}", f"{own_speed / speed:.2f}"),
                        *(f"{figures['load_seconds']:.2f}", f"{figures['peak_bytes'] / 1e6:,.0f}"),
                    )
                )
    click.echo(
        format_table(("text", "tool", "syllables/s", "vnfix is × as fast", "load s", "peak MB"), rows) + "\n"
    )
    click.echo(describe_start_up())
    for note in dict.fromkeys(notes):
        click.echo(f"Skipped: {note}")


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


def time_command(command: tuple[str, ...]) -> float | None:
    """Give the fastest of a few runs in seconds, None when the command fails."""
    times: list[float] = []
    for _ in range(START_UP_RUNS):
        started = perf_counter()
        done = subprocess.run(command, input="các c  quan\n", capture_output=True, text=True, check=False)
        times.append(perf_counter() - started)
        if done.returncode:
            return None
    return min(times)


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
