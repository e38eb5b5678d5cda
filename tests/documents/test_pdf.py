"""PDFs whose fonts do not say, or say wrongly, which letters their glyphs are."""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from tests.documents.pdf_maker import make_font, make_pdf, truth
from tests.documents.repairing import repair_bytes
from vnfix.documents.formats import open_document
from vnfix.errors import InputError

SAMPLE = Path(__file__).parents[2] / "docs/sample/bao-cao.gold.txt"
LINES = [line.strip().replace("–", "-") for line in SAMPLE.read_text("utf-8").splitlines() if line.strip()]
LINES = ["".join(c if c.isascii() or c.isalpha() else " " for c in line) for line in LINES]
PAGES = [LINES[at : at + 40] for at in range(0, len(LINES), 40)]
LOST = "ơựởẫ"


def spoil(letters, said):
    return lambda letter: said(letter) if letter in letters else letter


def letters_of(text):
    return "".join(text.split())


SPOILED = {
    "intact": truth,
    "entries deleted": spoil(LOST, lambda _: None),
    "mapped to a blank": spoil(LOST, lambda _: " "),
    "mapped to nothing": spoil(LOST, lambda _: ""),
    "mapped to one private-use character": spoil(LOST, lambda _: "\ue123"),
    "mapped to control characters": spoil(LOST, lambda _: "\x01"),
    "mapped to a wrong letter": spoil(LOST, {"ơ": "o", "ự": "u", "ở": "o", "ẫ": "a"}.get),
    "many entries deleted": spoil("ơựởẫộếảđ", lambda _: None),
    "digits and letters deleted": spoil(LOST + "0123456789", lambda _: None),
}


@pytest.mark.parametrize("state", SPOILED.values(), ids=SPOILED)
def test_what_is_restored(state):
    gold = letters_of("".join(LINES))
    out = letters_of(repair_bytes(make_pdf(PAGES, state), "a.pdf").decode())
    assert 1 - Levenshtein.distance(gold, out) / len(gold) >= 0.999
    assert "(cid:" not in out


def test_digits_are_not_guessed_where_the_glyphs_have_no_order():
    """Only digits are left of the ASCII letters of this font, so nothing says how it is ordered."""
    line = "ởờớợỡ 2024"
    out = repair_bytes(make_pdf([[line]], spoil("2", lambda _: None)), "a.pdf").decode()
    assert out.split() == ["ởờớợỡ", "(cid:21)0(cid:21)4"]


@pytest.mark.parametrize("names", [True, False], ids=["glyph names", "cmap"])
@pytest.mark.parametrize("said", [None, " ", "", "\ue123"])
def test_the_embedded_font_says_what_the_table_does_not(names, said):
    letters = "".join(sorted({char for line in LINES for char in line}))
    program = make_font(letters, names=names)
    data = make_pdf(PAGES, spoil(LOST + "12", lambda _: said), program)
    assert letters_of(open_document(data, "a.pdf").text) == letters_of("".join(LINES))


def test_without_any_table_the_embedded_font_says_all():
    letters = "".join(sorted({char for line in LINES for char in line}))
    data = make_pdf(PAGES, None, make_font(letters))
    assert letters_of(open_document(data, "a.pdf").text) == letters_of("".join(LINES))


def test_a_glyph_number_means_another_letter_in_another_font():
    one, other = spoil("ơ", lambda _: None), spoil("ơ", lambda _: None)
    text = open_document(make_pdf([["cơ", "cơ"]], fonts=[one, other]), "a.pdf").text
    marks = text.split()
    assert len(set(marks)) == 2
    assert all(mark.startswith("c(cid:") for mark in marks)


def test_a_letter_that_another_glyph_has_too_stays_where_the_words_do_not_settle_it():
    data = make_pdf([["Bogota Bogơta"]], spoil("ơ", lambda _: "o"))
    assert repair_bytes(data, "a.pdf").decode().split() == ["Bogota", "Bogota"]


def test_pages_are_parted_and_the_output_is_text():
    document = open_document(make_pdf([["trang đầu"], ["trang sau"]]), "a.pdf")
    assert document.text == "trang đầu\n\n\ftrang sau\n\n"
    assert (document.output_suffix, document.write([])) == (".txt", document.text.encode())


def test_scanned_pages_are_named():
    with pytest.raises(InputError, match="without a text layer"):
        open_document(make_pdf([[]]), "a.pdf")


@pytest.mark.parametrize("share", [0.0005, 0.2, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused_and_not_read_in_part(share):
    data = make_pdf(PAGES)
    with pytest.raises(InputError, match=r"is a broken PDF \(its end is missing\)"):
        open_document(data[: int(len(data) * share)], "a.pdf")


def test_only_what_stands_after_the_last_table_may_be_missing():
    data = make_pdf(PAGES)
    assert open_document(data[:-5], "a.pdf").text == open_document(data, "a.pdf").text


def test_many_letters_that_are_said_to_be_others():
    """So many that they would hide the order of the glyphs, were each of them heeded."""
    bare = dict(zip("ạảàáâầấậòôơờợỗ", "aaaaaaaaoooooo", strict=True))
    gold = letters_of("".join(LINES))
    out = letters_of(repair_bytes(make_pdf(PAGES, spoil(bare, bare.get)), "a.pdf").decode())
    assert 1 - Levenshtein.distance(gold, out) / len(gold) >= 0.999
