"""Runs of the installed command over small folders."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAMAGED = "Các c  quan, đ n vị tr c thuộc th c hiện nghiêm chế độ báo cáo.\n"
REPAIRED = "Các cơ quan, đơn vị trực thuộc thực hiện nghiêm chế độ báo cáo.\n"
PROGRESS = re.compile(rb"^[\d,]+ of [\d,]+ files, .*\n", re.MULTILINE)
CLEAN = "Các cơ quan thực hiện nghiêm.\n"


@pytest.fixture
def environment(tmp_path_factory) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    return kept | {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path_factory.mktemp("config"))}


@pytest.fixture
def run(tmp_path, environment) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    def call(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        result = subprocess.run(
            [sys.executable, "-m", "vnfix", "batch", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            timeout=120,
            check=False,
        )
        # On a busy machine a run may take so long that it tells how far it is.
        result.stderr = PROGRESS.sub(b"", result.stderr)
        return result

    return call


@pytest.fixture
def put(tmp_path) -> Callable[..., Path]:
    """Write files below `in`."""

    def write(name: str, content: str | bytes = DAMAGED) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def written(tmp_path) -> Callable[[], dict[str, bytes]]:
    """The files below `out`, without those that vnfix keeps for itself."""

    def read() -> dict[str, bytes]:
        out = tmp_path / "out"
        files = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith(".vnfix-"))
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}

    return read


def count_rows(result: subprocess.CompletedProcess[bytes]) -> dict[str, int]:
    """The table at the end of a run."""
    rows = (line.rsplit(None, 1) for line in result.stdout.decode().splitlines())
    return {name: int(count.replace(",", "")) for name, count in rows}
