"""A grader that grades nothing: what the file says happens, so that the engine can be tested by itself."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from autograder.batch import run
from autograder.batch.engine import preflight
from autograder.batch.engine.grader import Job, record
from autograder.batch.engine.item import Item, Outcome
from autograder.batch.records.store import Store

SLOW_SECONDS = 0.2
SHOWN, PASSES = 200, 16


@dataclass
class Stub:
    """Writes a result with a mark that depends on the content alone; does first what the content says.

    die: its process ends; killed: as another would do it; killed thrice: at first; hang; fault; slow.
    `log` has a line a try: its key, the process and the processors that this may run on.
    """

    job: Job
    log: Path
    blank: dict[str, Any]  # a result of the assignment's checks, none of which was run

    def grade_one(self, item: Item) -> Outcome:
        """Do what the file says and write a result."""
        content = b"".join(item.contents.files.values())
        word = content.decode(errors="replace").partition(":")[0]
        with self.log.open("a") as log:
            processors = ",".join(map(str, sorted(os.sched_getaffinity(0))))
            log.write(f"{item.key} {os.getpid()} {processors}\n")
        tries = self.log.read_text().count(item.key)
        if word == "die":
            os._exit(1)
        if word == "killed" or (word == "killed thrice" and tries <= 3):
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep({"hang": 3600, "slow": SLOW_SECONDS}.get(word, 0))
        fault = "a fault of the stub" if word == "fault" else ""
        record(Store(self.job.out), self.job.provenance, item, result(self.blank, content, fault))
        return Outcome(item.key, 0.0, fault)

    def __enter__(self) -> Stub:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is open."""


def result(blank: dict[str, Any], content: bytes, fault: str = "") -> dict[str, Any]:
    """Return a result that shows the content, and passes a check for each character after its word."""
    results: dict[str, Any] = json.loads(json.dumps(blank))
    results["extra_data"] = {"fault": fault} if fault else {"digest": "0", "framework": "numpy"}
    results["output"] = content[:SHOWN].decode(errors="replace")
    passes = len(content.partition(b":")[2]) if len(content) < SHOWN else sum(content) % PASSES
    for place, row in enumerate(row for row in results["tests"] if "max_score" in row):
        passed = place < passes
        row |= {"score": row["max_score"] if passed else 0.0, "output": ""}
        row["extra_data"]["status"] = "passed" if passed else "failed"
    results["score"] = sum(row.get("score", 0.0) for row in results["tests"])
    return results


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, blank: dict[str, Any]) -> Path:
    """Let the verb `batch` grade with the stub, without a look at this machine; return the stub's log."""
    log = folder / "log"
    log.touch()
    monkeypatch.setattr(preflight, "problems", lambda *_: "")
    monkeypatch.setattr(run, "Grader", partial(_stub, log, blank))
    return log


def _stub(log: Path, blank: dict[str, Any], job: Job) -> Stub:
    return Stub(job, log, blank)
