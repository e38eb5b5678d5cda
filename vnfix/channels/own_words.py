"""The words that one document may have lost letters of, though the lexicon lacks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vnfix.document import Document
from vnfix.lexicon import UNKNOWN_ID
from vnfix.pattern_index import PatternIndex, Spelling
from vnfix.token_kinds import TokenKind
from vnfix.tokens import tokenize
from vnfix.tone_styles import canonical

# The shortest word of the document that is looked for as a whole when the lexicon lacks it.
_SHORTEST_OWN = 4
# Share of capitals of a word that the user dictionary has with a capital only.
_PROPER = 0.99


def list_own_words(document: Document, index: PatternIndex) -> Iterator[Spelling]:
    """The words that stand in the document, and those of the user, that `index` does not have."""
    ids = document.lexicon.ids
    known = dict(_list_known_words(document.known_words))
    own = {w.lower() for w in document.words if len(w) >= _SHORTEST_OWN and w.lower() not in ids}
    for word in sorted(own | known.keys()):
        if word not in known:
            yield Spelling(word, UNKNOWN_ID)
        elif not index.match(word):
            yield Spelling(word, ids.get(canonical(word), UNKNOWN_ID), known[word])


def _list_known_words(entries: Iterable[str]) -> Iterator[tuple[str, float | None]]:
    """The words of the entries in small letters, with their share of capitals where that is settled."""
    words = {token.text for entry in entries for token in tokenize(entry) if token.kind is TokenKind.WORD}
    for word in words:
        is_proper = word[0].isupper() and word.lower() not in words
        yield word.lower(), _PROPER if is_proper else None
