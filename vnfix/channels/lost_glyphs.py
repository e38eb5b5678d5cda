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

import math
from collections import Counter
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
LONGEST_GAP = 5
_MOST_HOLES = 3
# Readings of one pattern that go into the lattice.
_MOST_READINGS = 12
# Below this count in the training text a syllable that stands alone looks like a fragment.
_RARE_COUNT = 300
# A word that the lexicon lacks, when the document has it whole elsewhere, and when not: natural
# logs of its share among unknown words.
KNOWN_HERE = -5.0
UNKNOWN_FORM = -9.0
# A sign is looked at as a mark when it stands so often beside fragments, and so often where no sign
# belongs: between two pieces, or before one.
_LEAST_BESIDE = 3
_LEAST_JOINED = 1
# Signs that stand between letters in any text: abbreviations, formulas, quotations.
_NEVER_MARKS = frozenset(".()[]{}\"'“”‘’«»")
_STOPS = frozenset(".,;:!?…)")
# Signs that stand before words in any text.
_OPENING = frozenset("([{<\"'“‘«-–—*•+/&")
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


class _Search:
    """Which patterns are worth a look.

    `heads` and `tails` are what may stand before the first and after the last hole; None: anything.
    """

    def __init__(
        self,
        collapsed: bool = False,
        zero: bool = True,
        heads: frozenset[str] | None = None,
        tails: frozenset[str] | None = None,
    ) -> None:
        self.collapsed = collapsed
        self.zero = zero
        self._heads = heads
        self._tails = tails
        self._insertions: dict[str, tuple[str, ...]] = {}

    def may_begin(self, head: str) -> bool:
        """Tell whether a lost letter may follow `head`."""
        return self._heads is None or head in self._heads

    def may_open(self, word: str) -> bool:
        """Tell whether any pattern that begins with `word`, or with a vanished letter before it, can fit."""
        if self._heads is None or self._tails is None:
            return True
        lowered = word.lower()
        if lowered in self._heads or (self.collapsed and lowered in self._tails):
            return True
        return self.zero and bool(self.insertions(word))

    def may_fit(self, shown: str) -> bool:
        """Tell whether the letters around the outer holes of a pattern can be right."""
        if self._heads is None or self._tails is None:
            return True
        return shown[: shown.find(HOLE)] in self._heads and shown[shown.rfind(HOLE) + 1 :] in self._tails

    def insertions(self, shown: str) -> tuple[str, ...]:
        """A word with one hole, or with two, wherever letters may have vanished from it."""
        found = self._insertions.get(shown)
        if found is None:
            found = self._insertions[shown] = tuple(self._insert(shown))
        return found

    def _insert(self, shown: str) -> Iterator[str]:
        lowered = shown.lower()
        for first in range(len(shown) + 1):
            if not self.may_begin(lowered[:first]):
                continue
            one = shown[:first] + HOLE + shown[first:]
            if self.may_fit(one.lower()):
                yield one
            if self._heads is None:
                continue
            for second in range(first, len(shown) + 1):
                two = shown[:first] + HOLE + shown[first:second] + HOLE + shown[second:]
                if self.may_fit(two.lower()):
                    yield two


