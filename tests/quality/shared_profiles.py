"""What short documents gain from `vnfix batch --shared-profile`: lines of one text, each a file of its own.

    python -m tests.quality.shared_profiles --split report

Held-out texts lose letters to blanks and are cut into lines; each text is a folder.  The command repairs the damaged
folders with the option and without it; the same lines intact, too, and with it among the damaged ones.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
from rapidfuzz.distance import Levenshtein

from tests.quality.documents import choose_documents
from tests.quality.tables import format_table
from vnfix.training.corpus import Genre, Split
from vnfix.training.damage import Damage, damage_text
from vnfix.training.held_out import CleanDocument, Layout, Size, lay_out

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SHORTEST_LINE = 20
MOST_LINES = 100


class Line(NamedTuple):
    """One file: its path below a folder, what stands in it, and what should."""

    name: str
    damaged: str
    gold: str


def cut_lines(number: int, document: CleanDocument) -> Iterator[Line]:
    """Damage a text and cut it into lines; those that are too short to be a document are left out."""
    text = lay_out([line for line in document.text.splitlines() if line.strip()], Layout.LINES)
    damaged = damage_text(text, Damage.BLANK, f"shared:{document.name}")
    pairs = zip(damaged.text.split("\n"), text.split("\n"), strict=True)
    long = [pair for pair in pairs if len(pair[1].strip()) > SHORTEST_LINE]
    for at, (wrong, right) in enumerate(long[:MOST_LINES]):
        yield Line(f"{number}/{at}.txt", wrong, right)


def repair_files(texts: Sequence[tuple[str, str]], *options: str) -> list[str]:
    """Write texts to files of these names, run `vnfix batch`, and give what they became."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, text in texts:
            path = place / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        command = [
            sys.executable,
            "-m",
            "vnfix",
            "batch",
            "-q",
            str(place / "in"),
            str(place / "out"),
            *options,
        ]
        subprocess.run(command, check=True)
        return [(place / "out" / name).read_bytes().decode() for name, _ in texts]


def count_wrong(texts: Sequence[str], lines: Sequence[Line]) -> str:
    """Count wrong letters, as a cell of the table."""
    return f"{sum(Levenshtein.distance(text, line.gold) for text, line in zip(texts, lines, strict=True)):,}"


@click.command(help=__doc__)
@click.option("--corpus", type=FOLDER, default=Path("../shared/corpus"), show_default=True)
@click.option("--split", type=click.Choice([Split.TUNE.value, Split.REPORT.value]), default=Split.TUNE.value)
@click.option("--documents", default=1, show_default=True, help="Documents of each genre.")
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "vnfix-quality"
)
def main(corpus: Path, split: str, documents: int, cache: Path) -> None:
    chosen = list(choose_documents(corpus, Split(split), list(Genre), documents, [Size.LONG], cache))
    lines = [line for number, document in enumerate(chosen) for line in cut_lines(number, document)]
    damaged = [(line.name, line.damaged) for line in lines]
    intact = [(line.name, line.gold) for line in lines]
    rows = [
        (
            "damaged",
            count_wrong([line.damaged for line in lines], lines),
            count_wrong(repair_files(damaged), lines),
            count_wrong(repair_files(damaged, "--shared-profile"), lines),
        ),
        (
            "intact, among damaged ones",
            "0",
            count_wrong(repair_files(intact), lines),
            count_wrong(_repair_among_damaged(lines), lines),
        ),
    ]
    head = ("wrong letters", "before", "repaired alone", "with `--shared-profile`")
    click.echo(f"{len(lines)} lines of {len(chosen)} texts, part `{split}`.\n\n{format_table(head, rows)}")


def _repair_among_damaged(lines: Sequence[Line]) -> list[str]:
    """Repair intact lines in folders whose first documents are damaged: what those teach must not harm."""
    teachers = [(line.name.replace("/", "/0-"), line.damaged) for line in lines]
    intact = [(line.name.replace("/", "/1-"), line.gold) for line in lines]
    return repair_files([*teachers, *intact], "--shared-profile")[len(teachers) :]


if __name__ == "__main__":
    main(prog_name="python -m tests.quality.shared_profiles")
