"""Parts of a PDF that are packed like a bomb."""

from __future__ import annotations

import re
import zlib

import pytest

from vnfix.documents import pdf_streams
from vnfix.documents.pdf_streams import check_streams
from vnfix.errors import InputError

LIMIT = 10_000


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch):
    monkeypatch.setattr(pdf_streams, "MOST_BYTES", LIMIT)


def make_file(content: bytes, times: int = 1, head: bytes = b"") -> bytes:
    """A file of one object whose stream is `content`, packed several times."""
    for _ in range(times):
        content = zlib.compress(content)
    filters = b"".join([b"/FlateDecode "] * times)
    said = b"<< /Length %d /Filter [%s] %s >>" % (len(content), filters, head)
    return b"%PDF-1.7\n1 0 obj\n" + said + b"\nstream\n" + content + b"\nendstream\nendobj\n"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_what_unpacks_to_too_much_is_refused(times: int):
    with pytest.raises(InputError, match=re.escape("unpacks to more than 10,000 bytes")):
        check_streams(make_file(b"q Q " * LIMIT, times))


@pytest.mark.parametrize(
    "data",
    [
        make_file(b"q Q " * (LIMIT // 4)),
        make_file(b"q Q " * (LIMIT // 4), times=2),
        # A picture is not unpacked.
        make_file(b"\0" * 10 * LIMIT, head=b"/Subtype /Image"),
        make_file(b"\0" * 10 * LIMIT, head=b"/Subtype/Image"),
        # Nothing here is packed at all.
        b"1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + b"x" * 10 * LIMIT + b"\nendstream\nendobj\n",
        b"1 0 obj\n<< /Length 90 >>\nstream\n" + zlib.compress(b"x" * 10 * LIMIT) + b"\nendstream\nendobj\n",
        b"stream\n",
        b"",
    ],
)
def test_anything_else_is_none_of_its_business(data: bytes):
    check_streams(data)


def test_a_bomb_behind_a_page_is_found():
    with pytest.raises(InputError):
        check_streams(make_file(b"q Q") + make_file(b"\0" * 10 * LIMIT))
