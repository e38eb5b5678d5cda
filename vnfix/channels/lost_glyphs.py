"""The lost-glyph channel: what words may stand where letters were lost.

A stretch of text (some letters, with blanks, marks or nothing between them) is a *pattern*: known
letters and holes.  The channel finds the patterns of a document, asks the pattern index which words
fit, and weighs each by how likely its missing letters were lost in this document.

It works in two modes.  While nothing is known of a document (`explore`), it looks only at places that
look damaged - fragments that are no words, double blanks, marks - and allows any letter in a hole.
Once the rates are learned (`propose`), it looks everywhere, but only the letters that this document
loses fill a hole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vnfix.channels.casing import CaseContext, restore_case
from vnfix.channels.proposal import Proposal
from vnfix.document import Document
from vnfix.language_model.symbols import NUMBER
from vnfix.lexicon import UNKNOWN_ID
from vnfix.loss_rates import BLANK, DIGIT, ZERO, LossRates
from vnfix.pattern_index import HOLE, PatternIndex, Spelling
from vnfix.tokens import Token, TokenKind

# The longest syllable has seven letters; longer words are foreign and lose one letter at a time.
_LONGEST_SYLLABLE = 7
_LONGEST_WORD = 16
# Blanks in a row that may be lost glyphs; longer runs are layout.
LONGEST_GAP = 3
_MOST_HOLES = 3
# Readings of one pattern that go into the lattice.
_MOST_READINGS = 12
# Below this count in the training text a syllable that stands alone looks like a fragment.
_RARE_COUNT = 300
# A word that the lexicon lacks, when the document has it whole elsewhere, and when not: natural
# logs of its share among unknown words.
KNOWN_HERE = -5.0
UNKNOWN_FORM = -9.0
# A blank trimmed from a line end along with the glyph before it.
_TRIMMED = -1.5


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A stretch of text as letters and holes; `token` is its first token, `shown` keeps the case."""

    start: int
    end: int
    shown: str
    traces: tuple[str, ...]
    token: int
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to fill a pattern, wherever it stands."""

    after: str
    symbol: int
    cost: float
    losses: tuple[tuple[str, str], ...]


class LostGlyphChannel:
    """Proposals for one document."""

    def __init__(self, document: Document, index: PatternIndex, raw_marks: frozenset[str] = frozenset()) -> None:
        self._document = document
        self._index = index
        self._raw_marks = raw_marks
        own = [Spelling(w.lower(), UNKNOWN_ID) for w in document.words if len(w) >= 4 and self._is_foreign(w)]
        self._own_index = PatternIndex(sorted(set(own), key=lambda s: s.text))
        self._suspicious: dict[str, bool] = {}
        self._cost_symbol = document.lexicon.ids[NUMBER]

    def _is_foreign(self, word: str) -> bool:
        return word.lower() not in self._document.lexicon.ids

    # Finding patterns

    def explore(self, rates: LossRates) -> list[Proposal]:
        """Readings of the places that look damaged, with any letter in a hole."""
        fill = _Filler(self._document, self._index, self._own_index, rates, None)
        out: list[Proposal] = []
        for pattern in self._patterns(zero_holes=True):
            if self._looks_damaged(pattern):
                out += fill.readings(pattern)
        return out

    def propose(self, rates: LossRates) -> list[Proposal]:
        """Readings under learned rates."""
        active = rates.active_glyphs()
        fill = _Filler(self._document, self._index, self._own_index, rates, active)
        lowered = frozenset(glyph.lower() for glyph in active)
        heads, tails = self._fragments(lowered)
        zero = ZERO in rates.active_traces() and not rates.collapsed
        out: list[Proposal] = []
        for pattern in self._patterns(zero_holes=zero, collapsed=rates.collapsed):
            shown = pattern.shown.lower()
            first, last = shown.find(HOLE), shown.rfind(HOLE)
            if shown[:first] in heads and shown[last + 1 :] in tails:
                out += fill.readings(pattern)
        return out

    def _fragments(self, active: frozenset[str]) -> tuple[set[str], set[str]]:
        """What can stand before the first and after the last lost letter of a word."""
        heads: set[str] = set()
        tails: set[str] = set()
        for index in (self._index, self._own_index):
            for spelling in index.spellings:
                text = spelling.text
                for place, letter in enumerate(text):
                    if letter in active:
                        heads.add(text[:place])
                        tails.add(text[place + 1 :])
        return heads, tails

    def _looks_damaged(self, pattern: _Pattern) -> bool:
        if any(trace not in (BLANK, ZERO) for trace in pattern.traces):
            return True
        text = self._document.text[pattern.start : pattern.end]
        pieces = text.split()
        if not pieces or text[0] == " " or text[-1] == " ":
            return True
        return any(self.is_suspicious(piece) for piece in pieces)

    def is_suspicious(self, word: str) -> bool:
        """Tell whether a word looks like a piece of one."""
        known = self._suspicious.get(word)
        if known is None:
            lexicon = self._document.lexicon
            number = lexicon.ids.get(word.lower(), UNKNOWN_ID)
            entry = lexicon.words[number]
            if len(word) == 1:
                known = word.isascii()
            elif not number:
                known = len(word) <= _LONGEST_SYLLABLE
            elif entry.is_syllable:
                known = entry.count < _RARE_COUNT
            else:
                known = len(word) <= 4
            self._suspicious[word] = known
        return known

    def _patterns(self, *, zero_holes: bool, collapsed: bool = False) -> Iterator[_Pattern]:
        tokens = self._document.tokens
        for place, token in enumerate(tokens):
            if token.kind is TokenKind.WORD or token.kind is TokenKind.MARK:
                if place and self._touches(tokens[place - 1]):
                    continue
                yield from self._from_word(place, zero_holes=zero_holes, collapsed=collapsed)
            elif token.kind is TokenKind.SPACE and not collapsed:
                yield from self._whole_words(place)

    def _touches(self, token: Token) -> bool:
        """True for a token that cannot end right before a word."""
        return token.kind is TokenKind.WORD or token.kind is TokenKind.MARK

    def _is_gap(self, token: Token) -> bool:
        return token.kind is TokenKind.SPACE and len(token.text) <= LONGEST_GAP and not token.text.strip(" ")

    def _is_mark(self, token: Token) -> bool:
        return token.kind is TokenKind.MARK or token.text in self._raw_marks

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
        yield from range(1, min(2, len(gap.text) - needed) + 1)

    def _tails(self, place: int) -> Iterator[int]:
        """How many blanks after the token at `place` may be the word's lost last letters."""
        yield 0
        tokens = self._document.tokens
        if place + 1 >= len(tokens) or not self._is_gap(tokens[place + 1]):
            return
        gap = tokens[place + 1]
        after = tokens[place + 2].kind if place + 2 < len(tokens) else TokenKind.NEWLINE
        needed = 0 if after in (TokenKind.NEWLINE, TokenKind.PUNCTUATION) else 1
        yield from range(1, min(2, len(gap.text) - needed) + 1)

    def _from_word(self, place: int, *, zero_holes: bool, collapsed: bool) -> Iterator[_Pattern]:
        """All patterns whose first standing letter or mark is the token at `place`."""
        tokens = self._document.tokens
        leads = [0] if collapsed else list(self._leads(place))
        shown, traces = "", ()
        stack: list[tuple[int, str, tuple[str, ...]]] = [(place, shown, traces)]
        while stack:
            at, shown, traces = stack.pop()
            token = tokens[at]
            if self._is_mark(token):
                shown, traces = shown + HOLE, (*traces, token.text)
            else:
                shown += token.text
            if len(shown) > _LONGEST_WORD or len(traces) > _MOST_HOLES:
                continue
            follower = tokens[at + 1] if at + 1 < len(tokens) else None
            attached = follower is not None and follower.start == token.end
            if attached and follower is not None and (self._touches(follower) or self._is_mark(follower)):
                stack.append((at + 1, shown, traces))
                if self._touches(follower):
                    continue
            for lead in leads:
                for tail in [0] if collapsed else self._tails(at):
                    if lead + tail + len(traces):
                        yield _Pattern(
                            tokens[place].start - lead,
                            token.end + tail,
                            HOLE * lead + shown + HOLE * tail,
                            (BLANK,) * lead + traces + (BLANK,) * tail,
                            place,
                        )
            yield from self._vanished(place, at, shown, traces, zero_holes=zero_holes, collapsed=collapsed)
            if follower is not None and self._is_gap(follower) and at + 2 < len(tokens):
                beyond = tokens[at + 2]
                if beyond.kind is TokenKind.WORD or self._is_mark(beyond):
                    size = len(follower.text)
                    for holes in (1, 2) if collapsed and size == 1 else (size,):
                        stack.append((at + 2, shown + HOLE * holes, traces + (BLANK,) * holes))

    def _vanished(
        self, place: int, at: int, shown: str, traces: tuple[str, ...], *, zero_holes: bool, collapsed: bool
    ) -> Iterator[_Pattern]:
        """Patterns with letters that left no trace."""
        tokens = self._document.tokens
        start, end = tokens[place].start, tokens[at].end
        if len(shown) >= _LONGEST_SYLLABLE:
            return
        if collapsed:
            for lead, tail in ((0, 1), (1, 0), (1, 1), (0, 2)):
                yield _Pattern(
                    start, end, HOLE * lead + shown + HOLE * tail, (ZERO,) * lead + traces + (ZERO,) * tail, place
                )
            return
        at_line_end = at + 1 >= len(tokens) or tokens[at + 1].kind is TokenKind.NEWLINE
        if at_line_end and not traces:
            yield _Pattern(start, end, shown + HOLE, (BLANK,), place, _TRIMMED)
        if not zero_holes or traces:
            return
        for first in range(len(shown) + 1):
            yield _Pattern(start, end, shown[:first] + HOLE + shown[first:], (ZERO,), place)
            for second in range(first, len(shown) + 1):
                both = shown[:first] + HOLE + shown[first:second] + HOLE + shown[second:]
                yield _Pattern(start, end, both, (ZERO, ZERO), place)

    def _whole_words(self, place: int) -> Iterator[_Pattern]:
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
            for start in {gap.start + lead, gap.end - tail - size}:
                if start >= gap.start + lead and start + size <= gap.end - tail:
                    yield _Pattern(start, start + size, HOLE * size, (BLANK,) * size, place)


