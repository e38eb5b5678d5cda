"""The desk: one review with a cursor, on which keys act; both modes of the review sit at it.

What is decided is kept before it counts: `keep` is called with the line of every answer, and must have it on
disk when it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from vnfix.correction import Correction
from vnfix.messages import mark, tr
from vnfix.render.edits import Edit
from vnfix.render.positions import LineIndex
from vnfix.review.filters import Filter, read_filter
from vnfix.review.finding import find_next, find_target
from vnfix.review.keys import Action
from vnfix.review.ordering import Order, sort_places
from vnfix.review.places import Asked, Place
from vnfix.review.records import dump_answer, dump_undo
from vnfix.review.rescoring import score_places
from vnfix.review.resuming import save_answer
from vnfix.review.session import Answer, Decision, Review, Verdict
from vnfix.review.views import state_of

_SAID = {
    Verdict.ACCEPT: mark("accept"),
    Verdict.REJECT: mark("reject"),
    Verdict.PICK: mark("pick"),
    Verdict.EDIT: mark("edit"),
    Verdict.IGNORE: mark("ignore"),
    Verdict.ADD: mark("add"),
}
MANY = 20
"""Above this number of places an answer for all of them is asked about first."""


class Words(Protocol):
    """The user's dictionary."""

    def add(self, word: str) -> None:
        """Add a word; raises ValueError for what is no word, InputError when it cannot be kept."""

    def remove(self, word: str) -> None:
        """Remove a word again, if `add` added it."""


