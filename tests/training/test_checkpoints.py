"""What a long training keeps on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vnfix.errors import InputError
from vnfix.training.checkpoints import Checkpoints

ARRAYS = {"one": np.arange(5), "two": np.ones((2, 3), dtype=np.float32)}


def test_what_was_saved_comes_back(tmp_path: Path):
    checkpoints = Checkpoints(tmp_path / "new")
    checkpoints.save("a", ARRAYS)
    found = checkpoints.load("a")
    assert found is not None
    assert found.keys() == ARRAYS.keys()
    assert all(np.array_equal(found[name], ARRAYS[name]) for name in ARRAYS)


def test_what_was_not_saved_is_missing(tmp_path: Path):
    assert Checkpoints(tmp_path / "nowhere").load("a") is None


@pytest.mark.parametrize("kept", [0, 10, 300])
def test_a_file_that_is_cut_short_counts_as_missing(tmp_path: Path, kept: int):
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save("a", ARRAYS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:kept])
    assert checkpoints.load("a") is None


def test_other_input_has_another_folder(tmp_path: Path):
    inputs = [(b"a", b"b"), (b"ab", b""), (b"a", b"c"), (b"a",)]
    assert len({Checkpoints.of_input(tmp_path, parts).folder for parts in inputs}) == len(inputs)
    assert Checkpoints.of_input(tmp_path, [b"a"]) == Checkpoints.of_input(tmp_path, [b"a"])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        Checkpoints(tmp_path / "file" / "below").save("a", ARRAYS)


def test_they_are_removed_when_all_is_done(tmp_path: Path):
    checkpoints = Checkpoints(tmp_path / "new")
    checkpoints.save("a", ARRAYS)
    checkpoints.remove()
    checkpoints.remove()
    assert list(tmp_path.iterdir()) == []
