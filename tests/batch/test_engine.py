"""The engine by itself: whatever dies or hangs, every item is graded once, or said to be a fault."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from autograder.batch import plan as plans
from autograder.batch import run
from autograder.batch.engine.processes import Processes
from autograder.batch.plan import Plan
from autograder.batch.privacy import Pseudonyms
from autograder.batch.records import index as indexes
from autograder.batch.records.index import Index
from autograder.batch.records.marks import Decisions, Mark, marks
from autograder.batch.records.store import Store
from autograder.grading import not_graded
from tests.support.bank import code_alone
from tests.support.stubs import Stub

PSEUDONYMS = Pseudonyms(b"k" * 32)
ASSIGNMENT = code_alone()
BLANK = not_graded(ASSIGNMENT, "").results


class Class:
    """A class of one-file hand-ins, and a way to have it graded by the stub."""

    def __init__(self, folder: Path, contents: dict[str, str]) -> None:
        self.source, self.out, self.log = folder / "class", folder / "out", folder / "log"
        for name, content in contents.items():
            (self.source / name).mkdir(parents=True, exist_ok=True)
            (self.source / name / "vae.py").write_text(content)
        self.log.touch()

    @property
    def plan(self) -> Plan:
        """The class as it is now."""
        return plans.load(self.source, [])

    def grade(self, processes: int = 2, seconds: float | None = None) -> list[Mark]:
        """Grade what is missing, and return the marks."""
        job, store = run.new_job(self.out, ASSIGNMENT), Store(self.out)
        store.make()
        todo = run.work(self.plan, job, PSEUDONYMS)
        store.write_class(run.class_content(todo, self.plan, job, PSEUDONYMS, (1, 1)))
        make = partial(Stub, job, self.log, BLANK)
        if seconds is None:
            run.grade_missing(todo, self.plan, job, processes, make)
        else:
            engine = Processes(make, processes, item_seconds=seconds)
            run.collect(todo, self.plan, job, engine.run, lambda: engine.running)
        return list(marks(store, Decisions()))

    @property
    def tries(self) -> Counter[str]:
        """How often each item was begun."""
        return Counter(line.split()[0] for line in self.log.read_text().splitlines())


def states(found: list[Mark]) -> Counter[str]:
    """Return how many are in each state."""
    return Counter(mark.state for mark in found)


def test_any_number_of_processes_gives_the_same_marks(tmp_path: Path) -> None:
    """Each item is begun once."""
    contents = {f"s{i}": f"ok:{'x' * i}" for i in range(8)}
    found = {}
    for processes in (1, 2, 4):
        some = Class(tmp_path / str(processes), contents)
        found[processes] = {mark.student: mark.score for mark in some.grade(processes)}
        assert set(some.tries.values()) == {1}
    assert len(set(found[1].values())) == 8
    assert found[1] == found[2] == found[4]


def test_a_process_that_dies_takes_one_item_with_it(tmp_path: Path) -> None:
    """It is tried again once, alone; what dies again is a fault, without a mark. All others are graded."""
    contents = {f"s{i}": f"ok:{i}" for i in range(6)} | {"a": "die:1", "c": "fault:1"}
    some = Class(tmp_path, contents)
    found = some.grade()
    assert states(found) == {"graded": 6, "grader fault": 2}
    assert {mark.score for mark in found if mark.state == "grader fault"} == {None}
    assert sorted(some.tries.values()) == [1] * 6 + [2] * 2
    some.grade()
    assert sorted(some.tries.values()) == [1] * 6 + [4, 4]  # faults alone are tried again


def test_what_others_kill_is_tried_in_rounds(tmp_path: Path) -> None:
    """After all others, alone: it is graded once nobody kills it any more, and a fault where that goes on."""
    some = Class(tmp_path, {"a": "killed thrice:1", "b": "ok:1", "c": "killed:1", "d": "ok:2"})
    assert states(some.grade()) == {"graded": 3, "grader fault": 1}
    assert sorted(some.tries.values()) == [1, 1, 4, 6]
    keys = [line.split()[0] for line in some.log.read_text().splitlines()]
    alone = [key for key in keys if some.tries[key] > 1]
    assert [len(set(alone[i : i + 2])) for i in (0, 2, 4, 6)] == [2, 2, 2, 2]


@pytest.mark.parametrize("others", [0, 1])
def test_each_process_has_a_processor_where_all_are_busy(
    others: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more processes than processors, or fewer, the kernel places them."""
    every = sorted(os.sched_getaffinity(0))
    cores = every[:2]
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(cores))
    some = Class(tmp_path, {f"s{i}": f"slow:{i}" for i in range(6)})
    some.grade(len(cores) + others)
    seen = {line.split()[2] for line in some.log.read_text().splitlines()}
    assert seen == ({",".join(map(str, every))} if others else {str(core) for core in cores})


