"""What can be said of a command line of `vnfix batch` before anything is read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from vnfix.batch.storage import is_remote
from vnfix.errors import InputError
from vnfix.messages import tr

_REPORTS = (".html", ".jsonl")


def check_places(folder: str, out: str) -> None:
    """Check that outputs cannot fall on inputs; `folder` and `out` are folders or URLs.

    Raises InputError for an input that is no folder, and UsageError.
    """
    if is_remote(folder) and is_remote(out):
        _check_urls(folder, out)
    elif not is_remote(folder) and not is_remote(out):
        _check_folders(Path(folder), Path(out))


def _check_folders(root: Path, out: Path) -> None:
    if not root.is_dir():
        what = tr("is no folder; to repair one file: vnfix fix") if root.exists() else tr("no such folder")
        message = f"{root}: {what}"
        raise InputError(message)
    inside = os.path.realpath(root)
    if os.path.realpath(out) == inside:
        message = tr("IN and OUT are the same folder; to repair files in place: vnfix fix -w")
        raise click.UsageError(message)
    if inside.startswith(os.path.realpath(out) + os.sep):
        message = tr("IN is inside OUT, so that outputs could fall on inputs; give another OUT")
        raise click.UsageError(message)


def _check_urls(folder: str, out: str) -> None:
    one, other = (f"{place.rstrip('/')}/" for place in (folder, out))
    if one.startswith(other) or other.startswith(one):
        message = tr(
            "one of IN and OUT lies in the other, so that outputs could fall on inputs; give another OUT"
        )
        raise click.UsageError(message)


def check_reports(reports: tuple[str, ...]) -> None:
    """Check that reports can be written: that they are is seen at the very end only.  Raises UsageError."""
    for name in reports:
        if not name.endswith(_REPORTS):
            message = tr("--report {name}: give a name that ends in .html or .jsonl").format(name=name)
            raise click.UsageError(message)
        if name.endswith(".html"):
            try:
                import jinja2  # noqa: F401
            except ModuleNotFoundError:
                message = tr("--report FILE.html needs another package: pip install 'vnfix[report]'")
                raise click.UsageError(message) from None
        if not os.access(Path(name).parent, os.W_OK):
            message = tr("--report {name}: cannot write in {folder}").format(
                name=name, folder=Path(name).parent
            )
            raise click.UsageError(message)
