"""Which files are taken, and where each is written."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vnfix.batch.planning import plan_tasks
from vnfix.batch.selecting import Found, Selection, read_list, walk_folder


class TestSelecting:
    @pytest.mark.parametrize(
        ("name", "include", "exclude", "taken"),
        [
            ("a.txt", (), (), True),
            ("b/a.txt", ("*.txt",), (), True),
            ("b/a.pdf", ("*.txt",), (), False),
            ("2024/a.pdf", ("2024/*",), (), True),
            ("2024/x/a.pdf", ("2024/*",), (), True),
            ("2023/a.pdf", ("2024/*",), (), False),
            ("drafts/x/a.txt", (), ("drafts",), False),
            ("drafts-2/a.txt", (), ("drafts",), True),
            ("b/drafts/a.txt", ("*.txt",), ("b/drafts",), False),
            ("A.TXT", ("*.txt",), (), False),
        ],
    )
    def test_patterns(self, name, include, exclude, taken):
        assert Selection(include, exclude).takes(name) is taken

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_links(self, tmp_path):
        (tmp_path / "a.txt").write_text("x")
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub/link.txt").symlink_to("../a.txt")
        (tmp_path / "sub/round").symlink_to("..")
        (tmp_path / "sub/self.txt").symlink_to("self.txt")
        os.mkfifo(tmp_path / "pipe")
        found = list(walk_folder(tmp_path, Selection(), []))
        assert [item.name for item in found] == ["a.txt", "sub/link.txt", "sub/self.txt"]
        assert [bool(item.problem) for item in found] == [False, False, True]

    def test_the_output_below_the_input_is_left_out(self, tmp_path):
        for name in ("a.txt", "out/a.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        own = [tmp_path / "out"]
        assert [item.name for item in walk_folder(tmp_path, Selection(), own)] == ["a.txt"]

    def test_a_report_below_the_input_is_left_out(self, tmp_path):
        for name in ("report.html", "b/report.html"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        own = [tmp_path / "report.html"]
        assert [item.name for item in walk_folder(tmp_path, Selection(), own)] == ["b/report.html"]

    def test_a_list(self, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in/a.txt").write_text("x")
        (tmp_path / "b.txt").write_text("x")
        folder = tmp_path / "in"
        names = [
            "a.txt",
            str(folder / "a.txt"),
            "../b.txt",
            str(tmp_path / "b.txt"),
            "/etc/passwd",
            "c.txt",
            "",
        ]
        found = list(read_list("\r\n".join(names).encode(), b"\n", folder, Selection(), []))
        assert [item.name for item in found if not item.problem] == ["a.txt", "a.txt"]
        assert [item.problem for item in found if item.problem] == [
            *[f"is not below {folder}"] * 3,
            "No such file or directory",
        ]

    @pytest.mark.skipif(os.name == "nt", reason="pipes are others there")
    def test_a_list_of_what_is_no_file_or_no_input(self, tmp_path, monkeypatch):
        folder = tmp_path / "in"
        (folder / "out").mkdir(parents=True)
        os.mkfifo(folder / "pipe")
        (folder / "nowhere").symlink_to("x")
        for name in ("in/a.txt", "in/out/a.txt", "in/..b.txt", "in/c.md", "in/report.html", "a.txt"):
            (tmp_path / name).write_text("x")
        names = b"a.txt out/a.txt pipe nowhere out ..b.txt c.md report.html".split()
        monkeypatch.chdir(tmp_path)  # where another a.txt lies
        selection, own = Selection(exclude=("*.md",)), [folder / "out", folder / "report.html"]
        found = list(read_list(b"\0".join(names), b"\0", Path("in"), selection, own))
        assert [item.name for item in found if not item.problem] == ["a.txt", "..b.txt"]
        assert {item.name: item.problem for item in found if item.problem} == {
            "pipe": "is no file",
            "nowhere": "is a link that leads nowhere",
            "out": "is no file",
        }

    def test_a_tree_deeper_than_the_stack(self, tmp_path):
        deepest, depth = tmp_path, sys.getrecursionlimit() + 200
        with contextlib.chdir(tmp_path):
            for _ in range(depth):
                Path("d").mkdir()
                os.chdir("d")
            Path("a.txt").touch()
        found = list(walk_folder(deepest, Selection(), []))
        assert len(found) == 1
        with contextlib.chdir(tmp_path):  # pytest cannot remove it
            subprocess.run(["rm", "-rf", "d"], check=False)


class TestPlanning:
    def test_no_two_inputs_have_one_output(self):
        tasks = plan_tasks(map(Found, ["a.pdf", "a.pdf.txt", "a.txt", "a.txt"]))
        assert [(task.source, bool(task.problem)) for task in tasks] == [
            ("a.pdf", True),
            ("a.pdf.txt", False),
            ("a.txt", False),
        ]

    def test_our_own_files_are_no_inputs(self):
        assert plan_tasks([Found("x/.vnfix-batch.sqlite"), Found(".vnfix-12.tmp")]) == []
