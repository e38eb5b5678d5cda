"""`vnfix review --apply`: decisions replayed without a terminal, those of several readers joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vnfix.cli.decision_log import read_log
from vnfix.cli.review_files import ReviewOptions
from vnfix.cli.reviewed_source import find_reviewed, hash_bytes, read_bytes, report_lost
from vnfix.cli.session import Document, Session
from vnfix.cli.streams import write_bytes, write_message
from vnfix.correction import Correction
from vnfix.errors import InputError
from vnfix.files import write_atomically
from vnfix.messages import tr
from vnfix.render.edits import Edit
from vnfix.render.positions import LineIndex
from vnfix.render.visible import escape_controls
from vnfix.review.matching import match_decisions
from vnfix.review.merging import Conflict, merge_decisions
from vnfix.review.records import Decisions


def apply_decisions(session: Session, name: str, sources: Sequence[Path], options: ReviewOptions) -> bool:
    """Replay decisions on one input; tell whether something is left for a person to look at.

    Text goes to `options.output`, `-` being standard output, or in place.  Raises InputError.
    """
    is_clear = True
    for document in session.read_documents((name,)):
        with session.input(document.name):
            readers: dict[str, Decisions] = {}
            for source in sources:
                decisions = read_log(source)
                if document.path is not None:
                    document = find_reviewed(document, decisions, options.backup)
                readers[str(source)] = decisions
            matched = {}
            for reader, decisions in readers.items():
                if decisions.header.sha256 == hash_bytes(document.data):
                    matched[reader] = decisions
                    continue
                matched[reader], lost = match_decisions(decisions, document.text)
                report_lost(document.name, decisions, lost)
                is_clear = is_clear and not lost
            merged = merge_decisions(document.text, matched)
            for conflict in merged.conflicts:
                write_message(format_conflict(conflict, document))
            is_clear = is_clear and not merged.conflicts
            _write(document, merged.corrections, options)
    return not is_clear


def format_conflict(conflict: Conflict, document: Document) -> str:
    """Say where readers differ, in one line."""
    place = LineIndex(document.text).place(conflict.start)
    wanted = ", ".join(
        tr("{name} wants {text!r}").format(name=name, text=escape_controls(text))
        for name, text in conflict.wanted
    )
    where = f"{escape_controls(document.name)}:{place.line}:{place.column}"
    return tr("{where}: readers differ on {before!r}, which stays: {wanted}").format(
        where=where, before=escape_controls(conflict.before), wanted=wanted
    )


def _write(document: Document, corrections: Sequence[Correction], options: ReviewOptions) -> None:
    data = document.opened.write([Edit(item.start, item.end, item.after) for item in corrections])
    if options.output is None and document.path is not None and document.opened.output_suffix:
        message = tr("a {format} file is written as text, not in place; use -o FILE").format(
            format=document.opened.format
        )
        raise InputError(message)
    if options.output is not None and str(options.output) != "-":
        write_atomically(options.output, data)
    elif options.output is not None or document.path is None:
        write_bytes(data)
    else:
        present = read_bytes(document.path)
        if data != present:
            is_original = present == document.data
            write_atomically(document.path, data, options.backup if is_original else None)
