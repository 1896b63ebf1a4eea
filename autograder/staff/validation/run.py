"""Grades known submissions under many seeds, in parallel processes, each with warm workers of its own."""

from __future__ import annotations

import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec
import psutil

from autograder.checks.course import all_checks, own_checks
from autograder.course.assignment import Assignment, Files
from autograder.course.conventions import Conventions, Function
from autograder.diagnosis.bank import (
    BANK,
    DERIVATIONS,
    MISCONCEPTIONS,
    BankError,
    Specimen,
    code_alone,
    derivations,
    open_specimens,
    specimens,
)
from autograder.grading import grade
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.walls.prctl import PR_SET_CHILD_SUBREAPER, prctl
from autograder.staff.validation.matrix import Grading, Kind, Matrix, Row
from autograder.staff.validation.translation import is_wrappable, translation

QUICKLY = 8  # one right submission of so many is graded when time counts
SOON = 1  # seconds in which a process that is told to end does so
# The banks of open form, and what is handed in there.
OPEN_BANKS: tuple[tuple[str, tuple[Function, ...]], ...] = (
    ("open", ("reparameterize",)),
    ("open_values", ("kl_divergence", "elbo")),
)
CHUNK = 5  # gradings of one submission that a process is handed at a time


class Entry(NamedTuple):
    """A known submission and the assignment that it is graded by.

    One to `translate` is written in the default convention, and handed in in the assignment's.
    """

    kind: Kind
    specimen: Specimen
    assignment: Assignment
    translate: bool = False


def entries(assignment: Assignment, folder: Path | None, only: str = "") -> list[Entry]:
    """Return the project's known submissions and those in a course's folder, by "kind/name".

    `only` is a part of that name. The project's are written in the default convention with the grader's own
    names of functions, a course's by its assignment. What is no mistake, or another one,
    under the assignment's convention is left out; under any but the default, classes and notebooks too.
    """
    own_names: dict[Function, str] = {f: f for f in get_args(Function) if f in assignment.functions}
    own = code_alone(assignment)
    plain = msgspec.structs.replace(own, functions=own_names, submission=Files())
    folders: dict[Kind, Path] = {
        "right": BANK / "right",
        "wrong": BANK / "wrong",
        "misconception": MISCONCEPTIONS,
    }
    every = [
        Entry(kind, k, plain, translate=True)
        for kind, where in folders.items()
        for k in specimens(where)
        if k.is_itself_by(assignment.conventions)
        and (assignment.conventions == Conventions() or is_wrappable(k.path))
    ]
    if assignment.submission.form == "open":
        every += [entry for part in OPEN_BANKS for entry in _open_entries(own, *part)]
    if assignment.written and assignment.written.derivations == "auto":
        bank = BANK / "derivations"
        parts: tuple[Kind, ...] = ("right", "wrong")
        every += [Entry(kind, k, assignment) for kind in parts for k in derivations(bank / kind)]
    if folder:
        every += [Entry("yours", k, own) for k in specimens(folder)]
    selection = [e for e in every if only in f"{e.kind}/{e.specimen.name}"]
    if not selection:
        raise BankError(
            f"{only}: no known submission is called so, as kind/name. Leave --only out to see all."
        )
    return selection


def _open_entries(assignment: Assignment, folder: str, functions: tuple[Function, ...]) -> Iterator[Entry]:
    """Yield the known submissions in open form that hand in some functions, if the assignment lists these."""
    if not set(functions) <= set(assignment.functions):
        return
    names: dict[Function, str] = {function: function for function in functions}
    alone = msgspec.structs.replace(assignment, functions=names, points={}, visibility={})
    kinds: tuple[Kind, ...] = ("right", "wrong", "person")
    for kind in kinds:
        yield from (Entry(kind, k, alone) for k in open_specimens(BANK / folder / kind))


