"""Every student's mark and state: from class.json, the results and what people have decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from autograder.batch.records.states import State, possible, state, waits
from autograder.batch.records.store import Store

Json = dict[str, Any]
WITH_MARK: tuple[State, ...] = ("graded", "waits for a person")
TOTAL = "total"  # in place of a check, in a decision on the whole mark


class Decision(NamedTuple):
    """What a person has decided on a student's check, or on the total."""

    student: str
    check: str
    mark: float
    reason: str
    author: str

    @property
    def words(self) -> str:
        """What everybody reads of it."""
        return f"Set to {self.mark:g} by {self.author}: {self.reason}"


@dataclass(frozen=True)
class Mark:
    """One student's mark: None where there is none yet. `results` are those of the version that counts."""

    student: str
    state: State
    score: float | None
    possible: float
    version: int = 0
    versions: int = 0
    time: str = ""
    late: bool = False
    on_roster: bool = True
    note: str = ""
    key: str = ""
    decisions: tuple[Decision, ...] = ()
    members: tuple[str, ...] = ()
    history: tuple[tuple[str, float], ...] = ()
    results: Json | None = None


class Decisions(dict[tuple[str, str], Decision]):
    """Decisions by student and check."""

    def of(self, students: Sequence[str], check: str) -> Decision | None:
        """Return the decision on one of a group's students, or None."""
        return next((self[s, check] for s in students if (s, check) in self), None)


def marks(store: Store, decisions: Decisions) -> Iterator[Mark]:
    """Yield the mark of each student, in the class's order; a group's members have the same, or their own."""
    content = store.read_class()
    for row in content["rows"]:
        gradings = _gradings(row, store)
        for student in row["students"]:
            yield _mark(student, row, gradings, decisions, content["version"])


def with_decisions(results: Json, student: str, decisions: Decisions) -> tuple[Json, tuple[Decision, ...]]:
    """Return results with a person's decisions in place of the grader's, and which these are."""
    rows, own = [], []
    for row in results["tests"]:
        decision = decisions.of((student,), row["extra_data"]["check"])
        if decision and "max_score" in row:
            own.append(decision)
            row = _with(row, decision)
        rows.append(row)
    score = round(sum(row.get("score", 0.0) for row in rows), 6)
    output = results["output"]
    if total := decisions.of((student,), TOTAL):
        own.append(total)
        score, output = total.mark, f"{output}\n\n{total.words}".strip()
        rows = [row | {"extra_data": row["extra_data"] | {"for_a_person": False}} for row in rows]
    return {**results, "tests": rows, "score": score, "output": output}, tuple(own)


def _with(row: Json, decision: Decision) -> Json:
    status = "passed" if decision.mark >= row["max_score"] else "failed"
    extra = row["extra_data"] | {"status": status, "for_a_person": False, "decision": decision.words}
    output = f"{decision.words}\n\n{row['output']}".strip()
    return row | {"score": decision.mark, "status": status, "output": output, "extra_data": extra}


def _gradings(row: Json, store: Store) -> list[tuple[Json, Json]]:
    """Return the versions that have a grading, with it."""
    every = [(version, store.read(version["key"])) for version in row["versions"] if version["key"]]
    return [(version, results) for version, results in every if results is not None]


def _mark(
    student: str, row: Json, gradings: list[tuple[Json, Json]], decisions: Decisions, version: str
) -> Mark:
    common: Mapping[str, Any] = {
        "student": student,
        "versions": max((v["version"] for v in row["versions"]), default=0),
        "on_roster": row["on_roster"],
        "members": tuple(row["students"]),
        "history": tuple((mark["time"], mark["score"]) for mark in row["recorded"]),
    }
    if not gradings:
        problem = next((v["problem"] for v in row["versions"] if v["problem"]), "")
        missing = any(version["key"] for version in row["versions"])
        became: State = "grader fault" if missing else "unreadable" if problem else "nothing handed in"
        note = "not graded yet" if missing else problem
        total = decisions.of((student,), TOTAL)
        if total and not missing:
            return Mark(
                **common, state="graded", score=total.mark, possible=0.0, note=note, decisions=(total,)
            )
        return Mark(**common, state=became, score=None, possible=0.0, note=note)
    every = [(v, *with_decisions(results, student, decisions)) for v, results in gradings]
    best = max(every, key=lambda one: (state(one[1]) == "graded", one[1]["score"]))
    winner, results, own = best if version == "best" else every[-1]
    total_set = any(decision.check == TOTAL for decision in own)
    became = "graded" if total_set else state(results)
    return Mark(
        **common,
        state=became,
        score=results["score"] if became in WITH_MARK else None,
        possible=possible(results),
        version=winner["version"],
        time=winner["time"],
        late=winner["late"],
        note=_note(results),
        key=winner["key"],
        decisions=own,
        results=results,
    )


def _note(results: Json) -> str:
    """Return in a line why a hand-in needs a person, if it does."""
    if state(results) == "unreadable":
        return str(results["output"])
    if state(results) == "grader fault":
        return str(results["extra_data"]["fault"]).strip().rpartition("\n")[2]
    return ", ".join(row["extra_data"]["check"] for row in results["tests"] if waits(row))
