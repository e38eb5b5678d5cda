"""Which stretches of a text stand in which reading: one path through the chunks of the text.

A chunk is what stands between blanks.  Each reading (the text as it stands, or decoded in some way)
scores each chunk; going from one reading to another costs, so that a single odd word is no run and a
word without evidence belongs to the run around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vnfix.encodings.counted_text import CountedText
from vnfix.recent import WordMemory

AS_IT_STANDS = ""

CHUNK = re.compile(r"[^ \t\r\n]+")

Readings = Mapping[str, tuple[str, float]]
"""What a chunk becomes and gains (natural logarithms) under each reading that it speaks for or against."""

_NO_READINGS: Readings = {}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the text without blanks: `gains` is what each reading makes better, in natural logarithms.

    `decoded` is the text under each reading; one that changes nothing is in neither.  `begins_line` is
    true for the first scored chunk of a line.
    """

    start: int
    end: int
    begins_line: bool
    gains: Mapping[str, float]
    decoded: Mapping[str, str]


_WITHIN_LINE = 8.0
"""What it costs more to enter or leave a run within a line: encodings change with paragraphs, mostly."""


@dataclass(frozen=True, slots=True)
class Run:
    """Chunks that follow one another in one reading; `gain` is the sum of theirs."""

    reading: str
    chunks: tuple[Chunk, ...]
    gain: float


def find_runs(chunks: Sequence[Chunk], readings: Sequence[str], cost: float) -> list[Run]:
    """Find the likeliest path (Viterbi) and give its runs in other readings than the text as it stands.

    `cost` is what it takes to enter a run.  Takes linear time.
    """
    states = (AS_IT_STANDS, *readings)
    best = dict.fromkeys(states, -cost)
    best[AS_IT_STANDS] = 0.0
    steps: list[dict[str, str]] = []
    for chunk in chunks:
        top = max(states, key=lambda state: best[state])
        new, came_from = {}, {}
        for state in states:
            # Leaving a run at a line end is free: what comes after it is no evidence against it.
            change = best[top] - (0.0 if state == AS_IT_STANDS else cost)
            change -= 0.0 if chunk.begins_line else _WITHIN_LINE
            stay = best[state]
            came_from[state] = state if stay >= change else top
            new[state] = max(stay, change) + chunk.gains.get(state, 0.0)
        best = new
        steps.append(came_from)
    state = max(states, key=lambda s: best[s])
    path = []
    for came_from in reversed(steps):
        path.append(state)
        state = came_from[state]
    path.reverse()
    return _group(chunks, path)


def _group(chunks: Sequence[Chunk], path: Sequence[str]) -> list[Run]:
    runs = []
    start = 0
    for place in range(1, len(path) + 1):
        if place == len(path) or path[place] != path[start]:
            part, reading = chunks[start:place], path[start]
            if reading != AS_IT_STANDS:
                runs.append(Run(reading, tuple(part), sum(c.gains.get(reading, 0.0) for c in part)))
            start = place
    return runs


def trim_change(before: str, after: str) -> tuple[int, str, str]:
    """Drop the signs that a change has alike at both ends; give the offset and what is left of both.

    Letters stay, so that a change is of whole words.

    >>> trim_change("(®¬n),", "(đơn),")
    (1, '®¬n', 'đơn')
    """
    start = 0
    shortest = min(len(before), len(after))
    while start < shortest and before[start] == after[start] and not before[start].isalpha():
        start += 1
    end = 0
    while end < shortest - start and before[-1 - end] == after[-1 - end] and not before[-1 - end].isalpha():
        end += 1
    return start, before[start : len(before) - end], after[start : len(after) - end]


ChunkScores = WordMemory[Readings]
"""The readings of chunks, scored when first met, whatever the text.

Two chunks in three of a piece of a book stood in the pieces before it: to remember them is half of the time
that this stage takes of clean text.
"""


def score_chunks(score: Callable[[str], Readings], interesting: re.Pattern[str]) -> ChunkScores:
    """Score chunks when they are asked for; those without an `interesting` character have no readings."""
    return WordMemory(lambda piece: score(piece) if interesting.search(piece) else _NO_READINGS)


def cut_chunks(
    whole: CountedText, scores: ChunkScores, cost: float, start: int = 0, is_ascii: bool = False
) -> list[Chunk]:
    """Cut a text into chunks, those that have readings; `start` is added to their places.

    With `is_ascii` only chunks in ASCII can have any: a quarter of Vietnamese.  No chunk at all where they
    gain less together than the `cost` of a run: so it is in nearly all texts.
    """
    # Each chunk is scored once, however often it stands, before it is looked up where each stands.
    counts, text = whole.counts, whole.text
    pieces = list(filter(str.isascii, counts)) if is_ascii else counts
    scored = {piece: readings for piece in pieces if (readings := scores[piece])}
    gains = (counts[piece] * max(gain for _, gain in found.values()) for piece, found in scored.items())
    if sum(gain for gain in gains if gain > 0) < cost:
        return []
    chunks = []
    last = -1
    for found in CHUNK.finditer(text):
        if found[0] in scored:
            readings = scored[found[0]]
            begins_line = last < 0 or text.find("\n", last, found.start()) >= 0
            last = found.end()
            chunks.append(
                Chunk(
                    start + found.start(),
                    start + found.end(),
                    begins_line,
                    {name: gain for name, (_, gain) in readings.items()},
                    {name: decoded for name, (decoded, _) in readings.items()},
                )
            )
    return chunks
