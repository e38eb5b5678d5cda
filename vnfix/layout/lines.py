"""A text as lines, with what tells whether a line goes on with the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from vnfix.line_breaks import BLANK, NEWLINES

_LINE = re.compile(rf"(?P<indent>{BLANK}*)(?P<text>[^{NEWLINES}]*)(?:\r\n|[{NEWLINES}]|\Z)")
_DASHES = "-–—"
_BULLETS = "•*+·●○▪■□◦➢►>|#§"
# Items of a list, articles and chapters; a number in running text has no stop behind it.
_ITEM = re.compile(
    rf"[{re.escape(_DASHES + _BULLETS)}]"
    r"|\d{1,3}(?:\.\d{1,3})*[.)](?=\s|[^\W\d])"
    r"|\d{1,2}(?:\.\d{1,2})+\s+(?=[^\W\d_a-zđ])"
    r"|[IVXLC]+[.)]\s|[^\W\d_][.)]\s|\((?:\d{1,3}|[^\W\d_])\)"
)
_ARTICLE = re.compile(
    r"(?:Điều|Chương|Mục|Phần|Bài|Câu|Hình|Bảng|Biểu|Phụ lục)\s+(?:\d+|[IVXLC]+)\w?\s*(?:[.:–-]|\Z)"
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\s*\S|\|.*\|")
_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’»)\]]*\Z")


class Line(NamedTuple):
    """`text[start:end]` without the indent (`indent` characters before it) and blanks at its end.

    `width` is its length in characters, a letter and its marks counted as one, the indent included.
    """

    start: int
    end: int
    indent: int
    text: str
    width: int

    @property
    def begins_small(self) -> bool:
        """Tell whether it begins with a small letter, as no sentence does."""
        return self.text[:1].islower() and not self.is_item

    @property
    def ends_sentence(self) -> bool:
        """Tell whether it ends with the end of a sentence or clause."""
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_item(self) -> bool:
        """Tell whether it begins an item of a list, an article, a speech."""
        return _ITEM.match(self.text) is not None or self.is_article

    @property
    def is_article(self) -> bool:
        """Tell whether it is the heading of an article or chapter."""
        return _ARTICLE.match(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Tell whether it is running text: no table, no heading in capitals, no switch of vnfix."""
        if not self.text or self.text.isupper() or "vnfix:" in self.text:
            return False
        return _COLUMNS.search(self.text) is None


def cut_lines(text: str) -> Iterator[Line]:
    r"""Cut a text into lines.

    >>> [(line.text, line.indent) for line in cut_lines("một \r\n  hai")]
    [('một', 0), ('hai', 2)]
    """
    at = 0
    while at < len(text):
        match = _LINE.match(text, at)
        assert match is not None
        indent, content = match["indent"], match["text"].rstrip()
        start = at + len(indent)
        width = sum(not unicodedata.combining(char) for char in content) + len(indent)
        yield Line(start, start + len(content), len(indent), content, width)
        at = match.end()
