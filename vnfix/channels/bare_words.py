"""Words that are no syllables and are written with marks, in a text that has lost them: `oto`, `Lenin`.

Names and words of other languages are left alone elsewhere, and here too where they are hardly ever written
with marks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from vnfix.channels.misread_words import match_case
from vnfix.channels.proposal import Proposal
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import Layer
from vnfix.near_words import NearWords
from vnfix.token_kinds import TokenKind


def find_bare_words(
    document: Document, layers: Sequence[Layer | None], near: NearWords
) -> Iterator[Proposal]:
    """Propose such words with their marks; `layers` are those of the tokens of a bare text.

    The language model weighs the two spellings where it knows both.  Else it does not know how rare the form
    without marks is, so their odds in the training text (natural log) are the cost.
    """
    lexicon = document.lexicon
    is_known = document.table.flags(lambda text: text.lower() in near.often_marked, TokenKind.WORD)
    for place in is_known.nonzero()[0].tolist():
        layer, token = layers[place], document.tokens[place]
        if layer is not None:
            key = token.text.lower()
            word = near.mark_word(key)
            edits = tuple((edit, layer) for edit in word.edits)
            odds = 0.0 if key in lexicon.ids else math.log(lexicon.counts[word.word])
            after = match_case(token.text, word.spelling)
            yield Proposal(
                token.start, token.end, after, word.word, odds, (), kind=Kind.DIACRITICS, edits=edits
            )
