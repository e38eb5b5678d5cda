"""Answers as they are kept on disk: JSON lines that are only ever appended to.

Start with `read_decisions`.  The first line says which text was reviewed; then come what was presumed, each
answer, each answer taken back, and each time the text was written.  A line is written before the next key is
read, so at worst the last one is torn: it is then no answer.  docs/review.md has the fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from vnfix.correction import Kind
from vnfix.errors import InputError
from vnfix.messages import tr
from vnfix.review.places import Asked, Subject
from vnfix.review.session import Verdict

SCHEMA = 1
CONTEXT = 24
"""Characters of context to each side that are kept with an answer."""


@dataclass(frozen=True, slots=True)
class Header:
    """What was reviewed: name, SHA-256 of the bytes in hex and encoding of the source; by which vnfix."""

    source: str
    sha256: str
    encoding: str
    version: str
    level: str


@dataclass(frozen=True, slots=True)
class SavedDecision:
    """What is to stand at one place, with what is needed to find the place in a text that changed.

    `after` takes the place of `before` at `offset` (code points); `left` and `right` are the context.
    `proposed` is what the engine read, None where nothing; `confidence` (0..1) how sure it was.
    """

    offset: int
    before: str
    after: str
    proposed: str | None
    subject: Subject
    confidence: float
    left: str = ""
    right: str = ""

    @property
    def end(self) -> int:
        """The offset behind the place."""
        return self.offset + len(self.before)


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """One answer and all that it decided; `word` is what was ignored or added to the dictionary."""

    verdict: Verdict
    places: tuple[SavedDecision, ...]
    word: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The content of a file of decisions, answers that were taken back left out.

    `written` are the SHA-256 of the texts that were written.
    """

    header: Header
    presumed: tuple[SavedDecision, ...] = ()
    answers: tuple[SavedAnswer, ...] = ()
    written: tuple[str, ...] = ()

    def decided(self) -> dict[tuple[int, int], SavedDecision]:
        """The last decision on each span; glyphs, which are no spans of their own, left out."""
        return {
            (item.offset, item.end): item
            for answer in self.answers
            for item in answer.places
            if item.subject is not Asked.GLYPH
        }


def dump_header(header: Header) -> str:
    """Give the first line."""
    return _dump({"type": "review", "schema": SCHEMA, **asdict(header)})


def dump_presumed(places: Iterable[SavedDecision]) -> str:
    """Give the line of what stands without an answer; a later one takes the place of an earlier one."""
    return _dump({"type": "presumed", "places": [asdict(place) for place in places]})


def dump_answer(answer: SavedAnswer) -> str:
    """Give the line of an answer."""
    return _dump({"type": "answer", **asdict(answer)})


def dump_undo() -> str:
    """Give the line that takes the last answer back."""
    return _dump({"type": "undo"})


def dump_written(sha256: str) -> str:
    """Give the line that says that the text was written, and what it was."""
    return _dump({"type": "written", "sha256": sha256})


def read_decisions(text: str) -> Decisions:
    """Read the lines of a file of decisions; what follows the last line feed is torn and left out.

    Raises InputError with the number of a line that is broken.
    """
    lines = text.split("\n")[:-1]
    header: Header | None = None
    presumed: tuple[SavedDecision, ...] = ()
    answers: list[SavedAnswer] = []
    written: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            kind = record["type"]
            if header is None:
                header = _read_header(record)
            elif kind == "presumed":
                presumed = tuple(map(_read_place, record["places"]))
            elif kind == "answer":
                places = tuple(map(_read_place, record["places"]))
                answers.append(SavedAnswer(Verdict(record["verdict"]), places, str(record["word"])))
            elif kind == "undo":
                answers.pop()
            elif kind == "written":
                written.append(str(record["sha256"]))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            message = tr("line {number} is broken: no decision of vnfix review").format(number=number)
            raise InputError(message) from None
    if header is None:
        message = tr("holds no decisions of vnfix review")
        raise InputError(message)
    return Decisions(header, presumed, tuple(answers), tuple(written))


def _read_header(record: Mapping[str, Any]) -> Header:
    if record["type"] != "review":
        raise ValueError
    if record["schema"] != SCHEMA:
        message = tr("has schema {found}; this vnfix reads {schema}").format(
            found=record["schema"], schema=SCHEMA
        )
        raise InputError(message)
    return Header(*(str(record[name]) for name in ("source", "sha256", "encoding", "version", "level")))


def _read_place(record: Mapping[str, Any]) -> SavedDecision:
    offset, proposed = record["offset"], record["proposed"]
    if not isinstance(offset, int) or offset < 0 or not (proposed is None or isinstance(proposed, str)):
        raise ValueError
    texts = [record[name] for name in ("before", "after", "left", "right")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError
    before, after, left, right = texts
    name = record["subject"]
    subject = Asked(name) if name in list(Asked) else Kind(name)
    return SavedDecision(offset, before, after, proposed, subject, float(record["confidence"]), left, right)


def _dump(record: Mapping[str, object]) -> str:
    # A lone surrogate, from a text with broken UTF-16, must not stop an answer from being kept.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"
