"""Reading training files: what goes wrong is one line that names the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vnfix.errors import InputError
from vnfix.files import explain_os_error


@contextmanager
def naming_file(path: Path) -> Iterator[None]:
    r"""Turn the failures of reading `path` into InputError.

    >>> with naming_file(Path("a.txt")):
    ...     b"\xff".decode()
    Traceback (most recent call last):
    vnfix.errors.InputError: a.txt: not UTF-8; convert it first
    """
    try:
        yield
    except OSError as error:
        message = f"{path}: cannot read it ({explain_os_error(error)})"
        raise InputError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8; convert it first"
        raise InputError(message) from error
    except Exception as error:
        if not _is_decompression_error(error):
            raise
        message = f"{path}: not a zstandard file, or a damaged one"
        raise InputError(message) from error


def read_text(path: Path) -> str:
    """Read a whole UTF-8 text.  Raises InputError."""
    with naming_file(path):
        return path.read_text(encoding="utf-8")


def _is_decompression_error(error: Exception) -> bool:
    try:
        import zstandard  # compressed files are read with it only
    except ImportError:
        return False
    return isinstance(error, zstandard.ZstdError)
