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

from vnfix.arrays import Flags, Places, as_row
from vnfix.form_reading import ChunkMemory
from vnfix.lazy_tokens import LazyTokens
from vnfix.token_kinds import Piece, Token, TokenKind

_KINDS = tuple(TokenKind)
_CODES = {kind: code for code, kind in enumerate(_KINDS)}


@dataclass(frozen=True, eq=False, repr=False)
class TokenTable:
    """The tokens of a text as arrays with one entry each.

    `form` is the number of each token's form, `starts` its offset in code points.  Words are numbered by
    first use; `texts` and `kinds` go by number.
    """

    form: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    texts: Sequence[str]
    kinds: Sequence[TokenKind]

    @staticmethod
    def of_text(text: str, chunks: ChunkMemory | None = None) -> TokenTable:
        """Cut a text into the tokens that `tokenize` gives, in a fraction of the time.

        `chunks` is what is known from other texts.
        """
        return TokenTable.of_forms(*(chunks or ChunkMemory()).read_forms(text))

    @staticmethod
    def of_tokens(tokens: Sequence[Token]) -> TokenTable:
        """Number the forms of the tokens of a text."""
        known: dict[Piece, int] = {}
        numbers = [known.setdefault((token.kind, token.text), len(known)) for token in tokens]
        return TokenTable.of_forms(np.array(numbers, dtype=np.int32), list(known))

    @staticmethod
    def of_forms(form: npt.NDArray[np.int32], pieces: Sequence[Piece]) -> TokenTable:
        """Lay out tokens that follow one another without a gap, by the numbers of their forms, `pieces`."""
        kinds, texts = [kind for kind, _ in pieces], [text for _, text in pieces]
        sizes = np.array([len(text) for text in texts], dtype=np.int64)[form]
        return TokenTable(form, np.cumsum(sizes) - sizes, texts, kinds)

    def __len__(self) -> int:
        return len(self.form)

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The tokens, one by one."""
        return LazyTokens(self.form_list, self.bounds, self.kinds, self.texts)

    @cached_property
    def form_list(self) -> Sequence[int]:
        """The number of each token's form: to look one up takes a third of the time of an array of numpy."""
        return as_row(self.form)

    @cached_property
    def bounds(self) -> Sequence[int]:
        """Where each token begins, and the end of the text."""
        return as_row(np.append(self.starts, int(self.sizes.sum())))

    def kind_at(self, token: int) -> TokenKind:
        """The kind of one token."""
        return self.kinds[self.form_list[token]]

    def text_at(self, token: int) -> str:
        """The text of one token."""
        return self.texts[self.form_list[token]]

    @cached_property
    def sizes(self) -> npt.NDArray[np.int64]:
        """The letters of each token."""
        return np.array([len(text) for text in self.texts], dtype=np.int64)[self.form]

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """How often each form stands in the text."""
        return np.bincount(self.form, minlength=len(self.texts))

    @cached_property
    def _form_codes(self) -> npt.NDArray[np.uint8]:
        return np.array([_CODES[kind] for kind in self.kinds], dtype=np.uint8)

    @cached_property
    def _codes(self) -> npt.NDArray[np.uint8]:
        return self._form_codes[self.form]

    def forms_of(self, *kinds: TokenKind) -> Places:
        """The numbers of the forms of some kinds, by first use."""
        return np.flatnonzero(_have(self._form_codes, kinds))

    def are(self, *kinds: TokenKind) -> Flags:
        """Tell which tokens are of one of some kinds."""
        known = self._known_kinds.get(kinds)
        if known is None:
            known = self._known_kinds[kinds] = _have(self._codes, kinds)
            known.setflags(write=False)
        return known

    @cached_property
    def _known_kinds(self) -> dict[tuple[TokenKind, ...], Flags]:
        return {}

    def form_flags(self, test: Callable[[str], bool], *kinds: TokenKind) -> Flags:
        """Test the text of each form, of these kinds only if any are given; all others fail."""
        if not kinds:
            return np.array(list(map(test, self.texts)), dtype=bool)
        out = np.zeros(len(self.texts), dtype=bool)
        chosen, texts = self._texts_of(kinds)
        out[chosen] = list(map(test, texts))
        return out

    def _texts_of(self, kinds: tuple[TokenKind, ...]) -> tuple[Places, Sequence[str]]:
        """The numbers and texts of the forms of some kinds; thirty tests are made of the same ones."""
        known = self._known_texts.get(kinds)
        if known is None:
            chosen = self.forms_of(*kinds)
            known = self._known_texts[kinds] = chosen, [self.texts[form] for form in chosen.tolist()]
        return known

    @cached_property
    def _known_texts(self) -> dict[tuple[TokenKind, ...], tuple[Places, Sequence[str]]]:
        return {}

    def flags(self, test: Callable[[str], bool], *kinds: TokenKind) -> Flags:
        """The same by token."""
        return self.form_flags(test, *kinds)[self.form]

    def places(self, *kinds: TokenKind) -> list[int]:
        """The numbers of the tokens of some kinds."""
        found: list[int] = np.flatnonzero(self.are(*kinds)).tolist()
        return found


def _have(codes: npt.NDArray[np.uint8], kinds: Sequence[TokenKind]) -> Flags:
    """Tell which codes are those of one of some kinds."""
    found = np.zeros(len(codes), dtype=bool)
    for kind in kinds:
        found |= codes == _CODES[kind]
    return found
