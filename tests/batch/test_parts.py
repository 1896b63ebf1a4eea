"""A class graded in parts, or on a Dask cluster, has the marks of one that is graded here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.batch.engine.cluster import refuse_open
from autograder.batch.people import BatchError
from autograder.cli import main
from autograder.paths import ROOT
from tests.support import exports, stubs
from tests.support.marks import BLANK
from tests.support.pupils import pupils

CLASS = pupils(12, seed=4)
# A class graded by the stub on a cluster, in its own process: Dask leaves threads behind.
ON_DASK = """
import sys
from functools import partial
from pathlib import Path
import dask
from distributed import LocalCluster, Security
from tests.batch.test_engine import Class
from autograder.batch import run


def tls_address(folder):
    made = Security.temporary()
    ca, cert, key = (folder / name for name in ("ca.pem", "cert.pem", "key.pem"))
    ca.write_text(made.tls_ca_file)
    cert.write_text(made.tls_client_cert)
    key.write_text(made.tls_client_key)
    tls = "distributed.comm.tls"
    dask.config.set({f"{tls}.ca-file": str(ca), f"{tls}.client": {"cert": str(cert), "key": str(key)}})
    return LocalCluster(
        n_workers=1, threads_per_worker=1, protocol="tls://", security=made, dashboard_address=None,
        host="127.0.0.1", memory_limit=0, silence_logs=50,
    )


if __name__ == "__main__":
    folder, address = Path(sys.argv[1]), sys.argv[2]
    folder.mkdir()
    cluster = tls_address(folder) if address == "tls" else None
    address = cluster.scheduler_address if cluster else address
    run.Processes = lambda make, count, item_seconds: run.Cluster(address, make, make.args[0], count)
    contents = {f"s{i}": f"ok:{'x' * i}" for i in range(4)} | {"a": "killed thrice:"}
    contents |= {"b": "die:"} if address == "local" else {}
    for mark in Class(folder / "class", contents).grade(2):
        print(mark.student, mark.state, mark.score, sep=",")
    print(address.partition(":")[0])
"""
# A batch system of one machine: a job's number is that of its group of processes.
SBATCH = """#!/bin/sh
setsid sh "$1" >/dev/null 2>&1 &
cp "$1" "$JOBS/$!"
echo "Submitted batch job $!"
"""
SCANCEL = """#!/bin/sh
kill -- "-$1"
"""


def verb(*words: str | Path) -> Result:
    """Run a verb."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """A class in two parts, by the stub."""
    stubs.install(monkeypatch, tmp_path, BLANK)
    source = exports.blackboard(CLASS, tmp_path)
    for number in (1, 2):
        done = verb(
            *("batch", source, "--out", tmp_path / f"p{number}", "--shard", f"{number}/2"),
            *("--key", tmp_path / "key"),
        )
        assert done.exit_code in (0, 1), done.output
    verb("batch", source, "--out", tmp_path / "whole", "--key", tmp_path / "key")
    return [tmp_path / "p1", tmp_path / "p2"]


def test_two_parts_make_the_same_class_as_the_whole(parts: list[Path], tmp_path: Path) -> None:
    """In whatever order they are given; the index and the pages are made anew."""
    done = verb("merge", *reversed(parts), "--out", tmp_path / "merged")
    assert done.exit_code in (0, 1), done.output
    one, other = ((tmp_path / name / "grades.csv").read_text() for name in ("merged", "whole"))
    assert one == other
    assert (tmp_path / "merged" / "grades.sqlite").exists()
    assert (tmp_path / "merged" / "class.html").exists()


def test_parts_that_do_not_belong_together_are_refused(parts: list[Path], tmp_path: Path) -> None:
    """One missing, one twice, another key, or no part at all."""
    merged = tmp_path / "merged"
    assert "all parts of one class are needed" in verb("merge", parts[0], "--out", merged).stderr
    assert "each once" in verb("merge", parts[0], parts[0], "--out", merged).stderr
    assert "holds no class.json" in verb("merge", tmp_path, "--out", merged).stderr
    source = tmp_path / "gradebook_1_VAE_2026-02-01-00-00-00.zip"
    words = ("batch", source, "--out", tmp_path / "p3", "--shard", "2/2", "--key", tmp_path / "other")
    assert verb(*words).exit_code in (0, 1)
    assert (
        "give every part the same --key" in verb("merge", parts[0], tmp_path / "p3", "--out", merged).stderr
    )


@pytest.mark.parametrize("shard", ["0/2", "3/2", "x", "1"])
def test_a_part_that_is_none_is_refused(shard: str, tmp_path: Path) -> None:
    """With how to write it."""
    source = exports.plain(CLASS, tmp_path)
    done = verb("batch", source, "--out", tmp_path / "out", "--shard", shard, "--key", tmp_path / "key")
    assert done.exit_code == 2
    assert "write i/n, such as 2/8" in done.stderr


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "tcp://scheduler:8786", "ws://[2001:db8::1]:80"])
def test_an_open_scheduler_is_refused(address: str) -> None:
    """Whoever reaches it could run code."""
    with pytest.raises(BatchError, match="Start it with TLS"):
        refuse_open(address)


@pytest.mark.parametrize(
    "address", ["local", "slurm", "tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:1"]
)
def test_a_scheduler_that_others_cannot_reach_is_taken(address: str) -> None:
    """Through TLS, or from this machine alone."""
    refuse_open(address)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["local", "slurm", "tls"])
def test_a_cluster_gives_the_same_marks(address: str, tmp_path: Path) -> None:
    """Of this machine's processes, of a batch system's jobs, and by TLS; what ends its worker has no mark."""
    script, jobs = tmp_path / "on_dask.py", tmp_path / "jobs"
    script.write_text(ON_DASK)
    jobs.mkdir()
    for name, text in (("sbatch", SBATCH), ("scancel", SCANCEL)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [sys.executable, script, tmp_path / "dask", address],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": f"{tmp_path}:/usr/bin:/bin", "JOBS": str(jobs)},
        cwd=tmp_path,
        timeout=120,
    )
    *lines, scheme = done.stdout.splitlines() or [""]
    found = sorted(tuple(line.split(",")[1:]) for line in lines)
    assert found == sorted(
        [
            *(("graded", f"{score}") for score in (0.0, 0.0, 4.0, 14.0, 19.0)),
            *([("grader fault", "None")] if address == "local" else []),
        ]
    ), done.stderr[-2000:]
    assert scheme == address
    assert len(list(jobs.iterdir())) == (2 if address == "slurm" else 0)
    assert not list(tmp_path.glob("*.pem"))  # the jobs' certificates lie in the run's own folder
