"""What a batch run was not sure of, for a person; and what the person wrote, for the next run.

The journal is opened for the moment only, so that a long review keeps no run from it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from vnfix.batch.journal import TABLE
from vnfix.batch.outcome import Outcome, Status
from vnfix.errors import InputError
from vnfix.messages import tr


def read_uncertain(path: Path) -> list[Outcome]:
    """Give the files with suggestions or lost digits of a journal, by name.  Raises InputError."""
    with _open(path) as database:
        rows = database.execute(f"SELECT record FROM {TABLE} ORDER BY source").fetchall()
        outcomes = [Outcome.from_record(json.loads(record)) for (record,) in rows]
    repaired = (Status.REPAIRED, Status.UNCHANGED)
    return [one for one in outcomes if one.status in repaired and one.suggestions + one.lost_digits]


def note_output(path: Path, source: str, target: str, size: int) -> None:
    """Write down that the output of a file is now what a person decided, of so many bytes.

    Without it the next run would take the output for spoiled and write its own over it.  Raises InputError.
    """
    name = os.fsencode(source)
    with _open(path) as database:
        found = database.execute(f"SELECT record FROM {TABLE} WHERE source = ?", (name,)).fetchone()
        if found is None:
            return
        outcome = replace(Outcome.from_record(json.loads(found[0])), target=target, output_size=size)
        record = json.dumps(outcome.to_record(), ensure_ascii=True)
        with database:
            database.execute(f"UPDATE {TABLE} SET record = ? WHERE source = ?", (record, name))


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        message = tr("{path}: no such journal; a batch run keeps it in the folder of its output").format(
            path=path
        )
        raise InputError(message)
    try:
        with closing(sqlite3.connect(path, timeout=2.0)) as database:
            yield database
    except sqlite3.OperationalError as error:
        what = (
            tr("a batch run is writing there; wait till it is done") if "locked" in str(error) else str(error)
        )
        message = f"{path}: {what}"
        raise InputError(message) from None
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        message = tr("{path}: is no journal of vnfix batch ({error})").format(path=path, error=error)
        raise InputError(message) from None
