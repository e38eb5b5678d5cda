"""Where inputs come from and outputs go to: a folder of this machine, or a URL that fsspec knows.

Start with `open_storage`.  Names are paths below the place, with slashes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from vnfix.batch.selecting import Found, Selection, walk_folder
from vnfix.errors import InputError
from vnfix.files import explain_os_error, write_atomically

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
        """Write a file; raises InputError where a link would lead out of the folder."""
        root = self.path.resolve()
        target = root / name
        for place in (target.parent, target):
            if not place.resolve().is_relative_to(root):
                message = f"its output {name} is behind a link that leads out of {self.path}"
                raise InputError(message)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make the folder of {name}: {explain_os_error(error)}"
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
            message = f"{url}: {' '.join(str(error).split())}; pip install 'vnfix[cluster]' brings fsspec"
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
        info = self._files.info(self._path(name))
        when = next((info[key] for key in ("mtime", "LastModified", "updated", "created") if key in info), 0)
        if isinstance(when, datetime):
            when = when.timestamp()
        seconds = when if isinstance(when, int | float) else 0
        return State(int(info["size"]), int(seconds * _NANOSECONDS))

    def read(self, name: str) -> bytes:
        """Read a file."""
        data: bytes = self._files.cat_file(self._path(name))
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        path = self._path(name)
        try:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, data)
        except Exception as error:  # each kind of place has its own
            message = f"cannot write {name}: {' '.join(str(error).split())}"
            raise InputError(message) from None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def is_remote(place: str) -> bool:
    """Tell a URL from a folder.

    >>> is_remote("s3://archive/2024"), is_remote("archive")
    (True, False)
    """
    return "://" in place


@cache
def open_storage(place: str) -> Storage:
    """Open a place: a URL, or a folder.  Raises InputError."""
    if place.startswith("file://"):
        return Folder(Path(place.removeprefix("file://")))
    return RemotePlace(place) if is_remote(place) else Folder(Path(place))
