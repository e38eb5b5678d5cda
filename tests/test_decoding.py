"""Bytes to text and back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.documents.decoding import Encoding, decode, encode
from vnfix.errors import InputError

MARKED = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


@pytest.mark.parametrize(("mark", "name"), MARKED)
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(mark, name):
    decoded = decode(mark + "đường về\r\n".encode(name))
    assert (decoded.text, decoded.encoding) == ("đường về\r\n", Encoding(name, mark))


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
@pytest.mark.parametrize(("mark", "name"), [(b"", "utf-8"), *MARKED])
def test_what_was_decoded_is_encoded_to_the_same_bytes(mark, name, text):
    data = mark + text.encode(name)
    decoded = decode(data)
    assert decoded.text == text
    assert encode(decoded.text, decoded.encoding) == data


@given(data=st.binary())
def test_any_bytes_are_decoded_or_refused_with_a_place(data):
    try:
        decoded = decode(data)
    except InputError as error:
        assert "line " in str(error)
    else:
        assert encode(decoded.text, decoded.encoding) == data


@pytest.mark.parametrize(
    ("data", "stated", "message"),
    [
        (b"\xe1", None, "line 1, byte 1 (0xE1) is not UTF-8"),
        (b"m\n\n\xff", None, "line 3, byte 4 (0xFF) is not UTF-8"),
        (codecs.BOM_UTF8 + b"m\n\xff", None, "line 2, byte 6 (0xFF)"),
        (codecs.BOM_UTF16_LE + b"a\0\n\0b", None, "line 2, byte 7 (0x62) is not UTF-16-LE"),
        (b"m\xf4t", "ascii", "line 1, byte 2 (0xF4) is not ASCII"),
        (b"ab\0cd", None, "line 1, byte 3 is a NUL byte"),
    ],
)
def test_bad_bytes_are_named_with_line_and_byte(data, stated, message):
    with pytest.raises(InputError) as caught:
        decode(data, stated)
    assert message in str(caught.value)
    assert "-e" in str(caught.value)


def test_a_stated_encoding_is_believed():
    assert decode(b"a\0", "utf-8").text == "a\0"
    assert decode(b"a\0", "utf-16").text == "a"
    assert decode(codecs.BOM_UTF16_BE + b"\0a", "utf-16").text == "a"
    assert decode("phở".encode("utf-16-be"), "utf-16-be").text == "phở"


def test_cp1258_writes_letters_with_separate_tone_marks():
    data = encode("nghĩa vụ, đường sắt", Encoding("cp1258"))
    assert decode(data, "cp1258").text == "nghi\u0303a vu\u0323, đươ\u0300ng să\u0301t"


def test_a_letter_without_a_code_is_refused():
    with pytest.raises(InputError, match="cannot write"):
        encode("cơ", Encoding("latin-1"))
