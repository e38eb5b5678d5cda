"""The journal of a run: what is done, by content and options, so that a stopped run goes on where it was.

An SQLite database in the folder of the output.  A file is written down when its output stands on the disk,
each in a transaction of its own: whenever the run is killed, what is written down is done, and the rest is
done again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from types import TracebackType

from vnfix.batch.outcome import Outcome
from vnfix.errors import InputError
from vnfix.messages import tr

JOURNAL_NAME = ".vnfix-batch.sqlite"
_SCHEMA = 1
TABLE = "files"
"""The table of the journal: a row for each file, by the bytes of its name."""
_CREATE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
    source BLOB PRIMARY KEY, options TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    digest TEXT NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID
"""


class Journal:
    """The journal of one folder of output; one run at a time has it open."""

    def __init__(self, path: Path, *, anew: bool = False) -> None:
        """Open the journal at `path`, or begin one; `anew` forgets what it holds.

        Raises InputError when it is none, or another run has it.
        """
        self._path = path
        try:
            self._database = sqlite3.connect(path, timeout=2.0)
            self._open(anew)
        except sqlite3.OperationalError as error:
            busy = "locked" in str(error)
            what = (
                tr("another run is writing there")
                if busy
                else tr("cannot keep a journal: {error}").format(error=error)
            )
            message = f"{path}: {what}"
            raise InputError(message) from None
        except sqlite3.DatabaseError as error:
            message = tr(
                "{path}: is no journal, or a broken one ({error}); remove it, or name another"
            ).format(path=path, error=error)
            raise InputError(message) from None

    def _open(self, anew: bool) -> None:
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        tables = {name for (name,) in self._database.execute("SELECT name FROM sqlite_schema")}
        if tables and (TABLE not in tables or version != _SCHEMA):
            what = (
                tr("the journal of another version ({version})").format(version=version)
                if TABLE in tables
                else tr("another database")
            )
            message = tr("{path}: is {what}; remove it, or name another with --journal").format(
                path=self._path, what=what
            )
            raise InputError(message)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        with self._database:
            self._database.execute(_CREATE)
            self._database.execute(f"PRAGMA user_version = {_SCHEMA}")
            if anew:
                self._database.execute(f"DELETE FROM {TABLE}")

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
                self._database.execute(f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            message = tr("{path}: cannot write the journal: {error}").format(path=self._path, error=error)
            raise InputError(message) from None

    def find(self, source: str, options: str) -> Outcome | None:
        """Give what was written down of a file under the same options.  Raises InputError when broken."""
        key = os.fsencode(source), options
        try:
            found = self._database.execute(
                f"SELECT record FROM {TABLE} WHERE source = ? AND options = ?", key
            ).fetchone()
            return None if found is None else Outcome.from_record(json.loads(found[0]))
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            message = tr("{path}: is a broken journal ({error}); remove it: files are done again").format(
                path=self._path, error=error
            )
            raise InputError(message) from None
