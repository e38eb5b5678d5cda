"""Writing files so that a crash leaves the old content or the new, never a half.

Start with `write_atomically`: a temporary file in the same directory, flushed to disk, takes the
place of the target in one step.  Links are followed to the file they name, which is what gets
replaced; the owner and the mode of that file are kept (its other hard links keep the old content).
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from vnfix.errors import InputError
from vnfix.messages import tr

TEMPORARY_PREFIX = ".vnfix-"
"""What the names of temporary files begin with; they end in `.tmp`."""


def write_atomically(path: Path, data: bytes, backup: str | None = None) -> None:
    """Write `data` to `path`, in one step.

    `backup` is a suffix: the old content is kept beside the file under its name plus that suffix.
    A device or a pipe (`/dev/null`) is written to directly.
    Raises InputError when that cannot be done; the old content is then still there.
    """
    try:
        state = _find_state(path)
        if state is not None and not stat.S_ISREG(state.st_mode):
            _write_special(path, data, state)
            return
        target = _find_target(path, state)
        if backup and state is not None:
            _replace(target.with_name(target.name + backup), target.read_bytes(), state)
        _replace(target, data, state)
    except OSError as error:
        raise InputError(
            tr("cannot write {path}: {reason}").format(path=path, reason=explain_os_error(error))
        ) from None


def make_folder(path: Path) -> None:
    """Make a folder, with those above it; raises InputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = tr("cannot make {path}: {reason}").format(path=path, reason=explain_os_error(error))
        raise InputError(message) from None


def explain_not_utf8(path: Path, error: UnicodeDecodeError) -> str:
    """Say in one line where a file is not UTF-8."""
    return tr("{path}: is not UTF-8 (byte {start})").format(path=path, start=error.start + 1)


def _find_target(path: Path, state: os.stat_result | None) -> Path:
    target = resolve_target(path)
    if state is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


def resolve_target(path: Path) -> Path:
    """Follow links to the file that they name; it need not exist.

    Raises OSError (ELOOP) for links that lead back to themselves.
    """
    try:
        # Only looking at the file tells a loop apart: Path.resolve leaves loops as they are.
        path.stat()
    except FileNotFoundError:
        pass
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    return path.resolve()


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths name one file, through links too; a missing file equals its own path."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def explain_os_error(error: OSError) -> str:
    """Say what went wrong, without numbers and paths.

    >>> explain_os_error(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'No such file or directory'
    """
    return error.strerror or type(error).__name__


def _find_state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write_special(path: Path, data: bytes, state: os.stat_result) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with path.open("wb", buffering=0) as stream:
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


@contextlib.contextmanager
def open_atomically(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content takes the place of `path` when the block ends well, in one step.

    A device or a pipe is written to directly.
    Raises InputError when that cannot be done; the old content is then still there.
    """
    try:
        state = _find_state(path)
        is_file = state is None or stat.S_ISREG(state.st_mode)
        with _open_temporary(_find_target(path, state), state) if is_file else path.open("wb") as stream:
            yield stream
    except OSError as error:
        raise InputError(
            tr("cannot write {path}: {reason}").format(path=path, reason=explain_os_error(error))
        ) from None


def _replace(target: Path, data: bytes, state: os.stat_result | None) -> None:
    """Put `data` in the place of `target`, with the owner and mode of `state`."""
    with _open_temporary(target, state) as stream:
        stream.write(data)


@contextlib.contextmanager
def _open_temporary(target: Path, state: os.stat_result | None) -> Iterator[BinaryIO]:
    # Imported late: most runs write nothing, and it takes the time of a start-up.
    import secrets

    temporary = target.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(6)}.tmp")
    # Not tempfile: a new file shall have the mode that the user's umask gives, not 0600.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if state is not None:
            _copy_owner_and_mode(temporary, state)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_directory(target.parent)


def _copy_owner_and_mode(path: Path, state: os.stat_result) -> None:
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only the superuser may give files away
            os.chown(path, state.st_uid, state.st_gid)
    path.chmod(stat.S_IMODE(state.st_mode))


def _flush_directory(directory: Path) -> None:
    """Make the new name survive a power cut, where the system lets directories be flushed."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
