"""From the decisions of a collection to what later repairs heed (`vnfix.learned`).

Start with `learn`.  What was decided counts, and not what was accepted beforehand, but for readings that were
answered elsewhere: to reject one at one place must not undo it at all others.  Where two readers of one text
differ, neither counts.  Digits teach nothing: one that is gone is never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from vnfix.confusions import Edit
from vnfix.correction import Kind
from vnfix.differences import find_edits
from vnfix.learned import Form, Learned, Tally
from vnfix.lexicon import Lexicon
from vnfix.review.records import Decisions, SavedDecision
from vnfix.settings import LAYOUT_KINDS
from vnfix.token_kinds import TokenKind
from vnfix.tokens import tokenize
from vnfix.tone_styles import canonical

# A page that follows a profile at level 1 has a wrong letter in so many (`vnfix.error_rates`).
_LETTERS_PER_ERROR = 30
_HIGHEST_RATE = 0.5
_MISREAD = frozenset({Kind.DIACRITICS, Kind.GLYPHS})
"""The kinds that say how letters are misread; which a font lost says nothing of the next document."""


def learn(files: Sequence[Decisions], lexicon: Lexicon) -> Learned:
    """Learn from the decisions on a collection, a file each; `lexicon` says which words are known already."""
    decided = _list_decided(files)
    judged = [(source, item) for source, item in decided if _is_reading(item)]
    forms: dict[Form, Tally] = {}
    first: dict[tuple[str, Form], tuple[Kind, bool, float]] = {}
    for source, item in judged:
        for form, is_right, confidence in _judge(item):
            forms[form] = _add(forms.get(form, Tally()), is_right, confidence)
            # One key decides many places alike: of a kind they say no more than one.
            if item.proposed is not None and form.after == item.proposed.lower():
                first.setdefault((source, form), (Kind(item.subject), is_right, confidence))
    for item in _list_left(files):
        form = Form(item.before.lower(), item.after.lower())
        if form in forms:
            forms[form] = _add(forms[form], is_right=True, confidence=item.confidence)
    kinds: dict[Kind, Tally] = {}
    for kind, is_right, confidence in first.values():
        kinds[kind] = _add(kinds.get(kind, Tally()), is_right, confidence)
    items = [item for _, item in decided]
    return Learned(
        frozenset(_list_words(items, lexicon)),
        forms,
        kinds,
        _learn_edits([item for _, item in judged]),
        len(decided),
    )


def _list_decided(files: Iterable[Decisions]) -> list[tuple[str, SavedDecision]]:
    """The last decision on each place of each text, the text named by its hash; none where readers differ."""
    found: dict[tuple[str, int, int], list[SavedDecision]] = {}
    for decisions in files:
        source = decisions.header.sha256
        for (start, end), item in decisions.decided().items():
            found.setdefault((source, start, end), []).append(item)
    return [
        (source, items[0])
        for (source, _, _), items in found.items()
        if len({item.after for item in items}) == 1
    ]


def _list_left(files: Iterable[Decisions]) -> list[SavedDecision]:
    """What was accepted beforehand, and stands in a text that was written."""
    found: dict[tuple[str, int, int], SavedDecision] = {}
    for decisions in files:
        decided = decisions.decided()
        for item in decisions.presumed if decisions.written else ():
            if (item.offset, item.end) not in decided:
                found[decisions.header.sha256, item.offset, item.end] = item
    return list(found.values())


def _is_reading(item: SavedDecision) -> bool:
    """Tell whether a decision is about what the letters of a place are."""
    is_damage = isinstance(item.subject, Kind) and item.subject not in LAYOUT_KINDS
    texts = (item.before, item.after, item.proposed or "")
    return is_damage and not any(char.isdecimal() for text in texts for char in text)


def _judge(item: SavedDecision) -> Iterator[tuple[Form, bool, float]]:
    """What a decision says of readings: each, whether it was right, and how sure (0..1) it had been."""
    before, after = item.before.lower(), item.after.lower()
    if item.proposed is not None:
        yield Form(before, item.proposed.lower()), item.after == item.proposed, item.confidence
    if item.after not in (item.proposed, item.before):
        yield Form(before, after), True, 1 - item.confidence


def _add(tally: Tally, is_right: bool, confidence: float) -> Tally:
    return Tally(
        tally.right + is_right, tally.wrong + (not is_right), tally.expected + min(max(confidence, 0.0), 1.0)
    )


def _list_words(items: Iterable[SavedDecision], lexicon: Lexicon) -> Iterator[str]:
    """The words that a person put into a text and the vocabulary lacks."""
    for item in items:
        if item.after == item.before:
            continue
        for token in tokenize(item.after):
            is_word = token.kind is TokenKind.WORD and token.text.isalpha() and len(token.text) > 1
            if is_word and canonical(token.text) not in lexicon.ids:
                yield token.text


def _learn_edits(items: Iterable[SavedDecision]) -> dict[Edit, float]:
    """The rates of misreadings, P(read | written), scaled to what a page at level 1 has.

    How often a letter was written is counted in what stands around the places.
    """
    counts: Counter[Edit] = Counter()
    written: Counter[str] = Counter()
    for item in items:
        written.update((item.left + item.after + item.right).lower())
        if item.subject in _MISREAD and item.after != item.before:
            counts.update(
                edit
                for edit in find_edits(item.after.lower(), item.before.lower(), ())
                if edit.written and all(map(str.isalpha, "".join(edit)))
            )
    letters = sum(count for char, count in written.items() if char.isalpha())
    if not counts:
        return {}
    scale = letters / _LETTERS_PER_ERROR / counts.total()
    return {
        edit: min(count / (written[edit.written] + 1) * scale, _HIGHEST_RATE)
        for edit, count in counts.items()
    }