def test_a_process_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    """Within its time; the others are graded meanwhile."""
    found = Class(tmp_path, {"a": "hang:1", "b": "ok:1", "c": "ok:2"}).grade(seconds=3)
    assert states(found) == {"graded": 2, "grader fault": 1}


def test_only_what_is_missing_or_stale_is_graded_again(tmp_path: Path) -> None:
    """A changed file, a deleted or damaged result; never what is there."""
    some = Class(tmp_path, {f"s{i}": f"ok:{i}" for i in range(5)})
    before = {mark.student: mark.key for mark in some.grade()}
    (some.source / "s0" / "vae.py").write_text("ok:changed")
    changed, other = map(PSEUDONYMS.of_text, ("s0", "s1"))
    Store(some.out).path(before[other]).unlink()
    after = {mark.student: mark.key for mark in some.grade()}
    assert {student for student in before if before[student] != after[student]} == {changed}
    expected = Counter(before.values()) + Counter([before[other], after[changed]])
    assert some.tries == expected


@pytest.mark.parametrize("damage", ["lost", "garbled", "behind"])
def test_the_index_is_made_again_from_the_files(damage: str, tmp_path: Path) -> None:
    """Nothing is graded for it."""
    some = Class(tmp_path, {f"s{i}": f"ok:{i}" for i in range(4)})
    some.grade()
    path = some.out / indexes.FILE
    with Index(some.out) as index:
        everything = index.keys()
        if damage == "behind":
            index._connection.execute("DELETE FROM grading")
    if damage == "lost":
        path.unlink()
    if damage == "garbled":
        path.write_bytes(b"no database" * 1000)
    some.grade()
    with Index(some.out) as index:
        assert index.keys() == everything
        (count,) = index._connection.execute("SELECT COUNT(*) FROM mark").fetchone()
    assert count == 4 * len(ASSIGNMENT.points)
    assert set(some.tries.values()) == {1}


def killed(some: Class, seconds: float) -> None:
    """Grade in a process of its own that is killed after some time."""
    context = multiprocessing.get_context("fork")
    runner = context.Process(target=some.grade)
    runner.start()
    time.sleep(seconds)
    runner.kill()
    runner.join()


def test_a_killed_runner_loses_what_was_running_and_nothing_else(tmp_path: Path) -> None:
    """At several moments: the next run does the rest, nothing twice, with the same marks."""
    contents = {f"s{i}": f"slow:{'x' * i}" for i in range(8)}
    right = {m.student: m.score for m in Class(tmp_path / "right", contents).grade(4)}
    some = Class(tmp_path / "killed", contents)
    for moment in (0.7, 1.0, 1.3):
        killed(some, moment)
    assert {mark.student: mark.score for mark in some.grade()} == right
    assert max(some.tries.values()) <= 4
    done = sum(some.tries.values())
    some.grade()
    assert sum(some.tries.values()) == done


def test_workers_killed_at_random_lose_nothing(tmp_path: Path) -> None:
    """Each kill costs a second try of one item."""
    contents = {f"s{i}": f"slow:{'x' * i}" for i in range(10)}
    some = Class(tmp_path, contents)
    stop = threading.Event()

    def kill() -> None:
        chance, kills = random.Random(1), 0
        while not stop.wait(0.3) and kills < 3:
            workers = [p.pid for p in multiprocessing.active_children() if p.pid]
            if workers and some.log.stat().st_size:
                os.kill(chance.choice(workers), signal.SIGKILL)
                kills += 1

    killer = threading.Thread(target=kill)
    killer.start()
    found = some.grade()
    stop.set()
    killer.join()
    assert states(found) == {"graded": 10}
    assert max(some.tries.values()) <= 2


def test_results_have_their_origin_and_no_name_or_path(tmp_path: Path) -> None:
    """Everything that a mark came from, in each file; the folder is its owner's alone."""
    some = Class(tmp_path, {"annabelle": "ok:1"})
    (mark,) = some.grade()
    assert mark.results is not None
    origin = mark.results["extra_data"]["provenance"]
    assert set(origin) == {
        *("version", "commit", "dirty", "tree", "assignment", "environment", "interpreter", "machine", "run"),
        *("submission", "seed_identity"),
    }
    assert origin["seed_identity"] == origin["submission"]
    text = Store(some.out).path(mark.key).read_text() + (some.out / "class.json").read_text()
    assert "annabelle" not in text
    assert str(tmp_path) not in text
    assert some.out.stat().st_mode & 0o777 == 0o700
    assert (some.out / indexes.FILE).stat().st_mode & 0o777 == 0o600
