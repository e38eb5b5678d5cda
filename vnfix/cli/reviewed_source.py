"""The text that decisions were made on: found again, though the file was written or changed since."""

from __future__ import annotations

import hashlib
from pathlib import Path

from vnfix.cli.session import Document
from vnfix.cli.streams import write_message
from vnfix.documents.decoding import find_codec
from vnfix.documents.formats import open_document
from vnfix.errors import InputError
from vnfix.files import explain_os_error, resolve_target
from vnfix.messages import tr
from vnfix.render.visible import escape_controls
from vnfix.review.records import Decisions, SavedDecision


def find_reviewed(document: Document, decisions: Decisions, suffix: str) -> Document:
    """The text that decisions were made on: the file, or its backup where a review has written the file.

    A file that changed otherwise is given as it is.  Raises InputError where the backup is gone.
    """
    assert document.path is not None
    digest = hash_bytes(document.data)
    if digest == decisions.header.sha256 or digest not in decisions.written:
        return document
    target = resolve_target(document.path)
    backup = target.with_name(target.name + suffix)
    try:
        data = backup.read_bytes()
    except OSError:
        data = b""
    if hash_bytes(data) != decisions.header.sha256:
        message = tr(
            "holds what its review wrote, and {backup} is not the text before that; --restart "
            "begins a new review"
        ).format(backup=escape_controls(str(backup)))
        raise InputError(message)
    opened = open_document(data, document.name, find_codec(decisions.header.encoding))
    return Document(document.name, document.path, data, opened)


def report_lost(name: str, decisions: Decisions, lost: tuple[SavedDecision, ...]) -> None:
    """Say that the source changed, and which answers found no place in it."""
    answered = {place for answer in decisions.answers for place in answer.places}
    gone = [place for place in lost if place in answered]
    shown = escape_controls(name)
    write_message(
        tr(
            "{shown}: changed since it was reviewed; answers were matched by their context "
            "({found} of {total} decisions found)"
        ).format(shown=shown, found=len(answered) - len(gone), total=len(answered))
    )
    for place in gone:
        what = f"{place.left}{place.before}{place.right}".strip()
        write_message(
            tr("{shown}: no place for {after!r} in '… {what} …'").format(
                shown=shown, after=escape_controls(place.after), what=escape_controls(what)
            )
        )


def read_bytes(path: Path) -> bytes:
    """Read a file; raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = tr("cannot read {path}: {reason}").format(
            path=escape_controls(str(path)), reason=explain_os_error(error)
        )
        raise InputError(message) from None


def hash_bytes(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