class Desk:
    """One review on which keys act.

    Methods give what is to be said to the person, and raise ValueError with what is wrong; then nothing was
    decided.  `name` is the name of the file, `order` that in which places are asked, `can_hold` whether the
    file has a place for an edit (`vnfix.documents.opened`).
    """

    def __init__(
        self,
        name: str,
        review: Review,
        order: Order,
        keep: Callable[[str], None],
        words: Words,
        can_hold: Callable[[Edit], bool] = lambda _: True,
    ) -> None:
        self.name = name
        self.review = review
        self.index = LineIndex(review.text)
        self.filter = Filter()
        self._order = order
        self._keep = keep
        self._words = words
        self._can_hold = can_hold
        self.view = sort_places(review.places, range(len(review.places)), order)
        self.cursor = 0
        self._go_to_undecided()

    @property
    def number(self) -> int | None:
        """The number of the place under the cursor; None where no place is shown."""
        return self.view[self.cursor] if self.view else None

    @property
    def place(self) -> Place | None:
        """The place under the cursor."""
        return None if self.number is None else self.review.places[self.number]

    @property
    def is_decided(self) -> bool:
        """Tell whether something was decided, in this sitting or an earlier one."""
        return bool(self.review.answers)

    def headline(self) -> str:
        """Say what the place under the cursor is, in one line."""
        number, place = self.number, self.place
        if number is None or place is None:
            return tr("nothing to decide")
        like = len([other for other in self.review.like(number) if other != number])
        parts = [
            tr("{number} of {total}").format(number=self.cursor + 1, total=len(self.view)),
            place.subject,
            tr("confidence {confidence:.2f}").format(confidence=place.confidence),
            state_of(self.review, number),
            *([tr("{count} more like this").format(count=like)] if like else []),
        ]
        return " · ".join(parts)

    def tally(self) -> str:
        """Say how far the review is."""
        decided = len(self.review.places) - self.review.open_count - self.review.presumed_count
        parts = [
            tr("{count} open").format(count=self.review.open_count),
            tr("{count} decided").format(count=decided),
        ]
        if self.review.presumed_count:
            parts.append(tr("{count} accepted beforehand").format(count=self.review.presumed_count))
        return ", ".join(parts)

    def spot(self) -> str:
        """The place under the cursor as `file:line:column`."""
        if self.place is None:
            return self.name
        place = self.index.place(self.place.start)
        return f"{self.name}:{place.line}:{place.column}"

    def count_like(self) -> int:
        """How many places an answer for all like this would decide."""
        number = self._here()
        return len({number, *self.review.like(number)})

    @property
    def simple_actions(self) -> Mapping[Action, Callable[[], str]]:
        """What the keys do that ask nothing, in both modes; each gives what there is to say."""
        return {
            Action.ACCEPT: self.accept,
            Action.REJECT: self.reject,
            Action.IGNORE: self.ignore,
            Action.ADD_WORD: self.add_word,
            Action.UNDO: self.undo,
            Action.NEXT: lambda: self.move(1),
            Action.PREVIOUS: lambda: self.move(-1),
        }

    def accept(self) -> str:
        """Accept the proposal."""
        return self._answer(self.review.accept(self._here()))

    def reject(self) -> str:
        """Leave the place as it stands."""
        return self._answer(self.review.reject(self._here()))

    def accept_like(self) -> str:
        """Accept this place and all undecided ones like it."""
        return self._answer(self.review.accept_like(self._here()))

    def reject_like(self) -> str:
        """Leave this place and all undecided ones like it as they stand."""
        return self._answer(self.review.reject_like(self._here()))

    def press_digit(self, digit: int) -> str:
        """Pick a candidate; where a digit was lost, it is the digit itself."""
        number = self._here()
        place = self.review.places[number]
        if place.after is None and not place.choices:
            return self._answer(self.review.edit(number, str(digit)))
        return self._answer(self.review.pick(number, digit))

    def edit(self, text: str) -> str:
        """Write `text` at the place."""
        return self._answer(self.review.edit(self._here(), text))

    def ignore(self) -> str:
        """Leave the word as it stands wherever it is undecided."""
        return self._answer(self.review.ignore(self._here()))

    def add_word(self) -> str:
        """Add the word to the user's dictionary, and leave it as it stands."""
        answer = self.review.ignore(self._here(), Verdict.ADD)
        self._words.add(answer.word)
        return self._answer(answer)

    def undo(self) -> str:
        """Take the last answer back, and go to its place."""
        if not self.review.answers:
            message = tr("there is nothing to undo")
            raise ValueError(message)
        self._keep(dump_undo())
        answer = self.review.undo()
        assert answer is not None
        if answer.verdict is Verdict.ADD:
            self._words.remove(answer.word)
        asked = answer.decisions[0].place
        if asked in self.view:
            self.cursor = self.view.index(asked)
        return tr("taken back: {answer}").format(answer=self._describe(answer))

    def move(self, step: int) -> str:
        """Move the cursor, decided places included."""
        self._here()
        self.cursor = min(max(self.cursor + step, 0), len(self.view) - 1)
        return ""

    def search(self, pattern: str) -> str:
        """Go to the next place with `pattern` in its line, in what is proposed, or in its number."""
        self.cursor = find_next(self.review, self.index, self.view, self.cursor, pattern)
        return ""

    def go_to(self, where: str) -> str:
        """Go to a place by its number in the list (`12`), or the first from `LINE:` or `LINE:COLUMN` on."""
        self.cursor = find_target(self.review, self.index, self.view, where)
        return ""

    def set_filter(self, line: str) -> str:
        """Show only some places (`vnfix.review.filters`); an empty line shows all."""
        chosen = read_filter(line)
        numbers = [number for number in range(len(self.review.places)) if chosen.takes(self.review, number)]
        if not numbers:
            message = tr("no place fits this filter")
            raise ValueError(message)
        here = self.number
        self.filter = chosen
        self.view = sort_places(self.review.places, numbers, self._order)
        self.cursor = self.view.index(here) if here in self.view else 0
        return tr("{count} of {total} places shown").format(
            count=len(self.view), total=len(self.review.places)
        )

    def take_scores(self, found: Sequence[Correction]) -> None:
        """Score the undecided places by what is read into them now, and put those behind the cursor in order.

        The cursor stays, and so does what was passed.
        """
        self.review.rescore(score_places(self.review, found))
        ahead = self.view[: self.cursor + 1]
        self.view = [*ahead, *sort_places(self.review.places, self.view[self.cursor + 1 :], self._order)]

    def _here(self) -> int:
        if self.number is None:
            message = tr("there is nothing to decide")
            raise ValueError(message)
        return self.number

    def _answer(self, answer: Answer) -> str:
        answer = self._fit(answer)
        self._keep(dump_answer(save_answer(self.review, answer)))
        self.review.give(answer)
        if not self._go_to_undecided():
            return tr("everything shown here is decided; q writes and quits")
        return self._describe(answer)

    def _fit(self, answer: Answer) -> Answer:
        """Leave out what the file has no place for; raises ValueError where that is the place itself."""
        fitting = tuple(decision for decision in answer.decisions if self._fits(decision))
        if answer.decisions[0] not in fitting:
            message = tr("the file has no place for this: it would move the end of a line or a cell")
            raise ValueError(message)
        return replace(answer, decisions=fitting)

    def _fits(self, decision: Decision) -> bool:
        place = self.review.places[decision.place]
        is_kept = place.subject is Asked.GLYPH or decision.text == place.before
        return is_kept or self._can_hold(Edit(place.start, place.end, decision.text))

    def _go_to_undecided(self) -> bool:
        """Go to the next undecided place, from here on and then from the start; stay where there is none."""
        size = len(self.view)
        for step in range(size):
            at = (self.cursor + step) % size
            if self.review.decision(self.view[at]) is None:
                self.cursor = at
                return True
        return False

    def _describe(self, answer: Answer) -> str:
        """Say what was answered, and of how many places where it is more than one."""
        places = (self.review.places[decision.place] for decision in answer.decisions)
        count = sum(place.subject is not Asked.GLYPH for place in places)
        said = tr(_SAID[answer.verdict])
        if count <= 1:
            return said
        return tr("{answer}, {count} places").format(answer=said, count=count)
