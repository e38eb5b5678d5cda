"""Which words the model knows, and how they are written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vnfix.language_model.symbols import SPECIAL
from vnfix.lexicon import Word
from vnfix.training.counting import EncodedFile, encode_file, encode_files
from vnfix.training.vocabulary import (
    MAXIMUM_WORDS,
    MINIMUM_OTHER_COUNT,
    MINIMUM_SYLLABLE_COUNT,
    choose_vocabulary,
    describe_forms,
    encode_with,
)


def encode(*paragraphs: str) -> EncodedFile:
    forms = {"\n": 0}
    tokens = [0]
    for paragraph in paragraphs:
        tokens += [forms.setdefault(form, len(forms)) for form in paragraph.split()] + [0]
    return EncodedFile("a.txt", tuple(forms), np.array(tokens, dtype=np.uint32))


def choose(*paragraphs: str, listed: tuple[str, ...] = ()) -> dict[str, Word]:
    """The words, without the special symbols."""
    file = encode(*paragraphs)
    words = choose_vocabulary([file], [describe_forms(file)], listed)
    assert tuple(word.text for word in words[: len(SPECIAL)]) == SPECIAL
    return {word.text: word for word in words[len(SPECIAL) :]}


@pytest.mark.parametrize(
    ("form", "count", "is_known"),
    [
        ("quan", MINIMUM_SYLLABLE_COUNT, True),
        ("quan", MINIMUM_SYLLABLE_COUNT - 1, False),
        ("ubnd", MINIMUM_OTHER_COUNT, True),
        ("ubnd", MINIMUM_OTHER_COUNT - 1, False),
        ("email", MINIMUM_OTHER_COUNT, True),
        ("²", 1000, False),
        ("½", 1000, False),
        ("m²", 1000, False),
        ("2020", 1000, False),
        (",", 1000, False),
        (".", 1000, False),
    ],
)
def test_syllables_are_known_early_other_words_late_and_signs_never(form, count, is_known):
    assert (form in choose(*[form] * count)) == is_known


def test_a_listed_syllable_is_known_however_rare():
    words = choose("một", listed=("nghệch", "một"))
    assert words["nghệch"] == Word("nghệch", 0, 0.0, True)
    assert words["một"].count == 1


@pytest.mark.parametrize("listed", ["ubnd", "trc", "x", "2020", "²"])
def test_what_is_no_syllable_is_not_known_by_a_list_alone(listed):
    assert choose("một", listed=(listed,)) == {}


def test_all_spellings_of_a_word_count_together():
    words = choose("hòa Hoà HOÀ hoà")
    assert words["hòa"].count == 4
    assert "hoà" not in words


def test_counts_of_files_add_up():
    file = encode("quan quan")
    words = choose_vocabulary([file, file], [describe_forms(file)] * 2, ())
    assert words[len(SPECIAL) :] == (Word("quan", 4, 0.0, True),)


def test_words_stand_by_falling_count_then_by_text():
    words = choose("quan " * 5, "vị " * 3, "ba " * 3, "đơn " * 4)
    assert list(words) == ["quan", "đơn", "ba", "vị"]


def test_a_vocabulary_fits_sixteen_bits():
    assert MAXIMUM_WORDS < 2**16 - 1  # the highest number is no symbol (vnfix.lattice)


@pytest.mark.parametrize(
    ("paragraphs", "share"),
    [
        (["sông Hương Hương hương hương"], 0.5),
        (["sông Hương Hương Hương"], 1.0),
        (["sông hương hương hương"], 0.0),
        (["Hương sông"] * 3, 0.0),
        (["sông . Hương"] * 3, 0.0),
        (["sông ? Hương ! Hương"] * 3, 0.0),
        (["sông , Hương"] * 3, 1.0),
        (["sông HƯƠNG HƯƠNG hương"], 0.0),
        (["sông Hương hương hương"], 0.33),
    ],
    ids=[
        "half",
        "always",
        "never",
        "a paragraph begins",
        "a sentence begins",
        "other ends",
        "a comma ends nothing",
        "capitals tell nothing",
        "rounded",
    ],
)
def test_the_share_of_capitals_is_that_within_sentences(paragraphs, share):
    assert choose(*paragraphs)["hương"].title_share == share


def test_single_capitals_are_no_titles():
    assert choose("mục A mục A mục A mục a")["a"].title_share == 0.0


def test_a_file_is_written_as_ids():
    file = encode("Cơ quan , trc")
    ids = {".": 2, ",": 3, "cơ": 4, "quan": 5}
    assert encode_with(file, describe_forms(file), ids).tolist() == [2, 4, 5, 3, 0, 2]


# --- reading ------------------------------------------------------------------------------------


def test_a_file_is_read_form_by_form(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("Cơ quan, cơ quan.\n\nĐơn vị\n", encoding="utf-8")
    file = encode_file(path)
    assert file.name == "a.txt"
    assert [file.forms[token] for token in file.tokens] == [
        *("\n", "Cơ", "quan", ",", "cơ", "quan", "."),
        *("\n", "Đơn", "vị", "\n"),
    ]


def test_an_empty_file_is_one_end(tmp_path: Path):
    (tmp_path / "a.txt").touch()
    assert encode_file(tmp_path / "a.txt").tokens.tolist() == [0]


def test_several_processes_read_the_same_in_the_same_order(tmp_path: Path):
    paths = [tmp_path / f"{name}.txt" for name in "cab"]
    for path in paths:
        path.write_text(f"tệp {path.stem}\n" * 3, encoding="utf-8")
    lines: list[str] = []
    one, two = (encode_files(paths, jobs, lines.append) for jobs in (1, 2))
    assert [file.name for file in one] == [file.name for file in two] == ["c.txt", "a.txt", "b.txt"]
    assert [file.forms for file in one] == [file.forms for file in two]
    assert [file.tokens.tolist() for file in one] == [file.tokens.tolist() for file in two]
    assert lines[:3] == lines[3:]
    assert lines[0] == "read c.txt: 10 symbols, 3 forms"
