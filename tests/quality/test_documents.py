from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.documents import choose_documents, read_cached
from tests.quality.pairs import find_digit_holes
from vnfix.training.corpus import Block, Genre, Split, split_of
from vnfix.training.held_out import LINE_WIDTH, Layout, Size, lay_out, make_document, take_paragraphs

PARAGRAPH = "Mỗi buổi sáng, người bán hàng dọn quầy từ rất sớm và chào khách quen bằng giọng vui vẻ. " * 5
BLOCK = Block("breadth-fiction-own.txt", 3, (PARAGRAPH.strip(),) * 40)


@pytest.mark.parametrize("layout", list(Layout))
def test_layouts_change_white_space_only(layout: Layout):
    text = lay_out(BLOCK.paragraphs, layout)
    assert text.split() == " ".join(BLOCK.paragraphs).split()
    if layout is not Layout.PARAGRAPHS:
        assert max(map(len, text.splitlines())) <= LINE_WIDTH + 1


def test_a_short_document_has_a_page_and_a_long_one_several():
    assert 300 <= len(make_document(BLOCK, Size.SHORT).text.split()) <= 500
    assert 2900 <= len(make_document(BLOCK, Size.LONG).text.split()) <= 3100


def test_a_block_that_is_too_short_is_taken_whole():
    assert take_paragraphs(["một hai", "ba"], 0, 50) == ("một hai", "ba")


def write_corpus(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in ("breadth-fiction-own.txt", "legal-own.txt"):
        lines = (f"Đoạn thứ {number} của tệp này nói về chuyện ở quê.\n" for number in range(30_000))
        (corpus / name).write_text("".join(lines), encoding="utf-8")
    return corpus


def test_documents_come_from_the_asked_split_and_genre_only(tmp_path: Path):
    corpus, cache = write_corpus(tmp_path), tmp_path / "cache"
    chosen = list(choose_documents(corpus, Split.TUNE, [Genre.FICTION], 2, list(Size), cache))
    assert [document.genre for document in chosen] == [Genre.FICTION] * 2
    assert [document.size for document in chosen] == [Size.SHORT, Size.LONG]
    for document in chosen:
        source, index = document.name.split("#")
        assert split_of(source, int(index)) is Split.TUNE


def test_the_cache_gives_the_same_blocks(tmp_path: Path):
    path = write_corpus(tmp_path) / "legal-own.txt"
    first = read_cached(path, Split.REPORT, tmp_path / "cache")
    assert first
    assert read_cached(path, Split.REPORT, tmp_path / "cache") == first


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("số 1 .000 đồng", [4]),
        ("được 7.1 9 lượt", [8]),
        ("xử lý  7 vụ", [5]),
        ("có 7  vụ", [4]),
        ("có 17 vụ, 25 người (3 nữ).", []),
        ("hết câu. 20 người  nữa", []),
    ],
)
def test_holes_of_lost_digits(text: str, holes: list[int]):
    assert find_digit_holes(text) == holes
