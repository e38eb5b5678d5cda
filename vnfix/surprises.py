"""Words that hardly fit their neighbours, found before anything is decoded.

An engine that takes one word for another leaves no word that looks misread, but a word that is misread makes
two of the language model's guesses wrong: its own, and that of the word after it.
"""

from __future__ import annotations

import numpy as np

from vnfix.arrays import Flags
from vnfix.document import Document
from vnfix.language_model.model import Logs, NgramModel
from vnfix.token_kinds import TokenKind

# How much less likely a word and the one after it are than anywhere (natural logs, added up).  Of the
# words of clean text (50 documents of the tuning part) 1 in 100 is beyond, of the words of lightly
# misread pages that are misread as words 44; at -3.25 these are 0.5 and 33, at -1.62 2 and 60.
_SURPRISE = -2.56
# In a shorter text the rest tells too little of it for words to be read as others.  Of the wrong words of
# parts of 1,000 characters of lightly misread pages (2 %, tuning part) 12.9 % are put right with 2,500,
# 60.9 with 800.
_LEAST_LETTERS = 800


def find_surprises(document: Document, model: NgramModel) -> Flags:
    """Tell which tokens are words in small letters that hardly fit their neighbours.

    In a text shorter than a paragraph or two none is.
    """
    table = document.table
    found = np.zeros(len(table), dtype=bool)
    if not len(document.flat_symbols) or sum(document.letters.values()) < _LEAST_LETTERS:
        return found
    gains = np.append(_score(document, model), 0.0)
    places = document.symbol_ends - 1
    # Names fit their neighbours no better.
    is_word = table.flags(str.islower, TokenKind.WORD) & (document.symbol_sizes > 0)
    at = places[is_word]
    found[is_word] = gains[at] + gains[at + 1] < _SURPRISE
    return found


def _score(document: Document, model: NgramModel) -> Logs:
    """By how much the symbols before make each symbol likelier than it is anywhere (natural log)."""
    symbols = document.flat_symbols
    history = document.symbol_histories(np.arange(len(symbols)), model.order)
    return model.score(history, symbols.astype(np.uint16)) - model.unigram_logp[symbols]
