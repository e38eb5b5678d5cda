"""What became of one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from vnfix.profile import DamageProfile

Record = dict[str, object]


class Status(StrEnum):
    """How it ended."""

    REPAIRED = "repaired"
    UNCHANGED = "unchanged"
    """Nothing to repair."""
    SKIPPED = "skipped"
    """No document that vnfix reads, such as an image."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file after its turn.

    `source` and `target` are paths below the folders of input and output; `target` is empty where nothing was
    written.  `digest` is the SHA-256 of the input (hex), `size` and `output_size` are in bytes, `modified` is
    the time of the last change of the input in nanoseconds.  `profile` is what was lost; `details` are the
    findings and changed lines, where a report was asked for.
    """

    source: str
    status: Status
    target: str = ""
    format: str = ""
    message: str = ""
    digest: str = ""
    size: int = 0
    modified: int = 0
    output_size: int = 0
    corrections: int = 0
    suggestions: int = 0
    lost_digits: int = 0
    letters: int = 0
    seconds: float = 0.0
    profile: Record | None = None
    details: Record | None = None

    def to_record(self) -> Record:
        """Give the outcome as a record that JSON can hold."""
        return {**asdict(self), "status": self.status.value}

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Outcome:
        """Read what `to_record` gave; fields that a later version added are left out."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in record.items() if name in known}
        return cls(**{**values, "status": Status(str(record["status"]))})  # type: ignore[arg-type]


def describe_profile(profile: DamageProfile) -> Record:
    """Give the damage of a document as a record."""
    return {
        "ways": [str(way) for way in profile.ways],
        "losses": [[loss.letter, round(loss.lost, 2), loss.intact] for loss in profile.losses],
        "damaged_lines": len(profile.damaged_lines),
        "lines": profile.lines,
    }
