"""How letters are misread: confusion tables, as data.

An *edit* says that something was written and something else is read: one letter for another (`ể` as `ế`),
several for one (`m` as `rn`), a letter lost or a blank put in.  A *profile* is a way in which texts are
damaged: marks dropped by a typist, pages read by an OCR engine, pages read by an engine that was set to
another language.  Each profile has a table of edits with their rates, P(read | written); a document follows
one or several profiles, more or less strongly (`vnfix.error_rates`).

The tables of OCR engines are learned from pairs of damaged and right text (`vnfix train --pairs`) and
stand in `dictionaries/confusions.tsv`.  Dropped marks need no table: they follow from the alphabet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from operator import eq
from typing import NamedTuple

from vnfix.columns import cut_columns
from vnfix.errors import DictionaryError
from vnfix.letters import VIETNAMESE_LETTERS, Tone, add_tone, split_tone, toneless, unaccented
from vnfix.messages import tr


class Edit(NamedTuple):
    """What was written, and what is read in its place; small letters (NFC), either may be empty."""

    written: str
    read: str


# The constructor of a named tuple is a Python call; this one is not.
_make_edit = partial(tuple.__new__, Edit)

STRIPPED = "stripped"
"""All marks of a letter dropped: `ế` as `e`, `đ` as `d`."""
TONELESS = "toneless"
"""The tone dropped: `ế` as `ê`."""
SHAPELESS = "shapeless"
"""Breve, circumflex or horn dropped: `ế` as `é`."""
SWAPPED = "swapped"
"""One mark for another on the same letter: `ể` as `ế`, `i` as `í`."""

_HEADER = "profile\twritten\tread\trate\tcount"
_COLUMNS = 5


@dataclass(frozen=True)
class Profile:
    """One way of misreading: `rates` are P(read | written), 0..1, by edit."""

    name: str
    rates: Mapping[Edit, float]

    @cached_property
    def totals(self) -> Mapping[str, float]:
        """By what was written, the probability (0..1) that it is misread."""
        totals: dict[str, float] = {}
        for edit, rate in self.rates.items():
            totals[edit.written] = totals.get(edit.written, 0.0) + rate
        return totals


def mark_profiles() -> tuple[Profile, ...]:
    """Make the profiles of dropped and swapped marks, which follow from the alphabet."""
    stripped: dict[Edit, float] = {}
    without_tone: dict[Edit, float] = {}
    without_shape: dict[Edit, float] = {}
    swapped: dict[Edit, float] = {}
    by_base: dict[str, list[str]] = {}
    for letter in sorted(letter for letter in VIETNAMESE_LETTERS if letter.islower()):
        by_base.setdefault(unaccented(letter), []).append(letter)
    small = sorted((letter, base) for base, same in by_base.items() for letter in same)
    for letter, base in small:
        flat = toneless(letter)
        if letter != base:
            stripped[Edit(letter, base)] = 1.0
        if flat not in (letter, base):
            without_tone[Edit(letter, flat)] = 1.0
        shapeless = _drop_shape(letter)
        if shapeless not in (letter, base):
            without_shape[Edit(letter, shapeless)] = 1.0
        others = [other for other in by_base[base] if other != letter]
        swapped |= {Edit(letter, other): 1 / len(others) for other in others}
    return (
        Profile(STRIPPED, stripped),
        Profile(TONELESS, without_tone),
        Profile(SHAPELESS, without_shape),
        Profile(SWAPPED, swapped),
    )


def _drop_shape(letter: str) -> str:
    """Drop breve, circumflex or horn and keep the tone.

    >>> _drop_shape("ế"), _drop_shape("ư"), _drop_shape("đ"), _drop_shape("á")
    ('é', 'u', 'd', 'á')
    """
    flat, tone = split_tone(letter)
    base = unaccented(flat)
    return base if tone is Tone.LEVEL else add_tone(base, tone)


def is_mark_edit(edit: Edit) -> bool:
    """Tell whether only the marks of letters differ.

    >>> is_mark_edit(Edit("ể", "ế")), is_mark_edit(Edit("đ", "d")), is_mark_edit(Edit("h", "b"))
    (True, True, False)
    """
    return unaccented(edit.written) == unaccented(edit.read) and edit.written != edit.read


def format_confusions(rows: Iterable[tuple[str, Edit, float, int]], comment: str) -> str:
    """Write `confusions.tsv` from (profile, edit, rate, count); `comment` lines are marked with `#`."""
    lines = [f"# {line}" for line in comment.splitlines()]
    lines.append(_HEADER)
    lines += [f"{name}\t{edit.written}\t{edit.read}\t{rate:.3g}\t{count}" for name, edit, rate, count in rows]
    return "\n".join(lines) + "\n"


def parse_confusions(text: str) -> tuple[Profile, ...]:
    r"""Read `confusions.tsv`.

    Raises DictionaryError when a row is broken.

    >>> [p.name for p in parse_confusions(f"{_HEADER}\nvie\tể\tế\t0.01\t12\n")]
    ['vie']
    """
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not lines or lines[0] != _HEADER:
        message = tr("confusions.tsv has no header line; rebuild it with 'vnfix train --pairs'")
        raise DictionaryError(message)
    try:
        rows = _parse_rows(lines[1:])
    except ValueError:
        # Only now, row by row: it says which one is broken.
        line = next(line for line in lines[1:] if not _is_whole(line))
        message = tr("confusions.tsv: broken row {line!r}; rebuild it with 'vnfix train --pairs'").format(
            line=line
        )
        raise DictionaryError(message) from None
    profiles: dict[str, dict[Edit, float]] = {}
    for name, edit, rate in rows:
        profiles.setdefault(name, {})[edit] = rate
    return tuple(Profile(name, rates) for name, rates in profiles.items())


def _parse_rows(rows: Sequence[str]) -> Iterable[tuple[str, Edit, float]]:
    names, written, read, rates, _ = cut_columns("".join([f"{row}\n" for row in rows]), _COLUMNS)
    values = list(map(float, rates))
    if not all(0 < value <= 1 for value in values) or any(map(eq, written, read)):
        raise ValueError("rate")  # noqa: EM101 - reworded by the caller
    return zip(names, map(_make_edit, zip(written, read, strict=True)), values, strict=True)


def _is_whole(row: str) -> bool:
    try:
        _parse_rows([row])
    except ValueError:
        return False
    return True


def all_edits(profiles: Iterable[Profile]) -> Iterator[Edit]:
    """List the edits of some profiles."""
    for profile in profiles:
        yield from profile.rates
