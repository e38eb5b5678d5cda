"""`vnfix train --decisions` and `--forget`: what a person's answers teach, and taking it away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from vnfix.cli.decision_log import read_log
from vnfix.cli.resolving import find_own_learned, read_configuration
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.errors import InputError
from vnfix.files import explain_os_error, make_folder, write_atomically
from vnfix.learned import dump_learned
from vnfix.messages import tr
from vnfix.render.visible import escape_controls
from vnfix.review.teaching import learn


def teach(files: Sequence[Path], output: Path | None, report: Callable[[str], None]) -> None:
    """Learn from files of decisions and keep it in `output`; None is where `find_kept` says.

    What was there is replaced.  `report` is told what was learned in one line.  Raises InputError,
    ConfigError and DictionaryError.
    """
    found = read_configuration({})
    chosen = found.text("dictionaries")
    lexicon = Dictionaries(Path(chosen) if chosen else find_dictionaries()).lexicon
    learned = learn([read_log(path) for path in files], lexicon)
    path = output or find_kept()
    make_folder(path.parent)
    write_atomically(path, dump_learned(learned).encode())
    report(
        tr("{path}: {answers} decisions, {forms} readings, {words} words, {edits} misreadings").format(
            path=escape_controls(str(path)),
            answers=learned.answers,
            forms=len(learned.forms),
            words=len(learned.words),
            edits=len(learned.edits),
        )
    )


def forget(output: Path | None, report: Callable[[str], None]) -> None:
    """Remove what was learned; raises InputError where that cannot be done."""
    path = output or find_kept()
    shown = escape_controls(str(path))
    try:
        path.unlink()
    except FileNotFoundError:
        report(tr("{shown}: nothing was learned").format(shown=shown))
    except OSError as error:
        message = tr("cannot remove {shown}: {reason}").format(shown=shown, reason=explain_os_error(error))
        raise InputError(message) from None
    else:
        report(tr("{shown}: forgotten").format(shown=shown))


def find_kept() -> Path:
    """Where what was learned is kept: as the configuration says, else with the user's own files."""
    named = read_configuration({}).text("learned")
    return Path(named) if named else find_own_learned()