def validate(
    assignment: Assignment,
    selection: list[Entry],
    *,
    seeds: int,
    processes: int,
    advance: Callable[[int], None],
) -> Matrix:
    """Grade each entry under a number of seeds; `advance` is told how many more gradings are done."""
    derivation_checks = set(DERIVATIONS.values())

    def check_ids(course: Assignment) -> set[str]:
        return {spec.id for spec in all_checks(course)}

    specs = [s for s in all_checks(assignment) if hasattr(s.group, "function") or s.id in derivation_checks]
    checks = {spec.id: spec.number for spec in specs}
    own = {spec.id for spec in own_checks(assignment)}
    targets = {check for entry in entries(assignment, None) + selection for check in entry.specimen.fails}
    results: dict[int, list[Grading]] = defaultdict(list)
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # what the processes leave behind comes to this one
    resource_tracker.ensure_running()
    others = psutil.Process().children()
    context = multiprocessing.get_context("spawn")  # the bar has a thread, which a fork would not copy
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        tasks = {
            pool.submit(gradings, entry, numbers): index
            for index, entry in enumerate(selection)
            for numbers in _chunks(seeds)
        }
        try:
            for task in as_completed(tasks):
                results[tasks[task]] += task.result()
                advance(len(task.result()))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            _end(multiprocessing.active_children(), others)  # else Ctrl-C waits for what they are at
            raise
    rows = [
        Row(
            kind=entry.kind,
            specimen=entry.specimen,
            checks=tuple(
                c
                for c in checks
                if c in check_ids(entry.assignment)
                and (c in derivation_checks) == (BANK / "derivations" in entry.specimen.path.parents)
                and (not entry.specimen.fails or (c in targets and (entry.kind == "yours" or c not in own)))
            ),
            gradings=tuple(results[index]),
        )
        for index, entry in enumerate(selection)
    ]
    return Matrix(checks, tuple(rows), tuple(c for c in checks if c not in targets), tuple(sorted(own)))


def few(assignment: Assignment) -> list[Entry]:
    """Return a few right submissions, and one wrong one for each check."""
    every = entries(assignment, None)
    right = [entry for entry in every if not entry.specimen.fails]
    wrong = {entry.specimen.fails[0]: entry for entry in every if entry.specimen.fails}
    return [*right[::QUICKLY], *wrong.values()]


def gradings(entry: Entry, seeds: range) -> list[Grading]:
    """Grade a submission under each seed, in this process."""
    conventions = entry.assignment.conventions if entry.translate else Conventions()
    with translation(entry.specimen.path, conventions) as path:
        return [_grading(path, entry.assignment, f"seed {seed}") for seed in seeds]


def cores() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end(processes: Sequence[BaseProcess], others: Collection[psutil.Process]) -> None:
    """End processes whatever they are at, and all that they have started: when this returns none is left."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(SOON)
    while rest := set(psutil.Process().children(recursive=True)) - set(others):
        _, alive = psutil.wait_procs(rest, timeout=SOON)
        for child in alive:
            child.kill()


def _grading(path: Path, assignment: Assignment, identity: str) -> Grading:
    outcome = grade(path, assignment, zygotes(), identity=identity)
    rows = [row["extra_data"] for row in outcome.results["tests"]]
    return Grading(
        failures=tuple(row["check"] for row in rows if row["status"] == "failed"),
        not_run=tuple(row["check"] for row in rows if row["status"] == "not run"),
        person=tuple(row["check"] for row in rows if row["status"] == "person"),
        score=outcome.results["score"],
        diagnoses=frozenset(row["diagnosis"] for row in rows if "diagnosis" in row),
        fault=outcome.fault or outcome.results["extra_data"].get("diagnosis_fault", ""),
    )


@cache
def zygotes() -> Zygotes:
    """Return this process's warm workers, which end when it does: nobody holds their sockets then."""
    return Zygotes()


def _chunks(seeds: int) -> Iterator[range]:
    for start in range(0, seeds, CHUNK):
        yield range(start, min(start + CHUNK, seeds))
