"""The texts of the benchmark: clean, lightly and heavily damaged."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from random import Random

from tests.quality.documents import read_cached
from vnfix.training.corpus import Split, corpus_files
from vnfix.training.damage import LOSABLE_LETTERS, lose_glyphs
from vnfix.training.held_out import Layout, lay_out

SENTENCES = (
    "Cơ quan thường trực tổ chức cuộc họp vào buổi sáng và gửi kết quả cho các đơn vị trực thuộc.",
    "Người nộp hồ sơ được hướng dẫn ngay tại quầy, không phải chờ đợi quá ba mươi phút.",
    "Hôm qua trời mưa rất to, nước ngập cả con đường trước cổng trường.",
    "Mỗi gia đình trong xóm góp một ít gạo nếp để gói bánh cho bọn trẻ.",
    "Sau khi cài đặt, hãy khởi động lại máy rồi mở tệp cấu hình bằng trình soạn thảo.",
    "Giá cà phê giảm nhẹ do sản lượng vụ mới cao hơn dự báo của các nhà buôn.",
    "Bà cụ ngồi bên bếp lửa kể chuyện ngày xưa, giọng chậm rãi và ấm áp.",
    "Nhà trường đề nghị phụ huynh kiểm tra việc học ở nhà của các em mỗi tối.",
)
"""Stands in for the held-out corpus where that is not there."""


def make_clean_text(corpus: Path, cache: Path, size: int) -> tuple[str, str]:
    """Make a text of `size` bytes in UTF-8, a little more or less; also tells where it is from."""
    if corpus.is_dir():
        blocks = [block for path in corpus_files(corpus) for block in read_cached(path, Split.TUNE, cache)]
        Random(0).shuffle(blocks)
        paragraphs, source = (p for block in blocks for p in block.paragraphs), "held-out corpus"
    else:
        paragraphs, source = (p for p in cycle(SENTENCES)), "built-in sentences"
    taken: list[str] = []
    for paragraph in paragraphs:
        if size <= 0:
            break
        taken.append(paragraph)
        size -= len(paragraph.encode()) + 1
    return lay_out(taken, Layout.LINES), source


def damage_share(text: str, target: float) -> str:
    """Lose glyphs to blanks until about `target` (0..1) of the syllables are damaged."""
    words = text.split()
    letters = Random(1).sample(LOSABLE_LETTERS, len(LOSABLE_LETTERS))
    lost: set[str] = set()
    for letter in letters:
        share = sum(1 for word in words if not lost.union(letter).isdisjoint(word)) / max(1, len(words))
        if share <= 1.1 * target:
            lost.add(letter)
        if share >= 0.9 * target and letter in lost:
            break
    return lose_glyphs(text, dict.fromkeys(sorted(lost), " ")).text
