"""What comes back of PDFs whose fonts do not say, or say wrongly, which letters their glyphs are.

    python -m tests.quality.spoiled_pdfs --split report --errors errors.tsv

Held-out texts are made into PDFs and spoiled: for six letters with marks, drawn at random for each text, and in
two rows for more, the font says something else.  The glyph numbers stand in each file.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import MappingProxyType

import click
from rapidfuzz.distance import Levenshtein

from tests.documents.pdf_maker import State, make_pdf
from tests.quality.documents import choose_documents
from tests.quality.measuring import repairer
from tests.quality.scoring import share
from tests.quality.tables import format_table, percent
from vnfix.documents.formats import open_document
from vnfix.documents.opened import fit_repair
from vnfix.letters import VIETNAMESE_LETTERS
from vnfix.render.edits import list_edits
from vnfix.training.corpus import Genre, Split
from vnfix.training.held_out import Size

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SPOILED_LETTERS = 6
LINES_OF_A_PAGE = 50
AROUND = 20
"""Letters on each side of an error in the list of errors."""

_MARK = re.compile(r"\(cid:\d+\)")

Spoil = Callable[[str, frozenset[str]], "str | None"]
"""What the font says of a letter, with the letters that were drawn."""


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))[0]


WAYS: Mapping[str, Spoil] = MappingProxyType(
    {
        "nothing (entries deleted)": lambda c, drawn: None if c in drawn else c,
        "a blank": lambda c, drawn: " " if c in drawn else c,
        "the empty text": lambda c, drawn: "" if c in drawn else c,
        "one private-use character for all": lambda c, drawn: "\ue001" if c in drawn else c,
        "another letter (the same without marks)": lambda c, drawn: _bare(c) if c in drawn else c,
        "nothing, and nothing of all digits": lambda c, drawn: None if c in drawn or c.isdigit() else c,
        "nothing of all letters with marks": lambda c, _: c if c.isascii() else None,
    }
)


@dataclass
class Tally:
    """Letters of one way: all of them, those whose entries were spoiled, and those that came out wrong."""

    letters: int = 0
    spoiled: int = 0
    wrong: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)


def printable_lines(text: str) -> list[str]:
    """Give the lines of a text with the letters that the PDFs of `pdf_maker` have; all else is a blank.

    >>> printable_lines("Một – hai\\n\\n日")
    ['Một   hai']
    """
    kept = ("".join(c if _has_glyph(c) else " " for c in line) for line in text.splitlines())
    return [line for line in kept if line.strip()]


def _has_glyph(letter: str) -> bool:
    return (letter.isascii() and letter >= " ") or letter in VIETNAMESE_LETTERS


def draw_letters(lines: Sequence[str], random: Random) -> frozenset[str]:
    """Draw the letters that are spoiled from those with marks."""
    used = sorted({letter for line in lines for letter in line if not letter.isascii()})
    return frozenset(random.sample(used, min(SPOILED_LETTERS, len(used))))


def measure(lines: Sequence[str], spoil: Spoil, drawn: frozenset[str], tally: Tally) -> None:
    """Spoil one text, read and repair it, and count what is wrong; blanks do not count."""

    def state(letter: str) -> str | None:
        return spoil(letter, drawn)

    gold = "".join("".join(lines).split())
    # A letter that is still unknown is one wrong letter, however its mark is written.
    out = _MARK.sub("\ufffd", "".join(_repair(lines, state).split()))
    tally.letters += len(gold)
    tally.spoiled += sum(state(letter) != letter for letter in gold)
    tally.wrong += Levenshtein.distance(gold, out)
    tally.errors += _list_errors(gold, out)


def _repair(lines: Sequence[str], state: State) -> str:
    pages = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, len(lines), LINES_OF_A_PAGE)]
    document = open_document(make_pdf(pages, state), "a.pdf")
    repair = fit_repair(document, repairer().repair(document.text))
    return document.write(list_edits(repair)).decode()


def _list_errors(gold: str, out: str) -> Iterator[tuple[str, str]]:
    for op in Levenshtein.opcodes(gold, out):
        if op.tag != "equal":
            yield (
                gold[max(0, op.src_start - AROUND) : op.src_end + AROUND],
                out[max(0, op.dest_start - AROUND) : op.dest_end + AROUND],
            )


@click.command(help=__doc__)
@click.option("--corpus", type=FOLDER, default=Path("../shared/corpus"), show_default=True)
@click.option("--split", type=click.Choice([Split.TUNE.value, Split.REPORT.value]), default=Split.TUNE.value)
@click.option("--documents", default=1, show_default=True, help="Documents of each genre.")
@click.option("--lines", "most_lines", default=120, show_default=True, help="Lines of a document.")
@click.option("--seed", default="pdf", show_default=True)
@click.option("--errors", "errors_file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "vnfix-quality"
)
def main(
    corpus: Path,
    split: str,
    documents: int,
    most_lines: int,
    seed: str,
    errors_file: Path | None,
    cache: Path,
) -> None:
    tallies = {name: Tally() for name in WAYS}
    chosen = choose_documents(corpus, Split(split), list(Genre), documents, [Size.LONG], cache)
    number = 0
    for document in chosen:
        number += 1
        lines = printable_lines(document.text)[:most_lines]
        drawn = draw_letters(lines, Random(f"{seed}:{document.name}"))
        for name, spoil in WAYS.items():
            measure(lines, spoil, drawn, tallies[name])
    rows = [
        (name, f"{t.letters:,}", f"{t.spoiled:,}", str(t.wrong), percent(1 - share(t.wrong, t.letters), 3))
        for name, t in tallies.items()
    ]
    head = ("what the font says", "letters", "of them spoiled", "wrong after repair", "right %")
    click.echo(f"{number} texts of the part `{split}`.\n\n{format_table(head, rows)}")
    if errors_file:
        errors = [f"{name}\t{gold}\t{out}\n" for name, t in tallies.items() for gold, out in t.errors]
        errors_file.write_text("".join(errors), encoding="utf-8")


if __name__ == "__main__":
    main(prog_name="python -m tests.quality.spoiled_pdfs")
