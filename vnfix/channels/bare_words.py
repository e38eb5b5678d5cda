"""Words that are no syllables and are always written with marks, in a text that has lost them: `oto`, `Dak`.

Names and words of other languages are left alone elsewhere, and here too where they are written without
marks.
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

    The language model does not know how rare the form without marks is, so the odds of the two spellings in
    the training text (natural log) are the cost.
    """
    is_known = document.table.flags(lambda text: text.lower() in near.marked_words, TokenKind.WORD)
    for place in is_known.nonzero()[0].tolist():
        layer, token = layers[place], document.tokens[place]
        if layer is not None:
            word = near.mark_word(token.text.lower())
            edits = tuple((edit, layer) for edit in word.edits)
            odds = math.log(document.lexicon.counts[word.word])
            after = match_case(token.text, word.spelling)
            yield Proposal(
                token.start, token.end, after, word.word, odds, (), kind=Kind.DIACRITICS, edits=edits
            )
