"""Atomic writing: the old content or the new, never a half, and nothing left behind."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from vnfix.errors import InputError
from vnfix.files import is_same_file, write_atomically

posix_only = pytest.mark.skipif(os.name == "nt", reason="modes and links as on Unix")


def list_names(directory: Path) -> list[str]:
    return sorted(one.name for one in directory.iterdir())


def test_a_new_file_is_written(tmp_path):
    write_atomically(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert list_names(tmp_path) == ["a.txt"]


@posix_only
def test_a_new_file_has_the_mode_of_the_umask(tmp_path):
    (tmp_path / "usual.txt").touch()
    write_atomically(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "usual.txt").stat().st_mode


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_is_kept_for_the_file_and_its_backup(tmp_path, mode):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, b"new", ".bak")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE((tmp_path / "a.txt.bak").stat().st_mode) == mode


def test_the_backup_holds_the_old_content(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    (tmp_path / "a.txt.bak").write_bytes(b"older")
    write_atomically(path, b"new", ".bak")
    assert (path.read_bytes(), (tmp_path / "a.txt.bak").read_bytes()) == (b"new", b"old")


def test_a_new_file_needs_no_backup(tmp_path):
    write_atomically(tmp_path / "a.txt", b"new", ".bak")
    assert list_names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_at_any_step_leaves_the_old_content_alone(tmp_path, monkeypatch, step):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(InputError, match="No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list_names(tmp_path) == ["a.txt"]


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.txt", b"new")
    assert list_names(tmp_path) == []


@posix_only
class TestLinks:
    def test_the_file_behind_a_link_is_replaced_and_the_link_stays(self, tmp_path):
        (tmp_path / "real").mkdir()
        target, link = tmp_path / "real" / "a.txt", tmp_path / "link.txt"
        target.write_bytes(b"old")
        link.symlink_to(target)
        write_atomically(link, b"new", ".bak")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"
        assert list_names(tmp_path / "real") == ["a.txt", "a.txt.bak"]

    def test_a_link_to_a_file_not_yet_there_makes_it(self, tmp_path):
        (tmp_path / "link.txt").symlink_to("a.txt")
        write_atomically(tmp_path / "link.txt", b"new")
        assert (tmp_path / "a.txt").read_bytes() == b"new"
        assert (tmp_path / "link.txt").is_symlink()

    def test_a_loop_is_refused(self, tmp_path):
        (tmp_path / "a").symlink_to("b")
        (tmp_path / "b").symlink_to("a")
        with pytest.raises(InputError, match="symbolic links"):
            write_atomically(tmp_path / "a", b"new")
        assert list_names(tmp_path) == ["a", "b"]

    def test_a_device_is_written_to_and_not_replaced(self):
        write_atomically(Path(os.devnull), b"new")
        assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("name", ["folder", "missing/a.txt", "a.txt/b.txt"])
def test_what_cannot_be_written_is_refused_with_its_name(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_bytes(b"old")
    with pytest.raises(InputError, match="cannot write"):
        write_atomically(tmp_path / name, b"new")
    assert list_names(tmp_path) == ["a.txt", "folder"]


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_file_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(InputError, match="Permission denied"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_same_file(tmp_path):
    path = tmp_path / "a.txt"
    assert is_same_file(path, tmp_path / "." / "a.txt")
    assert not is_same_file(path, tmp_path / "b.txt")
    path.touch()
    (tmp_path / "folder").mkdir()
    assert is_same_file(path, tmp_path / "folder" / ".." / "a.txt")
