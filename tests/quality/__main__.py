"""Measure how well vnfix repairs; the tables are printed as Markdown."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from tests.quality import pair_report, report
from tests.quality.documents import choose_documents
from tests.quality.error_list import ERROR_LIMIT, error_rows
from tests.quality.measuring import Item, Result, Task, map_all, measure
from tests.quality.own_texts import read_own_texts
from tests.quality.pairs import PairTask, find_pairs, score_pair_files
from tests.quality.real_pdf import read_real_pdf, score_real_pdf
from vnfix import Level
from vnfix.training.corpus import Genre, Split
from vnfix.training.held_out import CleanDocument, Size
from vnfix.training.ways import CLEAN, Family, Way, find_ways

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help=__doc__)
@click.option("--corpus", type=FOLDER, default=Path("../shared/corpus"), show_default=True)
@click.option("--split", type=click.Choice([Split.TUNE.value, Split.REPORT.value]), default=Split.TUNE.value)
@click.option("--genre", "genres", multiple=True, type=click.Choice([g.value for g in Genre]))
@click.option(
    "--ways", default=",".join(Family), show_default=True, help="Ways or their families, with commas between."
)
@click.option("--documents", default=4, show_default=True, help="Documents of each genre; 0: only pairs.")
@click.option("--size", "sizes", multiple=True, type=click.Choice([s.value for s in Size]), help="[both]")
@click.option("--level", type=click.Choice([x.value for x in Level]), default=Level.LIKELY.value)
@click.option("--pairs", type=FOLDER, help="Folder of NAME.damaged.txt and NAME.gold.txt.")
@click.option("--pair-names", default="*", show_default=True, help="Pattern of the names to score.")
@click.option("--sample", type=FOLDER, help="Folder of the sample report, in the same form.")
@click.option(
    "--real-pdf",
    "real_pdfs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table of damaged and clean paragraphs of real PDFs.",
)
@click.option("--json", "json_file", type=FILE, help="Write the counts of every document here.")
@click.option("--errors", "errors_file", type=FILE, help="Write remaining errors here, tab-separated.")
@click.option("--error-limit", default=ERROR_LIMIT, show_default=True, help="The most errors to write.")
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
    pair_names: str,
    sample: Path | None,
    real_pdfs: tuple[Path, ...],
    json_file: Path | None,
    errors_file: Path | None,
    error_limit: int,
    jobs: int,
    cache: Path | None,
) -> None:
    try:
        chosen_ways = list(dict.fromkeys(find_ways(ways)))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--ways") from error
    chosen = choose_documents(
        corpus,
        Split(split),
        [Genre(genre) for genre in genres] or list(Genre),
        documents,
        [Size(size) for size in sizes] or list(Size),
        cache or Path(tempfile.gettempdir()) / "vnfix-quality",
    )
    tasks = list(make_tasks(chosen if documents else (), chosen_ways, Level(level)))
    measurements = run_all(measure, tasks, jobs)
    scored = run_all(score_pair_files, list(list_pairs(sample, pairs, pair_names, Level(level))), jobs)
    pdfs = [document for path in real_pdfs for document in read_real_pdf(path, Level(level))]
    scored_pdfs = run_all(score_real_pdf, pdfs, jobs)
    for table in (
        report.damage_tables(measurements),
        report.marks_table(measurements),
        report.spacing_table(measurements),
        report.mixture_table(measurements),
        report.clean_table(measurements),
        report.speed_line(measurements),
        pair_report.group_table(scored),
        pair_report.pair_table(scored),
        pair_report.lost_glyph_table(scored),
        pair_report.real_pdf_table(scored_pdfs),
    ):
        if table:
            click.echo(table + "\n")
    if json_file:
        data = report.to_json(measurements, scored, scored_pdfs)
        json_file.write_text(json.dumps(data, indent=1), encoding="utf-8")
    if errors_file:
        rows = error_rows(measurements, scored, scored_pdfs, error_limit)
        errors_file.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    failures = [(f"{m.task.document.name} {m.task.way.name}", m.failure) for m in measurements if m.failure]
    failures += [(pair.name, pair.failure) for pair in scored if pair.failure]
    failures += [(pdf.document.name, pdf.failure) for pdf in scored_pdfs if pdf.failure]
    for name, failure in failures:
        click.echo(f"{name}: {failure.strip()}", err=True)
    if failures:
        number = len(measurements) + len(scored) + len(scored_pdfs)
        click.echo(f"{len(failures)} of {number} repairs failed and are not in the figures", err=True)
        sys.exit(1)


def make_tasks(documents: Iterable[CleanDocument], ways: Sequence[Way], level: Level) -> Iterator[Task]:
    """Every document in every way; clean ones, and clean texts of our own, at both of the sure levels."""
    clean_levels = (Level.SAFE, Level.LIKELY)
    found = False
    for document in documents:
        found = True
        for way in ways:
            for chosen in clean_levels if way == CLEAN else (level,):
                yield Task(document, way, chosen)
    if found and CLEAN in ways:
        for document in read_own_texts():
            yield from (Task(document, CLEAN, chosen) for chosen in clean_levels)


def list_pairs(sample: Path | None, pairs: Path | None, names: str, level: Level) -> Iterator[PairTask]:
    """The pairs of both folders, the sample first."""
    if sample:
        yield from find_pairs(sample, level, sample=True)
    if pairs:
        yield from find_pairs(pairs, level, names)


def run_all(function: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> list[Result]:
    """Call `function` on all items, counting them on a terminal."""
    results: list[Result] = []
    for result in map_all(function, items, jobs):
        results.append(result)
        if sys.stderr.isatty():
            click.echo(f"\r{len(results)}/{len(items)} ", nl=False, err=True)
    return results


if __name__ == "__main__":
    main(prog_name="python -m tests.quality")
