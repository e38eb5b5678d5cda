"""Are confidences what they say?  Tables of held-out readings, printed as Markdown."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import click

from tests.quality.tables import format_table, percent
from vnfix import Level
from vnfix.confidence import Calibration, Group, threshold_of
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.training.calibration import calibrate
from vnfix.training.corpus import Split, corpus_files
from vnfix.training.observations import Observation, observe_held_out

EDGES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995)

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

Judged = tuple[float, Observation]


def judge(observations: Iterator[Observation], calibration: Calibration) -> list[Judged]:
    """Give every reading its confidence."""
    return [(calibration.confidence(item.posterior, item.support, item.group), item) for item in observations]


def group_table(judged: Sequence[Judged]) -> str:
    """For each group, set mean confidence against the share that is right, in three ranges."""
    rows = []
    for group in Group:
        cells = [group.value]
        for low, high in pairwise((0.0, 0.52, 0.9, 1.01)):
            found = [pair for pair in judged if pair[1].group is group and low <= pair[0] < high]
            mean = sum(confidence for confidence, _ in found) / max(1, len(found))
            right = sum(item.right for _, item in found) / max(1, len(found))
            cells += [str(len(found)), percent(mean, 1), percent(right, 1)] if found else ["0", "-", "-"]
        rows.append(tuple(cells))
    columns = (
        f"{name} {what}"
        for name in ("< 0.52:", "0.52-0.9:", "> 0.9:")
        for what in ("places", "mean %", "right %")
    )
    return format_table(("group", *columns), rows)


def reliability_table(judged: Sequence[Judged]) -> str:
    """Set the mean confidence of each bin against the share that is right."""
    bins: list[list[Judged]] = [[] for _ in EDGES[1:]]
    for item in judged:
        bins[min(bisect_right(EDGES, item[0]), len(bins)) - 1].append(item)
    rows = [
        (
            f"{low:g}-{high:g}",
            str(len(found)),
            percent(sum(confidence for confidence, _ in found) / len(found), 1),
            percent(sum(item.right for _, item in found) / len(found), 1),
        )
        for (low, high), found in zip(pairwise(EDGES), bins, strict=True)
        if found
    ]
    return format_table(("confidence", "places", "mean confidence %", "right %"), rows)


def threshold_table(judged: Sequence[Judged]) -> str:
    """Show what a threshold applies: precision, recall, and what it changes in clean documents."""
    all_right = max(1, sum(item.right for _, item in judged))
    names = {threshold_of(level): f" ({level})" for level in Level}
    rows = []
    for threshold in sorted({*THRESHOLDS, *names}):
        applied = [item for confidence, item in judged if confidence >= threshold]
        right = sum(item.right for item in applied)
        rows.append(
            (
                f"{threshold:g}{names.get(threshold, '')}",
                percent(right / max(1, len(applied))),
                percent(right / all_right),
                str(sum(item.clean for item in applied)),
            )
        )
    return format_table(("threshold", "precision %", "recall %", "changes of clean documents"), rows)


@click.command(help=__doc__)
@click.option("--corpus", type=FOLDER, default=Path("../shared/corpus"), show_default=True)
@click.option("--dictionaries", type=FOLDER, help="[the shipped ones]")
@click.option(
    "--split", type=click.Choice([Split.TUNE.value, Split.REPORT.value]), default=Split.REPORT.value
)
@click.option("--documents", default=30, show_default=True, help="Documents of each genre.")
@click.option(
    "--calibrate",
    "anew",
    is_flag=True,
    help="Measure calibration.tsv anew before, as training does, and stop.",
)
@click.option("--pairs", multiple=True, type=FOLDER, help="Folder of pairs; may be given again.")
@click.option("--jobs", default=1, show_default=True)
def main(
    corpus: Path,
    dictionaries: Path | None,
    split: str,
    documents: int,
    anew: bool,
    pairs: tuple[Path, ...],
    jobs: int,
) -> None:
    folder, files = dictionaries or find_dictionaries(), corpus_files(corpus)
    if anew:
        calibrate(files, folder, lambda line: print(line, file=sys.stderr), pairs=pairs, jobs=jobs)
        return
    calibration = Dictionaries(folder).calibration
    judged = judge(observe_held_out(files, Split(split), documents, folder, pairs, jobs), calibration)
    print(group_table(judged), reliability_table(judged), threshold_table(judged), sep="\n\n")


if __name__ == "__main__":
    main(prog_name="python -m tests.quality.reliability")
