"""The stage before the channels: everything that only a wrong encoding explains, as corrections.

Start with `find_repairs`.  A clean text costs a few searches for characters that it does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from vnfix.composition import chain
from vnfix.correction import Correction, apply_corrections
from vnfix.encodings.counted_text import CountedText
from vnfix.encodings.signs import is_clean
from vnfix.lexicon import Lexicon

if TYPE_CHECKING:
    from vnfix.encodings.horn_loss import HornIndex
    from vnfix.encodings.runs import ChunkScores, Run
    from vnfix.encodings.tables import EncodingTables
    from vnfix.encodings.words import Words
    from vnfix.language_model.model import NgramModel


class EncodingStage:
    """Finds what a wrong encoding did, with one vocabulary and one set of tables."""

    def __init__(
        self,
        lexicon: Callable[[], Lexicon],
        tables: Callable[[], EncodingTables],
        model: Callable[[], NgramModel],
    ) -> None:
        """The three are asked for when first needed."""
        self._lexicon = lexicon
        self._tables = tables
        self._model = model

    @cached_property
    def words(self) -> Words:
        """The vocabulary."""
        from vnfix.encodings.words import Words

        return Words(self._lexicon())

    @cached_property
    def horns(self) -> HornIndex:
        """The syllables with `ư`."""
        from vnfix.encodings.horn_loss import HornIndex

        return HornIndex(self.words)

    @cached_property
    def _legacy_scores(self) -> ChunkScores:
        from vnfix.encodings.legacy import score_legacy

        return score_legacy(self._tables().legacy, self.words, self.horns)

    @cached_property
    def _viqr_scores(self) -> ChunkScores:
        from vnfix.encodings.ascii_forms import score_viqr

        return score_viqr(self._tables().viqr, self.words)

    @cached_property
    def _keystroke_scores(self) -> ChunkScores:
        from vnfix.encodings.ascii_forms import score_keystrokes

        return score_keystrokes(self._tables().keystrokes, self.words)

    def find_repairs(self, text: str) -> tuple[Correction, ...]:
        """Find the corrections of `text`, ordered and without overlaps; each is a word or less.

        Offsets are code points of `text`.  Takes linear time.
        """
        if is_clean(text):
            return ()
        from vnfix.encodings.ascii_forms import find_keystrokes, find_viqr
        from vnfix.encodings.capitals import find_half_capitals
        from vnfix.encodings.mojibake import find_mojibake
        from vnfix.encodings.odd_letters import find_odd_letters

        tables, words = self._tables(), self.words
        work = _Work(text)
        work.apply(find_mojibake(work.counted, words))
        self._convert_legacy(work)
        work.apply(find_odd_letters(work.counted, tables.lookalikes, words))
        work.apply(find_viqr(work.counted, tables.viqr, words, self._viqr_scores))
        work.apply(find_keystrokes(work.counted, tables.keystrokes, self._keystroke_scores))
        work.apply(find_half_capitals(work.counted, words))
        return work.corrections

    def _convert_legacy(self, work: _Work) -> None:
        from vnfix.encodings.horn_loss import restore_horns
        from vnfix.encodings.legacy import convert_runs, find_legacy_runs, is_suspicious

        if not is_suspicious(work.counted.chunks):
            return
        before = work.text
        runs = find_legacy_runs(before, self._legacy_scores)
        fixes = tuple(convert_runs(before, runs))
        work.apply(fixes)
        spans = _follow(before, fixes, [run for run in runs if run.reading == "tcvn3"])
        if spans:
            work.apply(restore_horns(work.text, spans, self.words, self.horns, self._model()))


class _Work:
    """A text under repair, and the corrections that lead from the original to it."""

    def __init__(self, original: str) -> None:
        self._original = original
        self.counted = CountedText(original)
        self.corrections: tuple[Correction, ...] = ()

    @property
    def text(self) -> str:
        """The text as it is by now."""
        return self.counted.text

    def apply(self, found: Iterable[Correction]) -> None:
        fixes = tuple(sorted(found, key=lambda fix: fix.start))
        if fixes:
            self.corrections = chain(self._original, self.corrections, self.text, fixes)
            self.counted = CountedText(apply_corrections(self.text, fixes))


def _follow(before: str, fixes: Sequence[Correction], runs: Sequence[Run]) -> list[tuple[int, int]]:
    """The lines of some runs, as spans of the text after `fixes`."""
    spans = []
    shift = place = 0
    for run in runs:
        start = before.rfind("\n", 0, run.chunks[0].start) + 1
        end = before.find("\n", run.chunks[-1].end)
        end = len(before) if end < 0 else end
        while place < len(fixes) and fixes[place].start < start:
            shift += len(fixes[place].after) - len(fixes[place].before)
            place += 1
        low = start + shift
        while place < len(fixes) and fixes[place].start < end:
            shift += len(fixes[place].after) - len(fixes[place].before)
            place += 1
        spans.append((low, end + shift))
    return spans
