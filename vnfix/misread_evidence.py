"""What the rest of a document says for one misreading.

Dialect, verse and names have words that look like misreadings of others, but nearly all of them are
possible syllables; of the words that an engine misreads, or that have lost marks, a quarter are none.  So
it is the words that can be no syllables that tell a misread document.  Words broken over line ends tell
nothing of misreading: what speaks for one is the other line ends of the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from vnfix.channels.proposal import Proposal, take_likely
from vnfix.correction import Kind
from vnfix.document import Document
from vnfix.error_rates import BREAKS, Layer, LayeredEdit
from vnfix.estimate import Estimate
from vnfix.letters import is_abbreviation
from vnfix.syllable import is_possible

FEW_LETTERS = 2500
"""Texts with fewer letters are too short for the rest of them to tell much: less than a page."""

# Misread words for one that is no syllable.
_ODD_SHARE = 4.0
# A word that may stand and is read as another: how sure the decoder must be of that, and how many words
# of so many letters a writer gives it to be sure of, by slips and dialect.  Of 79 clean documents of the
# tuning part 72 have none, the others 0.1 to 1.2 in 1,000 letters; lightly misread pages have 3 to 10.
_SURE = 0.99
_SLIPS = 0.001
# In so few letters such words are a matter of chance.  A text of 1,100 letters in dialect has six at 0.93
# to 0.98 and one beyond `_SURE`.
_FEWEST_LETTERS = 800
# Prior, in misreadings and letters: a line without another misreading has support 0.001.
_PRIOR_EDITS = 0.15
_PRIOR_LETTERS = 60.0
# The same misreading, so often elsewhere in the document, is a habit of the damage; a letter that is always
# misread so is worth as much as one misread letter in ten.  Where it is one word that seems misread, and
# hardly another, its repetitions say nothing: it is as likely how the author writes (`dấu phảy`).
_RECURRING = 3.0
_SYSTEMATIC = 0.1
# The share of all misreadings that those of one word are then; and where the text has the other word too,
# which says little of a word that may stand (`vân` in `bê tông vân đá`, five times, beside `vẫn`).  With 0.5
# there as well 1.7 points less of what is wrong on 12 light tuning pages is put right; with 0.8 nothing
# changes on them, and of 222 clean documents 6 words are changed instead of 11.
_HABIT = 0.5
_HABIT_OF_WORD = 0.8
# Prior of breaks, in words and line ends: a page without another broken word has support 0.0006.
_PRIOR_BREAKS = 0.02
_PRIOR_LINE_ENDS = 5.0


@dataclass(frozen=True, eq=False, repr=False)
class MisreadEvidence:
    """The misreadings of one document.

    `words` are those that stand in `text`, in small letters.  `edits` counts expected misreadings, `by_form`
    those of each word as it stands (in small letters), `written` how often their letters were written, `odd`
    the misread words that are no possible syllables as they stand, by stretch (offsets), which all readings
    of a word share, `letters` all letters of `text`; `breaks` counts the words broken over a line end,
    `line_ends` the line ends between words.  `sure` has the words that may stand as they are and are surely
    misread, with their posteriors; none in a short text.
    """

    text: str
    words: frozenset[str]
    edits: Mapping[LayeredEdit, float]
    by_form: Mapping[tuple[str, LayeredEdit], float]
    written: Mapping[LayeredEdit, float]
    odd: Mapping[tuple[int, int], float]
    letters: float
    breaks: float
    line_ends: float
    surely_bare: frozenset[Layer] = frozenset()
    sure: Mapping[str, float] = field(default_factory=dict)

    @staticmethod
    def of_estimate(document: Document, estimate: Estimate) -> MisreadEvidence:
        """Count the misreadings of a decoded document."""
        text, errors = document.text, estimate.errors
        written_forms = _WrittenForms(text, estimate.proposals)
        is_short = errors.letters < FEW_LETTERS

        def shows_misreading(first: Proposal) -> bool:
            # Two abbreviations in a message would make it a misread one.
            is_meant = is_short and is_abbreviation(text[first.start : first.end])
            return _is_odd(text, first) and not is_meant

        odd = {
            (estimate.proposals[run.start].start, estimate.proposals[run.start].end): sum(
                estimate.posteriors[place]
                for place in run
                if any(edit not in BREAKS for edit, _ in estimate.proposals[place].edits)
            )
            for run in written_forms.runs
            if shows_misreading(estimate.proposals[run.start])
        }
        written = {
            (edit, layer): count + errors.standing.get((edit.written, layer), 0)
            for (edit, layer), count in errors.expected.items()
        }
        # As they are read now: in the counts of the last round a reading would speak for itself.
        breaks = sum(
            posterior
            for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors)
            if any(edit in BREAKS for edit, _ in proposal.edits)
        )
        line_ends = errors.line_ends
        letters = errors.letters
        return MisreadEvidence(
            text,
            frozenset(map(str.lower, document.words)),
            errors.expected,
            _FormEdits(written_forms, estimate.proposals, estimate.posteriors),
            written,
            odd,
            letters,
            breaks,
            line_ends,
            estimate.surely_bare,
            {} if errors.letters < _FEWEST_LETTERS else _find_sure(text, estimate),
        )

    def support(self, proposal: Proposal, posterior: float) -> float:
        """Find how misread the rest of the document is (0 < support): misread letters for one written.

        That is what its words that are no syllables amount to, or those that are surely misread;
        or, where the rest of the document has the same misreading three times or more, a tenth of
        the rate of that.  For a word broken over a line end it is the share of the other line ends
        that break words.  For marks, where all are lost and the text is Vietnamese beyond doubt, it is 1.
        """
        if is_bare(proposal, self.surely_bare):
            return 1.0
        misread = [item for item in proposal.edits if item[0] not in BREAKS]
        supports = [self._misread_support(proposal, misread, posterior)] if misread else []
        if len(misread) < len(proposal.edits):
            others = max(0.0, self.breaks - posterior)
            supports.append((others + _PRIOR_BREAKS) / (self.line_ends + _PRIOR_LINE_ENDS))
        return min(supports)

    def _misread_support(self, proposal: Proposal, edits: Sequence[LayeredEdit], posterior: float) -> float:
        # All readings of the word itself say nothing of the rest.
        others = self._odd_sum - self.odd.get((proposal.start, proposal.end), 0.0)
        form = _form(self.text, proposal)
        words = self._sure_sum - self.sure.get(form, 0.0) - _SLIPS * self.letters
        amount = max(_ODD_SHARE * max(0.0, others), words)
        spread = (amount + _PRIOR_EDITS) / (self.letters + _PRIOR_LETTERS)
        own = {edit: self.by_form[form, edit] for edit in edits}
        # Where other words are misread as often the document is a misread one, whoever wrote it.
        share = sum(own.values()) / max(self._misread, 1.0)
        is_habit = share > self._least_habit(form, proposal.after)
        rates = (self._rate(edit, own[edit] if is_habit else posterior) for edit in edits)
        return max(spread, _SYSTEMATIC * min(rates))

    def _least_habit(self, form: str, after: str) -> float:
        """The share of all misreadings from which those of one word are how the author writes it."""
        if after.lower() not in self.words:
            return _HABIT
        return _HABIT_OF_WORD if is_possible(form) else 1.0

    @cached_property
    def _odd_sum(self) -> float:
        return sum(self.odd.values())

    @cached_property
    def _sure_sum(self) -> float:
        return sum(self.sure.values())

    @cached_property
    def _misread(self) -> float:
        """All expected misreadings."""
        return sum(count for (edit, _), count in self.edits.items() if edit not in BREAKS)

    def _rate(self, edit: LayeredEdit, own: float) -> float:
        others = self.edits.get(edit, 0.0) - own
        return others / (self.written[edit] + 1.0) if others >= _RECURRING else 0.0


def _find_sure(text: str, estimate: Estimate) -> Mapping[str, float]:
    """The words that may stand and are surely misread, each form once: an author's habit tells nothing.

    Nor do names, which fit their neighbours no better than misreadings.
    """
    found: dict[str, float] = {}
    for proposal, posterior in take_likely(estimate.proposals, estimate.posteriors, _SURE):
        if not proposal.edits or proposal.kind is Kind.SPACING:
            continue
        if any(layer is Layer.BARE for _, layer in proposal.edits) or _is_odd(text, proposal):
            continue
        form = text[proposal.start : proposal.end]
        if not form.islower():
            continue
        found[form] = max(found.get(form, 0.0), posterior)
    return found


class _WrittenForms:
    """Which proposals are readings of the same stretch, and which of the same form."""

    def __init__(self, text: str, proposals: Sequence[Proposal]) -> None:
        self._text = text
        self._proposals = proposals
        self.runs: Sequence[range] = list(_find_runs(proposals))
        """The numbers of the readings of a stretch that explain misreadings, those in a row together."""

    @cached_property
    def by_form(self) -> Mapping[str, Sequence[range]]:
        """The same by the form that stands there."""
        found: defaultdict[str, list[range]] = defaultdict(list)
        for run in self.runs:
            found[_form(self._text, self._proposals[run.start])].append(run)
        return found


class _FormEdits(dict[tuple[str, LayeredEdit], float]):
    """The expected misreadings of each form, counted when they are asked for: few are."""

    def __init__(
        self, forms: _WrittenForms, proposals: Sequence[Proposal], posteriors: Sequence[float]
    ) -> None:
        super().__init__()
        self._forms = forms
        self._proposals = proposals
        self._posteriors = posteriors

    def __missing__(self, key: tuple[str, LayeredEdit]) -> float:
        form, wanted = key
        count = 0.0
        for place in chain.from_iterable(self._forms.by_form.get(form, ())):
            for edit in self._proposals[place].edits:
                if edit == wanted:
                    count += self._posteriors[place]
        self[key] = count
        return count


def _find_runs(proposals: Sequence[Proposal]) -> Iterator[range]:
    """The readings with edits, as numbers, in runs of one stretch each."""
    first, stretch = 0, None
    place = -1
    for place, proposal in enumerate(proposals):
        here = (proposal.start, proposal.end) if proposal.edits else None
        if here != stretch:
            if stretch is not None:
                yield range(first, place)
            first, stretch = place, here
    if stretch is not None:
        yield range(first, place + 1)


def _form(text: str, proposal: Proposal) -> str:
    return text[proposal.start : proposal.end].lower()


def is_bare(proposal: Proposal, layers: frozenset[Layer]) -> bool:
    """Tell whether a reading is of one of `layers`, which have lost all their marks.

    In capitals it may restore nothing but marks: other letters are misread there as anywhere.
    """
    found = layers.intersection(layer for _, layer in proposal.edits)
    return Layer.BARE in found or (bool(found) and proposal.kind is Kind.DIACRITICS)


def _is_odd(text: str, proposal: Proposal) -> bool:
    """Tell whether what stands can be no syllable; words run together are none."""
    return proposal.start == proposal.end or not is_possible(text[proposal.start : proposal.end])
