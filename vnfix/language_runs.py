"""The Vietnamese stretches of a line without marks that has words of another language too."""

from __future__ import annotations

from collections.abc import Sequence


def find_runs(odds: Sequence[float], least: float) -> list[tuple[int, int]]:
    """Find the stretches of words that are Vietnamese: the numbers of the first word and of the one after.

    `odds` are the log-odds (natural) that each word is Vietnamese, `least` is what a change of language
    costs: the words of a stretch speak for it with more than that together, and so do those between two
    against it.  The division found is the likeliest one (Viterbi's algorithm with two states).

    >>> find_runs([2, 2, -1, 2, -3, -3, 1], 4)
    [(0, 4)]
    """
    # What the likeliest division up to here is worth if the last word is Vietnamese, and if it is not.
    inside, outside = -least, 0.0
    steps: list[tuple[bool, bool]] = []
    for value in odds:
        steps.append((outside - least > inside, inside > outside))
        inside, outside = max(inside, outside - least) + value, max(outside, inside)
    runs: list[tuple[int, int]] = []
    is_inside, end = inside > outside, len(odds)
    for place in range(len(odds) - 1, -1, -1):
        enters, leaves = steps[place]
        if is_inside and (enters or not place):
            runs.append((place, end))
            is_inside = False
        elif not is_inside and leaves:
            is_inside, end = True, place
    return runs[::-1]
