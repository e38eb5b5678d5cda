"""The lines `vnfix: off` and `vnfix: on`, between which a text is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Alone on its line but for signs, such as those of a comment: prose that speaks of it is no switch.
# Few texts name us: compiled when first asked, which Python remembers, for it takes 1 ms.
_SWITCH = r"(?<![^\n\r])[^\w\n\r]*+vnfix:[ \t]*+(on|off)(?!\w)[^\w\n\r]*+(?:\r\n|[\n\r]|\Z)"


def find_switched_off(text: str) -> Iterator[tuple[int, int]]:
    """The spans from each line `vnfix: off` to the next line `vnfix: on`, both included."""
    if "vnfix:" not in text:
        return
    start: int | None = None
    for match in re.finditer(_SWITCH, text):
        if match[1] == "off":
            start = match.start() if start is None else start
        elif start is not None:
            yield start, match.end()
            start = None
    if start is not None:
        yield start, len(text)


def find_switch_on(text: str) -> int:
    r"""Where the first line `vnfix: on` ends, for a text that begins where all is to be left alone.

    The length of the text, where it has none.

    >>> find_switch_on("một\nvnfix: on\nhai")
    14
    """
    if "vnfix:" not in text:
        return len(text)
    found = (match.end() for match in re.finditer(_SWITCH, text) if match[1] == "on")
    return next(found, len(text))


def is_switched_off(text: str, is_off: bool = False) -> bool:
    """Tell whether all is to be left alone after a text, as it was (`is_off`) before it."""
    last = None
    for match in re.finditer(_SWITCH, text) if "vnfix:" in text else ():
        last = match[1]
    return is_off if last is None else last == "off"
