"""What a reader gains: answers needed by one who always answers rightly, by worth and in the order of the text.

    python -m tests.quality.reviewing ../shared/pairs 'ocr-*-vie' 'pdf-*'

The reader sits at the desk of `vnfix review`.  Each answer is one key: for one place, or for all like it where the
truth is the same at all of them.  A place whose truth runs over a line end is rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import click

from tests.quality.alignment import align, find_syllables, fold_blanks, is_word_character, project
from tests.quality.measuring import repairer
from tests.quality.tables import format_table
from vnfix.review.desk import Desk
from vnfix.review.ordering import Order
from vnfix.review.places import Asked, find_places
from vnfix.review.rescoring import list_answers
from vnfix.review.session import Review

DAMAGED, GOLD = ".damaged.txt", ".gold.txt"
ENOUGH = 0.999
MOST_OF_GAIN = 0.9


@dataclass(frozen=True)
class Course:
    """The share of syllables that are right (0..1) before the first answer and after each."""

    shares: tuple[float, ...]

    def answers_to(self, share: float) -> int | None:
        """The number of answers after which the share is reached."""
        return next((count for count, reached in enumerate(self.shares) if reached >= share), None)

    @property
    def answers_to_most(self) -> int:
        """The number of answers that bring nine tenths of all that answers bring."""
        wanted = self.shares[0] + MOST_OF_GAIN * (self.shares[-1] - self.shares[0])
        found = self.answers_to(wanted - 1e-9)
        return len(self.shares) - 1 if found is None else found


class Reader:
    """Knows the right text, and answers what is asked."""

    def __init__(
        self,
        damaged: str,
        gold: str,
        order: Order,
        keep: Callable[[str], None] = lambda _: None,
        *,
        learns: bool = True,
    ) -> None:
        """`keep` is told each answer as it is kept; `learns` says whether places are scored anew."""
        self._gold = gold
        self._starts, self._ends = align(damaged, gold)
        repair = repairer().repair(damaged)
        self._learner = repairer().open_learner(damaged) if learns else None
        self.desk = Desk("", Review(damaged, find_places(repair)), order, keep, NO_WORDS)

    def truth(self, number: int) -> str:
        """What the right text has for a place: all between what stands before and behind it.

        Where characters alone do not tell what stands for what, it is the proposal if the right text has it there.
        """
        place = self.desk.review.places[number]
        low = self._ends[place.start - 1] if place.start else 0
        high = self._starts[place.end] if place.end < len(self._starts) else len(self._gold)
        while self._gold[low : low + 1] == "\n" != place.before[:1]:
            low += 1
        if place.after and any(self._stands(place.after, start) for start in (low, low - 1)):
            return place.after
        return self._gold[low:high].rstrip("\n") if low <= high else place.before

    def _stands(self, word: str, start: int) -> bool:
        """Tell whether the right text has a whole word at an offset."""
        edges = self._gold[start - 1 : start], self._gold[start + len(word) : start + len(word) + 1]
        return self._gold.startswith(word, start) and not any(map(is_word_character, "".join(edges)))

    def read(self) -> Iterator[str]:
        """Answer till everything is decided; give the text before the first answer and after each."""
        desk = self.desk
        yield desk.review.result()
        while desk.number is not None and desk.review.decision(desk.number) is None:
            self._answer(desk.number)
            if self._learner is not None:
                desk.take_scores(self._learner.read_again(list_answers(desk.review)))
            yield desk.review.result()

    def _answer(self, number: int) -> None:
        desk, truth = self.desk, self.truth(number)
        place = desk.review.places[number]
        alike = all(self.truth(other) == truth for other in desk.review.like(number))
        if place.subject is Asked.GLYPH:
            if len(truth) == 1:
                desk.edit(truth)
            else:
                desk.reject()
        elif truth == place.after:
            (desk.accept_like if alike else desk.accept)()
        elif truth == place.before or "\n" in truth:
            (desk.reject_like if alike else desk.reject)()
        else:
            desk.edit(truth)


class _NoWords:
    def add(self, word: str) -> None:
        pass

    def remove(self, word: str) -> None:
        pass


NO_WORDS = _NoWords()


def follow(damaged: str, gold: str, order: Order) -> Course:
    """Let a reader review a text."""
    right = fold_blanks(gold)
    syllables = find_syllables(right)
    wanted = [right[start:end] for start, end in syllables]
    shares = []
    for text in Reader(damaged, gold, order).read():
        readings = project(right, fold_blanks(text), syllables).readings
        shares.append(sum(map(str.__eq__, readings, wanted)) / max(1, len(wanted)))
    return Course(tuple(shares))


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("patterns", nargs=-1)
def main(folder: Path, patterns: Sequence[str]) -> None:
    """Print a table of the pairs of a folder whose names fit."""
    rows = []
    for path in sorted(folder.glob(f"*{DAMAGED}")):
        name = path.name.removesuffix(DAMAGED)
        if not any(fnmatchcase(name, pattern) for pattern in patterns or ("*",)):
            continue
        damaged = path.read_text(encoding="utf-8")
        gold = path.with_name(name + GOLD).read_text(encoding="utf-8")
        courses = [follow(damaged, gold, order) for order in Order]
        first, last = courses[0].shares[0], courses[0].shares[-1]
        reached = [course.answers_to(ENOUGH) for course in courses]
        rows.append(
            (
                name,
                f"{100 * first:.2f}",
                f"{100 * last:.2f}",
                str(len(courses[0].shares) - 1),
                *("-" if count is None else str(count) for count in reached),
                *(str(course.answers_to_most) for course in courses),
            )
        )
        click.echo(" ".join(rows[-1]), err=True)
    head = (
        "pair",
        "first %",
        "last %",
        "answers",
        "99.9 % by worth",
        "in order",
        "9/10 by worth",
        "in order",
    )
    click.echo(format_table(head, rows))


if __name__ == "__main__":
    main()
