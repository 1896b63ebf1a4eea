"""One grading after another in this process, with its own warm workers; each is written as it is done."""

from __future__ import annotations

import re
import sys
import tempfile
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.batch.engine.excerpt import excerpt
from autograder.batch.engine.item import Item, Outcome
from autograder.batch.records.provenance import Provenance
from autograder.batch.records.store import Store
from autograder.course.assignment import Assignment
from autograder.grading import grade, not_graded
from autograder.paths import ROOT
from autograder.sandbox.inside import huge_pages
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.walls.prctl import keep_memory
from autograder.submission import notebook

SHORT = 4  # characters of a name that may also be a word
HIDDEN = "[name]"
SCRATCH = "scratch"
DRAWS = 64 << 20  # bytes, of what is drawn and judged in a grading, and of the copies


@dataclass(frozen=True)
class Job:
    """What all gradings of a run share: where they are written, what is graded, and by what."""

    out: Path
    assignment: Assignment
    provenance: Provenance


class Grader(ExitStack):
    """Grades items; only one at a time may be graded in a process."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        keep_memory(DRAWS)
        self._gradings = 0
        self._job, self._store = job, Store(job.out)
        self._zygotes = self.enter_context(Zygotes())
        if job.assignment.written is not None:
            from autograder.checks import verdict

            verdict.prepare()

    def grade_one(self, item: Item) -> Outcome:
        """Grade an item and write its results.json."""
        start = time.perf_counter()
        scratch = self._job.out / SCRATCH
        scratch.mkdir(exist_ok=True)
        try:
            self._prepare(item)
            with tempfile.TemporaryDirectory(dir=scratch) as folder:
                item.contents.write(Path(folder))
                grading = grade(Path(folder), self._job.assignment, self._zygotes, identity=item.identity)
            results, fault = grading.results, grading.fault
        except Exception:
            fault = traceback.format_exc()
            results = not_graded(self._job.assignment, fault).results
        results["extra_data"]["excerpts"] = self._excerpts(results, item.contents.files)
        record(self._store, self._job.provenance, item, results)
        return Outcome(item.key, time.perf_counter() - start, fault)

    def _prepare(self, item: Item) -> None:
        """Do once in this process what each of the readers that it forks would do again, or pay for."""
        self._gradings += 1
        if self._gradings == huge_pages.MANY:
            huge_pages.collapse()
        if any(name.endswith(notebook.SUFFIX) for name in item.contents.files):
            notebook.prepare()

    def _excerpts(self, results: dict[str, Any], files: dict[str, bytes]) -> dict[str, str]:
        """Return the functions of which a check failed, as they were handed in."""
        from autograder.diagnosis.explain import FUNCTION_OF

        rows = [row["extra_data"] for row in results["tests"]]
        functions = {
            FUNCTION_OF[r["check"]] for r in rows if r["status"] == "failed" and r["check"] in FUNCTION_OF
        }
        texts = {f: excerpt(files, self._job.assignment.names(f)) for f in sorted(functions)}
        return {function: text for function, text in texts.items() if text}


def record(store: Store, provenance: Provenance, item: Item, results: dict[str, Any]) -> None:
    """Write a result with what it came from, without the student's name and without paths."""
    results["extra_data"]["provenance"] = provenance.of(item.contents.digest, item.identity)
    names = [name for name in item.names if len(name) >= SHORT]
    folders = (ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix), store.folder.resolve(), Path.home())
    paths = [f"{folder}/" for folder in folders if folder != Path("/")]
    words = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)]
    hidden = re.compile("|".join(words), re.IGNORECASE) if words else None
    store.write(item.key, _scrub(results, paths, hidden))


def _scrub(value: Any, paths: list[str], names: re.Pattern[str] | None) -> Any:
    if isinstance(value, dict):
        return {key: _scrub(item, paths, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scrub(item, paths, names) for item in value]
    if not isinstance(value, str):
        return value
    for path in paths:
        value = value.replace(path, "")
    return names.sub(HIDDEN, value) if names else value