class LostGlyphChannel:
    """Proposals for one document."""

    def __init__(self, document: Document, index: PatternIndex) -> None:
        self._document = document
        self._index = index
        own = [Spelling(w.lower(), UNKNOWN_ID) for w in document.words if len(w) >= 4 and self._is_foreign(w)]
        self._own_index = PatternIndex(sorted(set(own), key=lambda s: s.text))
        self._suspicious: dict[str, bool] = {}
        self._raw_marks = self._find_raw_marks()

    def _is_foreign(self, word: str) -> bool:
        return word.lower() not in self._document.lexicon.ids

    def explore(self, rates: LossRates) -> list[Proposal]:
        """Readings of the places that look damaged, with any letter in a hole."""
        fill = _Filler(self._document, self._index, self._own_index, rates, None, self._raw_marks)
        out: list[Proposal] = []
        for place in self._damaged_places():
            for pattern in self._patterns_at(place, _Search()):
                if self._looks_damaged(pattern):
                    out += fill.readings(pattern)
        return out

    def propose(self, rates: LossRates) -> list[Proposal]:
        """Readings under learned rates."""
        active = rates.active_glyphs()
        fill = _Filler(self._document, self._index, self._own_index, rates, active, self._raw_marks)
        heads, tails = self._fragments(frozenset(glyph.lower() for glyph in active))
        zero = ZERO in rates.active_traces() and not rates.collapsed
        search = _Search(rates.collapsed, zero, heads, tails)
        out: list[Proposal] = []
        if zero or rates.collapsed:
            out += self._fill_gaps(rates)
        for place in range(len(self._document.tokens)):
            for pattern in self._patterns_at(place, search):
                if search.may_fit(pattern.shown.lower()):
                    out += fill.readings(pattern)
        return out

    def _fill_gaps(self, rates: LossRates) -> Iterator[Proposal]:
        """Words of one letter that vanished whole, where the document is known to lose that letter.

        The blanks around them stay: two in a row, or one before a stop; shrunk to one, they show nothing.
        """
        lexicon = self._document.lexicon
        words = []
        for glyph in sorted(rates.active_glyphs()):
            number = lexicon.ids.get(glyph)
            if number and glyph.islower() and rates.is_mostly_lost(glyph):
                words.append((glyph, number, rates.log_rate(glyph, ZERO)))
        tokens = self._document.tokens
        between = " " if rates.collapsed else "  "
        for place in range(1, len(tokens) - 1 if words else 0):
            gap, before, after = tokens[place], tokens[place - 1].kind, tokens[place + 1]
            if gap.kind is not TokenKind.SPACE or before is not TokenKind.WORD:
                continue
            if after.kind is TokenKind.WORD and gap.text == between:
                tail = " "
            elif after.text in _STOPS and gap.text == " ":
                tail = ""
            else:
                continue
            for glyph, number, cost in words:
                losses = ((glyph, ZERO),)
                yield Proposal(gap.start, gap.end, f" {glyph}{tail}", number, cost, losses, fills_gap=True)

    def _damaged_places(self) -> list[int]:
        """The tokens at which a damaged stretch may begin."""
        tokens = self._document.tokens
        places: set[int] = set()
        for place, token in enumerate(tokens):
            if token.kind is TokenKind.WORD and self.is_suspicious(token.text):
                # A fragment may be the middle or the end of a word that begins up to two gaps before.
                places.update((place, place - 2, place - 4))
            elif self._is_mark(token):
                places.update(range(place - 4, place + 2))
            elif token.kind is TokenKind.NUMBER:
                places.add(place)
            elif token.kind is TokenKind.SPACE and 2 <= len(token.text) <= LONGEST_GAP:
                places.update(range(place - 1, place + 2))
        return sorted(place for place in places if 0 <= place < len(tokens))

    def _find_raw_marks(self) -> frozenset[str]:
        """Signs that seem to stand for letters: `đ,n vị` and `c, quan`, or `!ược`, again and again."""
        tokens = self._document.tokens
        beside: Counter[str] = Counter()
        joined: Counter[str] = Counter()
        for place in range(1, len(tokens) - 1):
            token = tokens[place]
            if token.kind is not TokenKind.PUNCTUATION or token.text in _NEVER_MARKS:
                continue
            left, right = tokens[place - 1], tokens[place + 1]
            words = [t.text for t in (left, right) if t.kind is TokenKind.WORD]
            # `P(S|A)` and `A/B` are no pieces of words.
            if any(self.is_suspicious(word) and not (len(word) == 1 and word.isupper()) for word in words):
                beside[token.text] += 1
                leads = right.kind is TokenKind.WORD and token.text not in _OPENING
                joined[token.text] += len(words) == 2 or (leads and len(right.text) > 1)
        return frozenset(
            sign for sign, count in joined.items() if count >= _LEAST_JOINED and beside[sign] >= _LEAST_BESIDE
        )

    def _fragments(self, active: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """What can stand before the first and after the last lost letter of a word."""
        heads: set[str] = set()
        tails: set[str] = set()
        for index in (self._index, self._own_index):
            for spelling in index.spellings:
                text = spelling.text
                if active.isdisjoint(text):
                    continue
                for place, letter in enumerate(text):
                    if letter in active:
                        heads.add(text[:place])
                        tails.add(text[place + 1 :])
        return frozenset(heads), frozenset(tails)

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

    def _patterns_at(self, place: int, search: _Search) -> Iterator[_Pattern]:
        """The patterns that begin at a token (or in the blanks before it)."""
        tokens = self._document.tokens
        token = tokens[place]
        if token.kind is TokenKind.WORD or token.kind is TokenKind.MARK:
            if not place or not self._touches(tokens[place - 1]):
                yield from self._from_word(place, search)
        elif token.text in self._raw_marks:
            yield from self._from_word(place, search)
        elif token.kind is TokenKind.NUMBER:
            yield from self._from_number(place)
        elif token.kind is TokenKind.SPACE and not search.collapsed:
            yield from self._whole_words(place)

    def _touches(self, token: Token) -> bool:
        """True for a token that cannot end right before a word."""
        return token.kind is TokenKind.WORD or token.kind is TokenKind.MARK

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

    def _from_word(self, place: int, search: _Search) -> Iterator[_Pattern]:
        """All patterns whose first standing letter or mark is the token at `place`."""
        tokens = self._document.tokens
        collapsed = search.collapsed
        leads = [0] if collapsed else list(self._leads(place))
        first = tokens[place]
        if len(leads) == 1 and self._is_list_letter(place):
            return
        if len(leads) == 1 and first.kind is TokenKind.WORD and not search.may_open(first.text):
            return
        stack: list[tuple[int, str, tuple[str, ...]]] = [(place, "", ())]
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
            if follower is not None and (self._touches(follower) or self._is_mark(follower)):
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
            if len(shown) < _LONGEST_SYLLABLE:
                yield from self._vanished(place, at, shown, traces, search)
            if follower is None or not self._is_gap(follower) or at + 2 >= len(tokens):
                continue
            beyond = tokens[at + 2]
            if beyond.kind is TokenKind.WORD or beyond.kind is TokenKind.MARK:
                # Whatever follows, no word begins like this.
                if not traces and len(leads) == 1 and not search.may_begin(shown.lower()):
                    continue
                size = len(follower.text)
                for holes in (1, 2) if collapsed and size == 1 else (size,):
                    stack.append((at + 2, shown + HOLE * holes, traces + (BLANK,) * holes))

    def _vanished(
        self, place: int, at: int, shown: str, traces: tuple[str, ...], search: _Search
    ) -> Iterator[_Pattern]:
        """Patterns with letters that left no trace."""
        tokens = self._document.tokens
        start, end = tokens[place].start, tokens[at].end
        if search.collapsed:
            for lead, tail in ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0)):
                holes = (ZERO,) * lead + traces + (ZERO,) * tail
                yield _Pattern(start, end, HOLE * lead + shown + HOLE * tail, holes, place)
            return
        if traces:
            return
        if at + 1 >= len(tokens) or tokens[at + 1].kind is TokenKind.NEWLINE:
            yield _Pattern(start, end, shown + HOLE, (BLANK,), place, _TRIMMED)
        # A lone capital within a sentence is an initial or a symbol (`giá trị S`).
        context = self._document.case_context(place, self._raw_marks)
        if len(shown) == 1 and shown.isupper() and not (context.after_stop or context.line_start):
            return
        if search.zero:
            for filled in search.insertions(shown):
                yield _Pattern(start, end, filled, (ZERO,) * filled.count(HOLE), place)

    def _from_number(self, place: int) -> Iterator[_Pattern]:
        """A number with blanks beside or within it that may be lost digits."""
        tokens = self._document.tokens
        token = tokens[place]
        for lead in self._leads(place):
            for tail in self._tails(place):
                if lead + tail and not (lead and tail):
                    start, end = token.start - lead, token.end + tail
                    yield _Pattern(start, end, HOLE * (lead + tail), (BLANK,) * (lead + tail), place)
        if place + 2 < len(tokens) and tokens[place + 2].kind is TokenKind.NUMBER:
            gap = tokens[place + 1]
            if self._is_gap(gap) and len(gap.text) <= 2:
                size = len(gap.text)
                yield _Pattern(token.start, tokens[place + 2].end, HOLE * size, (BLANK,) * size, place)

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
            for start in range(gap.start + lead, gap.end - tail - size + 1):
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
        signs: frozenset[str],
    ) -> None:
        self._document = document
        self._signs = signs
        self._indexes = (index, own_index)
        self._rates = rates
        self._active = active
        self._lowered = None if active is None else frozenset(glyph.lower() for glyph in active)
        self._known: dict[tuple[str, tuple[str, ...], CaseContext, bool], list[_Reading]] = {}
        self._number = document.lexicon.ids[NUMBER]

    def readings(self, pattern: _Pattern) -> Iterator[Proposal]:
        """The likeliest readings of one pattern, as proposals at its place."""
        context = self._document.case_context(pattern.token, self._signs)
        is_number = self._document.tokens[pattern.token].kind is TokenKind.NUMBER
        key = (pattern.shown, pattern.traces, context, is_number)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (
                [self._lost_digits(pattern)] if is_number else self._fill(pattern, context)
            )
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
        standing = sum(self._rates.log_intact(glyph) for glyph in shown if glyph != HOLE)
        active = self._lowered
        for index in self._indexes:
            for spelling in index.match(lowered):
                if active is not None and any(spelling.text[hole] not in active for hole in holes):
                    continue
                entry = lexicon.words[spelling.word]
                rank = 0.0 if not spelling.word else _log_count(entry.count)
                extra = 0.0 if spelling.word else KNOWN_HERE
                for after, case_cost in restore_case(shown, spelling.text, entry.title_share, context):
                    losses = tuple((after[h], t) for h, t in zip(holes, pattern.traces, strict=True))
                    if self._active is not None and not self._active.issuperset(g for g, _ in losses):
                        continue
                    cost = case_cost + extra + sum(self._rates.log_rate(g, t) for g, t in losses)
                    cost += standing
                    found.append((cost + rank, _Reading(after, spelling.word, cost, losses)))
        if len(holes) == len(shown):
            digits = self._lost_digits(pattern)
            found.append((digits.cost, digits))
        found.sort(key=lambda item: -item[0])
        return [reading for _, reading in found[:_MOST_READINGS]]


    def _lost_digits(self, pattern: _Pattern) -> _Reading:
        """The reading that something is a number with digits gone; the text stays as it is."""
        losses = tuple((DIGIT, trace) for trace in pattern.traces)
        cost = sum(self._rates.log_rate(DIGIT, trace) for trace in pattern.traces)
        return _Reading("", self._number, cost, losses)


def _log_count(count: int) -> float:
    """A rough log-probability to rank readings before the model sees them (natural log)."""
    return math.log((count + 1) / 1.5e8)
