"""Reading the cases of this folder (see README.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_FIELDS = frozenset({"label", "original", "fixed", "text", "lost", "comment", "expect", "fails"})


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `name` is its file and label."""

    name: str
    original: str
    fixed: str
    lost: tuple[tuple[int, int], ...]
    fails: frozenset[str]


def read_cases(kind: str) -> Iterator[Case]:
    """The cases of one folder: `damaged`, `clean` or `digits`.

    Raises ValueError for a case with a field that does not exist or a label that another one has.
    """
    for path in sorted((_FOLDER / kind).glob("*.toml")):
        seen = set()
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            if not row.keys() <= _FIELDS or row["label"] in seen:
                message = f"{path.name}: {row['label']!r} is a second one, or has an unknown field"
                raise ValueError(message)
            seen.add(row["label"])
            yield _read_case(path.stem, row)


def _read_case(stem: str, row: dict[str, Any]) -> Case:
    original = row.get("original", row.get("text"))
    fails = set(row.get("fails", ()))
    if row.get("expect") == "fail":
        fails.add("fixed")
    lost = tuple((start, end) for start, end in row.get("lost", ()))
    return Case(f"{stem}: {row['label']}", original, row.get("fixed", original), lost, frozenset(fails))
