"""Held-out documents of the corpus, with the held-out text kept in a cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vnfix.files import write_atomically
from vnfix.training import held_out
from vnfix.training.corpus import BLOCK_SIZE, Block, Genre, Split, corpus_files
from vnfix.training.held_out import CleanDocument, Size, read_held_out


def choose_documents(
    corpus: Path, split: Split, genres: Iterable[Genre], number: int, sizes: Sequence[Size], cache: Path
) -> Iterator[CleanDocument]:
    """Choose `number` held-out documents of each genre; `cache` is a folder for the held-out blocks."""

    def read(path: Path, split: Split) -> list[Block]:
        return read_cached(path, split, cache)

    return held_out.choose_documents(corpus_files(corpus), split, genres, number, sizes, read)


def read_cached(path: Path, split: Split, cache: Path) -> list[Block]:
    """Read the blocks of one held-out split of a file, from `cache` when the file has not changed."""
    status = path.stat()
    stored = cache / f"{path.name}.{split}.{status.st_size}.{status.st_mtime_ns}.{BLOCK_SIZE}.json"
    if stored.exists():
        rows = json.loads(stored.read_text(encoding="utf-8"))
        return [Block(path.name, index, tuple(paragraphs)) for index, paragraphs in rows]
    blocks = read_held_out(path, split)
    cache.mkdir(parents=True, exist_ok=True)
    # Two measurements may cache the same file at once.
    write_atomically(stored, json.dumps([(b.index, b.paragraphs) for b in blocks]).encode())
    return blocks
