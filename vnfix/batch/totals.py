"""What a run did in all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from vnfix.batch.outcome import Outcome, Status
from vnfix.messages import mark, tr

_NAMES = {
    Status.REPAIRED: mark("repaired"),
    Status.UNCHANGED: mark("unchanged"),
    Status.SKIPPED: mark("skipped"),
    Status.FAILED: mark("failed"),
}


@dataclass
class Totals:
    """Sums over the files of a run, added one by one."""

    files: Counter[Status] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    done_before: int = 0
    corrections: int = 0
    suggestions: int = 0
    lost_digits: int = 0
    letters: int = 0

    def add(self, outcome: Outcome, done_before: bool = False) -> None:
        """Add one file."""
        self.files[outcome.status] += 1
        self.done_before += done_before
        if outcome.format:
            self.formats[outcome.format] += 1
        self.corrections += outcome.corrections
        self.suggestions += outcome.suggestions
        self.lost_digits += outcome.lost_digits
        self.letters += outcome.letters

    def list_rows(self) -> list[tuple[str, str]]:
        """Give the sums as rows of a table: what, and how much.

        >>> totals = Totals()
        >>> totals.add(Outcome("a.txt", Status.REPAIRED, corrections=3, letters=1200))
        >>> totals.list_rows()[:2], totals.list_rows()[-1]
        ([('files', '1'), ('repaired', '1')], ('letters read', '1,200'))
        """
        rows = [(tr("files"), self.files.total())]
        rows += [(tr(_NAMES[status]), self.files[status]) for status in Status]
        rows.append((tr("done by an earlier run"), self.done_before))
        rows += [(tr("corrections"), self.corrections), (tr("suggestions"), self.suggestions)]
        rows += [(tr("lost digits"), self.lost_digits), (tr("letters read"), self.letters)]
        return [(name, f"{count:,}") for name, count in rows]
