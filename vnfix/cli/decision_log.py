"""The file of decisions: appended to, and on disk when `append` returns."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from vnfix.errors import InputError
from vnfix.files import explain_not_utf8, explain_os_error, write_atomically
from vnfix.messages import tr
from vnfix.review.records import Decisions, read_decisions

SUFFIX = ".vnfix-review.jsonl"
_ASIDE = ".bak"


def name_log(path: Path) -> Path:
    """Where the decisions on a file are kept: beside it."""
    return path.with_name(path.name + SUFFIX)


class DecisionLog:
    """An open file of decisions that no other review can open meanwhile."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make an empty one.

        Raises InputError when that cannot be done, or another review has it open.
        """
        self.path = path
        self.is_fresh = False
        """Whether it was begun here and has no answer yet, so that nothing is lost with it."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        try:
            self._handle = os.open(path, flags, 0o666)
        except OSError as error:
            message = tr("cannot keep answers in {path}: {reason}").format(
                path=path, reason=explain_os_error(error)
            )
            raise InputError(message) from None
        if not _lock(self._handle):
            os.close(self._handle)
            message = tr("another review has {path} open").format(path=path)
            raise InputError(message)

    def read(self) -> Decisions | None:
        """Read what is kept; None where nothing is.

        A last line that was torn when a review was killed is cut off.  Raises InputError for a broken file.
        """
        try:
            data = self.path.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            if len(whole) < len(data):
                os.ftruncate(self._handle, len(whole))
        except OSError as error:
            message = tr("cannot read {path}: {reason}").format(
                path=self.path, reason=explain_os_error(error)
            )
            raise InputError(message) from None
        self.is_fresh = not whole
        return decode_decisions(whole, self.path) if whole else None

    def append(self, lines: str) -> None:
        """Append lines and wait till they are on the disk; raises InputError."""
        self.is_fresh = False
        size = os.fstat(self._handle).st_size
        try:
            rest = memoryview(lines.encode())
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os.fsync(self._handle)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, size)  # half a line must not spoil the next
            message = tr("cannot keep the answer in {path}: {reason}").format(
                path=self.path, reason=explain_os_error(error)
            )
            raise InputError(message) from None

    def replace(self, lines: str, *, keep: bool) -> None:
        """Begin anew with `lines`; with `keep` the old content goes to a further file beside it first."""
        try:
            if keep:
                write_atomically(_find_free(self.path), self.path.read_bytes())
            os.ftruncate(self._handle, 0)
        except OSError as error:
            message = tr("cannot write {path}: {reason}").format(
                path=self.path, reason=explain_os_error(error)
            )
            raise InputError(message) from None
        self.append(lines)
        self.is_fresh = not keep

    def close(self) -> None:
        """Close the file; a fresh one goes away."""
        if self.is_fresh:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._handle)


def read_log(path: Path) -> Decisions:
    """Read a file of decisions that is only looked at; raises InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path}: {explain_os_error(error)}"
        raise InputError(message) from None
    return decode_decisions(data[: data.rfind(b"\n") + 1], path)


def decode_decisions(data: bytes, path: Path) -> Decisions:
    """Read the bytes of a file of decisions; raises InputError that names the file."""
    try:
        return read_decisions(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(explain_not_utf8(path, error)) from None
    except InputError as error:
        message = f"{path}: {error}"
        raise InputError(message) from None


def _find_free(path: Path) -> Path:
    """A name beside a file that nothing has: no old answer is ever written over."""
    number = 1
    while True:
        free = path.with_name(f"{path.name}{_ASIDE}{'' if number == 1 else number}")
        if not free.exists():
            return free
        number += 1


def _lock(handle: int) -> bool:
    """Lock a file till this process ends; False when another process has."""
    try:
        import fcntl
    except ImportError:  # Windows: no lock; two reviews of one file at once are the user's affair
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True
