"""The pipeline: text in, repair out.

Start with `Repairer.repair`.  What a wrong encoding did is undone first (`vnfix.encodings.stage`).  Then
the text is tokenized (`vnfix.document`), its damage learned and its open places decoded
(`vnfix.estimation`), sure readings become corrections (`vnfix.selection`).
That is repeated on the result until nothing changes, so that repairing a repaired text is a no-op.  Layout
is changed last, and only when asked (`vnfix.layout`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.channels.lost_glyphs import LostGlyphChannel
from vnfix.channels.misreadings import MisreadingChannel
from vnfix.composition import compose, precede
from vnfix.confidence import CONFIDENCE_FLOOR, threshold_of
from vnfix.correction import Correction, Kind, Level, Repair, apply_corrections
from vnfix.dictionaries import Dictionaries, find_dictionaries
from vnfix.document import Document
from vnfix.encodings.stage import EncodingStage
from vnfix.estimate import Estimate
from vnfix.estimation import estimate_damage
from vnfix.form_reading import ChunkMemory
from vnfix.ignoring import Spans, find_ignored, merge_spans, move_spans, protect
from vnfix.kept_lines import keep_lines
from vnfix.learned import NOTHING_LEARNED, Learned
from vnfix.limits import explain_limits, limit_digits, limit_profile, limit_selection, needs_decoding
from vnfix.lost_digits import find_lost_digits
from vnfix.prior import NO_PRIOR, Prior
from vnfix.profile import DamageProfile
from vnfix.scanning import build_profile
from vnfix.selection import Selection, select
from vnfix.settings import DEFAULT_SETTINGS, Model, Settings
from vnfix.surprises import find_surprises
from vnfix.token_table import TokenTable
from vnfix.tokens import tokenize
from vnfix.weigher_models import WeigherModels

if TYPE_CHECKING:
    from vnfix.answers import AnswerLearner
    from vnfix.explanation import Explanation

# A second pass changes something in one document in five, a fifth has not been seen to.
_MOST_PASSES = 6


class Repairer:
    """Repairs texts with one set of dictionaries; opened once, used for any number of texts."""

    def __init__(self, dictionaries: Path | None = None, learned: Learned = NOTHING_LEARNED) -> None:
        """`dictionaries` is a folder made by `vnfix train`; the shipped one if None.

        `learned` is what a person's answers taught (`vnfix.learned`).
        Raises DictionaryError when the folder is missing or broken.
        """
        self._data = Dictionaries(dictionaries or find_dictionaries(), learned)
        self._chunks = ChunkMemory()
        self._encodings = EncodingStage(
            lambda: self._data.lexicon, lambda: self._data.encodings, lambda: self._data.model
        )

    def repair(
        self,
        text: str,
        level: Level = Level.LIKELY,
        settings: Settings = DEFAULT_SETTINGS,
        prior: DamageProfile | None = None,
    ) -> Repair:
        """Repair `text`; what is less sure than `level` asks becomes a suggestion.

        `prior` is the damage of documents of the same source: a short text shows little of its own.
        """
        believed = NO_PRIOR if prior is None else Prior.of_profile(prior)
        result, ignored = self._settle(text, level, settings, (), believed)
        for _ in range(_MOST_PASSES):
            fixes = self._find_layout(result.text, settings.kinds, ignored)
            if not fixes:
                break
            laid_out = apply_corrections(result.text, fixes)
            further, moved = self._settle(laid_out, level, settings, move_spans(ignored, fixes), NO_PRIOR)
            change = Repair(result.text, laid_out, fixes, (), (), result.profile)
            result, ignored = compose(result, compose(change, further)), moved
        return result

    def _settle(
        self, text: str, level: Level, settings: Settings, ignored: Spans, prior: Prior
    ) -> tuple[Repair, Spans]:
        """Repair damage until nothing changes; gives also where what is left alone lies in the result."""
        first, ignored = self._repair_once(text, level, settings, ignored, prior)
        result = first
        for _ in range(_MOST_PASSES - 1):
            if not result.corrections:
                return first, ignored
            ignored = move_spans(ignored, result.corrections)
            result, ignored = self._repair_once(result.text, level, settings, ignored)
            first = compose(first, result)
        return first, move_spans(ignored, result.corrections)

    def _find_layout(self, text: str, kinds: frozenset[Kind], ignored: Spans) -> tuple[Correction, ...]:
        """What is to change in the layout, one kind after the other."""
        found: tuple[Correction, ...] = ()
        if Kind.HYPHENS in kinds:
            from vnfix.layout.hyphens import find_line_hyphens

            hyphens = find_line_hyphens(text, self._data.lexicon.ids.__contains__)
            limited = limit_selection(Selection(tuple(hyphens), ()), kinds, ignored)
            found = keep_lines(text, limited, ignored).corrections
        if Kind.LINE_ENDS in kinds and not found:
            from vnfix.layout.paragraphs import find_line_joins

            found = limit_selection(Selection(tuple(find_line_joins(text)), ()), kinds, ignored).corrections
        return found

    def explain(
        self,
        text: str,
        offset: int,
        level: Level = Level.LIKELY,
        settings: Settings = DEFAULT_SETTINGS,
    ) -> Explanation:
        """Explain what `repair` makes of the place at `offset` (code points), on the first pass.

        Raises IndexError when the text has no such place.
        """
        from vnfix.explaining import explain_decoding

        if not 0 <= offset < max(len(text), 1):
            message = f"the text has no offset {offset}"
            raise IndexError(message)
        least = threshold_of(level)
        found = self._find_encodings(text, settings, ())
        here = next((fix for fix in found if fix.start <= offset < fix.end), None)
        if here is not None:
            return explain_decoding(text, here, here.confidence >= least)
        fixes = tuple(fix for fix in found if fix.confidence >= least)
        decoded = apply_corrections(text, fixes)
        place = move_spans([(offset, offset)], fixes)[0][0]
        explanation = self._explain_channels(decoded, place, level, settings)
        shift = offset - place
        return replace(explanation, start=explanation.start + shift, end=explanation.end + shift)

    def _explain_channels(self, text: str, offset: int, level: Level, settings: Settings) -> Explanation:
        from vnfix.explaining import explain_place

        document, ignored = self._open(text, settings, ())
        # All kinds are weighed, so that it can be said what would be without the settings.
        estimate = decode_document(document, self._data, settings.model)
        chosen = self._select(document, estimate, level) if estimate else Selection((), ())
        explanation = explain_place(document, estimate, chosen, self._data, offset)
        return explain_limits(explanation, chosen, settings.kinds, ignored, offset)

    def open_learner(self, text: str, settings: Settings = DEFAULT_SETTINGS) -> AnswerLearner | None:
        """Decode `text` for a person whose answers are to count as evidence (`vnfix.answers`).

        None where nothing is damaged, or where an old encoding has to be undone first.
        """
        from vnfix.answers import AnswerLearner

        if self._find_encodings(text, settings, ()):
            return None
        document, _ = self._open(text, settings, ())
        decodes = needs_decoding(settings.kinds)
        estimate = decode_document(document, self._data, settings.model) if decodes else None
        return (
            None
            if estimate is None
            else AnswerLearner(document, estimate, self._data.calibration, self._data.learned)
        )

    def _open(self, text: str, settings: Settings, ignored: Spans) -> tuple[Document, Spans]:
        """Tokenize `text`; `ignored` is left alone as well as what the settings say."""
        settings = self._with_own_words(settings)
        table = TokenTable.of_text(text, self._chunks)
        spans = merge_spans([*ignored, *find_ignored(text, table.tokens, settings)])
        if spans:
            table = TokenTable.of_tokens(protect(table.tokens, spans))
        return Document(text, table, self._data.lexicon, settings.known_words), spans

    def _with_own_words(self, settings: Settings) -> Settings:
        words = self._data.learned.words
        return replace(settings, known_words=settings.known_words | words) if words else settings

    def _select(self, document: Document, estimate: Estimate, level: Level) -> Selection:
        return select(document, estimate, level, self._data.calibration, self._data.learned)

    def _repair_once(
        self, text: str, level: Level, settings: Settings, ignored: Spans, prior: Prior = NO_PRIOR
    ) -> tuple[Repair, Spans]:
        found = self._find_encodings(text, settings, ignored)
        if not found:
            return self._repair_channels(text, level, settings, ignored, prior)
        least = threshold_of(level)
        fixes = tuple(fix for fix in found if fix.confidence >= least)
        unsure = tuple(fix for fix in found if CONFIDENCE_FLOOR <= fix.confidence < least)
        decoded = apply_corrections(text, fixes)
        moved = move_spans(ignored, fixes)
        repair, spans = self._repair_channels(decoded, level, settings, moved, prior)
        return precede(text, fixes, unsure, repair), spans

    def _find_encodings(self, text: str, settings: Settings, ignored: Spans) -> Sequence[Correction]:
        """What a wrong encoding did, as far as it is looked for."""
        found = self._encodings.find_repairs(text)
        if not found:
            return ()
        found = tuple(map(self._heed_answers, found))
        settings = self._with_own_words(settings)
        # Only words and phrases are looked for among the tokens.
        tokens = () if settings.ignores_nothing else tokenize(text)
        spans = merge_spans([*ignored, *find_ignored(text, tokens, settings)])
        return limit_selection(Selection(tuple(found), ()), settings.kinds, spans).corrections

    def _heed_answers(self, fix: Correction) -> Correction:
        """Make a correction of an encoding as sure as the answers of a person have it."""
        learned = self._data.learned
        confidence = learned.adjust_kind(fix.confidence, fix.kind)
        confidence = learned.adjust_form(confidence, fix.before, fix.after)
        if learned.is_refused(fix.before, fix.after):
            confidence = min(confidence, CONFIDENCE_FLOOR)
        return fix if confidence == fix.confidence else replace(fix, confidence=confidence)

    def _repair_channels(
        self, text: str, level: Level, settings: Settings, ignored: Spans, prior: Prior
    ) -> tuple[Repair, Spans]:
        document, ignored = self._open(text, settings, ignored)
        decodes = needs_decoding(settings.kinds)
        estimate = decode_document(document, self._data, settings.model, prior) if decodes else None
        digits = limit_digits(find_lost_digits(document, estimate), settings.kinds, ignored)
        if estimate is None:
            profile = DamageProfile(lines=text.count("\n") + 1)
            return Repair(text, text, (), (), digits, profile), ignored
        chosen = limit_selection(self._select(document, estimate, level), settings.kinds, ignored)
        chosen = keep_lines(text, chosen, ignored)
        profile = limit_profile(build_profile(document, estimate, chosen, digits), settings.kinds)
        fixed = apply_corrections(text, chosen.corrections)
        return Repair(text, fixed, chosen.corrections, chosen.suggestions, digits, profile), ignored


def decode_document(
    document: Document, data: Dictionaries, model: Model = Model.CONTEXT, prior: Prior = NO_PRIOR
) -> Estimate | None:
    """Decode one document; for training and for explanations."""
    contexts = data.contexts if model is Model.CONTEXT else None
    channel = LostGlyphChannel(document, data.patterns)
    find_doubtful = partial(find_surprises, document, data.model)
    misread = MisreadingChannel(document, data.near_words, data.profiles, find_doubtful)
    models = WeigherModels(contexts, data.capitals, data.compounds)
    return estimate_damage(document, channel, misread, data.model, models, prior)
