"""Word lists: one entry a line, in any number of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnfix.errors import InputError
from vnfix.training.wordlists import read_wordlists


def write_lists(folder: Path, **lists: str) -> Path:
    for name, text in lists.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("sông\nnúi\n", ("núi", "sông")),
        ("sông\r\nnúi", ("núi", "sông")),
        ("  sông  \n\n\t\nnúi", ("núi", "sông")),
        ("# sông\nnúi\n", ("núi",)),
        ("núi\nnúi\n", ("núi",)),
        ("đất nước\n", ("đất nước",)),
        ("Đà\nđà\n", ("Đà", "đà")),
        ("", ()),
        ("\n#\n", ()),
    ],
)
def test_entries_are_sorted_and_distinct(tmp_path, text, entries):
    assert read_wordlists(write_lists(tmp_path, words=text)) == tuple(sorted(entries))


def test_all_lists_are_one(tmp_path):
    assert read_wordlists(write_lists(tmp_path, b="núi\nsông", a="biển\nnúi")) == ("biển", "núi", "sông")


def test_lists_full_of_slips_are_left_out(tmp_path):
    assert read_wordlists(write_lists(tmp_path, words="núi", tesseract_words="nui")) == ("núi",)


def test_other_files_are_no_lists(tmp_path):
    (tmp_path / "SOURCES.md").write_text("sông", encoding="utf-8")
    assert read_wordlists(tmp_path) == ()


def test_a_list_in_another_encoding_is_refused_by_name(tmp_path):
    (tmp_path / "cu.txt").write_bytes("đất".encode("utf-16"))
    with pytest.raises(InputError, match=r"cu\.txt: not UTF-8"):
        read_wordlists(tmp_path)


def test_what_cannot_be_read_is_refused_by_name(tmp_path):
    (tmp_path / "cu.txt").mkdir()
    with pytest.raises(InputError, match=r"cu\.txt: cannot read it"):
        read_wordlists(tmp_path)
