"""The files of a directory, to choose where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Label, OptionList

from vnfix.messages import tr


class OverviewApp(App[int]):
    """Gives the number of the row that was chosen, from 0; None when the person leaves."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Label { width: 100%; padding: 0 1; background: $primary; color: $text; text-style: bold; }
    OptionList { height: 1fr; border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,Q,escape,ctrl+c,ctrl+q", "exit", "quit", priority=True),
        Binding("j", "move(1)", "next"),
        Binding("k", "move(-1)", "previous"),
    ]

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Put the rows below a line that says what to do."""
        yield Label(
            tr("{rows} files with something open · Enter begins there · q quits").format(
                rows=len(self._rows)
            ),
            markup=False,
        )
        yield OptionList(*map(Content, self._rows))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the row."""
        self.exit(event.option_index)

    def action_move(self, step: int) -> None:
        """Move to the next row, or the one before."""
        rows = self.query_one(OptionList)
        (rows.action_cursor_down if step > 0 else rows.action_cursor_up)()

    def action_exit(self) -> None:
        """Leave."""
        self.exit(None)
