"""What several commands print: JSON lines, differences, lost digits and summaries."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix import __version__
from vnfix.cli.options import SharedOptions
from vnfix.cli.session import Document
from vnfix.cli.streams import is_terminal, wants_color, write_bytes, write_line, write_message, write_record
from vnfix.correction import Repair
from vnfix.documents.decoding import Encoding, encode
from vnfix.documents.text import TextDocument
from vnfix.messages import tr
from vnfix.render.edits import Edit
from vnfix.render.findings import format_lost_digit
from vnfix.render.positions import LineIndex, Place
from vnfix.render.records import dump_record, make_error_record, make_records, make_run_record
from vnfix.render.visible import escape_controls

if TYPE_CHECKING:
    from rich.console import Console

_LISTED = 20
"""Lost digits that are listed without -v."""
_FALLBACK_WIDTH = 80


def write_run_record(command: str, shared: SharedOptions) -> None:
    """Write the first of the JSON lines."""
    write_record(dump_record(make_run_record(__version__, command, shared.level, shared.settings.kinds)))


def write_records(repair: Repair, name: str) -> None:
    """Write the JSON lines of one file."""
    write_record("\n".join(dump_record(record) for record in make_records(repair, name)))


def write_error_record(name: str, message: str) -> None:
    """Write the JSON line of an input that failed."""
    write_record(dump_record(make_error_record(name, message)))


def write_difference(document: Document, edits: Sequence[Edit], shared: SharedOptions) -> None:
    """Write what changes: marked within the lines for people, a unified diff for programs."""
    colored = wants_color(shared.color, os.environ, is_terminal())
    if colored or is_terminal():
        _write_word_difference(document, edits, colored)
    else:
        _write_unified_difference(document, edits)


def list_lost_digits(repair: Repair, name: str, verbosity: int) -> None:
    """List the lost digits on standard error; beyond twenty only their number, unless verbose."""
    report = PieceReport(name, verbosity)
    report.add(repair)
    report.count_digits()


def write_summary(repair: Repair, name: str, verbosity: int) -> None:
    """Write one line on standard error about one file, when verbose."""
    report = PieceReport(name, verbosity)
    report.count(repair)
    report.write_summary()


class PieceReport:
    """What is said of one file on standard error, told piece by piece."""

    def __init__(self, name: str, verbosity: int) -> None:
        self._name = escape_controls(name)
        self._verbosity = verbosity
        self._start = Place(1, 1)
        self._listed = self._digits = self._corrections = self._suggestions = 0

    def add(self, repair: Repair) -> None:
        """Count the next piece and list its lost digits; beyond twenty of the file none, unless verbose."""
        index = LineIndex(repair.original, self._start)
        for item in repair.lost_digits if self._verbosity >= 0 else ():
            if self._verbosity == 0 and self._listed == _LISTED:
                break
            write_message(format_lost_digit(item, index, self._name))
            self._listed += 1
        self.count(repair)
        lines = repair.original.count("\n")
        rest = len(repair.original) - (repair.original.rfind("\n") + 1)
        self._start = Place(self._start.line + lines, rest + (1 if lines else self._start.column))

    def count(self, repair: Repair) -> None:
        """Count what was found in a piece."""
        self._digits += len(repair.lost_digits)
        self._corrections += len(repair.corrections)
        self._suggestions += len(repair.suggestions)

    def count_digits(self) -> None:
        """Say how many lost digits there are, where not all were listed."""
        if self._verbosity >= 0 and self._listed < self._digits:
            write_message(
                tr("{name}: {digits} lost digits in all; -v lists every one").format(
                    name=self._name, digits=self._digits
                )
            )

    def write_summary(self) -> None:
        """Write the line with the counts, when verbose."""
        if self._verbosity > 0:
            write_message(
                tr(
                    "{name}: {corrections} corrected, {suggestions} suggested, {lost_digits} lost digits"
                ).format(
                    name=self._name,
                    corrections=self._corrections,
                    suggestions=self._suggestions,
                    lost_digits=self._digits,
                )
            )


def make_console(colored: bool) -> Console:
    """Make a console on standard output that follows our colour rules, not those of rich."""
    from rich.console import Console

    return Console(
        file=sys.stdout,
        force_terminal=colored,
        no_color=not colored,
        color_system="standard" if colored else None,
        width=find_width(),
        highlight=False,
        markup=False,
        emoji=False,
    )


def find_width() -> int:
    """Give the width of the terminal in cells."""
    # Imported late: it brings the compressors of archives with it, which takes a fiftieth of a start-up.
    import shutil

    return max(20, shutil.get_terminal_size((_FALLBACK_WIDTH, 24)).columns)


def _write_word_difference(document: Document, edits: Sequence[Edit], colored: bool) -> None:
    from vnfix.render.words import find_changed_lines, mark_plain, mark_styled, shorten_kept

    console = make_console(colored) if colored else None
    name = escape_controls(document.name)
    for line in find_changed_lines(document.text, edits):
        segments = shorten_kept(line.segments, find_width())
        place = f"{name}:{line.number}: "
        if console is None:
            write_line(place + mark_plain(segments))
            continue
        from rich.text import Text

        with console.capture() as captured:
            console.print(Text(place, style="bold"), mark_styled(segments), sep="", soft_wrap=True, end="")
        write_line(captured.get())


def _write_unified_difference(document: Document, edits: Sequence[Edit]) -> None:
    from vnfix.render.unified import format_unified_diff

    opened = document.opened
    encoding = opened.decoded.encoding if isinstance(opened, TextDocument) else Encoding()
    if encoding.name.startswith("utf-16"):
        # Programs that read diffs take bytes with ASCII line ends; such a diff is for reading.
        encoding = Encoding()
    plain = Encoding(encoding.name)
    chunks = format_unified_diff(
        document.text, edits, _shorten_path(document), lambda part: encode(part, plain), encoding.mark
    )
    # All or nothing: a letter that cannot be encoded must not leave half a diff behind.
    data = b"".join(chunks)
    if data:
        write_bytes(data)


def _shorten_path(document: Document) -> str:
    """Name the file from this directory where it can be: `patch` refuses absolute names."""
    path = document.path
    if path is None:
        return document.name
    here = Path.cwd()
    if path.is_absolute() and path.is_relative_to(here):
        path = path.relative_to(here)
    return path.as_posix()
