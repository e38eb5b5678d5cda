"""The models behind the weighers of a document, and what a round of decoding makes of them."""

from __future__ import annotations

from dataclasses import dataclass

from vnfix.capital_pairs import CapitalPairs
from vnfix.collocations import Collocations
from vnfix.compounds import Compounds, CompoundWeigher
from vnfix.context_model.model import ContextModel
from vnfix.context_model.surroundings import Surroundings
from vnfix.document import Document
from vnfix.estimate import Estimate
from vnfix.last_reading import LastReading
from vnfix.pair_casing import PairCasing
from vnfix.weighers import Weigher, Weighers


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WeigherModels:
    """What was learned from the training text; None where a folder of dictionaries lacks it."""

    contexts: ContextModel | None = None
    capitals: CapitalPairs | None = None
    compounds: Compounds | None = None

    def make_weighers(self, document: Document, estimate: Estimate, reading: LastReading) -> Weighers:
        """What weighs readings in the round after that of `estimate`, in which `reading` was read."""
        decoded = estimate.proposals, estimate.posteriors, estimate.kept
        weighers: dict[str, Weigher] = {}
        if self.contexts is not None:
            weighers["context"] = Surroundings(self.contexts, reading)
        weighers["collocations"] = Collocations.of_reading(reading, document, *decoded)
        if self.capitals is not None:
            weighers["capitals"] = PairCasing(self.capitals, reading, document.written_cases)
        if self.compounds is not None:
            weighers["compounds"] = CompoundWeigher(self.compounds, reading, document.written_cases)
        return weighers
