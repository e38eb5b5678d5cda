"""What opens above the board: a line to type, a question, the help."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from vnfix.messages import tr
from vnfix.review.keys import format_help


class AskLine(ModalScreen[str | None]):
    """Asks for a line; gives None when the person thinks better of it."""

    CSS = """
    AskLine { align: center bottom; }
    AskLine Label { width: 100%; padding: 0 1; background: $panel; }
    AskLine Input { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """Put the question above the line."""
        yield Label(tr("{question}  (Enter; Esc goes back)").format(question=self._question), markup=False)
        yield Input(self._value, select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line."""
        self.dismiss(event.value)


class Confirm(ModalScreen[bool]):
    """Asks a question that y or n answers; everything else is no answer."""

    CSS = """
    Confirm { align: center middle; }
    Confirm Static { width: auto; max-width: 90%; padding: 1 3; border: solid $warning; background: $panel; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Show the question."""
        yield Static(tr("{question}\n\ny yes   n no").format(question=self._question), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take y or n; Escape is no."""
        event.stop()
        if event.key in ("y", "n", "escape"):
            self.dismiss(event.key == "y")


class Help(ModalScreen[None]):
    """The keys and what they do."""

    CSS = """
    Help { align: center middle; }
    Help VerticalScroll { width: 90%; max-width: 84; height: auto; max-height: 95%;
        padding: 0 1; border: solid $primary; background: $panel; }
    """

    def compose(self) -> ComposeResult:
        """List the keys."""
        with VerticalScroll():
            yield Static("\n".join(format_help()), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Scroll with the arrows; any other key closes the help."""
        if event.key not in ("up", "down", "pageup", "pagedown"):
            event.stop()
            self.dismiss(None)

    def on_click(self) -> None:
        """Close the help."""
        self.dismiss(None)
