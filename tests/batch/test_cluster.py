"""A run on a cluster of several processes, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.batch.conftest import DAMAGED, REPAIRED, count_rows

distributed = pytest.importorskip("distributed")
FILES = 60


@pytest.fixture
def cluster(environment):
    previous = {name: os.environ.get(name) for name in ("PYTHONPATH",)}
    os.environ["PYTHONPATH"] = environment["PYTHONPATH"]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as local:
        yield local
    for name, value in previous.items():
        os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 there")
def test_a_worker_is_killed_in_the_middle(cluster, run, put, written, tmp_path):
    for at in range(FILES):
        put(f"{at % 7}/{at}.txt", f"{at}: {DAMAGED}")
    put("bad.docx", b"nothing")
    victim = next(iter(cluster.workers.values())).pid
    killed = []

    def kill():
        while len(written()) < FILES / 4:
            time.sleep(0.01)
        killed.append(len(written()))
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    result = run(str(tmp_path / "in"), str(tmp_path / "out"), "--cluster", cluster.scheduler_address)
    killer.join()
    assert result.returncode == 3, result.stderr
    assert killed[0] < FILES
    assert {name: data.decode() for name, data in written().items()} == {
        f"{at % 7}/{at}.txt": f"{at}: {REPAIRED}" for at in range(FILES)
    }
    again = run(str(tmp_path / "in"), str(tmp_path / "out"), "--cluster", cluster.scheduler_address)
    assert count_rows(again)["done by an earlier run"] == FILES


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cluster", "tcp://127.0.0.1:9"], "no scheduler answers"),
        (["--cluster", "nonsense"], "is no address of a scheduler"),
        (["--cluster", "tcp://127.0.0.1:9", "--jobs", "2"], "exclude each other"),
    ],
)
def test_no_cluster(put, tmp_path, environment, arguments, message):
    put("a.txt")
    code = "import sys, vnfix.batch.cluster as c; c._WAIT = 0.5; from vnfix.cli import main; sys.exit(main(sys.argv[1:]))"
    result = subprocess.run(
        [sys.executable, "-c", code, "batch", "in", "out", *arguments],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert result.returncode in (2, 3)
    assert message in result.stderr.decode()
    assert result.stderr.count(b"\n") == 1, result.stderr.decode()
