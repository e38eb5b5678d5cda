"""The standard streams: bytes in, bytes out, messages on standard error, and colour.

Standard output carries text or a machine format only; everything else goes to standard error.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Mapping
from io import TextIOWrapper

from vnfix.errors import InputError
from vnfix.files import explain_os_error
from vnfix.messages import tr


class ClosedPipeError(Exception):
    """The reader of standard output went away, as `head` does; no failure."""


def prepare_streams() -> None:
    """Make the standard streams UTF-8, unless PYTHONIOENCODING says otherwise.

    Consoles of Windows have code pages that cannot print Vietnamese.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(encoding="utf-8")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def read_stdin(most: int = -1) -> bytes:
    """Read standard input to its end, or `most` bytes; raises InputError when it is closed or fails."""
    if sys.stdin is None:
        message = tr("standard input is closed; give a file")
        raise InputError(message)
    if sys.stdin.isatty():
        write_message(
            tr("vnfix: reading from the terminal; end the text with Ctrl-D (Windows: Ctrl-Z, Enter)")
        )
    try:
        return sys.stdin.buffer.read(most)
    except OSError as error:
        message = tr("cannot read standard input: {reason}").format(reason=explain_os_error(error))
        raise InputError(message) from None


def write_bytes(data: bytes) -> None:
    """Write to standard output and flush it.

    Raises ClosedPipeError when nobody reads any more, InputError for other failures (a full disk).
    """
    if sys.stdout is None:
        message = tr("standard output is closed; write to a file with -o")
        raise InputError(message)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Windows reports a closed pipe as an invalid argument.
        if error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL):
            raise ClosedPipeError from None
        abandon_stdout()
        message = tr("cannot write standard output: {reason}").format(reason=explain_os_error(error))
        raise InputError(message) from None


def write_line(line: str) -> None:
    """Write a line of a report to standard output; names of files come out as the bytes they are."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        data = line.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        data = line.encode(encoding, "backslashreplace")
    write_bytes(data + b"\n")


def write_record(line: str) -> None:
    """Write a line of JSON to standard output, in UTF-8 whatever the console has."""
    # A lone surrogate, from a file name that is not UTF-8, becomes the escape that JSON knows too.
    write_bytes(line.encode("utf-8", "backslashreplace") + b"\n")


def write_message(message: str) -> None:
    """Write one line to standard error, whatever is in it; a closed one is no reason to fail."""
    if sys.stderr is None:
        return
    line = " ".join(message.splitlines())
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def abandon_stdout() -> None:
    """Point standard output at nothing, so that the flush at exit does not complain again."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def is_terminal() -> bool:
    """Tell whether a person reads standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def wants_color(choice: str, environment: Mapping[str, str], terminal: bool) -> bool:
    """Decide on colour: the option, then NO_COLOR, then FORCE_COLOR, then the terminal.

    An empty variable counts as not set (https://no-color.org).

    >>> wants_color("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, terminal=True)
    False
    >>> wants_color("always", {"NO_COLOR": "1"}, terminal=False)
    True
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return terminal and environment.get("TERM") != "dumb"
