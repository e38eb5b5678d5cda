"""Which hyphens at line ends are there only because the line ends.

The text itself tells most of them: a word that it writes without the hyphen elsewhere, or with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vnfix.correction import Correction, Kind
from vnfix.line_breaks import BLANK, NEWLINES
from vnfix.messages import tr
from vnfix.syllable import is_possible

_HARD, _SOFT = "-\u2010", "\xad\xac"
_MARKS = "\u0300-\u036f"
_LETTERS = r"[^\W\d_]+"
_OUTSIDE = rf"\w{_MARKS}{_HARD}{_SOFT}./@"
_HYPHENATED = re.compile(
    rf"(?<![{_OUTSIDE}])({_LETTERS})([{_HARD}{_SOFT}]){BLANK}*(?:\r\n|[{NEWLINES}]){BLANK}*"
    rf"({_LETTERS})(?![\w{_MARKS}{_HARD}{_SOFT}@])"
)
_WORDS = re.compile(rf"{_LETTERS}(?:[{_HARD}]{_LETTERS})*")
_PAIR = re.compile(rf"({_LETTERS}) (?=({_LETTERS}))")


def find_line_hyphens(text: str, is_word: Callable[[str], bool]) -> list[Correction]:
    r"""Give the corrections that take out hyphens which only a line end made.

    `is_word` tells whether the vocabulary has a word (small letters).  A word in two pieces loses its line
    end too (`vnfix.kept_lines` puts it back beside the word); between two syllables that the text writes
    apart only the hyphen goes.  What the text writes with a hyphen elsewhere keeps it, and so does what
    nothing speaks for.

    >>> text = "của govern-\nment và kinh-\ntế Liên-\nXô; nền kinh tế"
    >>> [(item.before, item.after) for item in find_line_hyphens(text, {"government"}.__contains__)]
    [('govern-\nment', 'government'), ('-', '')]
    """
    return list(_find(text, is_word)) if any(sign in text for sign in _HARD + _SOFT) else []


def _find(text: str, is_word: Callable[[str], bool]) -> Iterator[Correction]:
    small = text.lower()
    words = {match[0] for match in _WORDS.finditer(small)}
    pairs = {match.groups() for match in _PAIR.finditer(small)}
    for match in _HYPHENATED.finditer(text):
        first, sign, second = match.groups()
        low, high = first.lower(), second.lower()
        whole = low + high
        if sign in _SOFT:
            yield _correct(
                match.start(), match[0], first + second, tr("a soft hyphen shows only at a line end")
            )
        elif f"{low}-{high}" in words or (second[0].isupper() and not first.isupper()):
            continue
        elif (low, high) in pairs:
            reason = tr("the text writes these syllables without a hyphen elsewhere")
            yield _correct(match.start(2), sign, "", reason)
        elif whole in words:
            reason = tr("the text writes this word without a hyphen elsewhere")
            yield _correct(match.start(), match[0], first + second, reason)
        elif is_word(whole) and not (is_possible(low) and is_possible(high)):
            yield _correct(match.start(), match[0], first + second, tr("a word that the line end cut"))


def _correct(start: int, before: str, after: str, reason: str) -> Correction:
    return Correction(start, start + len(before), before, after, Kind.HYPHENS, 1.0, (), reason)
