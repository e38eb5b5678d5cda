"""Which files of a folder are to be repaired."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from vnfix.errors import InputError
from vnfix.files import explain_os_error


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files are taken, by patterns of the shell.

    A pattern with a slash is for the whole path below the folder, one without for the name of a file; one
    that excludes is also for each folder above it.  With `include` only what fits is taken; `exclude` wins.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Tell whether a path below the folder is taken.

        >>> Selection(exclude=("old", "*.bak")).takes("old/a.txt"), Selection(("*.txt",)).takes("b/a.txt")
        (False, True)
        """
        if any(_fits(name, pattern, above=True) for pattern in self.exclude):
            return False
        return not self.include or any(_fits(name, pattern, above=False) for pattern in self.include)


@dataclass(frozen=True, slots=True)
class Found:
    """One input: its path below the folder, or why it cannot be one."""

    name: str
    problem: str = ""


def walk_folder(folder: Path, selection: Selection, leave_out: Sequence[Path]) -> Iterator[Found]:
    """Find the files below a folder, in the order of their names.

    Links to files are read; links to folders are not followed, so no way leads round in a circle.  What is
    neither file nor link (a pipe, a device) is passed over, as are the folders `leave_out`.
    Raises InputError when the folder itself cannot be read.
    """
    hidden = {os.path.realpath(path) for path in leave_out}
    problems: list[OSError] = []

    def walk(path: str, prefix: str) -> Iterator[Found]:
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if not prefix:
                message = explain_os_error(error)
                raise InputError(message) from None
            yield Found(prefix.rstrip("/"), explain_os_error(error))
            return
        for entry in found:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if os.path.realpath(entry.path) not in hidden and selection_may_take(name):
                    yield from walk(entry.path, f"{name}/")
            elif selection.takes(name) and _is_file(entry, problems):
                yield Found(name)
            elif problems:
                yield Found(name, explain_os_error(problems.pop()))

    def selection_may_take(name: str) -> bool:
        return not any(_fits(name, pattern, above=True) for pattern in selection.exclude)

    yield from walk(str(folder), "")


def read_list(data: bytes, separator: bytes, folder: Path) -> Iterator[Found]:
    """Read a list of files, each a path below `folder`, or one that begins with it.

    What stands outside the folder is no input: its place in the output would be outside too.
    """
    for item in data.split(separator):
        line = item if separator == b"\0" else item.rstrip(b"\r")
        if line:
            yield _locate(os.fsdecode(line), folder)


def _locate(written: str, folder: Path) -> Found:
    if "\0" in written:
        return Found(written, "has a NUL character in its name")
    # As `find FOLDER` writes them, or as they stand below the folder.
    for path in (written, os.path.join(folder, written)):  # noqa: PTH118
        normal = os.path.abspath(path)  # noqa: PTH100
        if os.path.lexists(normal):
            name = os.path.relpath(normal, os.path.abspath(folder))  # noqa: PTH100
            if not name.startswith(os.pardir) and name != os.curdir:
                return Found(name.replace(os.sep, "/"))
            return Found(written, f"is not below {folder}")
    return Found(written, "No such file or directory")


def _is_file(entry: os.DirEntry[str], problems: list[OSError]) -> bool:
    try:
        if entry.is_file():
            return True
        if entry.is_symlink() and not entry.is_dir():
            entry.stat()
    except OSError as error:
        problems.append(error)
    return False


def _fits(name: str, pattern: str, above: bool) -> bool:
    if "/" in pattern:
        pattern = pattern.strip("/")
        folders = [str(one) for one in PurePosixPath(name).parents] if above else []
        return any(fnmatchcase(one, pattern) for one in (name, *folders))
    parts = name.split("/")
    return any(fnmatchcase(part, pattern) for part in (parts if above else parts[-1:]))
