"""The wheel and the source archive hold what they need, and the wheel works from anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import vnfix
from vnfix.dictionaries import find_dictionaries

ROOT = Path(__file__).resolve().parent.parent
ENCODINGS = ("keystrokes", "lookalikes", "tcvn3", "viqr", "viscii", "vni", "vps")
DICTIONARIES = {
    "README.md",
    "calibration.tsv",
    "capitals.bin",
    "compounds.bin",
    "contexts.bin",
    "syllables.lm",
    "vocabulary.tsv",
    *(f"encodings/{name}.tsv" for name in ENCODINGS),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, built in this process: no network, no other environment."""
    builders = pytest.importorskip("hatchling.builders.wheel")
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = builders.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(path)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `pip install` leaves it."""
    folder = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_the_wheel_holds_every_module_and_the_dictionaries(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vnfix").rglob("*.py")}
    assert modules <= names
    assert {f"vnfix/data/{name}" for name in DICTIONARIES} <= names
    assert "vnfix/py.typed" in names
    assert "vnfix/locale/vi/LC_MESSAGES/vnfix.mo" in names


def test_the_wheel_holds_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.split("/")[0] for name in names}
    assert folders == {"vnfix", f"vnfix-{vnfix.__version__}.dist-info"}
    assert [name for name in names if "__pycache__" in name] == []


def test_the_wheel_brings_the_command_and_the_licence(wheel):
    archive = zipfile.ZipFile(wheel)
    folder = f"vnfix-{vnfix.__version__}.dist-info"
    assert "vnfix = vnfix.cli:main" in archive.read(f"{folder}/entry_points.txt").decode()
    assert b"GNU GENERAL PUBLIC LICENSE" in archive.read(f"{folder}/licenses/LICENSE")
    assert "License-Expression: GPL-3.0-or-later" in archive.read(f"{folder}/METADATA").decode()


def test_an_installed_wheel_repairs_from_any_folder(installed, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    code = "import sys, vnfix, vnfix.cli; print(vnfix.__file__, file=sys.stderr); vnfix.cli.main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "fix"],
        input="các c  quan\n".encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    assert result.stdout.decode() == "các cơ quan\n"
    assert Path(result.stderr.decode().strip()).parent == installed / "vnfix"


def test_a_checkout_uses_its_own_dictionaries():
    assert find_dictionaries() == ROOT / "dictionaries"


def test_the_source_archive_holds_what_the_wheel_is_built_from():
    builders = pytest.importorskip("hatchling.builders.sdist")
    builder = builders.SdistBuilder(str(ROOT))
    names = {Path(file.distribution_path).as_posix() for file in builder.recurse_included_files()}
    assert {f"dictionaries/{name}" for name in DICTIONARIES} <= names
    # pyproject.toml, README.md and LICENSE are not chosen: the builder always adds them.
    assert {"vnfix/__init__.py", "CHANGELOG.md"} <= names
    assert {"tests/test_packaging.py", "docs/sample/bao-cao.damaged.txt"} <= names


def test_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == vnfix.__version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{vnfix.__version__}]" in changes
