"""Finding the patterns of a document: where a word may have lost letters, and how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from vnfix.channels.pattern import LONGEST_GAP, LONGEST_SYLLABLE, Pattern, PatternFilter
from vnfix.channels.suspicion import Suspicion
from vnfix.channels.word_layout import (
    BLANKS,
    DIGIT,
    LETTERS,
    MOST_HOLES,
    NOTHING,
    NUMBER,
    OTHER,
    WORD,
    WordLayout,
)
from vnfix.document import Document
from vnfix.pattern_index import HOLE
from vnfix.token_kinds import TokenKind
from vnfix.traces import BLANK, ZERO

# Longer words are foreign and lose one letter at a time.
_LONGEST_WORD = 16
# A blank trimmed from a line end along with the glyph before it.
_TRIMMED = -1.5
# Where blanks are shrunk: letters that vanished before and after what is left of a word.
_SHRUNK = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0))
# The constructor of a named tuple is a Python call; this one is not.
_make_pattern = partial(tuple.__new__, Pattern)


class PatternFinder:
    """The patterns of one document."""

    def __init__(self, document: Document, suspicion: Suspicion) -> None:
        self._document = document
        self._suspicion = suspicion

    @cached_property
    def _layout(self) -> WordLayout:
        return WordLayout.of_document(self._document, self._suspicion)

    def open_places(self, search: PatternFilter) -> Sequence[int]:
        """The tokens at which patterns may begin, in order.

        Most words stand between single blanks; what they are tells whether anything can have been lost there.
        """
        table, layout = self._document.table, self._layout
        is_open = np.frombuffer(layout.begins, dtype=np.uint8) != NOTHING
        is_plain = np.frombuffer(layout.is_plain, dtype=bool) & (
            np.frombuffer(layout.leads, dtype=np.uint8) == 0
        )
        is_plain &= is_open
        opening = np.zeros(len(table.texts), dtype=bool)
        asked = np.flatnonzero(np.bincount(table.form[is_plain], minlength=len(opening)))
        opening[asked] = [search.may_open(table.texts[form]) for form in asked.tolist()]
        is_open &= ~is_plain | opening[table.form]
        found: list[int] = np.flatnonzero(is_open).tolist()
        return found

    def damaged_places(self, search: PatternFilter) -> Sequence[int]:
        """The tokens that look damaged at which patterns may begin, in order.

        Most are words before a piece of a word, and few words can be the beginning of one that goes on.
        """
        places = np.array(self._suspicion.damaged_places(), dtype=np.int64)
        table, layout = self._document.table, self._layout

        def take(row: bytes) -> npt.NDArray[np.uint8]:
            return np.frombuffer(row, dtype=np.uint8)[places]

        is_alone = (take(layout.is_plain) > 0) & (take(layout.is_fragment) == 0)
        is_alone &= (take(layout.follows) == OTHER) & (take(layout.leads) == 0) & (take(layout.tails) == 0)
        is_open = (take(layout.begins) != NOTHING) & ~(is_alone & (take(layout.gap) == 0))
        forms = table.form[places]
        leads_on = np.zeros(len(table.texts), dtype=bool)
        asked = np.flatnonzero(np.bincount(forms[is_alone & is_open], minlength=len(leads_on)))
        leads_on[asked] = [search.may_lead_on(table.texts[form]) for form in asked.tolist()]
        found: list[int] = places[is_open & (~is_alone | leads_on[forms])].tolist()
        return found

    def patterns_at(self, place: int, search: PatternFilter) -> Sequence[Pattern]:
        """The patterns that begin at a token (or in the blanks before it)."""
        kind = self._layout.begins[place]
        if kind == WORD:
            return self._from_word(place, search)
        if kind == NUMBER:
            return list(self._from_number(place, search)) if search.opens and search.closes else ()
        if kind == BLANKS and not search.collapsed and search.opens and search.closes:
            return list(self._whole_words(place))
        return ()

    def _from_word(self, place: int, search: PatternFilter) -> Sequence[Pattern]:
        """All patterns whose first standing letter or mark is the token at `place`."""
        layout, collapsed = self._layout, search.collapsed
        form, texts = self._document.table.form_list, self._document.table.texts
        leads = 0 if collapsed else layout.leads[place]
        if layout.is_shut[place] or (layout.is_item[place] and (not leads or layout.begins_line[place])):
            return ()
        if not leads and layout.is_plain[place] and not search.may_open(texts[form[place]]):
            return ()
        out: list[Pattern] = []
        stack: list[tuple[int, str, tuple[str, ...], bool]] = [(place, "", (), not search.damaged)]
        while stack:
            at, shown, traces, is_wanted = stack.pop()
            text = texts[form[at]]
            if layout.is_mark[at]:
                shown, traces, is_wanted = shown + HOLE, (*traces, text), True
            else:
                shown += text
                is_wanted = is_wanted or bool(layout.is_fragment[at])
            if len(shown) > _LONGEST_WORD or len(traces) > MOST_HOLES:
                continue
            follower = layout.follows[at]
            if follower == DIGIT:
                continue
            if follower != OTHER:
                stack.append((at + 1, shown, traces, is_wanted))
                if follower == LETTERS:
                    continue
            tails = 0 if collapsed else layout.tails[at]
            if leads or tails or (traces and is_wanted):
                out += self._with_blanks(place, at, shown, traces, (leads, tails), search, is_wanted)
            if len(shown) < LONGEST_SYLLABLE:
                if collapsed:
                    out += self._shrunk(place, at, shown, traces, search)
                elif is_wanted and not traces:
                    out += self._vanished(place, at, shown, search)
            size = layout.gap[at]
            # Whatever follows, no word begins like this.
            if size and (traces or leads or search.may_begin(shown.lower())):
                for holes in (1, 2) if collapsed and size == 1 else (size,):
                    begun = shown + HOLE * holes
                    if search.may_go_on(begun.lower(), leads):
                        stack.append((at + 2, begun, traces + (BLANK,) * holes, is_wanted))
        return out

    def _with_blanks(
        self,
        place: int,
        at: int,
        shown: str,
        traces: tuple[str, ...],
        most: tuple[int, int],
        search: PatternFilter,
        is_wanted: bool,
    ) -> Iterator[Pattern]:
        """The tokens from `place` to `at` with some of the blanks before and after them, up to `most`."""
        bounds = self._document.table.bounds
        start, end = bounds[place], bounds[at + 1]
        lowered = shown.lower()
        head, tail = lowered, lowered
        if traces:
            head, tail = lowered[: lowered.find(HOLE)], lowered[lowered.rfind(HOLE) + 1 :]
        for before in range(most[0] + 1):
            for after in range(most[1] + 1):
                if not (before or after or (traces and is_wanted)):
                    continue
                first, last = HOLE * before, HOLE * after
                left = (BLANK,) * before + traces + (BLANK,) * after
                fits = search.opens if before else search.may_begin(head)
                fits = fits and (search.closes if after else search.may_end(tail))
                fits = fits and search.fits_any(first + lowered + last)
                if fits or search.are_settled(left):
                    letters = first + shown + last
                    yield _make_pattern((start - before, end + after, letters, left, place, 0.0))

    def _shrunk(
        self, place: int, at: int, shown: str, traces: tuple[str, ...], search: PatternFilter
    ) -> Iterator[Pattern]:
        """Patterns with letters that left no trace beside the tokens from `place` to `at`."""
        bounds = self._document.table.bounds
        start, end = bounds[place], bounds[at + 1]
        lowered = shown.lower()
        for lead, tail in _SHRUNK:
            left = (ZERO,) * lead + traces + (ZERO,) * tail
            letters = HOLE * lead + lowered + HOLE * tail
            fits = search.may_begin(letters[: letters.find(HOLE)])
            fits = fits and search.may_end(letters[letters.rfind(HOLE) + 1 :])
            if (fits and search.fits_any(letters)) or search.are_settled(left):
                yield _make_pattern((start, end, HOLE * lead + shown + HOLE * tail, left, place, 0.0))

    def _vanished(self, place: int, at: int, shown: str, search: PatternFilter) -> Iterator[Pattern]:
        """Patterns of one word with letters that left no trace."""
        bounds = self._document.table.bounds
        start, end = bounds[place], bounds[at + 1]
        # A lone capital within a sentence is an initial or a symbol (`giá trị S`).
        is_lone = len(shown) == 1 and shown.isupper()
        if is_lone:
            context = self._document.case_context(place, self._suspicion.raw_marks)
            is_lone = not (context.after_stop or context.opening)
        if self._layout.ends_line[at] and search.closes:
            lowered = shown.lower()
            if search.may_begin(lowered) and search.fits_any(lowered + HOLE):
                yield _make_pattern((start, end, shown + HOLE, (BLANK,), place, _TRIMMED))
        if is_lone or not search.zero:
            return
        for filled in search.insertions(shown):
            yield _make_pattern((start, end, filled, (ZERO,) * filled.count(HOLE), place, 0.0))

    def _from_number(self, place: int, search: PatternFilter) -> Iterator[Pattern]:
        """A number with blanks beside or within it that may be lost digits."""
        tokens, layout = self._document.tokens, self._layout
        token = tokens[place]
        leads, tails = layout.leads[place], layout.tails[place]
        # Blanks before or after it, never both.
        for lead, tail in (
            *((0, tail) for tail in range(1, tails + 1)),
            *((lead, 0) for lead in range(1, leads + 1)),
        ):
            size = lead + tail
            yield Pattern(token.start - lead, token.end + tail, HOLE * size, (BLANK,) * size, place)
        if place + 2 < len(tokens) and tokens[place + 2].kind is TokenKind.NUMBER:
            gap, other = tokens[place + 1], tokens[place + 2]
            if gap.kind is not TokenKind.SPACE or gap.text not in (BLANK, BLANK * 2):
                return
            if not search.damaged or any(map(self._suspicion.is_fragment, (token.text, other.text))):
                size = len(gap.text)
                yield Pattern(token.start, other.end, HOLE * size, (BLANK,) * size, place)

    def _whole_words(self, place: int) -> Iterator[Pattern]:
        """Words of one or two letters that were lost whole, in a run of blanks."""
        tokens = self._document.tokens
        gap = tokens[place]
        if len(gap.text) > LONGEST_GAP or gap.text.strip(" ") or place + 1 >= len(tokens):
            return
        before = tokens[place - 1].kind if place else TokenKind.NEWLINE
        after = tokens[place + 1].kind
        if before is TokenKind.NEWLINE or after is TokenKind.NEWLINE:
            return
        lead = 0 if before is TokenKind.PUNCTUATION else 1
        tail = 0 if after is TokenKind.PUNCTUATION else 1
        for size in (1, 2):
            for start in range(gap.start + lead, gap.end - tail - size + 1):
                yield Pattern(start, start + size, HOLE * size, (BLANK,) * size, place)
