"""Finding the patterns of a document: where a word may have lost letters, and how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from vnfix.channels.pattern import LONGEST_GAP, LONGEST_SYLLABLE, Pattern, PatternFilter
from vnfix.channels.suspicion import Suspicion
from vnfix.code_signs import is_broken_off, touches_code
from vnfix.digit_marks import touches_number
from vnfix.document import Document
from vnfix.pattern_index import HOLE
from vnfix.tokens import Token, TokenKind
from vnfix.traces import BLANK, ZERO

# Longer words are foreign and lose one letter at a time.
_LONGEST_WORD = 16
_MOST_HOLES = 3
# A blank trimmed from a line end along with the glyph before it.
_TRIMMED = -1.5


class PatternFinder:
    """The patterns of one document."""

    def __init__(self, document: Document, suspicion: Suspicion) -> None:
        self._document = document
        self._suspicion = suspicion

    def open_places(self, search: PatternFilter) -> Sequence[int]:
        """The tokens at which patterns may begin, in order.

        Most words stand between single blanks; what they are tells whether anything can have been lost there.
        """
        found = list(self._special_places)
        for word, places in self._plain_places.items():
            if search.may_open(word):
                found += places
        return sorted(found)

    @cached_property
    def _plain_places(self) -> Mapping[str, Sequence[int]]:
        """By word, where it stands with no more than a blank, a sign or a line end beside it."""
        found: dict[str, list[int]] = {}
        for place in self._pattern_places:
            if self._is_plain(place):
                found.setdefault(self._document.tokens[place].text, []).append(place)
        return found

    @cached_property
    def _special_places(self) -> Sequence[int]:
        plain = {place for places in self._plain_places.values() for place in places}
        return [place for place in self._pattern_places if place not in plain]

    @cached_property
    def _pattern_places(self) -> Sequence[int]:
        """The tokens at which a pattern may begin, whatever is looked for."""
        found = []
        for place, token in enumerate(self._document.tokens):
            if token.kind in (TokenKind.WORD, TokenKind.MARK):
                is_open = not place or not self._touches(self._document.tokens[place - 1])
            else:
                is_blanks = token.kind is TokenKind.SPACE and len(token.text) > 1
                is_open = is_blanks or token.kind is TokenKind.NUMBER
                is_open = is_open or token.text in self._suspicion.raw_marks
            if is_open:
                found.append(place)
        return found

    def _is_plain(self, place: int) -> bool:
        """True for a word with no mark after it and no blank before it that may be a lost letter."""
        tokens = self._document.tokens
        if tokens[place].kind is not TokenKind.WORD:
            return False
        if place + 1 < len(tokens) and self._suspicion.is_mark(tokens[place + 1]):
            return False
        return not any(self._leads(place))

    def patterns_at(self, place: int, search: PatternFilter) -> Iterator[Pattern]:
        """The patterns that begin at a token (or in the blanks before it)."""
        tokens = self._document.tokens
        token = tokens[place]
        if token.kind is TokenKind.WORD or token.kind is TokenKind.MARK:
            if not place or not self._touches(tokens[place - 1]):
                yield from self._from_word(place, search)
        elif token.text in self._suspicion.raw_marks:
            yield from self._from_word(place, search)
        elif token.kind is TokenKind.NUMBER:
            yield from self._from_number(place)
        elif token.kind is TokenKind.SPACE and not search.collapsed:
            yield from self._whole_words(place)

    def _touches(self, token: Token) -> bool:
        """True for a token that cannot end right before a word."""
        return token.kind is TokenKind.WORD or token.kind is TokenKind.MARK

    def _is_digit(self, place: int) -> bool:
        """True for a mark that is a digit, here or throughout the document."""
        tokens = self._document.tokens
        if tokens[place].kind is not TokenKind.MARK:
            return False
        return tokens[place].text in self._suspicion.digit_marks or touches_number(tokens, place)

    def _begins_line(self, place: int) -> bool:
        """True for the first token of a line, but for an indent."""
        tokens = self._document.tokens
        if place and tokens[place - 1].kind is TokenKind.SPACE:
            place -= 1
        return not place or tokens[place - 1].kind is TokenKind.NEWLINE

    def _is_list_letter(self, place: int) -> bool:
        """True for the letter of a list item or a formula: `c)`, `b.` at a line start, `f(x)`."""
        tokens = self._document.tokens
        if len(tokens[place].text) > 1 or place + 1 >= len(tokens):
            return False
        follower = tokens[place + 1].text
        if follower in ")(":
            return True
        at_start = place == 0 or tokens[place - 1].kind is TokenKind.NEWLINE
        return at_start and follower in "./-"

    def _is_gap(self, token: Token) -> bool:
        return token.kind is TokenKind.SPACE and len(token.text) <= LONGEST_GAP and not token.text.strip(" ")

    def _leads(self, place: int) -> Iterator[int]:
        """How many blanks before a word may be its lost first letters."""
        yield 0
        if not place:
            return
        gap = self._document.tokens[place - 1]
        if not self._is_gap(gap):
            return
        before = self._document.tokens[place - 2].kind if place >= 2 else TokenKind.NEWLINE
        needed = 0 if before in (TokenKind.NEWLINE, TokenKind.PUNCTUATION) else 1
        yield from range(1, min(_MOST_HOLES, len(gap.text) - needed) + 1)

    def _tails(self, place: int) -> Iterator[int]:
        """How many blanks after the token at `place` may be the word's lost last letters."""
        yield 0
        tokens = self._document.tokens
        if place + 1 >= len(tokens) or not self._is_gap(tokens[place + 1]):
            return
        gap = tokens[place + 1]
        after = tokens[place + 2].kind if place + 2 < len(tokens) else TokenKind.NEWLINE
        needed = 0 if after in (TokenKind.NEWLINE, TokenKind.PUNCTUATION) else 1
        yield from range(1, min(_MOST_HOLES, len(gap.text) - needed) + 1)

    def _from_word(self, place: int, search: PatternFilter) -> Iterator[Pattern]:
        """All patterns whose first standing letter or mark is the token at `place`."""
        tokens = self._document.tokens
        collapsed = search.collapsed
        leads = [0] if collapsed else list(self._leads(place))
        first = tokens[place]
        if (
            ((len(leads) == 1 or self._begins_line(place)) and self._is_list_letter(place))
            or self._is_digit(place)
            or touches_code(tokens, place, self._suspicion.raw_marks)
            or is_broken_off(tokens, place)
        ):
            return
        touches_mark = place + 1 < len(tokens) and self._suspicion.is_mark(tokens[place + 1])
        is_plain = first.kind is TokenKind.WORD and not touches_mark
        if len(leads) == 1 and is_plain and not search.may_open(first.text):
            return
        stack: list[tuple[int, str, tuple[str, ...]]] = [(place, "", ())]
        while stack:
            at, shown, traces = stack.pop()
            token = tokens[at]
            if self._suspicion.is_mark(token):
                shown, traces = shown + HOLE, (*traces, token.text)
            else:
                shown += token.text
            if len(shown) > _LONGEST_WORD or len(traces) > _MOST_HOLES:
                continue
            follower = tokens[at + 1] if at + 1 < len(tokens) else None
            if follower is not None and self._is_digit(at + 1):
                continue
            if follower is not None and (self._touches(follower) or self._suspicion.is_mark(follower)):
                stack.append((at + 1, shown, traces))
                if self._touches(follower):
                    continue
            for lead in leads:
                for tail in [0] if collapsed else self._tails(at):
                    if lead + tail + len(traces):
                        yield Pattern(
                            tokens[place].start - lead,
                            token.end + tail,
                            HOLE * lead + shown + HOLE * tail,
                            (BLANK,) * lead + traces + (BLANK,) * tail,
                            place,
                        )
            if len(shown) < LONGEST_SYLLABLE:
                yield from self._vanished(place, at, shown, traces, search)
            if follower is None or not self._is_gap(follower) or at + 2 >= len(tokens):
                continue
            beyond = tokens[at + 2]
            if beyond.kind is TokenKind.WORD or (
                beyond.kind is TokenKind.MARK and not self._is_digit(at + 2)
            ):
                # Whatever follows, no word begins like this.
                if not traces and len(leads) == 1 and not search.may_begin(shown.lower()):
                    continue
                size = len(follower.text)
                for holes in (1, 2) if collapsed and size == 1 else (size,):
                    stack.append((at + 2, shown + HOLE * holes, traces + (BLANK,) * holes))

    def _vanished(
        self, place: int, at: int, shown: str, traces: tuple[str, ...], search: PatternFilter
    ) -> Iterator[Pattern]:
        """Patterns with letters that left no trace."""
        tokens = self._document.tokens
        start, end = tokens[place].start, tokens[at].end
        if search.collapsed:
            for lead, tail in ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0)):
                holes = (ZERO,) * lead + traces + (ZERO,) * tail
                yield Pattern(start, end, HOLE * lead + shown + HOLE * tail, holes, place)
            return
        if traces:
            return
        if at + 1 >= len(tokens) or tokens[at + 1].kind is TokenKind.NEWLINE:
            yield Pattern(start, end, shown + HOLE, (BLANK,), place, _TRIMMED)
        # A lone capital within a sentence is an initial or a symbol (`giá trị S`).
        context = self._document.case_context(place, self._suspicion.raw_marks)
        if len(shown) == 1 and shown.isupper() and not (context.after_stop or context.line_start):
            return
        if search.zero:
            for filled in search.insertions(shown):
                yield Pattern(start, end, filled, (ZERO,) * filled.count(HOLE), place)

    def _from_number(self, place: int) -> Iterator[Pattern]:
        """A number with blanks beside or within it that may be lost digits."""
        tokens = self._document.tokens
        token = tokens[place]
        for lead in self._leads(place):
            for tail in self._tails(place):
                if lead + tail and not (lead and tail):
                    start, end = token.start - lead, token.end + tail
                    yield Pattern(start, end, HOLE * (lead + tail), (BLANK,) * (lead + tail), place)
        if place + 2 < len(tokens) and tokens[place + 2].kind is TokenKind.NUMBER:
            gap = tokens[place + 1]
            if self._is_gap(gap) and len(gap.text) <= 2:
                size = len(gap.text)
                yield Pattern(token.start, tokens[place + 2].end, HOLE * size, (BLANK,) * size, place)

    def _whole_words(self, place: int) -> Iterator[Pattern]:
        """Words of one or two letters that were lost whole, in a run of blanks."""
        tokens = self._document.tokens
        gap = tokens[place]
        if not self._is_gap(gap) or place + 1 >= len(tokens) or len(gap.text) < 2:
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
