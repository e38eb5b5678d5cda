"""Buckets: a run against a server of this machine that speaks S3.

Skipped where `s3fs` and `moto` with its server are not installed:
pip install s3fs moto boto3 flask flask-cors
"""

from __future__ import annotations

import pytest

from tests.batch.conftest import CLEAN, DAMAGED, REPAIRED, count_rows

s3fs = pytest.importorskip("s3fs")
servers = pytest.importorskip("moto.server")


@pytest.fixture
def bucket(environment, monkeypatch):
    server = servers.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }
    environment.update(settings)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    files = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    files.makedirs("archive", exist_ok=True)
    yield files
    server.stop()


def test_a_bucket_to_a_bucket(bucket, run):
    bucket.pipe("archive/in/a/1.txt", DAMAGED.encode())
    bucket.pipe("archive/in/x y/ờ.txt", CLEAN.encode())
    bucket.pipe("archive/in/bad.docx", b"nothing")
    arguments = ("s3://archive/in", "s3://archive/out", "--journal", "journal", "-j", "2")
    result = run(*arguments)
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert {name: bucket.cat(name).decode() for name in bucket.find("archive/out")} == {
        "archive/out/a/1.txt": REPAIRED,
        "archive/out/x y/ờ.txt": CLEAN,
    }
    assert count_rows(run(*arguments))["done by an earlier run"] == 2
    bucket.rm("archive/out/a/1.txt")
    bucket.pipe("archive/in/x y/ờ.txt", b"xin")
    assert count_rows(run(*arguments))["done by an earlier run"] == 0
    assert bucket.cat("archive/out/x y/ờ.txt") == b"xin"
    assert bucket.cat("archive/out/a/1.txt").decode() == REPAIRED


def test_a_bucket_that_is_not_there(bucket, run):
    result = run("s3://nowhere/in", "s3://archive/out", "--journal", "journal")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    assert b"bucket does not exist" in result.stderr
