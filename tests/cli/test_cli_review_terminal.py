"""`vnfix review` on a real terminal: the full screen, and what is left when it is cut short."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty", reason="needs the terminals of POSIX")
termios = pytest.importorskip("termios")
fcntl = pytest.importorskip("fcntl")

DAMAGED = "các c  quan\nth c hiện m t sô ngày 2 /7\n"
LOG = "a.txt.vnfix-review.jsonl"
WAIT = 60


def _control(terminal: int) -> None:
    """Make a terminal the one that Ctrl-C of it interrupts."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


class Terminal:
    """A process with a terminal of 80 columns and 24 rows."""

    def __init__(self, program, folder, environment) -> None:
        self._end, inner = pty.openpty()
        self.before = termios.tcgetattr(inner)
        self._inner = inner
        self.process = subprocess.Popen(
            program,
            cwd=folder,
            env=environment | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
            stdin=inner,
            stdout=inner,
            stderr=inner,
            preexec_fn=lambda: _control(inner),
        )
        self.seen = b""

    def wait_for(self, text: str) -> None:
        """Read till the process has written a text."""
        end = time.monotonic() + WAIT
        while text.encode() not in self.seen:
            assert time.monotonic() < end, self.seen.decode(errors="replace")
            if select.select([self._end], [], [], 0.1)[0]:
                self.seen += os.read(self._end, 65536)

    def type(self, keys: str) -> None:
        self.seen = b""
        os.write(self._end, keys.encode())

    def finish(self) -> int:
        """Read what is left, and give the exit code."""
        end = time.monotonic() + WAIT
        while self.process.poll() is None:
            assert time.monotonic() < end
            if select.select([self._end], [], [], 0.1)[0]:
                self.seen += os.read(self._end, 65536)
        return self.process.returncode

    def mode(self):
        return termios.tcgetattr(self._inner)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._end)
        os.close(self._inner)


@pytest.fixture
def terminal(program, environment, put, tmp_path):
    put("a.txt", DAMAGED)
    opened = []

    def start(*options, program=program, ready="save, quit"):
        found = Terminal(
            [*program, "review", "--order", "position", *options, "a.txt"], tmp_path, environment
        )
        opened.append(found)
        found.wait_for("a.txt:")
        found.wait_for(ready)
        return found

    yield start
    for one in opened:
        one.close()


def answers(tmp_path) -> int:
    lines = (tmp_path / LOG).read_text("utf-8").splitlines()
    return [json.loads(line)["type"] for line in lines].count("answer")


def answer(terminal) -> None:
    """Reject the first place, and wait till the screen says so."""
    terminal.type("n")
    terminal.wait_for("reject")
    terminal.wait_for("1 decided")


def test_saving_and_quitting(terminal, tmp_path):
    screen = terminal()
    answer(screen)
    screen.type("q")
    assert screen.finish() == 0
    assert "written to a.txt" in screen.seen.decode()
    assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED.replace("th c", "thực")
    assert (tmp_path / "a.txt.bak").read_text("utf-8") == DAMAGED


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_leaves_the_terminal_as_it_was(terminal, tmp_path, number):
    screen = terminal()
    answer(screen)
    screen.process.send_signal(number)
    assert screen.finish() == 130
    assert screen.mode() == screen.before
    assert (answers(tmp_path), (tmp_path / "a.txt").read_text("utf-8")) == (1, DAMAGED)


def test_control_c_keeps_the_answers(terminal, tmp_path):
    screen = terminal()
    answer(screen)
    screen.type("\x03")
    assert screen.finish() == 130
    assert screen.mode() == screen.before
    assert "--resume" in screen.seen.decode()
    assert answers(tmp_path) == 1


BROKEN = """
import sys
from tests.cli.fake_engine import run
from vnfix.review.desk import Desk

def fail(_desk):
    raise RuntimeError("a defect")

Desk.accept = fail
sys.exit(run())
"""


def test_a_defect_is_one_line_and_loses_no_answer(terminal, tmp_path):
    screen = terminal(program=[sys.executable, "-c", BROKEN])
    answer(screen)
    screen.type("y")
    assert screen.finish() == 70
    assert screen.mode() == screen.before
    output = screen.seen.decode(errors="replace")
    assert "internal error: RuntimeError: a defect" in output
    assert "Traceback" not in output
    assert answers(tmp_path) == 1


def test_control_c_in_the_line_mode(terminal, tmp_path):
    screen = terminal("--plain", ready="Decide [")
    screen.type("n\n")
    screen.wait_for("reject")
    screen.wait_for("Decide [")
    screen.type("\x03")
    assert screen.finish() == 130
    assert "--resume" in screen.seen.decode()
    assert answers(tmp_path) == 1


def test_killed_and_resumed(terminal, tmp_path):
    screen = terminal()
    answer(screen)
    screen.process.kill()
    screen.finish()
    assert answers(tmp_path) == 1
    again = terminal("--resume")
    again.wait_for("1 decided")
    again.type("w")
    again.wait_for("written to")
    again.type("Q")
    assert again.finish() == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == DAMAGED.replace("th c", "thực")
