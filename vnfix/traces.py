"""What a lost glyph leaves in the text: a blank, nothing, or a mark."""

from __future__ import annotations

BLANK = " "
"""The trace of a glyph that became a blank."""
ZERO = ""
"""The trace of a glyph that vanished."""
DIGIT = "#"
"""Stands for any digit as the glyph that was lost: which one it was cannot be told."""


def is_mark(trace: str) -> bool:
    """Tell whether a trace is a mark: something that can be seen and stands for one glyph.

    >>> is_mark("(cid:12)"), is_mark(BLANK), is_mark(ZERO)
    (True, False, False)
    """
    return trace not in (BLANK, ZERO)
