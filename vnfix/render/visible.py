"""Text made safe to print on one line: control characters become visible escapes.

A document may hold escape sequences that would move the cursor or recolour a terminal, and a
correction may span a line end; neither may break a report of one line a finding.
"""

from __future__ import annotations

import unicodedata

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape_controls(text: str) -> str:
    r"""Write control characters as escapes; blanks, letters and marks stay.

    >>> escape_controls("ph\nương \x1b[31m")
    'ph\\nương \\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(_escape(char) for char in text)


def _escape(char: str) -> str:
    if unicodedata.category(char) not in ("Cc", "Zl", "Zp"):
        return char
    return _NAMED.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}")