class _Filler:
    """Fills patterns with words, and remembers what it found."""

    def __init__(
        self,
        document: Document,
        index: PatternIndex,
        own_index: PatternIndex,
        rates: LossRates,
        active: frozenset[str] | None,
    ) -> None:
        self._document = document
        self._indexes = (index, own_index)
        self._rates = rates
        self._active = active
        self._known: dict[tuple[str, tuple[str, ...], CaseContext | None], list[_Reading]] = {}
        self._number = document.lexicon.ids[NUMBER]

    def readings(self, pattern: _Pattern) -> Iterator[Proposal]:
        """The likeliest readings of one pattern, as proposals at its place."""
        needs_context = pattern.shown[0] == HOLE or pattern.shown[0].isupper()
        context = self._document.case_context(pattern.token) if needs_context else None
        key = (pattern.shown, pattern.traces, context)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._fill(pattern, context or CaseContext())
        text = self._document.text
        for item in found:
            after = item.after
            if item.symbol == self._number and not after:
                after = text[pattern.start : pattern.end]
            yield Proposal(
                pattern.start, pattern.end, after, item.symbol, item.cost + pattern.cost, item.losses
            )

    def _fill(self, pattern: _Pattern, context: CaseContext) -> list[_Reading]:
        lexicon = self._document.lexicon
        shown = pattern.shown
        lowered = shown.lower()
        if len(lowered) != len(shown):
            return []
        holes = [place for place, letter in enumerate(shown) if letter == HOLE]
        found: list[tuple[float, _Reading]] = []
        for index in self._indexes:
            for spelling in index.match(lowered):
                entry = lexicon.words[spelling.word]
                rank = 0.0 if not spelling.word else _log_count(entry.count)
                extra = 0.0 if spelling.word else KNOWN_HERE
                for after, case_cost in restore_case(shown, spelling.text, entry.title_share, context):
                    losses = tuple((after[h], t) for h, t in zip(holes, pattern.traces, strict=True))
                    if self._active is not None and not self._active.issuperset(g for g, _ in losses):
                        continue
                    cost = case_cost + extra + sum(self._rates.log_rate(g, t) for g, t in losses)
                    cost += sum(self._rates.log_intact(g) for g in shown if g != HOLE)
                    found.append((cost + rank, _Reading(after, spelling.word, cost, losses)))
        if len(holes) == len(shown):
            losses = tuple((DIGIT, trace) for trace in pattern.traces)
            cost = sum(self._rates.log_rate(DIGIT, trace) for trace in pattern.traces)
            found.append((cost, _Reading("", self._number, cost, losses)))
        found.sort(key=lambda item: -item[0])
        return [reading for _, reading in found[:_MOST_READINGS]]


def _log_count(count: int) -> float:
    """A rough log-probability to rank readings before the model sees them (natural log)."""
    from math import log

    return log((count + 1) / 1.5e8)
