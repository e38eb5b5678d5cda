"""Held-out documents: cut out of the corpus, laid out in lines, in an order shuffled once and for all.

The corpus keeps no page layout, so lines, line ends and empty lines are made up here.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import chain, islice, zip_longest
from pathlib import Path
from random import Random

from vnfix.training.corpus import Block, Genre, Split, genre_of, read_blocks, split_of

LINE_WIDTH = 80


class Size(StrEnum):
    """The length of a document."""

    SHORT = "short"
    """300-500 syllables, a page."""
    LONG = "long"
    """About 3,000 syllables, or all of the block when it has fewer."""


SYLLABLES = {Size.SHORT: 400, Size.LONG: 3000}


class Layout(StrEnum):
    """How the text of a document stands in lines."""

    PARAGRAPHS = "paragraphs"
    """One paragraph a line."""
    LINES = "lines"
    """Lines of at most 80 characters."""
    SPACED = "spaced"
    """As LINES, each with a blank at its end and an empty line after it."""


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """A clean text to be damaged; `name` is its corpus file and block."""

    name: str
    genre: Genre
    size: Size
    text: str


def lay_out(paragraphs: Sequence[str], layout: Layout) -> str:
    r"""Set paragraphs in lines.

    >>> lay_out(["một", "hai"], Layout.SPACED)
    'một \n\nhai \n\n'
    """
    if layout is Layout.PARAGRAPHS:
        return "".join(f"{paragraph}\n" for paragraph in paragraphs)
    lines = chain.from_iterable(
        textwrap.wrap(paragraph, LINE_WIDTH, break_long_words=False, break_on_hyphens=False)
        for paragraph in paragraphs
    )
    end = " \n\n" if layout is Layout.SPACED else "\n"
    return "".join(line + end for line in lines)


def take_paragraphs(paragraphs: Sequence[str], first: int, syllables: int) -> tuple[str, ...]:
    """Take paragraphs from number `first` on until `syllables` are reached, the last one cut there."""
    taken: list[str] = []
    for paragraph in paragraphs[first:]:
        words = paragraph.split()
        if len(words) >= syllables:
            # A little over, so that a short document ends with a whole sentence more often.
            end = next((i + 1 for i, w in enumerate(words[syllables - 1 :]) if w.endswith(".")), 1)
            return (*taken, " ".join(words[: syllables - 1 + min(end, 100)]))
        taken.append(paragraph)
        syllables -= len(words)
    return tuple(taken)


def make_document(block: Block, size: Size) -> CleanDocument:
    """Cut a document out of a block and lay it out; the name of the block seeds every choice."""
    name = f"{block.source}#{block.index}"
    random = Random(f"{name}:{size}")
    lengths = [len(paragraph.split()) for paragraph in block.paragraphs]
    starts = [i for i in range(len(lengths)) if sum(lengths[i:]) >= SYLLABLES[size]]
    first = random.choice(starts) if size is Size.SHORT and starts else 0
    paragraphs = take_paragraphs(block.paragraphs, first, SYLLABLES[size])
    text = lay_out(paragraphs, random.choice(list(Layout)))
    return CleanDocument(name, genre_of(block.source), size, text)


def read_held_out(path: Path, split: Split) -> list[Block]:
    """Read the blocks of one split of a corpus file.

    Raises OSError when the file cannot be read.
    """
    return [block for block in read_blocks(path) if split_of(block.source, block.index) is split]


def choose_documents(
    files: Iterable[Path],
    split: Split,
    genres: Iterable[Genre],
    number: int,
    sizes: Sequence[Size],
    read: Callable[[Path, Split], list[Block]] = read_held_out,
) -> Iterator[CleanDocument]:
    """Choose at most `number` held-out documents of each genre, in turn from each of its files.

    `sizes` are given in turn too.  `read` gives the blocks of a file.
    """
    by_genre: dict[Genre, list[Path]] = defaultdict(list)
    for path in files:
        by_genre[genre_of(path.name)].append(path)
    for genre in genres:
        queues = [sorted(read(path, split), key=_draw) for path in by_genre[genre]]
        blocks = (block for turn in zip_longest(*queues) for block in turn if block is not None)
        for number_of_document, block in enumerate(islice(blocks, number)):
            yield make_document(block, sizes[number_of_document % len(sizes)])


def _draw(block: Block) -> bytes:
    """Give the key of a shuffled order that is the same every time."""
    return blake2b(f"draw:{block.source}:{block.index}".encode()).digest()
