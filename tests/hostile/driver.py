"""Grades one submission after another inside the box, and looks at what each leaves behind.

    python -m tests.hostile.driver [--no-landlock]

Reads requests, a line of JSON each, on standard input and answers with a `Record` each. For each it forks a
grader as Gradescope would start one; secrets lie where student code must not get at them.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pyseccomp  # type: ignore[import-untyped]

from autograder import gradescope
from autograder.diagnosis import explain, formulas
from autograder.results import file as results_file
from autograder.sandbox.walls.landlock import ADD_RULE, CREATE_RULESET, RESTRICT_SELF

# Imported for all graders at once: what each needs anyway is no memory that an attack has made it grow by.
from autograder.staff import doctor

WARM = (doctor, explain, formulas)
ROOT = Path("/autograder")
ASSIGNMENT = ROOT / "source" / "assignment.toml"
CANARY_FILE = Path("/tmp/vae-canary-file")
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/dev/mqueue")
PATIENCE = 120  # seconds until a grader is given up


def main() -> None:
    """Answer requests until there are no more."""
    if "--no-landlock" in sys.argv:
        block_landlock()
    os.umask(0o022)
    for line in sys.stdin:
        print(json.dumps(graded(**json.loads(line))), flush=True)


def block_landlock() -> None:
    """Answer Landlock's system calls as a kernel without it."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for number in (CREATE_RULESET, ADD_RULE, RESTRICT_SELF):
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), number)
    rules.load()


def graded(submission: str, assignment: str) -> dict[str, Any]:
    """Grade a submission and return the record of it."""
    secret = secrets.token_hex(16)
    _hand_in(Path(submission), secret)
    ASSIGNMENT.write_text(assignment, encoding="utf-8")
    before = _left()
    started = time.monotonic()
    grader = os.fork()
    if grader == 0:
        _grade(secret)
    status = _wait(grader)
    seconds = time.monotonic() - started
    results = ROOT / "results" / "results.json"
    record = {
        "status": status,
        "seconds": seconds,
        "secret": secret,
        "results": results.read_text(encoding="utf-8") if results.is_file() else "",
        "stdout": (ROOT / "stdout").read_text(encoding="utf-8", errors="replace"),
        "decided": json.loads((ROOT / "decided").read_text(encoding="utf-8") or "{}"),
        "left": sorted(_left() - before),
    }
    for process in _others():
        process.kill()
    return record


def _hand_in(submission: Path, secret: str) -> None:
    """Lay the platform's folders out, and the secrets."""
    folder = ROOT / "submission"
    for name in ("submission", "results"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    (ROOT / "results").mkdir()
    if submission.is_dir():
        shutil.copytree(submission, folder, symlinks=True)
    else:
        folder.mkdir()
        shutil.copy(submission, folder / f"vae{submission.suffix}", follow_symlinks=False)
    metadata = {"id": f"secret {secret}", "users": [{"name": secret, "email": f"{secret}@example.org"}]}
    (ROOT / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    CANARY_FILE.write_text(secret, encoding="utf-8")
    CANARY_FILE.chmod(0o600)
    (ROOT / "decided").write_text("", encoding="utf-8")


def _grade(secret: str) -> None:
    """Be the grader: decide, write, and say how much memory that took; never return."""
    status = 1
    try:
        os.setsid()
        os.environ["CANARY"] = secret
        stdout = os.open(ROOT / "stdout", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(stdout, 1)
        os.dup2(stdout, 2)
        decided: dict[str, Any] = {}
        write = results_file.write

        def note(path: Path, results: dict[str, Any]) -> None:
            decided["results"] = results
            write(path, results)

        results_file.write = note
        started = psutil.Process().memory_info().rss
        gradescope.run(ROOT, ASSIGNMENT)
        sys.stdout.flush()
        decided["grown_mb"] = (_peak() - started) / (1 << 20)
        (ROOT / "decided").write_text(json.dumps(decided, default=str), encoding="utf-8")
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _peak() -> int:
    """Return the most memory, in bytes, that this process has had since it was forked."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) << 10


def _wait(grader: int) -> int:
    """Wait for the grader, but not for ever, and return its exit status."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found, status = os.waitpid(grader, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(grader, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(grader, 0)[1])


def _others() -> list[psutil.Process]:
    """Return the processes in the box, apart from this one, that live."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return [process for process in psutil.process_iter() if process.pid != os.getpid()]


def _left() -> set[str]:
    """Return all that can outlive a submission: processes, files, shared memory, queues and sockets."""
    left = {f"process {process.name()}" for process in _others()}
    for folder in SHARED_FOLDERS:
        left |= {f"file {path}" for path in Path(folder).rglob("*")}
    for kind in ("shm", "sem", "msg"):
        left |= set(_lines(f"/proc/sysvipc/{kind}"))
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "packet", "netlink", "unix"):
        left |= {f"{kind} {line.split()[-1]}" for line in _lines(f"/proc/net/{kind}") if kind != "unix"}
        left |= {f"unix {line.split()[7]}" for line in _lines("/proc/net/unix") if len(line.split()) > 7}
    return left


def _lines(path: str) -> Iterator[str]:
    with contextlib.suppress(FileNotFoundError):
        yield from Path(path).read_text(encoding="utf-8").splitlines()[1:]


if __name__ == "__main__":
    main()
