"""Reading a corpus of clean text, and the one split of it into training and held-out parts.

A corpus is a folder of files with one paragraph a line (`.txt`, or `.txt.zst` compressed with
zstandard), named `<family>-<topic>[-<source>]`.  The files do not keep the bounds of the documents
that they were made from, so a *block* of consecutive paragraphs stands for a document: held out as
a whole, it keeps the wording of its neighbours out of the model too.

The trainer counts the blocks of `Split.TRAIN`; choices are made on `Split.TUNE`; figures that are
published come from `Split.REPORT`.  Both sides ask `split_of`, so that they cannot disagree.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO

BLOCK_SIZE = 100
"""Paragraphs in a block: about 1,500 to 6,000 syllables, the length of a document."""

FOLDS = 50
"""One block in `FOLDS` goes to each of the two held-out splits, so 2 % each."""


class Genre(StrEnum):
    """The kinds of text that are balanced in training and reported apart."""

    OFFICIAL = "official"
    NEWS = "news"
    ENCYCLOPAEDIA = "encyclopaedia"
    TECHNICAL = "technical"
    EDUCATION = "education"
    FICTION = "fiction"
    DIALOGUE = "dialogue"
    EVERYDAY = "everyday"
    RELIGION = "religion"
    HISTORY = "history"
    MIXED = "mixed"


class Split(StrEnum):
    """The use of a block."""

    TRAIN = "train"
    TUNE = "tune"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive paragraphs of one file.

    `source` is the name of the file, `index` the number of the block in it, from 0.
    """

    source: str
    index: int
    paragraphs: tuple[str, ...]


GENRE_BY_PREFIX = MappingProxyType(
    {
        "legal-": Genre.OFFICIAL,
        "office2-": Genre.OFFICIAL,
        "office2-guides": Genre.EDUCATION,
        "office2-history-wiki": Genre.ENCYCLOPAEDIA,
        "general-news": Genre.NEWS,
        "general-taxnews": Genre.NEWS,
        "general-wiki": Genre.ENCYCLOPAEDIA,
        "general-tech": Genre.TECHNICAL,
        "general-verse": Genre.FICTION,
        "general-buddhist": Genre.RELIGION,
        "breadth-news": Genre.NEWS,
        "breadth-education": Genre.EDUCATION,
        "breadth-fiction": Genre.FICTION,
        "breadth-dialogue": Genre.DIALOGUE,
        "breadth-everyday": Genre.EVERYDAY,
        "breadth-everyday-xquad": Genre.ENCYCLOPAEDIA,
        "breadth-religion": Genre.RELIGION,
        "breadth-history": Genre.HISTORY,
        "breadth2-sport": Genre.NEWS,
        "breadth2-fiction": Genre.FICTION,
        "breadth2-children": Genre.FICTION,
        "breadth2-dialogue": Genre.DIALOGUE,
        "breadth2-jokes": Genre.DIALOGUE,
        "breadth2-blogs": Genre.EVERYDAY,
        "breadth2-lifestyle": Genre.EVERYDAY,
        "breadth2-recipes": Genre.EVERYDAY,
        "breadth2-reviews": Genre.EVERYDAY,
        "breadth2-travel": Genre.EVERYDAY,
    }
)
"""The genre of the files whose names begin so; the longest prefix that fits decides."""


def genre_of(source: str) -> Genre:
    """Tell the genre of a corpus file from its name; `Genre.MIXED` when no prefix is known.

    >>> genre_of("office2-admin.txt.zst")
    <Genre.OFFICIAL: 'official'>
    >>> genre_of("breadth-everyday-xquad.txt.zst")
    <Genre.ENCYCLOPAEDIA: 'encyclopaedia'>
    """
    known = max((prefix for prefix in GENRE_BY_PREFIX if source.startswith(prefix)), key=len, default=None)
    return Genre.MIXED if known is None else GENRE_BY_PREFIX[known]


def corpus_files(folder: Path) -> tuple[Path, ...]:
    """List the corpus files of `folder`, sorted by name; folders in it are not entered."""
    return tuple(
        sorted(
            path for path in folder.iterdir() if path.is_file() and path.name.endswith((".txt", ".txt.zst"))
        )
    )


def open_text(path: Path) -> IO[str]:
    """Open a corpus file for reading as UTF-8, decompressing `.zst` on the way.

    Raises OSError when the file cannot be opened, and ImportError when a compressed file is asked
    for and zstandard is not installed.
    """
    if path.suffix != ".zst":
        return path.open(encoding="utf-8", newline="\n")
    import zstandard  # only training needs it

    stream = zstandard.ZstdDecompressor().stream_reader(
        path.open("rb"), closefd=True, read_across_frames=True, read_size=1 << 20
    )
    return io.TextIOWrapper(io.BufferedReader(stream, 1 << 20), encoding="utf-8", newline="\n")


def read_paragraphs(path: Path) -> Iterator[str]:
    """Yield the paragraphs of a `.txt` or `.txt.zst` file, without line ends; empty lines are skipped.

    The file is streamed: memory does not grow with its size.
    """
    with open_text(path) as lines:
        for line in lines:
            paragraph = line.strip("\r\n")
            if paragraph:
                yield paragraph


def read_blocks(path: Path, size: int = BLOCK_SIZE) -> Iterator[Block]:
    """Yield the consecutive blocks of a file, `size` paragraphs each, the last one often shorter.

    Another `size` than `BLOCK_SIZE` makes other blocks, so `split_of` holds for the default only.
    """
    paragraphs = read_paragraphs(path)
    index = 0
    while chunk := tuple(islice(paragraphs, size)):
        yield Block(path.name, index, chunk)
        index += 1


def split_of(source: str, index: int) -> Split:
    """Tell the split of block `index` of the file named `source` (the name only, not a path).

    A hash decides, so the answer is the same on every machine and does not change when files are
    added.  `Split.REPORT` and `Split.TUNE` get one block in fifty each.

    >>> split_of("legal-laws.txt.zst", 0)
    <Split.TRAIN: 'train'>
    """
    digest = blake2b(f"{source}:{index}".encode(), digest_size=8).digest()
    match int.from_bytes(digest, "big") % FOLDS:
        case 0:
            return Split.REPORT
        case 1:
            return Split.TUNE
        case _:
            return Split.TRAIN
