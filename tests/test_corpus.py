from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from vnfix.training.corpus import (
    BLOCK_SIZE,
    Genre,
    Split,
    corpus_files,
    genre_of,
    read_blocks,
    read_paragraphs,
    split_of,
)


@pytest.mark.parametrize(
    ("source", "genre"),
    [
        ("legal-laws.txt.zst", Genre.OFFICIAL),
        ("office2-forms.txt.zst", Genre.OFFICIAL),
        ("office2-history-wiki.txt.zst", Genre.ENCYCLOPAEDIA),
        ("office2-guides-unlicensed.txt.zst", Genre.EDUCATION),
        ("general-news-unlicensed.txt.zst", Genre.NEWS),
        ("general-tech-noncommercial.txt.zst", Genre.TECHNICAL),
        ("general-verse.txt.zst", Genre.FICTION),
        ("general-buddhist-unlicensed.txt.zst", Genre.RELIGION),
        ("breadth-everyday-unlicensed.txt.zst", Genre.EVERYDAY),
        ("breadth-everyday-xquad.txt.zst", Genre.ENCYCLOPAEDIA),
        ("breadth2-jokes-unlicensed.txt.zst", Genre.DIALOGUE),
        ("breadth-history-khudocmo.txt.zst", Genre.HISTORY),
        ("my-own.txt", Genre.MIXED),
        ("", Genre.MIXED),
    ],
)
def test_the_name_of_a_file_tells_its_genre(source: str, genre: Genre):
    assert genre_of(source) is genre


def write_compressed(path: Path, text: str) -> Path:
    zstandard = pytest.importorskip("zstandard")
    path.write_bytes(zstandard.compress(text.encode()))
    return path


def test_plain_and_compressed_files_read_the_same(tmp_path: Path):
    text = "đoạn một\n\nđoạn hai có dấu cách cuối \nđoạn ba"
    plain = tmp_path / "a.txt"
    plain.write_text(text, encoding="utf-8")
    paragraphs = list(read_paragraphs(plain))
    assert paragraphs == ["đoạn một", "đoạn hai có dấu cách cuối ", "đoạn ba"]
    assert list(read_paragraphs(write_compressed(tmp_path / "a.txt.zst", text))) == paragraphs


def test_only_line_ends_part_paragraphs(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("một\u2028hai\x0cba\r\nbốn\n".encode())
    assert list(read_paragraphs(path)) == ["một\u2028hai\x0cba", "bốn"]


def test_an_empty_file_has_no_blocks(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.touch()
    assert list(read_blocks(path)) == []


def test_blocks_hold_every_paragraph_once_and_in_order(tmp_path: Path):
    paragraphs = [f"đoạn {number}" for number in range(2 * BLOCK_SIZE + 1)]
    path = write_compressed(tmp_path / "a.txt.zst", "\n".join(paragraphs))
    blocks = list(read_blocks(path))
    assert [(b.source, b.index, len(b.paragraphs)) for b in blocks] == [
        ("a.txt.zst", 0, BLOCK_SIZE),
        ("a.txt.zst", 1, BLOCK_SIZE),
        ("a.txt.zst", 2, 1),
    ]
    assert [p for b in blocks for p in b.paragraphs] == paragraphs


def test_corpus_files_are_sorted_and_nothing_else(tmp_path: Path):
    for name in ("b.txt.zst", "a.txt", "SOURCES.md", "c.zst"):
        (tmp_path / name).touch()
    (tmp_path / "lists.txt").mkdir()
    assert [path.name for path in corpus_files(tmp_path)] == ["a.txt", "b.txt.zst"]


@pytest.mark.parametrize(
    ("source", "index", "split"),
    [
        ("general-wiki.txt.zst", 0, Split.TRAIN),
    ],
)
def test_the_split_never_changes(source: str, index: int, split: Split):
    assert split_of(source, index) is split


def test_one_block_in_fifty_goes_to_each_held_out_split():
    counts = Counter(split_of("any.txt.zst", index) for index in range(20_000))
    assert counts[Split.TUNE] == pytest.approx(400, rel=0.2)
    assert counts[Split.REPORT] == pytest.approx(400, rel=0.2)


def test_files_are_split_differently():
    assert [split_of("a.txt", i) for i in range(500)] != [split_of("b.txt", i) for i in range(500)]
