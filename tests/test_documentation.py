"""The documentation is true: its examples run, its links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vnfix import Kind, Level
from vnfix.cli import commands
from vnfix.cli.config_keys import KEYS
from vnfix.confidence import threshold_of
from vnfix.review.keys import KEYS as REVIEW_KEYS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
VIETNAMESE = (ROOT / "docs" / "README.vi.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("dictionaries/*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
EXAMPLE = re.compile(r"^    \$ (.+)\n((?:    (?!\$ ).+\n)+)", re.MULTILINE)


@pytest.mark.parametrize(("page", "least"), [("README.md", 6), ("docs/README.vi.md", 2)])
def test_the_python_example_of_the_readme(page, least):
    failed, tried = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
    assert tried >= least
    assert failed == 0


@pytest.mark.skipif(shutil.which("bash") is None, reason="the examples are for a POSIX shell")
@pytest.mark.parametrize(("command", "output"), dict.fromkeys(EXAMPLE.findall(README + VIETNAMESE)))
def test_the_shell_examples_of_the_readme(command, output, tmp_path):
    program = tmp_path / "vnfix"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vnfix "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=ROOT, env=environment, check=True
    )
    expected = [line.removeprefix("    ").rstrip() for line in output.splitlines()]
    assert [line.rstrip() for line in result.stdout.decode().splitlines()] == expected


def test_the_readme_has_shell_examples():
    assert len(EXAMPLE.findall(README)) >= 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("level", Level)
def test_the_readme_gives_the_thresholds(level):
    assert f"| `{level}` | from {threshold_of(level):g}" in README


@pytest.mark.parametrize("page", ["README.md", "docs/usage.md"])
def test_every_command_named_exists_and_is_named(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^    |\| |`|bin/)vnfix ([a-z]+)", text, re.MULTILINE))
    assert named <= set(commands.commands)
    assert set(commands.commands) - {"train"} <= named


def test_the_configuration_reference_is_complete():
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| `(--[a-z-]+)` \|$", text, re.MULTILINE)
    assert [key for key, _ in rows] == list(KEYS)
    options = {name for option in commands.commands["fix"].params for name in option.opts}
    assert {option for _, option in rows} <= options
    assert all(f"| `{kind}` |" in text for kind in Kind)


def test_the_keys_of_the_review_are_complete():
    text = (ROOT / "docs/review.md").read_text(encoding="utf-8")
    rows = "".join(re.findall(r"^\| (`.+?) \| ", text, re.MULTILINE))
    assert [key.key for key in REVIEW_KEYS if f"`{key.key}`" not in rows] == []
