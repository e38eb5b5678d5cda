"""The tools measured, each loaded late, with the text at hand, as one function of a text."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable

TextFunction = Callable[[str], object]


def load_vnfix(_text: str) -> TextFunction:
    from vnfix import DEFAULT_SETTINGS, Level, Repairer
    from vnfix.chunking import LONGEST, cut_text, repair_pieces

    repairer = Repairer()

    def repair(text: str) -> object:
        # as `vnfix fix` does a long text: piece by piece, keeping none
        return sum(
            len(repair.text)
            for repair in repair_pieces(repairer, cut_text(text, LONGEST), Level.LIKELY, DEFAULT_SETTINGS)
        )

    return repair


def load_pyvi(_text: str) -> TextFunction:
    from pyvi import ViUtils

    def add_accents(text: str) -> object:
        # it takes text without marks, and crashes on most that has them
        return ViUtils.add_accents(ViUtils.remove_accents(text).decode())

    return add_accents


def load_underthesea(_text: str) -> TextFunction:
    from underthesea import text_normalize

    normalize: TextFunction = text_normalize
    return normalize


def load_symspellpy(text: str) -> TextFunction:
    from symspellpy import SymSpell, Verbosity

    speller = SymSpell(max_dictionary_edit_distance=2)
    _fill_dictionary(speller.create_dictionary_entry, text)

    def look_up(text: str) -> object:
        return [speller.lookup(word, Verbosity.TOP, 2, include_unknown=True) for word in text.split()]

    return look_up


def load_symspellpy_compound(text: str) -> TextFunction:
    from symspellpy import SymSpell

    speller = SymSpell(max_dictionary_edit_distance=2)
    _fill_dictionary(speller.create_dictionary_entry, text)

    def look_up(text: str) -> object:
        return speller.lookup_compound(text, 2)

    return look_up


def _fill_dictionary(add: Callable[[str, int], object], text: str) -> None:
    """Give a speller the vocabulary of the text: the size that it would need in use."""
    for word, count in Counter(re.findall(r"\w+", text.lower())).items():
        add(word, count)


def load_hunspell(_text: str) -> TextFunction:
    program = shutil.which("hunspell")
    if program is None:
        raise ImportError("no program hunspell; on Debian: apt install hunspell hunspell-vi")
    command = (program, "-i", "utf-8", "-d", "vi_VN", "-a")

    def suggest(text: str) -> object:
        # `^` before a line: no command of its pipe mode
        lines = "".join(f"^{line}\n" for line in text.splitlines())
        return subprocess.run(command, input=lines.encode(), capture_output=True, check=True).stdout

    return suggest


def cut(tool: str, text: str) -> Iterable[str]:
    """The parts in which a tool takes a text: whole, in hundreds of lines, or line by line."""
    if tool == "vnfix":
        return [text]
    lines = text.splitlines()
    if tool == "hunspell":
        return ("\n".join(lines[at : at + 500]) for at in range(0, len(lines), 500))
    return lines


LOADERS: dict[str, Callable[[str], TextFunction]] = {
    "vnfix": load_vnfix,
    "pyvi add_accents": load_pyvi,
    "symspellpy lookup": load_symspellpy,
    "symspellpy lookup_compound": load_symspellpy_compound,
    "hunspell": load_hunspell,
    "underthesea text_normalize": load_underthesea,
}
"""vnfix first: it takes a text as one document, the others in parts of their own."""
