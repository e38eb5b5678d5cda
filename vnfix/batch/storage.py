"""Where inputs come from and outputs go to: a folder of this machine, or a URL that fsspec knows.

Start with `open_storage`.  Names are paths below the place, with slashes.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.request import url2pathname

from vnfix.batch.selecting import Found, Selection, walk_folder
from vnfix.errors import InputError
from vnfix.files import explain_os_error, write_atomically
from vnfix.messages import tr

_NANOSECONDS = 1_000_000_000


class State(NamedTuple):
    """A file: its size in bytes, and the time of its last change in nanoseconds (0 where it is not known)."""

    size: int
    modified: int


class Storage(Protocol):
    """A place that holds files."""

    def find(self, selection: Selection, leave_out: Sequence[Path]) -> Iterator[Found]:
        """Find the files that are taken.  Raises InputError when the place cannot be read."""

    def look(self, name: str) -> State:
        """Look at a file.  Raises OSError where there is none."""

    def read(self, name: str) -> bytes:
        """Read a file.  Raises OSError."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one step.  Raises InputError."""


class Folder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def find(self, selection: Selection, leave_out: Sequence[Path]) -> Iterator[Found]:
        """Find the files that are taken, as `walk_folder` does."""
        return walk_folder(self.path, selection, leave_out)

    def look(self, name: str) -> State:
        """Look at a file."""
        state = os.stat(self.path / name)  # noqa: PTH116
        return State(state.st_size, state.st_mtime_ns)

    def read(self, name: str) -> bytes:
        """Read a file."""
        return (self.path / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Write a file; raises InputError where a link would lead it to another place."""
        target = self.path.resolve() / name
        if target.parent.resolve() != target.parent or target.is_symlink():
            message = tr("its output {name} is behind a link: nothing is written through links").format(
                name=name
            )
            raise InputError(message)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = tr("cannot make the folder of {name}: {reason}").format(
                name=name, reason=explain_os_error(error)
            )
            raise InputError(message) from None
        write_atomically(target, data)


class RemotePlace:
    """A place that fsspec knows, such as a bucket: its files are written whole or not at all."""

    def __init__(self, url: str) -> None:
        """Open the place.  Raises InputError where fsspec or what it needs for this URL is missing."""
        try:
            from fsspec.core import url_to_fs

            found: tuple[Any, str] = url_to_fs(url)
        except (ImportError, ValueError) as error:
            message = tr("{url}: {reason}; pip install 'vnfix[cluster]' brings fsspec").format(
                url=url, reason=" ".join(str(error).split())
            )
            raise InputError(message) from None
        self._files, root = found
        self._root = root.rstrip("/")

    def find(self, selection: Selection, leave_out: Sequence[Path]) -> Iterator[Found]:
        """Find the files that are taken, by name."""
        try:
            names = sorted(self._files.find(self._root))
        except Exception as error:  # each kind of place has its own
            message = f"{self._root}: {' '.join(str(error).split())}"
            raise InputError(message) from None
        for path in names:
            name = path.removeprefix(self._root).lstrip("/")
            # A key of a bucket can be any text; one with ".." in it would be read and written elsewhere.
            if selection.takes(name) and ".." not in name.split("/"):
                yield Found(name)

    def look(self, name: str) -> State:
        """Look at a file."""
        with _told_as_os_errors():
            info = self._files.info(self._path(name))
        when = next((info[key] for key in ("mtime", "LastModified", "updated", "created") if key in info), 0)
        if isinstance(when, datetime):
            when = when.timestamp()
        seconds = when if isinstance(when, int | float) else 0
        return State(int(info["size"]), int(seconds * _NANOSECONDS))

    def read(self, name: str) -> bytes:
        """Read a file."""
        with _told_as_os_errors():
            data: bytes = self._files.cat_file(self._path(name))
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        path = self._path(name)
        try:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, data)
        except Exception as error:  # each kind of place has its own
            message = tr("cannot write {name}: {reason}").format(
                name=name, reason=" ".join(str(error).split())
            )
            raise InputError(message) from None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


@contextlib.contextmanager
def _told_as_os_errors() -> Iterator[None]:
    """Each kind of place has its own errors; the run knows those of the system."""
    try:
        yield
    except (OSError, MemoryError):
        raise
    except Exception as error:
        message = " ".join(f"{type(error).__name__}: {error}".split())
        raise OSError(errno.EIO, message) from None


def is_remote(place: str) -> bool:
    """Tell a URL from a folder.

    >>> is_remote("s3://archive/2024"), is_remote("archive")
    (True, False)
    """
    return "://" in place


def strip_file_url(place: str) -> str:
    """Give the path of a `file://` URL; any other place as it is.

    >>> strip_file_url("file:///archive/n%C4%83m%202024"), strip_file_url("s3://archive")
    ('/archive/năm 2024', 's3://archive')
    """
    if not place.startswith("file://"):
        return place
    return url2pathname(place.removeprefix("file://").removeprefix("localhost"))


@cache
def open_storage(place: str) -> Storage:
    """Open a place: a URL but `file://`, or a folder.  Raises InputError."""
    return RemotePlace(place) if is_remote(place) else Folder(Path(place))
