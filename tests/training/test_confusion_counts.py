"""Learning confusions from pairs of damaged and right text."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnfix.confusions import Edit, parse_confusions
from vnfix.errors import InputError
from vnfix.training.confusion_counts import align_words, count_edits, learn_confusions
from vnfix.training.pairs import align_texts, read_pairs

GOLD = "Cơ quan của tỉnh tổ chức kiểm tra. Tổ công tác kiểm tra của xã.\n"
READ = "Cơ quan cùa tỉnh tố chức kiếm tra. Tố công tác kiếm tra cùa xã.\n"


def write_pair(folder: Path, name: str, gold: str = GOLD, read: str = READ) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.gold.txt").write_text(gold, encoding="utf-8")
    (folder / f"{name}.damaged.txt").write_text(read, encoding="utf-8")


def test_words_are_set_against_what_is_read_in_their_place():
    assert ("của", "cùa") in list(align_words(GOLD, READ))
    assert len(list(align_words(GOLD, READ))) == len(GOLD.split())


def test_what_recurs_has_the_higher_rate():
    rates = {edit: rate for edit, rate, _ in count_edits(list(align_words(GOLD, READ)))}
    assert rates[Edit("ể", "ế")] > 0.4
    assert Edit("o", "a") not in rates


def test_the_name_says_the_engine(tmp_path: Path):
    write_pair(tmp_path / "pairs", "page-1-vie")
    write_pair(tmp_path / "pairs", "page-1-eng", read=GOLD.replace("ổ", "6"))
    lines: list[str] = []
    learn_confusions([tmp_path / "pairs"], tmp_path / "out", lines.append)
    profiles = {
        p.name: p for p in parse_confusions((tmp_path / "out/confusions.tsv").read_text(encoding="utf-8"))
    }
    assert Edit("ổ", "6") in profiles["eng"].rates
    assert Edit("ổ", "ố") in profiles["vie"].rates
    assert lines == ["confusions of eng, vie from 2 pairs: 4"]


def test_the_same_pairs_give_the_same_file(tmp_path: Path):
    write_pair(tmp_path / "pairs", "page-1-vie")
    for name in ("a", "b"):
        learn_confusions([tmp_path / "pairs"], tmp_path / name, lambda _line: None)
    assert (tmp_path / "a/confusions.tsv").read_bytes() == (tmp_path / "b/confusions.tsv").read_bytes()


def test_a_folder_without_pairs_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no pairs"):
        list(read_pairs(tmp_path))


def test_a_damaged_text_without_its_gold_is_refused(tmp_path: Path):
    (tmp_path / "a.damaged.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.gold\.txt"):
        list(read_pairs(tmp_path))


@pytest.mark.parametrize(
    ("gold", "damaged", "span", "word"),
    [
        ("cơ quan", "cơquan", (2, 2), " "),
        ("có quyền", "có quy ền", (3, 9), "quyền"),
        ("đi tim về", "đi tirn về", (3, 7), "tim"),
    ],
)
def test_a_misread_word_is_found_in_its_gold(gold: str, damaged: str, span: tuple[int, int], word: str):
    aligned = align_texts(gold, damaged)
    low, high = (aligned.gold_offsets(offset) for offset in span)
    assert any(gold[start:end] == word for start in low for end in high)
    assert aligned.offsets[-1] == len(damaged)
