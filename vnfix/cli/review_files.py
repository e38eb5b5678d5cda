"""One file under review: opened with its earlier answers, and written when the reader says so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from vnfix import __version__
from vnfix.cli.decision_log import DecisionLog, name_log
from vnfix.cli.session import Document, Session
from vnfix.cli.streams import write_message
from vnfix.documents.decoding import decode, find_codec
from vnfix.documents.text import TextDocument
from vnfix.errors import InputError
from vnfix.files import explain_os_error, resolve_target, write_atomically
from vnfix.render.visible import escape_controls
from vnfix.review.desk import Desk
from vnfix.review.matching import match_decisions
from vnfix.review.ordering import Order
from vnfix.review.places import find_places
from vnfix.review.records import (
    Decisions,
    Header,
    SavedDecision,
    dump_answer,
    dump_header,
    dump_presumed,
    dump_written,
)
from vnfix.review.resuming import resume, save_presumed
from vnfix.review.session import Review


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """How files are reviewed.

    `output` takes the text, None is in place with the old content under the suffix `backup`; `decisions` is
    where answers are kept, None beside the file.  `resume` goes on with earlier answers, `restart` puts them
    aside; with `ask_all` no correction is accepted beforehand.
    """

    order: Order = Order.WORTH
    output: Path | None = None
    backup: str = ".bak"
    decisions: Path | None = None
    resume: bool = False
    restart: bool = False
    ask_all: bool = False


class FileReview:
    """One file, its desk and its file of decisions.  Made by `open_review`."""

    def __init__(self, document: Document, desk: Desk, log: DecisionLog, options: ReviewOptions) -> None:
        assert document.path is not None
        self.document = document
        self.desk = desk
        self.log = log
        self._path = document.path
        self._options = options
        self._written: str | None = None

    def write(self) -> str:
        """Write the text, and give what is to be said of it; raises InputError."""
        data = self.document.decoded.encode(self.desk.review.result())
        digest = hash_bytes(data)
        target = self._options.output
        if target is not None:
            write_atomically(target, data)
        else:
            target = self._path
            self._write_in_place(data, digest)
        self._written = digest
        self.log.append(dump_written(digest))
        return f"written to {escape_controls(str(target))}"

    def finish(self) -> str:
        """Write when something was decided, as a reader who saves and quits wants it; raises InputError."""
        if self.desk.is_decided:
            return self.write()
        return f"nothing was decided, {escape_controls(self.document.name)} stays as it is"

    def close(self) -> None:
        """Let go of the file of decisions."""
        self.log.close()

    def _write_in_place(self, data: bytes, digest: str) -> None:
        present = hash_bytes(read_bytes(self._path))
        original = hash_bytes(self.document.decoded.data)
        is_ours = present in (original, digest, self._written) or present in self._earlier()
        if not is_ours:
            message = (
                f"{escape_controls(self.document.name)} was changed by another program meanwhile;"
                " quit with Q, your answers are kept, and --resume matches them to the new text"
            )
            raise InputError(message)
        if present != digest:
            # Only the text before any review is worth a backup.
            backup = self._options.backup if present == original else None
            write_atomically(self._path, data, backup)

    def _earlier(self) -> tuple[str, ...]:
        kept = self.log.read()
        return () if kept is None else kept.written


def read_bytes(path: Path) -> bytes:
    """Read a file; raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot read {escape_controls(str(path))}: {explain_os_error(error)}"
        raise InputError(message) from None


