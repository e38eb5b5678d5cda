"""Which files of a folder are to be repaired."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from vnfix.errors import InputError
from vnfix.files import explain_os_error
from vnfix.messages import tr


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
        if not self.enters(name):
            return False
        return not self.include or any(_fits(name, pattern, above=False) for pattern in self.include)

    def enters(self, name: str) -> bool:
        """Tell whether a folder is looked into: not where it, or one above it, is excluded."""
        return not any(_fits(name, pattern, above=True) for pattern in self.exclude)


@dataclass(frozen=True, slots=True)
class Found:
    """One input: its path below the folder, or why it cannot be one."""

    name: str
    problem: str = ""


def walk_folder(folder: Path, selection: Selection, leave_out: Sequence[Path]) -> Iterator[Found]:
    """Find the files below a folder, in the order of their names.

    Links to files are read; links to folders are not followed, so no way leads round in a circle.  What is
    neither file nor link (a pipe, a device) is passed over, as are the files and folders `leave_out`.
    Raises InputError when the folder itself cannot be read.
    """
    hidden = _real_paths(leave_out)
    names = {os.path.basename(path) for path in hidden}  # noqa: PTH119
    # Not a recursion: a tree can be deeper than Python's stack.
    waiting = [_list_folder(str(folder), "")]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif isinstance(found, Found):
            yield found
        else:
            entry, name = found
            is_folder = entry.is_dir(follow_symlinks=False)
            if not (selection.enters(name) if is_folder else selection.takes(name)):
                continue
            if entry.name in names and os.path.realpath(entry.path) in hidden:
                continue
            if is_folder:
                waiting.append(_list_folder(entry.path, f"{name}/"))
            elif (item := _look(entry, name)) is not None:
                yield item


def _list_folder(path: str, prefix: str) -> Iterator[Found | tuple[os.DirEntry[str], str]]:
    """List a folder by name: what stands in it, or why it cannot be read."""
    try:
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if not prefix:
            message = f"{path}: {explain_os_error(error)}"
            raise InputError(message) from None
        yield Found(prefix.rstrip("/"), explain_os_error(error))
        return
    for entry in found:
        yield entry, prefix + entry.name


def _look(entry: os.DirEntry[str], name: str) -> Found | None:
    """Look at what is no folder; None where it is no file either."""
    try:
        if entry.is_file():
            return Found(name)
        if entry.is_symlink() and not entry.is_dir():
            entry.stat()
    except OSError as error:
        return Found(name, explain_os_error(error))
    return None


def read_list(
    data: bytes, separator: bytes, folder: Path, selection: Selection, leave_out: Sequence[Path]
) -> Iterator[Found]:
    """Read a list of files, each a path below `folder`, or one that begins with it.

    What stands outside the folder is no input: its place in the output would be outside too.  The files and
    folders `leave_out` are passed over.
    """
    hidden = _real_paths(leave_out)
    root = os.path.realpath(folder)
    for item in data.split(separator):
        line = item if separator == b"\0" else item.rstrip(b"\r")
        if line:
            found = _locate(os.fsdecode(line), folder)
            is_taken = selection.takes(found.name) and not _lies_in(f"{root}{os.sep}{found.name}", hidden)
            if found.problem or is_taken:
                yield found


def _locate(written: str, folder: Path) -> Found:
    if "\0" in written:
        return Found(written, tr("has a NUL character in its name"))
    problem = tr("No such file or directory")
    # As `find FOLDER` writes them, or as they stand below the folder.
    for path in (written, os.path.join(folder, written)):  # noqa: PTH118
        normal = os.path.abspath(path)  # noqa: PTH100
        if not os.path.lexists(normal):
            continue
        name = os.path.relpath(normal, os.path.abspath(folder)).replace(os.sep, "/")  # noqa: PTH100
        if name == ".." or name.startswith("../"):
            problem = tr("is not below {folder}").format(folder=folder)
        elif os.path.isfile(normal):  # noqa: PTH113
            return Found(name)
        else:
            # To read a pipe would be to wait for ever.
            problem = tr("is no file") if os.path.exists(normal) else tr("is a link that leads nowhere")  # noqa: PTH110
    return Found(written, problem)


def _real_paths(paths: Sequence[Path]) -> frozenset[str]:
    return frozenset(os.path.realpath(path) for path in paths)


def _lies_in(path: str, places: frozenset[str]) -> bool:
    return any(path == one or path.startswith(one + os.sep) for one in places)


def _fits(name: str, pattern: str, above: bool) -> bool:
    if "/" in pattern:
        pattern = pattern.strip("/")
        folders = [str(one) for one in PurePosixPath(name).parents] if above else []
        return any(fnmatchcase(one, pattern) for one in (name, *folders))
    parts = name.split("/")
    return any(fnmatchcase(part, pattern) for part in (parts if above else parts[-1:]))
