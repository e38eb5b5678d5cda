"""The shares of the genres in what the context model learns from."""

from __future__ import annotations

from collections.abc import Mapping

from vnfix.training.corpus import Genre

# By what is repaired, not by what there is most of.
_SHARES: Mapping[Genre, float] = {
    Genre.OFFICIAL: 1.0,
    Genre.NEWS: 1.2,
    Genre.ENCYCLOPAEDIA: 1.0,
    Genre.TECHNICAL: 0.6,
    Genre.EDUCATION: 1.0,
    Genre.FICTION: 1.5,
    Genre.EVERYDAY: 0.8,
}
_OTHER_SHARE = 0.5


def share_of(genre: Genre) -> float:
    """Tell how often text of a genre is drawn, relative to the others."""
    return _SHARES.get(genre, _OTHER_SHARE)
