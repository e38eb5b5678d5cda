"""The texts of the benchmark: clean, and damaged in four ways."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping
from itertools import accumulate, cycle
from pathlib import Path
from random import Random

from tests.quality.documents import read_cached
from vnfix.confusions import Profile
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.letters import unaccented
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

WRONG_LANGUAGE = "eng"
"""The profile of an engine that was set to English."""


def make_clean_text(corpus: Path, cache: Path, size: int) -> tuple[str, str]:
    """Make a text of `size` bytes in UTF-8, a little more or less; also tells where it is from.

    Where the corpus is shorter, it is taken again from the start.
    """
    if corpus.is_dir():
        blocks = [block for path in corpus_files(corpus) for block in read_cached(path, Split.TUNE, cache)]
        Random(0).shuffle(blocks)
        paragraphs, source = cycle([p for block in blocks for p in block.paragraphs]), "held-out corpus"
    else:
        paragraphs, source = cycle(SENTENCES), "built-in sentences"
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


def misread(text: str, profile: Profile, seed: int = 0) -> str:
    """Misread single letters at the rates of a profile of `vnfix.confusions`."""
    random = Random(seed)
    choices: dict[str, tuple[list[str], list[float]]] = {}
    for edit, rate in profile.rates.items():
        if len(edit.written) == 1:
            readings, rates = choices.setdefault(edit.written, ([], []))
            readings.append(edit.read)
            rates.append(rate)
    sums = {letter: (readings, list(accumulate(rates))) for letter, (readings, rates) in choices.items()}

    def read(letter: str) -> str:
        readings, rates = sums[letter]
        place = bisect(rates, random.random())
        return readings[place] if place < len(readings) else letter

    return "".join(read(letter) if letter in sums else letter for letter in text)


def misread_in_wrong_language(text: str) -> str:
    """Misread a text as an engine does that was set to another language."""
    profiles = Dictionaries(find_dictionaries()).profiles
    return misread(text, next(profile for profile in profiles if profile.name == WRONG_LANGUAGE))


TEXTS: Mapping[str, Callable[[str], str]] = {
    "clean": lambda text: text,
    "light (5 %)": lambda text: damage_share(text, 0.05),
    "heavy (30 %)": lambda text: damage_share(text, 0.30),
    "marks stripped": unaccented,
    "OCR, wrong language": misread_in_wrong_language,
}
"""The texts of the benchmark, by name, as made from the clean one."""
