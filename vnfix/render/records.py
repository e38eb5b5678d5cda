"""JSON lines: a first record on the run, then one tagged object a finding, and a summary a file.

The fields are described in docs/usage.md; `SCHEMA` grows when one changes its meaning or goes.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator

from vnfix.correction import Correction, Kind, LostDigit, Repair
from vnfix.messages import tr
from vnfix.render.findings import list_findings
from vnfix.render.positions import LineIndex, find_byte_offsets

SCHEMA = 1
Record = dict[str, object]


def make_run_record(version: str, command: str, level: str, kinds: Container[Kind]) -> Record:
    """Make the first record, which says how to read the others."""
    return {
        "type": "run",
        "schema": SCHEMA,
        "version": version,
        "command": command,
        "level": level,
        "kinds": [str(kind) for kind in Kind if kind in kinds],
    }


def make_error_record(name: str, message: str) -> Record:
    """Make the record of an input that failed."""
    return {"type": "error", "file": name, "message": message}


def make_records(repair: Repair, name: str) -> Iterator[Record]:
    """Make the records of one file, in the order of the text, the summary last."""
    index = LineIndex(repair.original)
    found = list_findings(repair)
    bytes_at = find_byte_offsets(repair.original, (item.start for item in found))
    suggested = set(map(id, repair.suggestions))
    for item in found:
        place = index.place(item.start)
        where: Record = {
            "file": name,
            "line": place.line,
            "column": place.column,
            "offset": item.start,
            "byte_offset": bytes_at[item.start],
        }
        if isinstance(item, LostDigit):
            yield {"type": "lost_digit", **where, **_describe_hole(item, repair.original)}
        else:
            kind = "suggestion" if id(item) in suggested else "correction"
            yield {"type": kind, **where, **_describe_correction(item)}
    yield {
        "type": "summary",
        "file": name,
        "lines": index.line_count,
        "corrections": len(repair.corrections),
        "suggestions": len(repair.suggestions),
        "lost_digits": len(repair.lost_digits),
    }


def dump_record(record: Record) -> str:
    """Write a record as one line, without its line end.

    >>> dump_record({"type": "error", "file": "sổ.txt"})
    '{"type": "error", "file": "sổ.txt"}'
    """
    return json.dumps(record, ensure_ascii=False)


def _describe_correction(item: Correction) -> Record:
    return {
        "original": item.before,
        "replacement": item.after,
        "kind": str(item.kind),
        "confidence": round(item.confidence, 6),
        "candidates": [
            {"text": one.text, "probability": round(one.probability, 6), "score": round(one.score, 4)}
            for one in item.candidates
        ],
        "reason": item.reason,
    }


def _describe_hole(item: LostDigit, text: str) -> Record:
    return {
        "original": text[item.start : item.end],
        "replacement": None,
        "kind": "lost-digit",
        "confidence": round(item.confidence, 6),
        "candidates": [],
        "reason": tr("digits are reported, never guessed"),
        "number": item.number,
    }
