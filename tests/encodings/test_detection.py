"""Bytes in an old encoding: told apart, or refused with what to pass."""

from __future__ import annotations

import pytest

from tests.repair.sentences import SENTENCES
from vnfix.dictionaries import find_dictionaries
from vnfix.documents.decoding import Encoding, decode
from vnfix.encodings.tables import LEGACY, EncodingTables
from vnfix.errors import InputError

TABLES = EncodingTables(find_dictionaries() / "encodings")
TEXT = "\n".join(s for s in SENTENCES if "Ờ" not in s and not s.isupper())


def encode(name, text):
    return TABLES.legacy[name].encode(text)


@pytest.mark.parametrize("name", LEGACY)
def test_the_encoding_is_found(name):
    decoded = decode(encode(name, TEXT))
    assert decoded.text == TEXT
    assert decoded.converted_from == name
    assert decoded.encoding == Encoding()
    assert decoded.encode(decoded.text) == TEXT.encode()


@pytest.mark.parametrize("name", [name for name in LEGACY if name != "cp1258"])
def test_a_stated_encoding_is_believed(name):
    decoded = decode(encode(name, "đơn vị"), name)
    assert (decoded.text, decoded.converted_from) == ("đơn vị", name)
    assert decoded.encode("đơn vị") == "đơn vị".encode()


def test_viqr_is_read_when_it_is_stated():
    decoded = decode(b"ddo+n vi. tru+.c thuo^.c\\.\n", "viqr")
    assert decoded.text == "đơn vị trực thuộc.\n"


def test_cp1258_stays_when_it_is_stated():
    data = encode("cp1258", "đơn vị trực thuộc")
    decoded = decode(data, "cp1258")
    assert decoded.converted_from == ""
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize(
    "data",
    [
        "Le café était fermé, où êtes-vous né ? À côté de la forêt.".encode("latin-1"),
        "Müller fährt über die Brücke nach Köln, für größere Straßen.".encode("cp1252"),
        "El niño pidió más café; mañana vendrá su tía.".encode("latin-1"),
        "Все счастливые семьи похожи друг на друга".encode("cp1251"),
        "日本語の文章です".encode("shift_jis"),
        bytes(range(128, 256)),
        "Các đơn vị trực thuộc".encode() + b"\xff",
        b"\x89PNG\r\n\x1a\n\xe1\xe2",
    ],
)
def test_what_is_not_vietnamese_is_refused(data):
    with pytest.raises(InputError, match=r"is not UTF-8.*-e"):
        decode(data)


def test_ambiguous_bytes_are_refused_with_what_to_pass():
    # In VPS these bytes are words as well: thở lớp kỹ từ hổ vạn tĩnh chở thuở.
    data = encode("viscii", "thế lập kỳ tử hồ văn tỉnh chế thuế " * 3)
    with pytest.raises(InputError) as caught:
        decode(data)
    message = str(caught.value)
    assert "is not UTF-8" in message
    assert "-e viscii" in message
    assert "-e vps" in message


def test_bytes_that_an_encoding_does_not_have_are_refused():
    with pytest.raises(InputError, match=r"line 2, byte 3 \(0x81\) is not TCVN3"):
        decode(b"a\n\x81", "tcvn3")


def test_ascii_is_utf8():
    assert decode(b"ddo+n vi. tru+.c").converted_from == ""
