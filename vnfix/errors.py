"""The exit codes and the exceptions behind them.

Every failure that a user can cause is one of these exceptions, with a message that says what to
do; the command line prints it on one line and exits with its code.  The codes are part of the
stable interface (docs/exit-codes.md).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell gets back."""

    OK = 0
    """Done; for `check`, `diff` and `scan`: nothing found."""
    FOUND = 1
    """`check`, `diff`, `scan` or `--exit-code` found something to correct."""
    USAGE = 2
    """The command line was wrong."""
    INPUT_FAILED = 3
    """Some input could not be read, decoded or written."""
    BAD_CONFIG = 4
    """A configuration or dictionary file is missing or broken."""
    INTERNAL = 70
    """A defect of vnfix itself."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


class VnfixError(Exception):
    """A failure that has a message for the user and an exit code."""

    exit_code = ExitCode.INTERNAL


class InputError(VnfixError):
    """An input that cannot be read or decoded, or an output that cannot be written."""

    exit_code = ExitCode.INPUT_FAILED


class DictionaryError(VnfixError):
    """A dictionary file that is missing, broken or of another version."""

    exit_code = ExitCode.BAD_CONFIG


class ConfigError(VnfixError):
    """A configuration file, or a file of words to heed, that is missing or broken."""

    exit_code = ExitCode.BAD_CONFIG
