"""The user's own dictionary, as a review writes to it."""

from __future__ import annotations

from pathlib import Path

from vnfix.files import make_folder


class OwnWords:
    """The user's own dictionary, as the desk needs it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._added: set[str] = set()

    def add(self, word: str) -> None:
        """Add a word; raises ValueError for what is no word, InputError when the file cannot be written."""
        from vnfix.cli.word_files import (
            WordFile,
            add_entries,
            check_entry,
            compose_entry,
            read_dictionary,
            write_dictionary,
        )

        entry = compose_entry(word)
        check_entry(entry)
        found = read_dictionary(self._path) if self._path.exists() else WordFile()
        if entry in found.entries:
            return
        make_folder(self._path.parent)
        write_dictionary(self._path, add_entries(found, [entry]))
        self._added.add(entry)

    def remove(self, word: str) -> None:
        """Remove a word that was added in this sitting."""
        from vnfix.cli.word_files import compose_entry, read_dictionary, remove_entries, write_dictionary

        entry = compose_entry(word)
        if entry in self._added and self._path.exists():
            self._added.discard(entry)
            write_dictionary(self._path, remove_entries(read_dictionary(self._path), [entry]))
