"""Scoring in the background, so that no key waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from vnfix.correction import Correction
from vnfix.messages import tr
from vnfix.review.rescoring import Learner

_Answers = Mapping[tuple[int, int], str]


class Scorer:
    """Takes answers and gives what they say of the other places, some time later.

    `learn` opens what takes answers as evidence; it is called in the background.
    """

    def __init__(self, learn: Callable[[], Learner | None]) -> None:
        self._learn = learn
        self._asked: _Answers | None = None
        self._found: Sequence[Correction] | None = None
        self._failure = ""
        self._is_stopped = False
        self._changed = threading.Condition()

    def start(self) -> None:
        """Begin; what is still being done when the program ends is given up."""
        threading.Thread(target=self._run, name="vnfix scorer", daemon=True).start()

    def stop(self) -> None:
        """End after what is being done."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify()

    def ask(self, answers: _Answers) -> None:
        """Ask what these answers say; an older question that waits still is forgotten."""
        with self._changed:
            self._asked = answers
            self._changed.notify()

    def take(self) -> Sequence[Correction] | None:
        """Take what was found since the last time; None where nothing was."""
        with self._changed:
            found, self._found = self._found, None
            return found

    def take_failure(self) -> str:
        """Say, once, what ended the scoring; empty while it goes on.  The review goes on in any case."""
        with self._changed:
            failure, self._failure = self._failure, ""
            return failure

    def _run(self) -> None:
        try:
            self._score()
        except Exception as error:  # a defect here must neither end the review nor write over its screen
            with self._changed:
                self._failure = tr("scoring ended, please report it: {name}: {error}").format(
                    name=type(error).__name__, error=error
                )

    def _score(self) -> None:
        learner = self._learn()
        while learner is not None:
            with self._changed:
                self._changed.wait_for(lambda: self._is_stopped or self._asked is not None)
                answers, self._asked = self._asked, None
                if self._is_stopped or answers is None:
                    return
            found = learner.read_again(answers)
            with self._changed:
                self._found = found
