"""The report of a batch as JSON lines: the findings of each file, then what became of it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from vnfix import __version__
from vnfix.batch.outcome import Outcome, Status
from vnfix.correction import Kind
from vnfix.render.records import dump_record, make_error_record, make_run_record


def write_records(
    outcomes: Callable[[], Iterable[Outcome]], level: str, kinds: Container[Kind]
) -> Iterator[str]:
    """Give the report in parts."""
    yield dump_record(make_run_record(__version__, "batch", level, kinds)) + "\n"
    for outcome in outcomes():
        if outcome.status is Status.FAILED:
            yield dump_record(make_error_record(outcome.source, outcome.message)) + "\n"
        for record in records_of(outcome):
            yield dump_record(dict(record)) + "\n"
        shown = {
            name: value for name, value in outcome.to_record().items() if name not in ("details", "source")
        }
        yield dump_record({"type": "file", "file": outcome.source, **shown}) + "\n"


def records_of(outcome: Outcome) -> Sequence[Mapping[str, object]]:
    """The findings of a file, as they were written down; none where no report was asked for then."""
    found = (outcome.details or {}).get("records")
    return found if isinstance(found, list) else []
