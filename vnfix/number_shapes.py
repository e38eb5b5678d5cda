"""Numbers whose shape shows a hole."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Shapes that no intact number has: a blank between a digit and a separator that another digit
# or blank follows, a separator without a digit before it, three digits broken after a point.
_BROKEN = re.compile(
    r"(?<=\d) (?=[./]\d)|(?<=\d[./]) (?=\d)|(?<=\d) (?=/ ?\d)|(?<=[(\s]) (?=[./]\d)"
    r"|(?<=\d[.,]) (?=\d{2}\b)|(?<=\d[.,]\d) (?=\d\b)|(?<=\d[.,]\d\d) (?=\s|[)\],;])|(?<=/) (?=/\d)"
)


def broken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The holes of numbers whose shape is broken."""
    for match in _BROKEN.finditer(text):
        yield match.start(), match.end()
