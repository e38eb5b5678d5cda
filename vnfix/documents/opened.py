"""What every document format gives: a text to repair, and the way back into the file.

A format is one module beside this one.  It has a function that opens bytes and gives an
`OpenedDocument`; `vnfix.documents.formats` names them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from vnfix.correction import Correction, Repair, apply_corrections
from vnfix.render.edits import Edit


class OpenedDocument(ABC):
    """One document that was opened.

    `text` is what is repaired; offsets of edits are code points into it.
    `format` is the name of the format.  `output_suffix` is what its written form adds to the name of the
    file: nothing, where the same kind of file is written back.
    """

    format: str
    text: str
    output_suffix: str = ""
    producer: str = ""
    """The program that made the file, where the file says so."""
    is_printable: bool = True
    """Whether its bytes are text that a terminal can show."""

    @abstractmethod
    def write(self, edits: Sequence[Edit]) -> bytes:
        """Give the whole file with `edits` made, ordered and without overlap; all else is as it was.

        Raises InputError when the file cannot hold them.
        """

    def can_hold(self, edit: Edit) -> bool:
        """Tell whether the file has a place for an edit: not where it would move the end of a line."""
        return True


def fit_repair(document: OpenedDocument, repair: Repair) -> Repair:
    """Make corrections that the file has no place for suggestions."""
    kept: list[Correction] = []
    unfit: list[Correction] = []
    for item in repair.corrections:
        fits = document.can_hold(Edit(item.start, item.end, item.after))
        (kept if fits else unfit).append(item)
    if not unfit:
        return repair
    suggestions = sorted([*repair.suggestions, *unfit], key=lambda item: (item.start, item.end))
    text = apply_corrections(repair.original, kept)
    return replace(repair, text=text, corrections=tuple(kept), suggestions=tuple(suggestions))
