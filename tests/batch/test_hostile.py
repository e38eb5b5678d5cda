"""Files and disks that mean no good: each is one clear line, and the other files are done."""

from __future__ import annotations

import os
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.conftest import DAMAGED, REPAIRED, count_rows
from tests.documents.pdf_maker import _join
from tests.documents.test_formats import W, pack
from vnfix.documents.pdf_streams import MOST_BYTES

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
NESTED = 20_000


def bomb_of_many() -> bytes:
    """No member is large, all together are."""
    return pack(
        **{f"{number}.xhtml": b" " * 1_000_000 for number in range(40)}, mimetype=b"application/epub+zip"
    )


def bomb_that_lies() -> bytes:
    """The directory says that a member is small."""
    data = bytearray(pack(**{"word/document.xml": b"x" * 3_000_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def page_tree_that_loops() -> bytes:
    return _join([b"<< /Type /Pages /Kids [1 0 R] /Count 1 >>", b"<< /Type /Catalog /Pages 1 0 R >>"], 2)


def page_that_unpacks_to_too_much() -> bytes:
    packed = zlib.compress(b"q Q\n" * (MOST_BYTES // 4 + 1))
    return _join(
        [
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Catalog /Pages 1 0 R >>",
            b"<< /Type /Page /Parent 1 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        ],
        2,
    )


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a member that unpacks to a thousand times its size": (
        "a.docx",
        lambda: pack(**{"word/document.xml": b"\0" * 5_000_000}),
        "packed like a bomb",
    ),
    "many members": ("a.epub", bomb_of_many, "packed like a bomb"),
    "a member that is larger than it says": ("a.docx", bomb_that_lies, "cannot unpack"),
    "an archive within": ("a.docx", lambda: pack(**{"a.docx": pack(a=b"x")}), "no word/document.xml"),
    "entities": ("a.xml", lambda: f"{ENTITIES}<alto>&b;</alto>".encode(), "declares entities"),
    "entities in a docx": (
        "a.docx",
        lambda: pack(**{"word/document.xml": f"{ENTITIES}<w:document {W}>&b;</w:document>"}),
        "declares entities",
    ),
    "a file outside": (
        "a.xml",
        lambda: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><alto>&a;</alto>',
        "declares entities",
    ),
    "a PDF that is cut off": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Type", "its end is missing"),
    "a page of a PDF that unpacks to a thousand times its size": (
        "a.pdf",
        page_that_unpacks_to_too_much,
        "unpacks to more than 67,108,864 bytes",
    ),
    "a page tree that loops": ("a.pdf", page_tree_that_loops, "without a text layer"),
    "a PDF by another name": ("a.html", lambda: b"%PDF-1.7\n", "is pdf by its content, but .html by its name"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "make", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_fails_alone(run, put, written, name, make, message):
    put(name, make())
    put("good.txt")
    result = run("in", "out", "--memory-limit", "512")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    line = result.stderr.decode()
    assert line.startswith(f"vnfix: {name}: ")
    assert message in line
    assert written() == {"good.txt": REPAIRED.encode()}


def test_elements_within_elements_without_end(run, put, written):
    """No stack overflows, whatever stands in what."""
    deep = "<TextRegion>" * NESTED + "</TextRegion>" * NESTED
    put("regions.xml", f'<PcGts xmlns="{PAGE}">{deep}</PcGts>')
    deep = "<TextLine><Word>" * NESTED + "</Word></TextLine>" * NESTED
    put("words.xml", f'<PcGts xmlns="{PAGE}">{deep}</PcGts>')
    put("page.html", "<html>" + "<div><code>" * NESTED)
    result = run("in", "out")
    assert (result.returncode, result.stderr) == (0, b"")
    assert len(written()) == 3


def test_a_file_that_needs_more_memory_than_it_may(run, put, written):
    put("large.txt", b"mot dong chu khong dau\n" * 3_000_000)
    put("good.txt")
    result = run("in", "out", "--memory-limit", "64", "--jobs", "1")
    assert result.returncode == 3
    assert (
        result.stderr
        == b"vnfix: large.txt: needs more memory than the limit; give more with --memory-limit\n"
    )
    assert written() == {"good.txt": REPAIRED.encode()}


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Callable[..., None]]:
    """Makes `out` a disk of 400 kB; tells how to mount it anew."""
    out = tmp_path / "out"
    out.mkdir()

    def mount(*arguments: str) -> None:
        done = subprocess.run(["mount", *arguments, str(out)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("disks cannot be mounted here")

    if not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only the superuser mounts disks")
    mount("-t", "tmpfs", "-o", "size=400k", "tmpfs")
    yield mount
    subprocess.run(["umount", str(out)], check=True)


def test_a_disk_that_is_full(run, put, small_disk, tmp_path):
    """What has no room is named; when there is room, the same command goes on."""
    for number in range(8):
        put(f"{number}.txt", DAMAGED * 1000)
    arguments = ("in", "out", "--journal", "journal", "--disable", "all", "--jobs", "1")
    result = run(*arguments)
    lines = result.stderr.decode().splitlines()
    assert result.returncode == 3
    assert lines
    assert all(line.endswith("No space left on device") for line in lines)
    whole = {path.name for path in (tmp_path / "out").iterdir()}
    assert whole == {f"{number}.txt" for number in range(8)} - {line.split(": ")[1] for line in lines}
    assert all((tmp_path / "out" / name).stat().st_size == len((DAMAGED * 1000).encode()) for name in whole)
    small_disk("-o", "remount,size=4m")
    result = run(*arguments)
    assert (result.returncode, count_rows(result)["done by an earlier run"]) == (0, len(whole))


def test_a_full_disk_that_has_the_journal_too(run, put, small_disk, tmp_path):
    (tmp_path / "out/rest").write_bytes(b"x" * 395_000)
    put("a.txt")
    result = run("in", "out", "--disable", "all")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert b"cannot keep a journal" in result.stderr or b"cannot write the journal" in result.stderr
    (tmp_path / "out/rest").unlink()
    assert run("in", "out").returncode == 0
    assert (tmp_path / "out/a.txt").read_text("utf-8") == REPAIRED


@pytest.mark.parametrize("journal", [(), ("--journal", "journal")])
def test_a_disk_that_may_not_be_written(run, put, small_disk, tmp_path, journal):
    small_disk("-o", "remount,ro")
    put("a.txt")
    put("b.txt")
    result = run("in", "out", *journal)
    lines = result.stderr.decode().splitlines()
    assert result.returncode == 3
    if journal:
        assert [line.split(": ")[1] for line in sorted(lines)] == ["a.txt", "b.txt"]
        assert all(line.endswith("Read-only file system") for line in lines)
    else:
        assert len(lines) == 1
        assert "cannot keep a journal" in lines[0]
    assert list(Path(tmp_path / "out").iterdir()) == []
