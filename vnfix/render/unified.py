r"""Unified diffs that `patch -p0` accepts, made from the edits themselves.

No search for differences is needed, so a document of any size costs one pass.  The lines are
bytes, as in the file: carriage returns, a byte-order mark and a missing last line end survive.
Format: POSIX `diff -u`, with "\ No newline at end of file" as GNU diff writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from vnfix.render.edits import Edit, apply_edits, drop_empty
from vnfix.render.positions import LineIndex

CONTEXT = 3
"""Unchanged lines around a change, as every diff program gives by default."""


class _Block(NamedTuple):
    """Lines `first` to `last` (from 1), and the edits within them."""

    first: int
    last: int
    edits: list[Edit]


def format_unified_diff(
    text: str, edits: Sequence[Edit], name: str, encode: Callable[[str], bytes], prefix: bytes = b""
) -> Iterator[bytes]:
    """Give the diff of `text` under `edits`, in chunks; nothing at all when nothing changes.

    `encode` gives the bytes of a part of the text, `prefix` (a byte-order mark) stands before line 1.
    """
    index = LineIndex(text)
    blocks = _find_blocks(text, drop_empty(edits, text), index)
    if not blocks:
        return
    label = _quote_name(name)
    yield f"--- {label}\n+++ {label}\n".encode("utf-8", "surrogateescape")

    def encode_lines(part: str, first: bool) -> list[bytes]:
        lines = [encode(line) + b"\n" for line in part.split("\n")]
        lines[-1] = lines[-1][:-1]
        if first and part:
            lines[0] = prefix + lines[0]
        return lines if lines[-1] else lines[:-1]

    def cut_lines(first: int, last: int) -> list[bytes]:
        if first > last:
            return []
        return encode_lines(text[index.span(first)[0] : index.span(last)[1]], first == 1)

    shift = 0
    for hunk in _group_blocks(blocks):
        first = max(1, hunk[0].first - CONTEXT)
        last = min(index.line_count, hunk[-1].last + CONTEXT)
        body: list[bytes] = []
        old = new = 0
        at = first
        for block in hunk:
            start, end = index.span(block.first)[0], index.span(block.last)[1]
            kept = cut_lines(at, block.first - 1)
            removed = encode_lines(text[start:end], block.first == 1)
            added = encode_lines(apply_edits(text, block.edits, start, end), block.first == 1)
            body += _mark(b" ", kept) + _mark(b"-", removed) + _mark(b"+", added)
            old += len(kept) + len(removed)
            new += len(kept) + len(added)
            at = block.last + 1
        kept = cut_lines(at, last)
        body += _mark(b" ", kept)
        old, new = old + len(kept), new + len(kept)
        yield f"@@ -{_range(first, old)} +{_range(first + shift, new)} @@\n".encode()
        yield b"".join(body)
        shift += new - old


def _find_blocks(text: str, edits: Sequence[Edit], index: LineIndex) -> list[_Block]:
    blocks: list[_Block] = []
    for edit in edits:
        first = index.place(edit.start).line
        # A lost line end pulls the next line in; any other edit ends on the line of its last character.
        joins = text[edit.start : edit.end].endswith("\n") and not edit.after.endswith("\n")
        last = index.place(edit.end if joins else max(edit.start, edit.end - 1)).line
        if blocks and first <= blocks[-1].last:
            blocks[-1].edits.append(edit)
            blocks[-1] = blocks[-1]._replace(last=max(last, blocks[-1].last))
        else:
            blocks.append(_Block(first, last, [edit]))
    return blocks


def _group_blocks(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Put blocks whose context would touch into one hunk."""
    hunk = [blocks[0]]
    for block in blocks[1:]:
        if block.first - hunk[-1].last - 1 > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    yield hunk


def _mark(sign: bytes, lines: Sequence[bytes]) -> list[bytes]:
    end = b"\n\\ No newline at end of file\n"
    return [sign + (line if line.endswith(b"\n") else line + end) for line in lines]


def _range(start: int, count: int) -> str:
    if count == 1:
        return str(start)
    return f"{start if count else start - 1},{count}"


def _quote_name(name: str) -> str:
    """Write a name as `patch` reads it: quoted if it must be."""
    if any(char in '"\\\n\r\t' for char in name):
        name = name.translate({34: '\\"', 92: "\\\\", 10: "\\n", 13: "\\r", 9: "\\t"})
        return f'"{name}"'
    # The tab ends a name that has blanks in it.
    return name + "\t" if " " in name else name
