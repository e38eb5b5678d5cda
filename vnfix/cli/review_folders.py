"""Which files of a folder, or of a batch run, have something to decide, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from vnfix.batch.reviewing import note_output, read_uncertain
from vnfix.cli.decision_log import name_log, read_log
from vnfix.cli.review_files import ReviewOptions
from vnfix.cli.reviewed_source import find_reviewed
from vnfix.cli.session import Document, Session
from vnfix.cli.streams import write_message
from vnfix.documents.formats import FORMATS, TEXT, find_format, output_suffix_of
from vnfix.files import make_folder
from vnfix.messages import tr
from vnfix.render.visible import escape_controls
from vnfix.review.ordering import worth_of
from vnfix.review.places import find_places

# Markup of scans has no ending of its own.
_SUFFIXES = frozenset({".xml", *(suffix for one in FORMATS.values() for suffix in one.suffixes)})


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the overview, and how it is to be reviewed.

    `open` counts its open places, `worth` all places that are probably wrong (None: not known); `is_begun`
    tells that an earlier sitting left answers.
    """

    name: str
    open: int
    worth: float | None
    options: ReviewOptions
    is_begun: bool = False


def survey(session: Session, names: Sequence[str], options: ReviewOptions) -> list[Row]:
    """Look through files and folders; give those with something open, the one of most worth first."""
    rows = []
    for name in _list_documents(names):
        for document in session.read_documents((name,)):
            with session.input(document.name):
                if session.shared.verbosity >= 0:
                    write_message(tr("looking at {name}").format(name=escape_controls(document.name)))
                row = _look(session, document, options)
                if row.open:
                    rows.append(row)
    return sorted(rows, key=lambda row: (-(row.worth or 0), row.name))


def list_batch(journal: Path, folder: Path, output: Path, options: ReviewOptions) -> list[Row]:
    """The files below `folder` that a batch run was not sure of, those with most open first.

    What is decided is written below `output`, where the run wrote, and the answers are kept there.
    Raises InputError.
    """
    rows = []
    for outcome in read_uncertain(journal):
        source = folder / outcome.source
        name = outcome.target or outcome.source + output_suffix_of(outcome.source)
        target = output / name
        make_folder(target.parent)
        own = replace(
            options,
            output=target,
            decisions=name_log(target),
            note=partial(note_output, journal, outcome.source, name),
        )
        count = outcome.suggestions + outcome.lost_digits
        rows.append(Row(str(source), count, None, own, name_log(target).exists()))
    return sorted(rows, key=lambda row: (-row.open, row.name))


def format_row(row: Row) -> str:
    """Give one line of the overview.

    >>> format_row(Row("a.txt", 12, 3.4, ReviewOptions(), is_begun=True))
    'a.txt: 12 open, about 3 wrong, begun'
    """
    parts = [tr("{count} open").format(count=row.open)]
    if row.worth is not None:
        parts.append(tr("about {count:.0f} wrong").format(count=row.worth))
    if row.is_begun:
        parts.append(tr("begun"))
    return f"{escape_controls(row.name)}: {', '.join(parts)}"


def _look(session: Session, document: Document, options: ReviewOptions) -> Row:
    """Count what is open in a file, what was decided in earlier sittings left out where they go on."""
    assert document.path is not None
    log = name_log(document.path)
    earlier = read_log(log) if log.exists() else None
    is_begun = earlier is not None and bool(earlier.answers)
    decided: Iterable[tuple[int, int]] = ()
    if earlier is not None and is_begun and options.resume:
        document = find_reviewed(document, earlier, options.backup)
        decided = earlier.decided()
    places = [
        place
        for place in find_places(session.repair(document), options.ask_all)
        if (place.start, place.end) not in decided
    ]
    count = sum(not place.presumed for place in places)
    return Row(document.name, count, sum(map(worth_of, places)), options, is_begun)


def _list_documents(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        folder = Path(name)
        if not folder.is_dir():
            yield name
            continue
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            is_hidden = any(part.startswith(".") for part in parts)
            if not is_hidden and path.suffix.lower() in _SUFFIXES and path.is_file() and _is_document(path):
                yield str(path)


def _is_document(path: Path) -> bool:
    """Tell whether a file is one to review, and not what is written of another: the text of a PDF."""
    made_from = path.with_suffix("")
    if (
        made_from.name + output_suffix_of(made_from.name) == path.name != made_from.name
        and made_from.exists()
    ):
        return False
    if path.suffix.lower() != ".xml":
        return True
    try:
        return find_format(path.read_bytes(), path.name) not in (None, TEXT)
    except OSError:
        return True  # named when it is read
