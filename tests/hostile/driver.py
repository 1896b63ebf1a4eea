"""Grades one submission after another inside the box, and looks at what each leaves behind.

    python -m tests.hostile.driver [--no-landlock]

Reads requests, a line of JSON each, on standard input and answers with a record each. One grader grades them
all, with warm processes that stay, as a class is graded: what an attack does to these, or leaves in them, the
next would show. After a fault there is another grader. Secrets lie where student code must not get at them.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import select
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pyseccomp  # type: ignore[import-untyped]

from autograder.grading import FAULT
from autograder.sandbox.walls.landlock import ADD_RULE, CREATE_RULESET, RESTRICT_SELF
from tests.hostile.grader import ASSIGNMENT, ROOT, SECRET_BYTES, serve
from tests.hostile.remains import others, remains

CANARY_FILE = Path("/tmp/vae-canary-file")
PATIENCE = 120  # seconds until a grader is given up


def main() -> None:
    """Answer requests until there are no more."""
    if "--no-landlock" in sys.argv:
        block_landlock()
    os.umask(0o022)
    grader = Grader()
    for line in sys.stdin:
        record = grader.grade(**json.loads(line))
        print(json.dumps(record), flush=True)
        if record["status"] != 0 or FAULT in record["results"]:
            grader.end()
            grader = Grader()


def block_landlock() -> None:
    """Answer Landlock's system calls as a kernel without it."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for number in (CREATE_RULESET, ADD_RULE, RESTRICT_SELF):
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), number)
    rules.load()


class Grader:
    """A process that grades, and all that it does and leaves."""

    def __init__(self) -> None:
        secrets_in, self._secrets = os.pipe()
        self._ends, ends_out = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._secrets)
            os.close(self._ends)
            serve(secrets_in, ends_out)
        os.close(secrets_in)
        os.close(ends_out)
        self._own = {self._pid}

    def grade(self, submission: str, assignment: str) -> dict[str, Any]:
        """Have a submission graded and return the record of it."""
        secret = secrets.token_hex(SECRET_BYTES)
        _hand_in(Path(submission), secret)
        ASSIGNMENT.write_text(assignment, encoding="utf-8")
        before = remains(self._own)
        started = time.monotonic()
        os.write(self._secrets, secret.encode())
        status = self._wait()
        seconds = time.monotonic() - started
        decided = json.loads((ROOT / "decided").read_text(encoding="utf-8") or "{}")
        self._own |= set(decided.get("own", ()))
        results = ROOT / "results" / "results.json"
        record = {
            "status": status,
            "seconds": seconds,
            "secret": secret,
            "results": results.read_text(encoding="utf-8") if results.is_file() else "",
            "stdout": (ROOT / "stdout").read_text(encoding="utf-8", errors="replace"),
            "decided": decided,
            "left": sorted(remains(self._own) - before),
        }
        for process in others(self._own):
            process.kill()
        return record

    def end(self) -> None:
        """End the grader and its warm processes, and wait until they are gone."""
        for process in others(set()):
            process.kill()
        os.close(self._secrets)
        os.close(self._ends)
        while others(set()):
            time.sleep(0.005)

    def _wait(self) -> int:
        """Wait until it says that it has graded, but not for ever, and return 0, or its exit status."""
        if select.select([self._ends], [], [], PATIENCE)[0] and os.read(self._ends, 1):
            return 0
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


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


if __name__ == "__main__":
    main()
