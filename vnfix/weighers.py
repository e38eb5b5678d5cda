"""What weighs the readings of a place besides their channel and the n-grams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from vnfix.arrays import Floats, Places


class Weigher(Protocol):
    """Weighs readings by how the document was read in the last round."""

    def score(self, starts: Places, ends: Places, words: Places) -> Floats:
        """Score words (symbols) at stretches of the text: natural logs to be added to what the rest says.

        All readings of a stretch are to be asked about at once.
        """


Weighers = Mapping[str, Weigher]
"""By the name under which a person is shown what each says; none while no word is known."""
