"""The pipeline: text in, repair out.

Start with `Repairer.repair`.  What a wrong encoding did is undone first (`vnfix.encodings.stage`).  Then
the text is tokenized (`vnfix.document`), its damage learned and its open places decoded
(`vnfix.estimation`), sure readings become corrections (`vnfix.selection`).
That is repeated on the result until nothing changes, so that repairing a repaired text is a no-op.
"""

from __future__ import annotations

from pathlib import Path

from vnfix.channels.lost_glyphs import LostGlyphChannel
from vnfix.composition import compose, precede
from vnfix.confidence import CONFIDENCE_FLOOR, threshold_of
from vnfix.correction import Level, Repair, apply_corrections
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.encodings.stage import EncodingStage
from vnfix.estimation import Estimate, estimate_damage
from vnfix.explanation import Explanation
from vnfix.lost_digits import find_lost_digits
from vnfix.profile import DamageProfile
from vnfix.scanning import build_profile
from vnfix.selection import Selection, select

# A second pass changes something in one document in five, a fifth has not been seen to.
_MOST_PASSES = 6


class Repairer:
    """Repairs texts with one set of dictionaries; opened once, used for any number of texts."""

    def __init__(self, dictionaries: Path | None = None) -> None:
        """`dictionaries` is a folder made by `vnfix train`; the shipped one if None.

        Raises DictionaryError when it is missing or broken.
        """
        self._data = Dictionaries(dictionaries or find_dictionaries())
        self._encodings = EncodingStage(
            lambda: self._data.lexicon, lambda: self._data.encodings, lambda: self._data.model
        )

    def repair(self, text: str, level: Level = Level.LIKELY) -> Repair:
        """Repair `text`; what is less sure than `level` asks becomes a suggestion."""
        first = self._repair_once(text, level)
        result = first
        for _ in range(_MOST_PASSES - 1):
            if not result.corrections:
                break
            result = self._repair_once(result.text, level)
            first = compose(first, result)
        return first

    def explain(self, text: str, offset: int, level: Level = Level.LIKELY) -> Explanation:
        """Explain what `repair` makes of the place at `offset` (code points), on the first pass.

        Raises IndexError when the text has no such place.
        """
        from vnfix.explaining import explain_place

        if not 0 <= offset < max(len(text), 1):
            message = f"the text has no offset {offset}"
            raise IndexError(message)
        document = Document.of_text(text, self._data.lexicon)
        estimate = decode_document(document, self._data)
        chosen = self._select(document, estimate, level) if estimate else Selection((), ())
        return explain_place(document, estimate, chosen, self._data, offset)

    def _select(self, document: Document, estimate: Estimate, level: Level) -> Selection:
        return select(document, estimate, level, self._data.calibration)

    def _repair_once(self, text: str, level: Level) -> Repair:
        found = self._encodings.find_repairs(text)
        if not found:
            return self._repair_channels(text, level)
        least = threshold_of(level)
        fixes = tuple(fix for fix in found if fix.confidence >= least)
        unsure = tuple(fix for fix in found if CONFIDENCE_FLOOR <= fix.confidence < least)
        return precede(text, fixes, unsure, self._repair_channels(apply_corrections(text, fixes), level))

    def _repair_channels(self, text: str, level: Level) -> Repair:
        document = Document.of_text(text, self._data.lexicon)
        estimate = decode_document(document, self._data)
        if estimate is None:
            digits = find_lost_digits(document, None)
            return Repair(text, text, (), (), digits, DamageProfile(lines=text.count("\n") + 1))
        chosen = self._select(document, estimate, level)
        digits = find_lost_digits(document, estimate)
        profile = build_profile(document, estimate, chosen, digits)
        return Repair(
            text,
            apply_corrections(text, chosen.corrections),
            chosen.corrections,
            chosen.suggestions,
            digits,
            profile,
        )


def decode_document(document: Document, data: Dictionaries) -> Estimate | None:
    """Decode one document; for training and for explanations."""
    channel = LostGlyphChannel(document, data.patterns)
    return estimate_damage(document, channel, data.model)
