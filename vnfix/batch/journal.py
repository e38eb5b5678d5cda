"""The journal of a run: what is done, by content and options, so that a stopped run goes on where it was.

An SQLite database in the folder of the output.  A file is written down when its output stands on the disk,
each in a transaction of its own: whenever the run is killed, what is written down is done, and the rest is
done again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType

from vnfix.batch.outcome import Outcome
from vnfix.errors import InputError

JOURNAL_NAME = ".vnfix-batch.sqlite"
_SCHEMA = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS files (
    source BLOB PRIMARY KEY, options TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    digest TEXT NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID
"""


def remove_journal(path: Path) -> None:
    """Remove a journal, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


class Journal:
    """The journal of one folder of output; one run at a time has it open."""

    def __init__(self, path: Path) -> None:
        """Open the journal at `path`, or begin one.

        Raises InputError when it is none, or another run has it.
        """
        self._path = path
        try:
            self._database = sqlite3.connect(path, timeout=2.0)
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version not in (0, _SCHEMA):
                message = (
                    f"{path}: is the journal of another version of vnfix; give --force to begin a new one"
                )
                raise InputError(message)
            with self._database:
                self._database.execute(_TABLE)
                self._database.execute(f"PRAGMA user_version = {_SCHEMA}")
        except sqlite3.OperationalError as error:
            busy = "locked" in str(error)
            what = "another run is writing there" if busy else f"cannot keep a journal: {error}"
            message = f"{path}: {what}"
            raise InputError(message) from None
        except sqlite3.DatabaseError as error:
            message = f"{path}: is no journal ({error}); --force begins a new one"
            raise InputError(message) from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, outcome: Outcome, options: str) -> None:
        """Write one file down.  Raises InputError when that is not possible (a full disk)."""
        record = json.dumps(outcome.to_record(), ensure_ascii=True)
        row = (os.fsencode(outcome.source), options, outcome.size, outcome.modified, outcome.digest, record)
        try:
            with self._database:
                self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            message = f"{self._path}: cannot write the journal: {error}"
            raise InputError(message) from None

    def find(self, source: str, options: str) -> Outcome | None:
        """Give what was written down of a file under the same options."""
        found = self._database.execute(
            "SELECT record FROM files WHERE source = ? AND options = ?", (os.fsencode(source), options)
        ).fetchone()
        return None if found is None else Outcome.from_record(json.loads(found[0]))

    def read(self) -> Iterator[Outcome]:
        """Give all that is written down, by name."""
        with closing(self._database.execute("SELECT record FROM files ORDER BY source")) as rows:
            for (record,) in rows:
                yield Outcome.from_record(json.loads(record))
