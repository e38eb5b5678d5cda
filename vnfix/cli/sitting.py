"""One sitting at `vnfix review`: file after file, on the full screen or line by line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.cli.own_words import OwnWords
from vnfix.cli.resolving import find_own_dictionary
from vnfix.cli.review_files import FileReview, ReviewOptions, open_review
from vnfix.cli.review_folders import Row, format_row, survey
from vnfix.cli.session import Document, Session
from vnfix.cli.streams import wants_color, write_bytes, write_line, write_message
from vnfix.errors import ExitCode
from vnfix.messages import tr
from vnfix.render.visible import escape_controls
from vnfix.review.keys import Leave
from vnfix.review.plain import PlainReview

if TYPE_CHECKING:
    from vnfix.review.rescoring import Learner

# Characters beyond which nobody should wonder whether anything happens.
_LONG = 50_000


class Sitting:
    """One run of the command: file after file, till the reader quits or there are no more."""

    def __init__(self, session: Session, options: ReviewOptions, is_plain: bool) -> None:
        self._session = session
        self._options = options
        self._is_plain = is_plain
        self._words = OwnWords(find_own_dictionary())
        # What textual goes by.
        if wants_color(session.shared.color, os.environ, terminal=True):
            os.environ.pop("NO_COLOR", None)
        else:
            os.environ["NO_COLOR"] = "1"

    def review_all(self, names: Sequence[str]) -> ExitCode:
        """Review files and folders, and give the exit code; of folders there is an overview first."""
        if not any(Path(name).is_dir() for name in names):
            return self._review_files((name, self._options) for name in names)
        return self.review_chosen(survey(self._session, names, self._options))

    def review_chosen(self, rows: Sequence[Row]) -> ExitCode:
        """Show an overview, and review the files from the one that the reader chooses on."""
        if not rows:
            write_message(tr("no file has anything open"))
        elif self._is_plain:
            write_line("\n".join(map(format_row, rows)))
        else:
            from vnfix.review.screen.overview import OverviewApp

            chosen = OverviewApp([format_row(row) for row in rows]).run()
            rows = () if chosen is None else rows[chosen:]
        return self._review_files((row.name, row.options) for row in rows)

    def _review_files(self, files: Iterable[tuple[str, ReviewOptions]]) -> ExitCode:
        for name, options in files:
            for document in self._session.read_documents((name,)):
                with self._session.input(document.name):
                    left = self._review(document, options)
                    if left is Leave.INTERRUPTED:
                        return ExitCode.INTERRUPTED
                    if left is not Leave.NEXT:
                        return self._session.finish(found=False)
        return self._session.finish(found=False)

    def _review(self, document: Document, options: ReviewOptions) -> Leave:
        if len(document.text) > _LONG and self._session.shared.verbosity >= 0:
            write_message(
                tr("{name}: looking for damage; a long text takes a while").format(
                    name=escape_controls(document.name)
                )
            )
        opened = open_review(self._session, document, options, self._words)
        try:
            if opened.desk.number is None:
                write_message(tr("{name}: nothing to decide").format(name=escape_controls(document.name)))
                return Leave.NEXT
            left = self._ask_plainly(opened) if self._is_plain else self._ask_on_screen(opened)
            if left in (Leave.KEEP, Leave.INTERRUPTED) and opened.desk.is_decided:
                kept = escape_controls(str(opened.log.path))
                write_message(
                    tr("{name}: the answers are in {kept}; --resume goes on").format(
                        name=escape_controls(document.name), kept=kept
                    )
                )
            return left
        finally:
            opened.close()

    def _ask_plainly(self, opened: FileReview) -> Leave:
        try:
            return PlainReview(opened.desk, ask_line, write_line, opened.write, opened.finish).run()
        except KeyboardInterrupt:
            return Leave.INTERRUPTED

    def _ask_on_screen(self, opened: FileReview) -> Leave:
        from vnfix.review.screen.app import ReviewApp

        def learn() -> Learner | None:
            return self._session.repairer.open_learner(opened.document.text, self._session.shared.settings)

        said: list[str] = []

        def finish() -> str:
            said.append(opened.finish())
            return said[-1]

        app = ReviewApp(opened.desk, opened.write, finish, learn)
        left = app.run()
        if app.defect is not None:
            raise app.defect
        if said and self._session.shared.verbosity >= 0:
            write_message(said[-1])
        return left if left is not None else Leave.INTERRUPTED


def ask_line(prompt: str) -> str | None:
    """Print a prompt, and give the line that is typed; None at the end of standard input."""
    write_bytes(prompt.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
