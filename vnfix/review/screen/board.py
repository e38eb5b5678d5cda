"""The screen that is worked at: a place in its lines, its candidates, why, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from vnfix.errors import VnfixError
from vnfix.messages import mark, tr
from vnfix.render.visible import escape_controls
from vnfix.review.desk import MANY, Desk
from vnfix.review.keys import BY_KEY, KEYS, Action, Leave
from vnfix.review.places import Asked
from vnfix.review.rescoring import Learner, list_answers
from vnfix.review.screen.dialogs import AskLine, Confirm, Help
from vnfix.review.screen.scorer import Scorer
from vnfix.review.views import (
    ContextLine,
    Ink,
    Piece,
    explain_place,
    list_choices,
    mark_pieces,
    proposal_of,
    show_context,
    wrap_pieces,
)

# Struck through or underlined, so that no meaning is in the colour alone.
_STYLES = {
    Ink.TEXT: "",
    Ink.REMOVED: "bold strike $text-error on $error-muted",
    Ink.ADDED: "bold underline $text-success on $success-muted",
    Ink.CHANGED: "underline $text-accent",
}
# Rows that are not for the text, and heights below which the keys and the reason give way to it.
_OTHER_ROWS = 14
_ROOM_FOR_KEYS = 18
_ROOM_FOR_REASON = 14
_KEY_WIDTH = 13
# Rows that may stand above the place where not all fit.
_SEEN_ABOVE = 3
_ONE_ROW = ("top", "message")
_QUESTIONS = {
    Action.EDIT: mark("What is to stand there?"),
    Action.SEARCH: mark("Search for"),
    Action.GO_TO: mark("Go to number or LINE:COLUMN"),
    Action.FILTER: mark("Show (nothing: all; open, presumed, decided, a kind, <0.9, 0.4-0.6)"),
}


class Board(Screen[None]):
    """The desk on the screen; keys and clicks act on it."""

    CSS = """
    Board { layout: vertical; }
    #top { height: 1; background: $primary; color: $text; text-style: bold; padding: 0 1; }
    #headline { height: auto; max-height: 3; padding: 0 1; background: $panel; }
    #context { height: 1fr; min-height: 3; padding: 0 1; }
    #choices { height: auto; max-height: 8; padding: 0 1; border-top: solid $primary; }
    #reason { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
    #message { height: 1; padding: 0 1; text-style: bold; }
    #choices, #keys { link-style: none; link-style-hover: reverse; link-background-hover: $panel;
        link-color-hover: $text; }
    #keys { height: auto; max-height: 5; padding: 0 1; background: $panel; }
    """

    def __init__(
        self,
        desk: Desk,
        write: Callable[[], str],
        finish: Callable[[], str],
        learn: Callable[[], Learner | None],
    ) -> None:
        super().__init__()
        self._scorer = Scorer(learn)
        self._desk = desk
        self._write = write
        self._finish = finish

    def compose(self) -> ComposeResult:
        """Lay the parts out from top to bottom."""
        yield Static(id="top", markup=False)
        yield Static(id="headline", markup=False)
        with VerticalScroll(id="context", can_focus=False):
            yield Static(id="lines")
        yield Static(id="choices")
        yield Static(id="reason", markup=False)
        yield Static(id="message", markup=False)
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first place."""
        self._scorer.start()
        self.show()

    def on_unmount(self) -> None:
        """Let the background end."""
        self._scorer.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the keys for the new width."""
        self._update("keys", _list_keys(event.size.width - 2))
        self.query_one("#keys").display = event.size.height >= _ROOM_FOR_KEYS
        self.query_one("#reason").display = event.size.height >= _ROOM_FOR_REASON
        self.show()

    def on_key(self, event: events.Key) -> None:
        """Act on a key."""
        step = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}.get(event.key)
        if step is not None:
            event.stop()
            self._do(lambda: self._desk.move(step))
        elif event.character is not None and (event.character in BY_KEY or event.character.isdecimal()):
            event.stop()
            self.action_press(event.character)

    def action_press(self, key: str) -> None:
        """Do what a key does; for clicks too."""
        desk = self._desk
        if key.isdecimal():
            self._do(lambda: desk.press_digit(int(key)))
            return
        action = BY_KEY[key].action
        if action in _QUESTIONS:
            self._ask(action)
        elif action in (Action.ACCEPT_LIKE, Action.REJECT_LIKE):
            self._answer_all(action)
        elif action is Action.HELP:
            self.app.push_screen(Help())
        elif action is Action.LEAVE:
            self.app.exit(Leave.KEEP)
        elif action in (Action.QUIT, Action.NEXT_FILE):
            self._quit(Leave.QUIT if action is Action.QUIT else Leave.NEXT)
        elif action is Action.WRITE:
            self._do(self._write)
        else:
            self._do(desk.simple_actions[action])

    def show(self, message: str = "") -> None:
        """Show the place under the cursor, and what there is to say."""
        desk = self._desk
        number, place = desk.number, desk.place
        self._update("top", Content(f"{escape_controls(desk.name)}   {desk.tally()}"))
        self._update("headline", Content(f"{escape_controls(desk.spot())} · {desk.headline()}"))
        self._update("message", Content(message))
        if number is None or place is None:
            return
        lines = show_context(desk.review, desk.index, number, max(0, self.size.height - _OTHER_ROWS) // 2)
        context = self.query_one("#context", VerticalScroll)
        shown, above = _show_lines(lines, max(self.size.width - 4, 20), colored=not self.app.no_color)
        self._update("lines", shown)
        self._update("choices", _show_choices(list_choices(place), place.subject is Asked.LOST_DIGIT))
        self._update("reason", Content(explain_place(desk.review, number)))
        if above > _SEEN_ABOVE or context.scroll_y:
            # Where the lines around the place do not all fit, it is the place that is seen.
            self.call_after_refresh(context.scroll_to, y=max(0, above - _SEEN_ABOVE), animate=False)

    def _update(self, name: str, content: Content) -> None:
        self.query_one(f"#{name}", Static).update(content, layout=name not in _ONE_ROW)

    def _do(self, act: Callable[[], str]) -> None:
        count = len(self._desk.review.answers)
        try:
            message = act()
        except (ValueError, VnfixError) as error:
            message = f"! {error}"
        # Between two keys nothing moves: what was learned shows with the next place.
        found = self._scorer.take()
        if found is not None:
            self._desk.take_scores(found)
        if len(self._desk.review.answers) != count:
            self._scorer.ask(list_answers(self._desk.review))
        failure = self._scorer.take_failure()
        self.show(f"! {failure}" if failure else message)

    def _quit(self, left: Leave) -> None:
        try:
            self._finish()
        except VnfixError as error:
            self.show(f"! {error}")
        else:
            self.app.exit(left)

    def _ask(self, action: Action) -> None:
        desk = self._desk
        act = {
            Action.EDIT: desk.edit,
            Action.SEARCH: desk.search,
            Action.GO_TO: desk.go_to,
            Action.FILTER: desk.set_filter,
        }[action]
        value = ""
        if action is Action.EDIT and desk.number is not None and desk.place is not None:
            is_open = desk.place.after is None and desk.review.decision(desk.number) is None
            value = "" if is_open else proposal_of(desk.review, desk.number)

        def take(line: str | None) -> None:
            if line is not None and (line or action is not Action.SEARCH):
                self._do(lambda: act(line))

        self.app.push_screen(AskLine(tr(_QUESTIONS[action]), value), take)

    def _answer_all(self, action: Action) -> None:
        desk = self._desk
        act = desk.accept_like if action is Action.ACCEPT_LIKE else desk.reject_like
        count = desk.count_like() if desk.number is not None else 0
        if count <= MANY:
            self._do(act)
            return

        def take(agreed: bool | None) -> None:
            if agreed:
                self._do(act)
            else:
                self.show(tr("nothing was decided"))

        accepts = action is Action.ACCEPT_LIKE
        question = (
            tr("Accept all {count} places like this?")
            if accepts
            else tr("Reject all {count} places like this?")
        )
        self.app.push_screen(Confirm(question.format(count=count)), take)


def _show_lines(lines: Sequence[ContextLine], width: int, *, colored: bool) -> tuple[Content, int]:
    """The lines, wrapped clear of the numbers before them; and the rows above the place."""
    gutter = max((len(str(line.number)) for line in lines), default=1) + 3
    rows: list[Content] = []
    above: int | None = None
    for line in lines:
        if line.sign != " " and above is None:
            above = len(rows)
        pieces = line.pieces if colored else (Piece(Ink.TEXT, mark_pieces(line.pieces)),)
        head = f"{line.number} {line.sign} ".rjust(gutter)
        for row in wrap_pieces(pieces, width - gutter) or [()]:
            rows.append(Content.assemble((head, "$text-muted"), *((text, _STYLES[ink]) for ink, text in row)))
            head = " " * gutter
    return Content("\n").join(rows), above or 0


def _show_choices(choices: Sequence[str], is_digit: bool) -> Content:
    if not choices:
        return Content(
            tr("type the digit (0-9), or e for more") if is_digit else tr("nothing is proposed: e to type")
        )
    rows = (
        Content.from_markup(f"[@click=screen.press('{number}')]$choice[/]", choice=choice)
        for number, choice in enumerate(choices, 1)
    )
    return Content("\n").join(rows)


def _list_keys(width: int) -> Content:
    """The keys in columns, to be clicked too."""
    columns = max(1, width // _KEY_WIDTH)
    labels = [(key, tr(key.label)) for key in KEYS]
    rows = []
    for first in range(0, len(labels), columns):
        cells = (
            Content.from_markup(
                f"[@click=screen.press('{key.key}')][b]$key[/b] $label[/]", key=key.key, label=label
            ).pad_right(_KEY_WIDTH - cell_len(f"{key.key} {label}"))
            for key, label in labels[first : first + columns]
        )
        rows.append(Content("").join(cells))
    return Content("\n").join(rows)
