"""Measure how well vnfix repairs; the tables are printed as Markdown."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click

from tests.quality import report
from tests.quality.documents import choose_documents
from tests.quality.measuring import Measurement, Task, measure_all
from tests.quality.pairs import PairScore, find_pairs, score_pair
from vnfix import Level
from vnfix.training.corpus import Genre, Split
from vnfix.training.damage import Damage
from vnfix.training.held_out import Size

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help=__doc__)
@click.option("--corpus", type=FOLDER, default=Path("../shared/corpus"), show_default=True)
@click.option("--split", type=click.Choice([Split.TUNE.value, Split.REPORT.value]), default=Split.TUNE.value)
@click.option("--genre", "genres", multiple=True, type=click.Choice([g.value for g in Genre]))
@click.option("--ways", default=",".join(Damage), show_default=True, help="Separated by commas.")
@click.option("--documents", default=4, show_default=True, help="Documents of each genre; 0: only pairs.")
@click.option("--size", "sizes", multiple=True, type=click.Choice([s.value for s in Size]), help="[both]")
@click.option("--level", type=click.Choice([x.value for x in Level]), default=Level.LIKELY.value)
@click.option("--pairs", type=FOLDER, help="Folder of NAME.damaged.txt and NAME.gold.txt.")
@click.option("--sample", type=FOLDER, help="Folder of the sample report, in the same form.")
@click.option("--json", "json_file", type=FILE, help="Write the counts of every document here.")
@click.option("--errors", "errors_file", type=FILE, help="Write remaining errors here, tab-separated.")
@click.option("--jobs", default=1, show_default=True)
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="Folder for held-out text.")
def main(
    corpus: Path,
    split: str,
    genres: tuple[str, ...],
    ways: str,
    documents: int,
    sizes: tuple[str, ...],
    level: str,
    pairs: Path | None,
    sample: Path | None,
    json_file: Path | None,
    errors_file: Path | None,
    jobs: int,
    cache: Path | None,
) -> None:
    try:
        damages = [Damage(way) for way in ways.split(",")]
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--ways") from error
    tasks = [
        Task(document, damage, chosen)
        for document in choose_documents(
            corpus,
            Split(split),
            [Genre(genre) for genre in genres] or list(Genre),
            documents,
            [Size(size) for size in sizes] or list(Size),
            cache or Path(tempfile.gettempdir()) / "vnfix-quality",
        )
        for damage in damages
        for chosen in ((Level.SAFE, Level.LIKELY) if damage is Damage.CLEAN else (Level(level),))
    ]
    measurements: list[Measurement] = []
    for measurement in measure_all(tasks, jobs):
        measurements.append(measurement)
        if sys.stderr.isatty():
            click.echo(f"\r{len(measurements)}/{len(tasks)}", nl=False, err=True)
    scored = score_pairs(pairs, sample, Level(level))
    for table in (
        report.damage_tables(measurements),
        report.clean_table(measurements),
        report.pair_table(scored),
    ):
        if table:
            click.echo(table + "\n")
    if json_file:
        json_file.write_text(json.dumps(report.to_json(measurements, scored), indent=1), encoding="utf-8")
    if errors_file:
        rows = report.error_rows(measurements, scored)
        errors_file.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    failed = [m for m in measurements if m.failure]
    for m in failed:
        click.echo(f"{m.task.document.name} {m.task.damage}: {m.failure.strip()}", err=True)
    if failed:
        click.echo(f"{len(failed)} of {len(tasks)} repairs failed and are not in the figures", err=True)
        sys.exit(1)


def score_pairs(pairs: Path | None, sample: Path | None, level: Level) -> list[PairScore]:
    """Score the pairs of both folders, the sample first."""
    found = list(find_pairs(sample, ("*",))) if sample else []
    found += find_pairs(pairs) if pairs else ()
    return [
        score_pair(name, damaged.read_text(encoding="utf-8"), gold.read_text(encoding="utf-8"), level)
        for name, damaged, gold in found
    ]


if __name__ == "__main__":
    main(prog_name="python -m tests.quality")
