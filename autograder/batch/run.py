"""One run over a class: what is missing or stale is graded, the rest is taken from earlier runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from autograder.batch import contents
from autograder.batch.attempt import Attempt
from autograder.batch.engine.cluster import Cluster
from autograder.batch.engine.grader import SCRATCH, Grader, Job, record
from autograder.batch.engine.item import Item, Outcome
from autograder.batch.engine.processes import MakeGrader, Processes
from autograder.batch.engine.progress import Report
from autograder.batch.people import BatchError
from autograder.batch.plan import Entry, Plan
from autograder.batch.privacy import Pseudonyms
from autograder.batch.records.index import Index
from autograder.batch.records.provenance import provenance
from autograder.batch.records.states import state
from autograder.batch.records.store import Store
from autograder.course.assignment import Assignment
from autograder.grading import not_graded

SLACK_SECONDS = 120  # beyond a submission's own limit, before a silent process is given up
Json = dict[str, Any]
Run = Callable[[Iterable[Item], Callable[[], None]], Iterable[Outcome]]


@dataclass
class Work:
    """What there is to do for a class: the rows of class.json, and where the item of each key is read."""

    rows: list[Json]
    items: dict[str, tuple[Attempt, str, tuple[str, ...]]] = field(default_factory=dict)


def new_job(out: Path, assignment: Assignment) -> Job:
    """Return what a run shares, with an id that sorts runs by time."""
    now = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    return Job(out.resolve(), assignment, provenance(assignment, f"{now}-{token_hex(3)}"))


def work(plan: Plan, job: Job, pseudonyms: Pseudonyms, shard: tuple[int, int] = (1, 1)) -> Work:
    """Read a class, or the part of it that is a shard's, and say which grading belongs to whom."""
    todo = Work([])
    for index, entry in enumerate(plan.entries):
        if index % shard[1] == shard[0] - 1:
            todo.rows.append(_row(entry, plan, job, pseudonyms, todo))
    return todo


def grade_missing(
    todo: Work, plan: Plan, job: Job, processes: int, make: MakeGrader | None = None, dask: str = ""
) -> list[Outcome]:
    """Grade what has no grading yet, in processes here, or on a Dask cluster; see `collect`."""
    maker = make or partial(Grader, job)
    seconds = job.assignment.limits.submission_seconds + SLACK_SECONDS
    grading: Processes | Cluster = (
        Cluster(dask, maker, job, processes) if dask else Processes(maker, processes, item_seconds=seconds)
    )
    return collect(todo, plan, job, grading.run, lambda: grading.running)


def collect(
    todo: Work, plan: Plan, job: Job, run: Run, running: Callable[[], list[tuple[str, float]]]
) -> list[Outcome]:
    """Have what is missing graded in whatever way `run` does it; the index has each as soon as it is done."""
    store, outcomes = Store(job.out), []
    try:
        with Index(job.out) as index:
            keys = missing(todo, store, index)
            with Report(len(keys), running) as report:
                for outcome in run(_items(keys, todo, plan), report.look):
                    results = store.read(outcome.key)
                    if results is None or (outcome.fault and state(results) != "grader fault"):
                        results = _not_graded(next(_items([outcome.key], todo, plan)), outcome, job)
                    index.add(outcome.key, results)
                    outcomes.append(outcome)
                    report.advance(bool(outcome.fault))
    finally:
        shutil.rmtree(job.out / SCRATCH, ignore_errors=True)
    return outcomes


def missing(todo: Work, store: Store, index: Index) -> list[str]:
    """Return the keys without a grading, or with a fault for one, once the index has the others."""
    there = [key for key in todo.items if store.path(key).exists()]
    index.catch_up(store, there)
    gradings = index.keys(but="grader fault") & set(there)
    return [key for key in todo.items if key not in gradings]


def _not_graded(item: Item, outcome: Outcome, job: Job) -> Json:
    """Write that an item was not graded, which is no mark, and return what was written."""
    results = not_graded(job.assignment, outcome.fault).results
    record(Store(job.out), job.provenance, item, results)
    return results


def _items(keys: list[str], todo: Work, plan: Plan) -> Iterator[Item]:
    """Read the files of each item as it is needed."""
    for key in keys:
        attempt, label, names = todo.items[key]
        yield Item(key, contents.read(attempt, plan.source), attempt.identity, label, names)


def _row(entry: Entry, plan: Plan, job: Job, pseudonyms: Pseudonyms, todo: Work) -> Json:
    """Return what class.json says of a hand-in: no name, and a key for each version that is graded."""
    students = [pseudonyms.of(student) for student in entry.students]
    names = tuple(dict.fromkeys(text for student in entry.students for text in student.texts))
    selection = entry.selection(plan.version)
    versions = []
    for number, attempt in enumerate(entry.attempts, start=1):
        if attempt not in selection:
            continue
        hand_in = contents.read(attempt, plan.source)
        key = None
        if hand_in.files:
            key = job.provenance.key(hand_in.digest, attempt.identity)
            others = todo.items[key][2] if key in todo.items else ()  # of who handed the very same in
            todo.items[key] = (attempt, students[0], names + others)
        versions.append(
            {
                "version": number,
                "key": key,
                "time": attempt.time,
                "late": attempt.late,
                "problem": hand_in.problem,
            }
        )
    past = [
        {"time": mark.time, "score": mark.score}
        for attempt in entry.attempts
        for mark in (*attempt.past, attempt.record)
        if mark and mark.score is not None
    ]
    return {"students": students, "on_roster": entry.on_roster, "versions": versions, "recorded": past}


def parse_shard(text: str) -> tuple[int, int]:
    """Return which part of a class, of how many, "2/8" is."""
    first, _, last = text.partition("/")
    if not (first.isdigit() and last.isdigit() and 1 <= int(first) <= int(last)):
        raise BatchError(f"--shard {text}: write i/n, such as 2/8 for the second of eight parts.")
    return int(first), int(last)


def class_content(todo: Work, plan: Plan, job: Job, pseudonyms: Pseudonyms, shard: tuple[int, int]) -> Json:
    """Return class.json: who handed in which gradings, by pseudonyms."""
    return {
        "run": job.provenance.run,
        "layout": plan.layout,
        "version": plan.version,
        "shard": list(shard),
        "pseudonyms": pseudonyms.fingerprint,
        "rows": todo.rows,
    }
