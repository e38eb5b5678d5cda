"""The application around the screen: started with a desk, it gives how the file was left."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from vnfix.review.desk import Desk
from vnfix.review.keys import Leave
from vnfix.review.rescoring import Learner
from vnfix.review.screen.board import Board


class ReviewApp(App[Leave]):
    """One file on the full screen.

    `learn` opens what takes answers as evidence, None where there is nothing to learn; it may take long
    and is called in the background.  `write` writes the text and gives what is to be said of it, `finish`
    does so if something was decided; both may raise InputError.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "leave", priority=True, show=False),
        Binding("ctrl+q", "keep", "leave", priority=True, show=False),
    ]

    def __init__(
        self,
        desk: Desk,
        write: Callable[[], str],
        finish: Callable[[], str],
        learn: Callable[[], Learner | None] = lambda: None,
    ) -> None:
        super().__init__()
        self.defect: Exception | None = None
        """What ended the application, if anything did that must not."""
        self.title = f"vnfix review {desk.name}"
        self._board = Board(desk, write, finish, learn)

    def on_mount(self) -> None:
        """Show the board, and leave the terminal as it was when the process is told to end."""
        self.push_screen(self._board)
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Windows has no such handlers, and only the main thread may set them.
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                if number is not None:
                    loop.add_signal_handler(number, self.action_interrupt)

    def _handle_exception(self, error: Exception) -> None:
        """End with the defect, for the command line to tell of it in one line, without a traceback."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.defect = error
        self.exit(return_code=1)

    def action_interrupt(self) -> None:
        """Leave as by Ctrl-C: nothing is written, the answers are kept."""
        self.exit(Leave.INTERRUPTED)

    def action_keep(self) -> None:
        """Leave without writing."""
        self.exit(Leave.KEEP)
