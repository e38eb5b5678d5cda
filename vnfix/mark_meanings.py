"""What each mark of a document stands for: a substitution cipher, solved document-wide.

A font writes the same glyph as the same mark wherever it stands, so all places of a mark speak together:
the likelihoods of a meaning at each of them multiply.  Marks that any lost glyph leaves (U+FFFD, empty
boxes) get no meaning, and neither does any other mark whose places no single one explains.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vnfix.channels.proposal import Proposal
from vnfix.traces import is_mark
from vnfix.variants import other_variant

# The least likelihood of a meaning at a place, as a share of the best one's there: words that no list has
# and slips of the pen must not outvote ten other places.
_LEAST_LIKELIHOOD = 0.01
# A mark with one meaning explains its places nearly as well as a mixture of all meanings does; natural
# logs a place.
_ONE_MEANING = -1.2
# Share from which on a meaning is settled, and the fewest places that can settle one.
_SETTLED = 0.99
_FEWEST_PLACES = 2
_LEAST_SHARE = 1e-4
# How much more the places of a mark lean to the capital than those of another mark of the same letter, in
# natural logs a place and in all.  Measured on held-out texts: capitals 2 to 4 a place.
_CAPITAL_LEAD = 1.0
_CAPITAL_LEAD_IN_ALL = 6.0

_Losses = tuple[tuple[str, str], ...]
_Masses = dict[str, dict[int, dict[str, float]]]
_Twins = dict[str, dict[int, set[frozenset[str]]]]

# What extractors and fonts show for any glyph they do not know; such a mark says nothing of which one it was.
_GENERIC = frozenset("\ufffd\u25a1\u25a0\u25ab\u2610\u2b1c?")


def is_generic(mark: str) -> bool:
    r"""Tell whether a mark is what any unknown glyph becomes.

    >>> is_generic("\ufffd"), is_generic("(cid:57)")
    (True, False)
    """
    return mark in _GENERIC


@dataclass(frozen=True, eq=False, repr=False)
class MarkMeanings:
    """The shares (0..1) of the glyphs that each mark with one meaning may stand for.

    `places` is how many places of each mark have spoken.
    """

    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)

    def share(self, mark: str, glyph: str) -> float | None:
        """The probability (0 < p <= 1) that `mark` stands for `glyph`; None for marks without one meaning."""
        found = self.shares.get(mark)
        return None if found is None else max(found.get(glyph, 0.0), _LEAST_SHARE)

    def settled(self, mark: str) -> str | None:
        """The glyph that `mark` stands for beyond doubt, if there is one."""
        found = self.shares.get(mark)
        if not found or self.places[mark] < _FEWEST_PLACES:
            return None
        glyph = max(found, key=lambda g: found[g])
        return glyph if found[glyph] >= _SETTLED else None

    @property
    def settles_any(self) -> bool:
        """Tell whether the meaning of any mark is settled."""
        return any(self.settled(mark) is not None for mark in self.shares)


def find_meanings(
    places: Sequence[int],
    proposals: Iterable[Proposal],
    posteriors: Iterable[float],
    weight: Callable[[str, str], float],
    prior: Callable[[str], float],
) -> MarkMeanings:
    """Solve the marks of a decoded document.

    `places` are the offsets of all marks, in order; `posteriors` (0..1) go with `proposals`;
    `weight(glyph, mark)` is the probability under which they were decoded, `prior(glyph)` that of a mark to
    stand for a glyph before any was seen (up to a factor each).
    """
    masses, twins = _masses_by_place(places, proposals, posteriors)
    shares: dict[str, Mapping[str, float]] = {}
    leanings: dict[str, Mapping[str, float]] = {}
    counts: dict[str, int] = {}
    for mark, spots in masses.items():
        if is_generic(mark):
            continue
        pairs = [twins[mark][place] for place in spots]
        solved = _solve(mark, list(spots.values()), pairs, weight, prior)
        if solved is not None:
            shares[mark], leanings[mark] = solved
            counts[mark] = len(spots)
    return MarkMeanings(_part_capitals(shares, leanings, counts), counts)


def _masses_by_place(
    places: Sequence[int], proposals: Iterable[Proposal], posteriors: Iterable[float]
) -> tuple[_Masses, _Twins]:
    """The posterior of each glyph at each place of each mark, and the glyphs that read alike there."""
    twins: _Twins = defaultdict(lambda: defaultdict(set))
    masses: _Masses = defaultdict(lambda: defaultdict(dict))
    known: dict[_Losses, list[tuple[str, str]]] = {}
    # Most documents have no mark at all.
    for proposal, posterior in zip(proposals, posteriors, strict=True) if places else ():
        losses = proposal.losses
        marks = known.get(losses)
        if marks is None:
            marks = known[losses] = [loss for loss in losses if is_mark(loss[1])]
        if not marks:
            continue
        first = bisect_left(places, proposal.start)
        for place, (glyph, mark) in zip(places[first : first + len(marks)], marks, strict=False):
            spot = masses[mark][place]
            spot[glyph] = spot.get(glyph, 0.0) + posterior
            # Whether `tỷ` or `tỉ` was meant is for other words to say.
            if len(losses) == 1 and (other := other_variant(proposal.after, glyph)):
                twins[mark][place].add(frozenset((glyph, other)))
    return masses, twins


def _solve(
    mark: str,
    spots: Sequence[Mapping[str, float]],
    twins: Sequence[Iterable[frozenset[str]]],
    weight: Callable[[str, str], float],
    prior: Callable[[str], float],
) -> tuple[Mapping[str, float], Mapping[str, float]] | None:
    """The probabilities of the meanings of one mark, and how far each leans to its capital.

    None where no one meaning explains its places.
    """
    glyphs = sorted(
        {g for spot in spots for g in spot} | {g for pairs in twins for pair in pairs for g in pair}
    )
    weights = {glyph: weight(glyph, mark) for glyph in glyphs}
    total = sum(weights.values())
    scores = dict.fromkeys(glyphs, 0.0)
    everywhere = 0.0
    leanings = dict.fromkeys((g for g in glyphs if g.upper() != g and g.upper() in glyphs), 0.0)
    for spot, pairs in zip(spots, twins, strict=True):
        # What the readings leave is the mark as it stands, which any meaning allows.
        kept = max(0.0, 1 - sum(spot.values()))
        # Most glyphs are in no reading of the place: all that is said of them is said of all.
        likelihood = {g: mass * total / weights[g] + kept for g, mass in spot.items()}
        for pair in pairs:
            likelihood |= dict.fromkeys(pair, max(likelihood.get(glyph, kept) for glyph in pair))
        least = _LEAST_LIKELIHOOD * max(max(likelihood.values(), default=kept), kept, 1e-9)
        unread = math.log(max(kept, least))
        everywhere += unread
        for glyph, chance in likelihood.items():
            scores[glyph] += math.log(max(chance, least)) - unread
        for glyph in {g.lower() for g in likelihood} & leanings.keys():
            large, small = likelihood.get(glyph.upper(), kept), likelihood.get(glyph, kept)
            leanings[glyph] += math.log(max(large, least) / max(small, least)) / len(spots)
    for glyph in glyphs:
        scores[glyph] += everywhere
    if max(scores.values()) < _ONE_MEANING * len(spots):
        return None
    for glyph in glyphs:
        scores[glyph] += math.log(prior(glyph))
    best = max(scores.values())
    odds = {glyph: math.exp(score - best) for glyph, score in scores.items()}
    whole = sum(odds.values())
    return {glyph: value / whole for glyph, value in odds.items()}, leanings


def _part_capitals(
    shares: Mapping[str, Mapping[str, float]],
    leanings: Mapping[str, Mapping[str, float]],
    places: Mapping[str, int],
) -> dict[str, Mapping[str, float]]:
    """Make a mark a capital where another one is the same small letter, in places that ask less for it.

    A font draws `đ` and `Đ` with two glyphs, and seldom one of them with two.  Each place alone says little:
    most words that begin with a capital are written small more often.
    """
    parted = dict(shares)
    rivals: defaultdict[str, list[str]] = defaultdict(list)
    for mark, found in shares.items():
        glyph = max(found, key=lambda g: found[g])
        if glyph in leanings[mark] and found[glyph] >= _SETTLED:
            rivals[glyph].append(mark)
    for glyph, marks in rivals.items():
        common = max(marks, key=lambda mark: places[mark])
        for mark in marks:
            lead = leanings[mark][glyph] - leanings[common][glyph]
            if lead > _CAPITAL_LEAD and lead * places[mark] > _CAPITAL_LEAD_IN_ALL:
                parted[mark] = {glyph.upper(): 1 - _LEAST_SHARE, glyph: _LEAST_SHARE}
    return parted
