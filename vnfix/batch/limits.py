"""Limits for the work on one file: time, and memory."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import threading
import time
from collections.abc import Iterator

_PAGES = "/proc/self/statm"
_MOST_WAITS = 100


class TimeLimitError(BaseException):
    """The time for a file is over.

    Not an Exception: those that a broken file makes a library raise are caught where it is read, this is not.
    """


@contextlib.contextmanager
def limit_time(seconds: float | None) -> Iterator[None]:
    """Raise TimeLimitError in this thread when the block takes longer; None is no limit.

    Python looks for it between two of its own instructions.  Raises MemoryError where there is no room for
    the stack of the thread that watches the clock.
    """
    if seconds is None:
        yield
        return
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    is_over = is_set = was_raised = False

    def fire() -> None:
        nonlocal is_set
        with lock:
            if not is_over:
                is_set = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TimeLimitError))

    timer = threading.Timer(seconds, fire)
    timer.daemon = True
    try:
        timer.start()
    except RuntimeError as error:  # what Python makes of a thread that the system refuses
        raise MemoryError(str(error)) from error
    try:
        yield
    except TimeLimitError:
        was_raised = True
        raise
    finally:
        with lock:
            is_over = True
        timer.cancel()
        if is_set and not was_raised:
            _await_exception()


def _await_exception() -> None:
    """Let an exception come that was set for this thread, so that it does not hit what runs next.

    Taking it back is no way: CPython 3.11 then looks for it for ever, and hangs under a tracer.
    """
    for _ in range(_MOST_WAITS):
        time.sleep(0.001)


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


def lacks_memory(error: BaseException) -> bool:
    """Whether an error, or what it came of, is that there was no more memory."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError) or (isinstance(cause, OSError) and cause.errno == errno.ENOMEM):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
