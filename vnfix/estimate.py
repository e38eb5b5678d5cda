"""What a document was decoded to: its readings, how likely each is, and the damage that they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from vnfix.channels.proposal import Proposal
from vnfix.error_rates import ErrorRates, Layer
from vnfix.last_reading import SETTLED
from vnfix.loss_rates import LossRates
from vnfix.weighers import Weighers

# In a text without marks a reading that is less likely in one round is not decoded in the next: two thirds of
# them.  Elsewhere the rates still move: on OCR pages 2 % fewer words would be put right.
_UNLIKELY = 1e-5


@dataclass(frozen=True, eq=False, repr=False)
class Estimate:
    """A document decoded under its own damage.

    `posteriors` (0..1) go with `proposals`; `kept` are the posteriors of words left as they are,
    by token.  `weighers` are what else readings were weighed by.  `surely_bare` are the layers that have
    lost all their marks, of a text that is Vietnamese beyond doubt.  `unlikely` are the texts of readings,
    by stretch, that an earlier round held for all but impossible and that were not decoded in this one.
    """

    rates: LossRates
    errors: ErrorRates
    proposals: Sequence[Proposal]
    posteriors: Sequence[float]
    kept: Mapping[int, float]
    weighers: Weighers = field(default_factory=dict)
    surely_bare: frozenset[Layer] = frozenset()
    unlikely: Mapping[tuple[int, int], Sequence[str]] = field(default_factory=dict)

    def find_unlikely(self) -> dict[tuple[int, int], list[str]]:
        """The readings of words without marks that need not be decoded again, with those of before.

        Gives their texts by stretch.
        """
        found = {stretch: list(texts) for stretch, texts in self.unlikely.items()}
        for item, posterior in zip(self.proposals, self.posteriors, strict=True):
            if posterior < _UNLIKELY and item.edits and all(layer is Layer.BARE for _, layer in item.edits):
                found.setdefault((item.start, item.end), []).append(item.after)
        return found

    def find_standing(self) -> Iterator[int]:
        """The words (token numbers) of which it is beyond doubt that they stand as they were written."""
        return (token for token, posterior in self.kept.items() if posterior > SETTLED)

    @cached_property
    def is_mostly_misread(self) -> bool:
        """Tell whether the document has more misreadings than lost letters."""
        return self.errors.expected_errors() > sum(self.rates.expected.values()) + 1
