"""Numbers whose shape shows a hole.

Two grades.  Some shapes no intact number has (`2 /7/201`, `72. 00.000`): they are evidence by
themselves.  Others are sloppy typing as often as damage (`03 , huyện`) and count only in a document
that is known to lose glyphs to blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A blank between a digit and a separator that a digit follows; a separator without a digit before
# it; a group after a point that is short of digits by its blanks.
#
# The blank first and then what may follow any of these: few blanks of a text get further, which is an eighth
# of the time of looking for a digit before each letter.
_BROKEN = re.compile(
    r" (?=[\d./\s)\],;])(?:(?<=\d )(?=[./]\d)|(?<=\d[./] )(?=\d)|(?<=\d )(?=/ ?\d)|(?<=[(\s] )(?=[./]\d)"
    r"|(?<=\d[.,] )(?=\d{2}\b)|(?<=\d\.\d )(?=\d(?:\.\d{3}|(?![\d/.,:])))"
    r"|(?<=\d[.,]\d\d )(?=\s|[)\],;])|(?<=/ )(?=/\d))"
)
# A digit, a blank and a stop; a bracket with nothing but blanks before a word.
_LOOSE = re.compile(r"(?<=\d) (?=[,;)](?:\s|$))|(?<=\() (?= [^\W\d])|(?<=[ (]) (?=\. \d)|(?<= \.) (?=\d\d\b)")
# A group of thousands with its last digits gone: together with the holes it has three.
_SHORT_GROUP = re.compile(r"(?<=[\d( ])\.(\d{0,2})( {1,3})(?= [^\W\d])")


def broken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The holes of numbers that cannot be intact, as half-open spans."""
    for match in _BROKEN.finditer(text):
        yield match.start(), match.end()


def doubtful_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Further holes, for a document that loses glyphs to blanks."""
    for match in _LOOSE.finditer(text):
        yield match.start(), match.end()
    for match in _SHORT_GROUP.finditer(text):
        if len(match[1]) + len(match[2]) == 3:
            for place in range(match.start(2), match.end(2)):
                yield place, place + 1
