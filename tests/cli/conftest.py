from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ENGINE = Path(__file__).with_name("fake_engine.py")
PACKAGE = Path(__file__).parents[2]

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def user_folder(tmp_path_factory) -> Path:
    """Where the user's own configuration lies: empty, and not that of whoever runs the tests."""
    return tmp_path_factory.mktemp("config") / "vnfix"


@pytest.fixture
def environment(user_folder) -> dict[str, str]:
    unset = {"NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "TERM", "COLUMNS"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"PYTHONPATH": str(PACKAGE), "XDG_CONFIG_HOME": str(user_folder.parent)}


@pytest.fixture
def program() -> list[str]:
    """The start of a command line: vnfix with the scripted engine."""
    return [sys.executable, str(ENGINE)]


@pytest.fixture
def run(tmp_path, environment, program) -> Run:
    """Run vnfix with the scripted engine as a process of its own, in an empty directory."""

    def call(*arguments: str, stdin: bytes = b"", **variables: str):
        return subprocess.run(
            [*program, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment | variables,
            timeout=60,
            check=False,
        )

    return call


@pytest.fixture
def put(tmp_path) -> Callable[[str, str | bytes], Path]:
    """Write a file into the directory of the run."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
