"""Short documents of one source teach each other what they lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from tests.batch.conftest import count_rows
from tests.repair.engine import shared_repairer
from vnfix import DamageProfile, GlyphLoss, Way
from vnfix.batch.learning import learn_damage, learn_priors
from vnfix.batch.running import Pool
from vnfix.batch.working import Job, JobOptions

SAMPLE = Path(__file__).parents[2] / "docs/sample"
DAMAGED, GOLD = (
    (SAMPLE / f"bao-cao.{name}.txt").read_text("utf-8").splitlines() for name in ("damaged", "gold")
)
LINES = [(damaged, gold) for damaged, gold in zip(DAMAGED, GOLD, strict=True) if damaged.strip()]
PRIOR = DamageProfile((Way.BLANK,), (GlyphLoss("ơ", 9.0, 0), GlyphLoss("ự", 9.0, 0), GlyphLoss("ở", 9.0, 0)))


def test_a_folder_of_lines_is_repaired_better_together(run, put, written):
    for number, (damaged, _) in enumerate(LINES):
        put(f"{number}.txt", damaged)

    def distance():
        files = written()
        found = ((files[f"{number}.txt"].decode(), gold) for number, (_, gold) in enumerate(LINES))
        return sum(Levenshtein.distance(one, gold) for one, gold in found)

    assert run("in", "out").returncode == 0
    alone = distance()
    result = run("in", "out", "--shared-profile")
    assert count_rows(result)["done by an earlier run"] == 0
    assert distance() < alone


def test_a_run_that_goes_on_gives_what_it_would_have_given(run, put, written, tmp_path):
    """What is done already teaches the rest too."""
    for number, (damaged, _) in enumerate(LINES):
        put(f"{number}.txt", damaged)
    assert run("in", "out", "--shared-profile").returncode == 0
    whole = written()
    for name in list(whole)[::7]:
        (tmp_path / "out" / name).unlink()
    assert run("in", "out", "--shared-profile").returncode == 0
    assert written() == whole


@pytest.mark.parametrize("gold", [gold for _, gold in LINES[::6]])
def test_what_was_right_stays_whatever_is_believed(gold):
    assert shared_repairer().repair(gold, prior=PRIOR).text == gold


@pytest.mark.parametrize("damaged", [damaged for damaged, _ in LINES[::6]])
def test_repairing_twice_with_the_same_belief_changes_nothing(damaged):
    once = shared_repairer().repair(damaged, prior=PRIOR).text
    assert shared_repairer().repair(once, prior=PRIOR).text == once


def test_what_is_believed_is_not_reported_as_found():
    assert shared_repairer().repair("Trời đẹp.", prior=PRIOR).profile.losses == ()


def test_sources_are_folders_with_several_documents(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    for name in ("a/1.txt", "a/2.txt", "b/1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Các c  quan, đ n vị tr c thuộc th c hiện", encoding="utf-8")
    (tmp_path / "a/3.docx").write_bytes(b"")
    names = ("a/1.txt", "a/2.txt", "a/3.docx", "b/1.txt")
    jobs = [Job(str(tmp_path), name, "out", name, JobOptions()) for name in names]
    priors = learn_priors(jobs, Pool(lambda: ThreadPoolExecutor(1), 1))
    assert list(priors) == ["a"]
    assert {loss.letter for loss in priors["a"][""].losses} == {"ơ", "ự"}
    assert learn_damage(jobs[2]).profile is None
