"""The tokens of a text, each made when it is asked for: of a clean text hardly any is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import overload

from vnfix.token_kinds import Token, TokenKind

# One token made alone takes as long as two or three of a whole text.
_ALL_FROM = 0.4
# The constructor of a named tuple is a Python call; this one is not.
_make_token = partial(tuple.__new__, Token)


class LazyTokens(Sequence[Token]):
    """Tokens by the numbers of their forms; all are made at once when two fifths of them were asked for.

    To make the tokens of a clean text took a twentieth of the time of its repair.
    """

    def __init__(
        self, forms: Sequence[int], bounds: Sequence[int], kinds: Sequence[TokenKind], texts: Sequence[str]
    ) -> None:
        """`forms`, `bounds`, `kinds` and `texts` are those of a `TokenTable`."""
        self._forms = forms
        self._bounds = bounds
        self._kinds = kinds
        self._texts = texts
        self._left = _ALL_FROM * len(forms)
        self._made: list[Token] | None = None

    def __len__(self) -> int:
        return len(self._forms)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.all())

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Token]: ...

    def __getitem__(self, place: int | slice) -> Token | Sequence[Token]:
        """Make a token, or some."""
        if self._made is not None:
            return self._made[place]
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self._forms)))]
        self._left -= 1
        if self._left < 0:
            return self.all()[place]
        form = self._forms[place]
        if place < 0:
            place += len(self._forms)
        return _make_token(
            (self._kinds[form], self._bounds[place], self._bounds[place + 1], self._texts[form])
        )

    def all(self) -> Sequence[Token]:
        """All tokens as a list, in which one is looked up in a quarter of the time."""
        if self._made is None:
            kinds = map(self._kinds.__getitem__, self._forms)
            texts = map(self._texts.__getitem__, self._forms)
            columns = kinds, self._bounds[:-1], self._bounds[1:], texts
            self._made = list(map(_make_token, zip(*columns, strict=True)))
        return self._made
