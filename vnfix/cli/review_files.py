"""One file under review: opened with its earlier answers, and written when the reader says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vnfix import __version__
from vnfix.cli.decision_log import DecisionLog, name_log
from vnfix.cli.own_words import OwnWords
from vnfix.cli.reviewed_source import find_reviewed, hash_bytes, read_bytes, report_lost
from vnfix.cli.session import Document, Session
from vnfix.documents.text import TextDocument
from vnfix.errors import InputError
from vnfix.files import write_atomically
from vnfix.messages import tr, tr_count
from vnfix.render.edits import Edit
from vnfix.render.visible import escape_controls
from vnfix.review.desk import Desk
from vnfix.review.matching import match_decisions
from vnfix.review.ordering import Order
from vnfix.review.places import Place, find_places
from vnfix.review.records import (
    Decisions,
    Header,
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

    `output` takes the document, None is in place with the old content under the suffix `backup`; `decisions`
    is where answers are kept, None beside the file.  `resume` goes on with earlier answers, `restart` puts
    them aside; with `ask_all` no correction is accepted beforehand.  `note` is told the size in bytes of what
    was written, each time.
    """

    order: Order = Order.WORTH
    output: Path | None = None
    backup: str = ".bak"
    decisions: Path | None = None
    resume: bool = False
    restart: bool = False
    ask_all: bool = False
    note: Callable[[int], None] = field(default=lambda _: None)


class FileReview:
    """One file, its desk and its file of decisions.  Made by `open_review`."""

    def __init__(
        self,
        document: Document,
        desk: Desk,
        log: DecisionLog,
        options: ReviewOptions,
        written: Sequence[str] = (),
    ) -> None:
        assert document.path is not None
        self.document = document
        self.desk = desk
        self.log = log
        self._path = document.path
        self._options = options
        self._output = options.output
        if self._output is None and document.opened.output_suffix:
            # A document that is not written back as what it was: its text goes beside it.
            self._output = document.path.with_name(document.path.name + document.opened.output_suffix)
        # The SHA-256 of each text that this review has written, in earlier sittings too.
        self._written = set(written)

    def write(self) -> str:
        """Write the text, and give what is to be said of it; raises InputError."""
        corrections = self.desk.review.corrections()
        data = self.document.opened.write([Edit(item.start, item.end, item.after) for item in corrections])
        digest = hash_bytes(data)
        target = self._path if self._output is None else self._output
        if self._output is None:
            backup = self._check_in_place(digest)
        else:
            backup = None
            self._check_free(target)
        # First: a review that is killed between the two must know its own text again.
        self.log.append(dump_written(digest))
        write_atomically(target, data, backup)
        self._written.add(digest)
        self._options.note(len(data))
        return tr("written to {target}").format(target=escape_controls(str(target)))

    def finish(self) -> str:
        """Write when something was decided, as a reader who saves and quits wants it; raises InputError.

        What was written once is written again, though every answer was taken back since.
        """
        if self.desk.is_decided or self._written:
            return self.write()
        return tr("nothing was decided, {name} stays as it is").format(
            name=escape_controls(self.document.name)
        )

    def close(self) -> None:
        """Let go of the file of decisions."""
        self.log.close()

    def _check_free(self, target: Path) -> None:
        """Refuse to write over what no review of this document has written, unless it was named."""
        if self._options.output is not None:
            return
        if target.exists() and hash_bytes(read_bytes(target)) not in self._written:
            message = tr("{target} is there already; name another file with -o").format(
                target=escape_controls(str(target))
            )
            raise InputError(message)

    def _check_in_place(self, digest: str) -> str | None:
        """Refuse to write over what another program wrote; give the suffix of a backup where one is due."""
        present = hash_bytes(read_bytes(self._path))
        original = hash_bytes(self.document.data)
        if present not in {original, digest, *self._written}:
            message = tr(
                "{name} was changed by another program meanwhile; quit with Q, your answers are "
                "kept, and --resume matches them to the new text"
            ).format(name=escape_controls(self.document.name))
            raise InputError(message)
        # Only the text before any review is worth a backup.
        return self._options.backup if present == original != digest else None


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
    if earlier is not None and not earlier.answers:
        earlier = None
    if earlier is not None and not (options.resume or options.restart):
        count = len(earlier.answers)
        answers = tr_count("{count} answer", "{count} answers", count)
        message = tr(
            "{path} holds {answers} of an earlier review; --resume goes on with it, --restart puts it aside"
        ).format(path=log.path, answers=answers)
        raise InputError(message)
    if earlier is not None and options.resume:
        document = find_reviewed(document, earlier, options.backup)
        if options.ask_all and earlier.presumed:
            # A later line takes the place of an earlier one: `--apply` sees it too.
            earlier = replace(earlier, presumed=())
            log.append(dump_presumed(()))
    places = find_places(session.repair(document), options.ask_all)
    header = _make_header(session, document)
    if earlier is None or not options.resume:
        review = Review(document.text, places)
        start = dump_header(header) + dump_presumed(save_presumed(document.text, places))
        log.replace(start, keep=earlier is not None)
    else:
        review = _resume(document, places, earlier, header, log)
    desk = Desk(document.name, review, options.order, log.append, words, document.opened.can_hold)
    is_same = earlier is not None and options.resume and earlier.header.sha256 == header.sha256
    written = earlier.written if earlier is not None and is_same else ()
    return FileReview(document, desk, log, options, written)


def _make_header(session: Session, document: Document) -> Header:
    opened = document.opened
    encoding = session.shared.encoding or "auto"
    if isinstance(opened, TextDocument):
        encoding = opened.decoded.converted_from or opened.decoded.encoding.name
    return Header(document.name, hash_bytes(document.data), encoding, __version__, session.shared.level)


def _resume(
    document: Document, places: Sequence[Place], earlier: Decisions, header: Header, log: DecisionLog
) -> Review:
    """Build the review that was begun, its answers matched by their context where the source changed."""
    if earlier.header.sha256 == header.sha256:
        return resume(document.text, places, earlier)
    moved, lost = match_decisions(earlier, document.text)
    report_lost(document.name, earlier, lost)
    presumed = {(item.offset, item.end) for item in moved.presumed}
    fresh = [p for p in save_presumed(document.text, places) if (p.offset, p.end) not in presumed]
    moved = replace(moved, presumed=(*moved.presumed, *fresh))
    lines = [dump_header(header), dump_presumed(moved.presumed), *map(dump_answer, moved.answers)]
    log.replace("".join(lines), keep=True)
    return resume(document.text, places, moved)
