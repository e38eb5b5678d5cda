"""Limits for the work on one file: time, and memory."""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Iterator

_PAGES = "/proc/self/statm"


class TimeLimitError(BaseException):
    """The time for a file is over.

    Not an Exception: those that a broken file makes a library raise are caught where it is read, this is not.
    """


@contextlib.contextmanager
def limit_time(seconds: float | None) -> Iterator[None]:
    """Raise TimeLimitError in this thread when the block takes longer; None is no limit.

    Python looks for it between two of its own instructions.
    """
    if seconds is None:
        yield
        return
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    is_over = False

    def fire() -> None:
        with lock:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TimeLimitError))

    timer = threading.Timer(seconds, fire)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        timer.cancel()
        # It may have been set in this very moment: then it must not hit what comes next.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)


def limit_memory(megabytes: int | None) -> None:
    """Let this process have that much more memory than it has now, where the system knows such limits."""
    if megabytes is None:
        return
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    used = 0
    with contextlib.suppress(OSError, ValueError), open(_PAGES) as stream:  # noqa: PTH123
        used = int(stream.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + megabytes * 1024 * 1024
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
