"""One run over the inputs: reading, repairing, and remembering what failed."""

from __future__ import annotations

import contextlib
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.chunking import LONGEST, cut_parts, repair_long, repair_pieces
from vnfix.cli.long_inputs import LONG, LongInput, is_long_text, open_long_file
from vnfix.cli.options import SharedOptions
from vnfix.cli.streams import read_stdin, write_message
from vnfix.correction import Repair
from vnfix.documents.formats import open_document
from vnfix.documents.opened import OpenedDocument, fit_repair
from vnfix.documents.text import TextDocument
from vnfix.errors import DictionaryError, ExitCode, InputError
from vnfix.files import explain_os_error
from vnfix.messages import tr
from vnfix.profile import DamageProfile
from vnfix.render.visible import escape_controls

if TYPE_CHECKING:
    from vnfix.learned import Learned
    from vnfix.repairer import Repairer


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Document:
    """One input: its name in reports, its path (None for standard input), its bytes, and what they hold."""

    name: str
    path: Path | None
    data: bytes
    opened: OpenedDocument

    @property
    def text(self) -> str:
        """The text that is repaired."""
        return self.opened.text


class Session:
    """Reads and repairs the inputs of one run; a failing input is reported and the next one taken.

    `on_failure` is called with name and message of every input that failed.
    """

    def __init__(
        self, shared: SharedOptions, on_failure: Callable[[str, str], None] = lambda _name, _message: None
    ) -> None:
        self.shared = shared
        self.failures = 0
        self._on_failure = on_failure
        self._repairer: Repairer | None = None

    def read_documents(self, files: Sequence[str]) -> Iterator[Document]:
        """Read the inputs one after another; none or `-` is standard input."""
        for argument in files or ("-",):
            name = self.shared.stdin_name if argument == "-" else argument
            with self.input(name):
                document = read_document(argument, self.shared)
                self._name_old_encoding(document)
                yield document

    def read_inputs(self, files: Sequence[str]) -> Iterator[Document | LongInput]:
        """Read the inputs one after another, but only the first bytes of a long text."""
        for argument in files or ("-",):
            if argument != "-":
                with self.input(argument), open_long_file(Path(argument), self.shared.encoding) as found:
                    if found is not None:
                        yield found
                        continue
                yield from self.read_documents([argument])
                continue
            name = self.shared.stdin_name
            with self.input(name):
                head = read_stdin(LONG)
                if is_long_text(head, name, self.shared.encoding):
                    yield LongInput(name, head, sys.stdin.buffer)
                else:
                    rest = read_stdin() if len(head) == LONG else b""
                    document = open_stdin(head + rest, self.shared)
                    self._name_old_encoding(document)
                    yield document

    def _name_old_encoding(self, document: Document) -> None:
        opened = document.opened
        name = opened.decoded.converted_from if isinstance(opened, TextDocument) else ""
        if name and self.shared.verbosity > 0:
            write_message(
                tr("{name}: read as {encoding}, written as UTF-8").format(
                    name=escape_controls(document.name), encoding=name
                )
            )

    @contextlib.contextmanager
    def input(self, name: str) -> Iterator[None]:
        """Report what goes wrong with one input, and go on."""
        try:
            yield
        except InputError as error:
            self.failures += 1
            write_message(f"vnfix: {escape_controls(name)}: {error}")
            self._on_failure(name, str(error))

    @property
    def repairer(self) -> Repairer:
        """The engine, loaded when first needed; raises DictionaryError."""
        if self._repairer is None:
            directory = self.shared.dictionaries
            if directory is not None and not directory.is_dir():
                message = tr("no directory of dictionaries at {directory}").format(directory=directory)
                raise DictionaryError(message)
            from vnfix.repairer import Repairer

            self._repairer = Repairer(directory, open_heeded(self.shared))
        return self._repairer

    def repair(self, document: Document) -> Repair:
        """Repair one document at the level asked for; an empty one needs no dictionaries."""
        if not document.text:
            return Repair("", "", (), (), (), DamageProfile())
        repair = repair_long(self.repairer, document.text, self.shared.level, self.shared.settings)
        return fit_repair(document.opened, repair)

    def repair_parts(self, source: LongInput) -> Iterator[Repair]:
        """Repair a long text piece by piece, while it is read.  Raises InputError."""
        pieces = cut_parts(source.read_texts(), LONGEST)
        return repair_pieces(self.repairer, pieces, self.shared.level, self.shared.settings)

    def finish(self, found: bool) -> ExitCode:
        """Give the exit code: failed inputs count more than findings."""
        if self.failures:
            return ExitCode.INPUT_FAILED
        return ExitCode.FOUND if found and not self.shared.exit_zero else ExitCode.OK


def open_heeded(shared: SharedOptions) -> Learned:
    """Open what earlier answers taught, and say so where a person wants to know; raises ConfigError."""
    from vnfix.dictionaries import open_learned

    learned = open_learned(shared.learned)
    if shared.learned is not None and shared.verbosity > 0:
        write_message(
            tr("vnfix: heeds {answers} decisions of reviews ({learned})").format(
                answers=learned.answers, learned=escape_controls(str(shared.learned))
            )
        )
    return learned


def read_document(argument: str, shared: SharedOptions) -> Document:
    """Read and open one input; raises InputError."""
    if argument == "-":
        return open_stdin(read_stdin(), shared)
    path = Path(argument)
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            message = tr("is a directory; give files")
            raise InputError(message)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        message = explain_os_error(error) if isinstance(error, OSError) else str(error)
        raise InputError(message) from None
    return Document(argument, path, data, open_document(data, argument, shared.encoding))


def open_stdin(data: bytes, shared: SharedOptions) -> Document:
    """Open what standard input gave; raises InputError."""
    opened = open_document(data, shared.stdin_name, shared.encoding)
    return Document(shared.stdin_name, None, data, opened)
