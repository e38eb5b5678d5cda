"""The review line by line: for screen readers, simple terminals and scripts.

A line is a key, with what belongs to it behind it if wanted (`e đơn`, `/quan`, `g 12:7`).
"""

from __future__ import annotations

from collections.abc import Callable

from vnfix.errors import VnfixError
from vnfix.messages import mark, tr
from vnfix.render.visible import escape_controls
from vnfix.review.desk import MANY, Desk
from vnfix.review.keys import BY_KEY, KEYS, Action, Leave, format_help
from vnfix.review.places import Asked
from vnfix.review.views import explain_place, list_choices, mark_pieces, show_context

_AROUND = 1
_LINES = {
    Action.EDIT: mark("text: "),
    Action.SEARCH: mark("search for: "),
    Action.GO_TO: mark("go to (number or LINE:COLUMN): "),
    Action.FILTER: mark("show (nothing: all): "),
}


class PlainReview:
    """One sitting at a desk.

    `ask` prints its argument and gives the line typed, None at the end of the input; `say` prints a line;
    `write` writes the text and gives what is to be said of it, `finish` does so if something was decided.
    """

    def __init__(
        self,
        desk: Desk,
        ask: Callable[[str], str | None],
        say: Callable[[str], None],
        write: Callable[[], str],
        finish: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._ask = ask
        self._say = say
        self._write = write
        self._finish = finish

    def run(self) -> Leave:
        """Ask till the person leaves, or the input ends."""
        self._say(f"{escape_controls(self._desk.name)}: {self._desk.tally()}")
        self._show()
        keys = ",".join(["1-9", *(key.key for key in KEYS)])
        while True:
            line = self._ask(tr("Decide [{keys}]: ").format(keys=keys))
            if line is None:
                self._say("")
                return Leave.KEEP
            try:
                left = self._act(line.strip())
            except (ValueError, VnfixError) as error:
                self._say(f"! {error}")
                continue
            if left is not None:
                return left

    def _act(self, line: str) -> Leave | None:
        desk = self._desk
        if line.isascii() and line.isdecimal():
            place = desk.place
            is_number = place is not None and place.after is None and len(line) > 1
            self._done(desk.edit(line) if is_number else desk.press_digit(int(line)))
            return None
        key = BY_KEY.get(line[:1])
        argument = line[1:].strip()
        if key is None or (argument and key.action not in _LINES):
            message = (
                tr("{line!r} is no key; ? lists them").format(line=line)
                if line
                else tr("type a key; ? lists them")
            )
            raise ValueError(message)
        action = key.action
        if action in (Action.QUIT, Action.NEXT_FILE):
            self._say(self._finish())
            return Leave.QUIT if action is Action.QUIT else Leave.NEXT
        if action is Action.LEAVE:
            return Leave.KEEP
        if action is Action.WRITE:
            self._say(self._write())
        elif action is Action.HELP:
            self._say("\n".join(format_help()))
        elif action in _LINES:
            self._ask_line(action, argument)
        elif action in (Action.ACCEPT_LIKE, Action.REJECT_LIKE):
            self._answer_all(action)
        else:
            self._done(desk.simple_actions[action]())
        return None

    def _ask_line(self, action: Action, argument: str) -> None:
        line = argument or self._ask(tr(_LINES[action]))
        if line is None or (not line and action is not Action.FILTER):
            return
        desk = self._desk
        act = {
            Action.EDIT: desk.edit,
            Action.SEARCH: desk.search,
            Action.GO_TO: desk.go_to,
            Action.FILTER: desk.set_filter,
        }[action]
        self._done(act(line))

    def _answer_all(self, action: Action) -> None:
        desk = self._desk
        count = desk.count_like()
        if count > MANY:
            accepts = action is Action.ACCEPT_LIKE
            question = (
                tr("Accept all {count} places like this?")
                if accepts
                else tr("Reject all {count} places like this?")
            )
            line = self._ask(question.format(count=count) + " [y/n] ")
            if (line or "").strip().lower() != "y":
                self._say(tr("nothing was decided"))
                return
        self._done(desk.accept_like() if action is Action.ACCEPT_LIKE else desk.reject_like())

    def _done(self, message: str) -> None:
        if message:
            self._say(f"= {message}")
        self._show()

    def _show(self) -> None:
        for line in describe(self._desk):
            self._say(line)


def describe(desk: Desk) -> list[str]:
    """The place under the cursor, for a terminal without colour and cursor."""
    number, place = desk.number, desk.place
    lines = ["", f"{escape_controls(desk.spot())}: {desk.headline()}"]
    if number is None or place is None:
        return lines
    context = show_context(desk.review, desk.index, number, _AROUND)
    width = len(str(max(line.number for line in context)))
    lines += [f"  {line.number:>{width}} {line.sign} {mark_pieces(line.pieces)}".rstrip() for line in context]
    if place.subject is Asked.GLYPH:
        lines.append(tr("  {before}: {spots} places").format(before=place.before, spots=len(place.spots)))
    lines += [f"  {choice}" for choice in list_choices(place)]
    reason = explain_place(desk.review, number)
    return [*lines, f"  {reason}"] if reason else lines