def hash_bytes(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def open_review(session: Session, document: Document, options: ReviewOptions, words: OwnWords) -> FileReview:
    """Open a file for review; raises InputError.

    Earlier answers are refused unless it is said what shall become of them.
    """
    assert document.path is not None
    log = DecisionLog(options.decisions or name_log(document.path))
    try:
        return _open(session, document, options, log, words)
    except BaseException:
        log.close()
        raise


def _open(
    session: Session, document: Document, options: ReviewOptions, log: DecisionLog, words: OwnWords
) -> FileReview:
    earlier = log.read()
    if earlier is not None and earlier.answers and not (options.resume or options.restart):
        count = len(earlier.answers)
        answers = "1 answer" if count == 1 else f"{count} answers"
        message = (
            f"{log.path} holds {answers} of an earlier review;"
            " --resume goes on with it, --restart puts it aside"
        )
        raise InputError(message)
    has_answers = earlier is not None and bool(earlier.answers)
    is_resumed = has_answers and options.resume
    if is_resumed and earlier is not None:
        document = find_reviewed(document, earlier, options.backup)
    repair = session.repair(document)
    places = find_places(repair, options.ask_all)
    encoding = document.decoded.converted_from or document.decoded.encoding.name
    digest = hash_bytes(document.decoded.data)
    header = Header(document.name, digest, encoding, __version__, session.shared.level)
    if not is_resumed or earlier is None:
        review = Review(document.text, places)
        start = dump_header(header) + dump_presumed(save_presumed(document.text, places))
        log.replace(start, keep=has_answers)
    elif earlier.header.sha256 == header.sha256:
        review = resume(document.text, places, earlier)
    else:
        moved, lost = match_decisions(earlier, document.text)
        report_lost(document.name, earlier, lost)
        presumed = {(item.offset, item.end) for item in moved.presumed}
        fresh = [p for p in save_presumed(document.text, places) if (p.offset, p.end) not in presumed]
        moved = replace(moved, presumed=(*moved.presumed, *fresh))
        review = resume(document.text, places, moved)
        lines = [dump_header(header), dump_presumed(moved.presumed), *map(dump_answer, moved.answers)]
        log.replace("".join(lines), keep=True)
    desk = Desk(document.name, review, options.order, log.append, words)
    return FileReview(document, desk, log, options)


def find_reviewed(document: Document, decisions: Decisions, suffix: str) -> Document:
    """The text that decisions were made on: the file, or its backup where a review has written the file.

    A file that changed otherwise is given as it is.  Raises InputError where the backup is gone.
    """
    assert document.path is not None
    digest = hash_bytes(document.decoded.data)
    if digest == decisions.header.sha256 or digest not in decisions.written:
        return document
    target = resolve_target(document.path)
    backup = target.with_name(target.name + suffix)
    try:
        data = backup.read_bytes()
    except OSError:
        data = b""
    if hash_bytes(data) != decisions.header.sha256:
        message = (
            f"holds what its review wrote, and {escape_controls(str(backup))} is not the text before that;"
            " --restart begins a new review"
        )
        raise InputError(message)
    opened = TextDocument(decode(data, find_codec(decisions.header.encoding)))
    return Document(document.name, document.path, data, opened)


def report_lost(name: str, decisions: Decisions, lost: tuple[SavedDecision, ...]) -> None:
    """Say that the source changed, and which answers found no place in it."""
    answered = {place for answer in decisions.answers for place in answer.places}
    gone = [place for place in lost if place in answered]
    shown = escape_controls(name)
    write_message(
        f"{shown}: changed since it was reviewed; answers were matched by their context"
        f" ({len(answered) - len(gone)} of {len(answered)} decisions found)"
    )
    for place in gone:
        what = f"{place.left}{place.before}{place.right}".strip()
        write_message(
            f"{shown}: no place for {escape_controls(place.after)!r} in '… {escape_controls(what)} …'"
        )


class OwnWords:
    """The user's own dictionary, as the desk needs it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._added: set[str] = set()

    def add(self, word: str) -> None:
        """Add a word; raises ValueError for what is no word, InputError when the file cannot be written."""
        from vnfix.cli.word_files import (
            WordFile,
            add_entries,
            check_entry,
            compose_entry,
            read_dictionary,
            write_dictionary,
        )

        entry = compose_entry(word)
        check_entry(entry)
        found = read_dictionary(self._path) if self._path.exists() else WordFile()
        if entry in found.entries:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make {self._path.parent}: {explain_os_error(error)}"
            raise InputError(message) from None
        write_dictionary(self._path, add_entries(found, [entry]))
        self._added.add(entry)

    def remove(self, word: str) -> None:
        """Remove a word that was added in this sitting."""
        from vnfix.cli.word_files import compose_entry, read_dictionary, remove_entries, write_dictionary

        entry = compose_entry(word)
        if entry in self._added and self._path.exists():
            self._added.discard(entry)
            write_dictionary(self._path, remove_entries(read_dictionary(self._path), [entry]))
