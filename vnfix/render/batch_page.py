"""The report of a batch as one page of HTML that needs nothing else: totals, damage, and every changed line.

All that comes from documents is escaped by the template engine; the page loads nothing and sends nothing.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vnfix import __version__
from vnfix.batch.outcome import Outcome
from vnfix.batch.totals import Totals
from vnfix.correction import Kind
from vnfix.render.batch_records import records_of
from vnfix.render.visible import escape_controls

_MOST_FREQUENT = 50
_LEAST_CERTAIN = 50
_MOST_DOCUMENTS = 5000
"""Documents on the page; a browser is slow with more."""
_MOST_LINES = 20_000
"""Changed lines on the page, of all documents."""
_MOST_COUNTED = 1_000_000
"""Kinds of corrections counted before the rare ones are forgotten."""


@dataclass
class _Summary:
    """What the top of the page shows."""

    totals: Totals = field(default_factory=Totals)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    intact: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    unsure: list[tuple[float, int, Mapping[str, object]]] = field(default_factory=list)
    _seen: int = 0

    def add(self, outcome: Outcome) -> None:
        self.totals.add(outcome)
        profile = outcome.profile or {}
        ways, losses = profile.get("ways"), profile.get("losses")
        self.ways.update(ways if isinstance(ways, list) else [])
        for letter, lost, intact in losses if isinstance(losses, list) else []:
            self.lost[letter] += lost
            self.intact[letter] += intact
        for record in records_of(outcome):
            if record["type"] == "correction":
                self._add_correction(record)

    def _add_correction(self, record: Mapping[str, object]) -> None:
        self.pairs[str(record["original"]), str(record["replacement"])] += 1
        if len(self.pairs) > _MOST_COUNTED:
            self.pairs = Counter(dict(self.pairs.most_common(_MOST_COUNTED // 2)))
        self._seen += 1
        item = (-float(str(record["confidence"])), self._seen, record)
        if len(self.unsure) < _LEAST_CERTAIN:
            heapq.heappush(self.unsure, item)
        else:
            heapq.heappushpop(self.unsure, item)


def write_page(
    outcomes: Callable[[], Iterable[Outcome]], level: str, kinds: Container[Kind]
) -> Iterator[str]:
    """Give the page in parts; `outcomes` is asked twice, first for the sums, then for the documents."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    summary = _Summary()
    for outcome in outcomes():
        summary.add(outcome)
    environment = Environment(
        loader=PackageLoader("vnfix.render", "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["visible"] = escape_controls
    yield from environment.get_template("batch.html").generate(
        version=__version__,
        level=level,
        kinds=[str(kind) for kind in Kind if kind in kinds],
        rows=summary.totals.list_rows(),
        formats=summary.totals.formats.most_common(),
        pairs=summary.pairs.most_common(_MOST_FREQUENT),
        unsure=[record for _, _, record in sorted(summary.unsure, reverse=True)],
        losses=[(letter, lost, summary.intact[letter]) for letter, lost in summary.lost.most_common(60)],
        ways=summary.ways.most_common(),
        documents=_list_documents(outcomes()),
        left_out=max(0, summary.totals.files.total() - _MOST_DOCUMENTS),
    )


def _list_documents(outcomes: Iterable[Outcome]) -> Iterator[Mapping[str, object]]:
    room = _MOST_LINES
    for number, outcome in enumerate(outcomes):
        if number == _MOST_DOCUMENTS:
            return
        found = (outcome.details or {}).get("lines")
        lines = found[:room] if isinstance(found, list) else []
        room -= len(lines)
        yield {
            "outcome": outcome,
            "lines": [_split(line) for line in lines],
            "has_details": outcome.details is not None,
        }


def _split(line: Mapping[str, object]) -> Mapping[str, object]:
    """A changed line as two sides: what stood there, and what stands there now."""
    parts = line["parts"]
    assert isinstance(parts, list)
    return {
        "number": line["line"],
        "before": [(role, text) for role, text in parts if role != "added"],
        "after": [(role, text) for role, text in parts if role != "removed"],
    }
