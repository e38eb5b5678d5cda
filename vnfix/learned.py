"""What the answers of a person taught, for later documents of a collection; kept apart from the shipped data.

Start with `Learned`.  It holds words to know, how letters are misread there, and how often the engine was
right: about the same reading of the same damaged form, and about each kind of damage.
`vnfix.review.teaching` makes it from decisions; `vnfix.repairer.Repairer` heeds it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log
from typing import Any, NamedTuple

from vnfix.confusions import Edit, Profile
from vnfix.correction import Kind
from vnfix.errors import ConfigError
from vnfix.messages import tr

SCHEMA = 1
PROFILE = "own"
"""The name of the profile of misreadings that was learned."""

# What the engine says of a form counts as much as a quarter of one answer about that very form, and as much
# as eight answers about other forms of the kind.
_FORM_STRENGTH = 0.25
_KIND_STRENGTH = 8.0
_NEARLY = 1e-4


class Form(NamedTuple):
    """A damaged form and one reading of it, both in small letters."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers about readings: how many were right, how many wrong, and how many the engine took for right.

    `expected` is the sum of the confidences (0..1 each) that the readings had.
    """

    right: int = 0
    wrong: int = 0
    expected: float = 0.0

    def shift(self, strength: float) -> float:
        """The change that the log-odds of such readings need; 0 where the engine was as right as it said.

        `strength` is how many answers the engine's own word counts as.

        >>> round(Tally(right=9, wrong=1, expected=9.0).shift(1.0), 6)
        0.0
        >>> Tally(wrong=1, expected=0.9).shift(1.0) < 0 < Tally(right=1, expected=0.9).shift(1.0)
        True
        """
        unexpected = self.right + self.wrong - self.expected
        return log((self.right + strength) / (self.expected + strength)) - log(
            (self.wrong + strength) / (unexpected + strength)
        )


@dataclass(frozen=True)
class Learned:
    """What answers taught.

    `words` are those that a person typed or chose and the vocabulary lacks.  `forms` and `kinds` are the
    answers about single readings and about all readings of a kind.  `edits` are P(read | written), 0..1.
    `answers` is the number of decisions behind it all.
    """

    words: frozenset[str] = frozenset()
    forms: Mapping[Form, Tally] = field(default_factory=dict)
    kinds: Mapping[Kind, Tally] = field(default_factory=dict)
    edits: Mapping[Edit, float] = field(default_factory=dict)
    answers: int = 0

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profile of misreadings of this collection; none where no answer was about one."""
        return (Profile(PROFILE, self.edits),) if self.edits else ()

    def weight(self, before: str, after: str) -> float:
        """How much likelier (above 1) or less likely (below) a reading is by the answers about it."""
        tally = self._find(before, after)
        return 1.0 if tally is None else exp(tally.shift(_FORM_STRENGTH))

    def adjust_kind(self, confidence: float, kind: Kind) -> float:
        """A confidence (0..1) as the answers about this kind of damage have it."""
        tally = self.kinds.get(kind)
        return confidence if tally is None else _shift(confidence, tally.shift(_KIND_STRENGTH))

    def adjust_form(self, confidence: float, before: str, after: str) -> float:
        """A confidence (0..1) as the answers about this very reading have it."""
        tally = self._find(before, after)
        return confidence if tally is None else _shift(confidence, tally.shift(_FORM_STRENGTH))

    def is_refused(self, before: str, after: str) -> bool:
        """Tell whether a reading was rejected and never accepted: it may be suggested, and is not made."""
        tally = self._find(before, after)
        return tally is not None and not tally.right and tally.wrong > 0

    def describe(self, before: str, after: str) -> str:
        """Say what the answers about a reading were; empty where there are none."""
        tally = self._find(before, after)
        return (
            ""
            if tally is None
            else tr("you accepted it {right} times, rejected it {wrong} times").format(
                right=tally.right, wrong=tally.wrong
            )
        )

    def _find(self, before: str, after: str) -> Tally | None:
        return self.forms.get(Form(before.lower(), after.lower())) if self.forms else None


NOTHING_LEARNED = Learned()


def _shift(confidence: float, by: float) -> float:
    """Change a probability by some log-odds.

    >>> round(_shift(0.5, 1.0), 3), _shift(0.5, 0.0)
    (0.731, 0.5)
    """
    if not by:
        return confidence
    safe = min(max(confidence, _NEARLY), 1 - _NEARLY)
    return 1 / (1 + exp(-log(safe / (1 - safe)) - by))


def dump_learned(learned: Learned) -> str:
    """Write it as JSON, to be read by `parse_learned`, or by a person."""
    record = {
        "schema": SCHEMA,
        "answers": learned.answers,
        "words": sorted(learned.words),
        "kinds": {kind.value: _dump_tally(tally) for kind, tally in sorted(learned.kinds.items())},
        "forms": [[*form, *_dump_tally(tally)] for form, tally in sorted(learned.forms.items())],
        "edits": [[*edit, float(f"{rate:.4g}")] for edit, rate in sorted(learned.edits.items())],
    }
    parts = [f"  {json.dumps(name)}: {_dump_rows(value)}" for name, value in record.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def parse_learned(text: str) -> Learned:
    """Read what `dump_learned` wrote; raises ConfigError.

    >>> parse_learned(dump_learned(Learned(frozenset({"Plơngo"}), answers=1))).words
    frozenset({'Plơngo'})
    """
    try:
        record: dict[str, Any] = json.loads(text)
        if record["schema"] != SCHEMA:
            message = tr("has schema {found}; this vnfix reads {schema}").format(
                found=record["schema"], schema=SCHEMA
            )
            raise ConfigError(message)
        return Learned(
            frozenset(map(_read_text, record["words"])),
            {
                Form(_read_text(before), _read_text(after)): _read_tally(tally)
                for before, after, *tally in record["forms"]
            },
            {Kind(name): _read_tally(tally) for name, tally in record["kinds"].items()},
            {
                Edit(_read_text(written), _read_text(read)): _read_number(rate, 1.0)
                for written, read, rate in record["edits"]
            },
            int(record["answers"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = tr("is not what 'vnfix train --decisions' writes; make it again, or remove it")
        raise ConfigError(message) from None


def _dump_tally(tally: Tally) -> tuple[int, int, float]:
    return tally.right, tally.wrong, round(tally.expected, 4)


def _dump_rows(value: object) -> str:
    """A list one item a line, so that a person can read it and compare two of them."""
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value) + "\n  ]"


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _read_number(value: object, most: float = float("inf")) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError
    return float(value)


def _read_tally(values: list[object]) -> Tally:
    right, wrong, expected = map(_read_number, values)
    if not right.is_integer() or not wrong.is_integer():
        raise ValueError
    if expected > right + wrong + _NEARLY:
        raise ValueError
    return Tally(int(right), int(wrong), min(expected, right + wrong))
