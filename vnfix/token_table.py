"""The tokens of a text as arrays: what is asked of every token is asked once a form, or of all at once.

A *form* is what a token is and how it is written: a hundred thousand words have a few thousand forms.  A test
of a word is made once a form (`flags`) and spread to the tokens by its number; tokens are compared with those
around them in arrays.  On clean text this is a twentieth of the time of going from token to token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vnfix.arrays import Flags, Places
from vnfix.tokens import Token, TokenKind

_KINDS = tuple(TokenKind)
_CODES = {kind: code for code, kind in enumerate(_KINDS)}


@dataclass(frozen=True)
class TokenTable:
    """Tokens and, beside them, arrays with one entry each.

    `form` is the number of each token's form in `texts` (by first use), `starts` its offset in code points.
    """

    tokens: Sequence[Token]
    form: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    texts: Sequence[str]
    _form_kinds: npt.NDArray[np.uint8]

    @staticmethod
    def of_tokens(tokens: Sequence[Token]) -> TokenTable:
        """Number the forms of some tokens."""
        if not tokens:
            none = np.zeros(0, dtype=np.int64)
            return TokenTable(tokens, none.astype(np.int32), none, (), none.astype(np.uint8))
        kinds, starts, _, texts = zip(*tokens, strict=True)
        numbers: dict[tuple[TokenKind, str], int] = {}
        form = [numbers.setdefault(key, len(numbers)) for key in zip(kinds, texts, strict=True)]
        return TokenTable(
            tokens,
            np.array(form, dtype=np.int32),
            np.array(starts, dtype=np.int64),
            [text for _, text in numbers],
            np.array([_CODES[kind] for kind, _ in numbers], dtype=np.uint8),
        )

    def __len__(self) -> int:
        return len(self.form)

    @cached_property
    def sizes(self) -> npt.NDArray[np.int64]:
        """The letters of each token."""
        return self._form_sizes[self.form]

    @cached_property
    def _form_sizes(self) -> npt.NDArray[np.int64]:
        return np.array([len(text) for text in self.texts], dtype=np.int64)

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """How often each form stands in the text."""
        return np.bincount(self.form, minlength=len(self.texts))

    def forms_of(self, *kinds: TokenKind) -> Places:
        """The numbers of the forms of some kinds, by first use."""
        return np.flatnonzero(self._are_forms(kinds))

    def _are_forms(self, kinds: Sequence[TokenKind]) -> Flags:
        wanted = np.zeros(len(_KINDS), dtype=bool)
        wanted[[_CODES[kind] for kind in kinds]] = True
        return wanted[self._form_kinds]

    def are(self, *kinds: TokenKind) -> Flags:
        """Tell which tokens are of one of some kinds."""
        return self._are_forms(kinds)[self.form]

    def form_flags(self, test: Callable[[str], bool], *kinds: TokenKind) -> Flags:
        """Test the text of each form, of these kinds only if any are given; all others fail."""
        out = np.zeros(len(self.texts), dtype=bool)
        chosen = self.forms_of(*kinds) if kinds else np.arange(len(self.texts))
        texts = self.texts
        out[chosen] = [test(texts[number]) for number in chosen.tolist()]
        return out

    def flags(self, test: Callable[[str], bool], *kinds: TokenKind) -> Flags:
        """The same by token."""
        return self.form_flags(test, *kinds)[self.form]

    def places(self, *kinds: TokenKind) -> list[int]:
        """The numbers of the tokens of some kinds."""
        found: list[int] = np.flatnonzero(self.are(*kinds)).tolist()
        return found
