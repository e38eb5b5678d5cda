"""The code tables: complete, sorted, in NFC, and the same way back."""

from __future__ import annotations

import unicodedata

import pytest

from vnfix.dictionaries import find_dictionaries
from vnfix.encodings.tables import LEGACY, EncodingTables
from vnfix.errors import DictionaryError
from vnfix.letters import VIETNAMESE_LETTERS

FOLDER = find_dictionaries() / "encodings"
TABLES = EncodingTables(FOLDER)
MARKED = sorted(letter for letter in VIETNAMESE_LETTERS if not letter.isascii())
SMALL = [letter for letter in MARKED if letter.islower()]
FILES = sorted(FOLDER.glob("*.tsv"))


def rows_of(path):
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"][1:]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_files_are_sorted_without_doubles_and_name_source_and_licence(path):
    text = path.read_text(encoding="utf-8")
    rows = rows_of(path)
    keys = [row.rsplit("\t", 1)[0] for row in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert unicodedata.is_normalized("NFC", text)
    assert "# Source: " in text
    assert "icence: " in text


@pytest.mark.parametrize("name", LEGACY)
def test_every_letter_goes_there_and_back(name):
    table = TABLES.legacy[name]
    for letter in SMALL if name == "tcvn3" else MARKED:
        data = table.encode(letter)
        assert table.decode(data.decode("latin-1")) == letter


@pytest.mark.parametrize("name", LEGACY)
def test_all_letters_in_a_row_go_there_and_back(name):
    table = TABLES.legacy[name]
    text = " ".join(SMALL if name == "tcvn3" else MARKED)
    assert table.decode(table.encode(text).decode("latin-1")) == text


@pytest.mark.parametrize("name", ["tcvn3", "viscii", "vps"])
def test_one_byte_is_one_letter(name):
    letters = TABLES.legacy[name].letters
    assert all(len(code) == 1 for code in letters)
    assert len(set(letters.values())) == len(letters)


def test_tcvn3_has_the_capitals_without_a_tone_only():
    capitals = {letter for letter in TABLES.legacy["tcvn3"].letters.values() if letter.isupper()}
    assert capitals == set("ĂÂÊÔƠƯĐ")


def test_cp1258_is_what_python_decodes():
    table = TABLES.legacy["cp1258"]
    data = table.encode(" ".join(MARKED))
    assert unicodedata.normalize("NFC", data.decode("cp1258")) == " ".join(MARKED)


def test_viqr_has_every_letter():
    assert set(MARKED) <= set(TABLES.viqr.letters.values())
    for code, letter in TABLES.viqr.letters.items():
        assert code.isascii()
        assert TABLES.viqr.decode(code) == letter


def test_lookalikes_are_letters_of_the_alphabet():
    for code, letter in TABLES.lookalikes.items():
        assert not chr(code).isascii()
        assert letter.lower() in "abcdđeghijklmnopqrstuvxyzw"
        assert chr(code).isupper() == letter.isupper()


def test_a_broken_table_is_a_dictionary_error(tmp_path):
    (tmp_path / "viqr.tsv").write_text("code\ttext\na'\n", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"viqr\.tsv: broken row"):
        _ = EncodingTables(tmp_path).viqr
    with pytest.raises(DictionaryError, match="cannot read the table"):
        _ = EncodingTables(tmp_path).lookalikes
