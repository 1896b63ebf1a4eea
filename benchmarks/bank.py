"""Grade every known submission under many identities: are the marks right, and always the same?

Run from the project's root: `python -m benchmarks.bank right 200`, `python -m benchmarks.bank wrong 20`.
Prints a row for each submission and exits with 1 when one was marked wrongly or unsteadily.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from autograder.assignment import load
from autograder.grading import Zygotes, grade
from autograder.sandbox.warm import ROOT
from tests.bank import Known, known

ASSIGNMENT = load(ROOT / "assignment.toml")
_zygotes = Zygotes()


def marks(path: Path, seeds: range) -> Counter[tuple[float, tuple[str, ...], str]]:
    """Count the (score, failed checks, message at the top) of a submission over seeds."""
    found: Counter[tuple[float, tuple[str, ...], str]] = Counter()
    for seed in seeds:
        graded = grade(path, ASSIGNMENT, _zygotes, identity=f"seed {seed}")
        rows = graded.results["tests"]
        failed = tuple(r["extra_data"]["check"] for r in rows if r["extra_data"]["status"] == "failed")
        found[graded.results["score"], failed, graded.fault or graded.results["output"][:60]] += 1
    return found


def verdict(submission: Known, found: Counter[tuple[float, tuple[str, ...], str]]) -> str:
    """Say "ok" when every grading failed exactly the checks that it must, with one score."""
    sets = {frozenset(failed) for _, failed, _ in found}
    if sets != {frozenset(submission.fails)}:
        return "WRONG"
    return "ok" if len({score for score, _, _ in found}) == 1 else "UNSTEADY"


def main(kind: str, count: int, pattern: str = "") -> int:
    """Grade all submissions of a kind over a number of seeds; return how many were marked wrongly."""
    submissions = [s for s in known(kind) if pattern in s.name]
    started, bad = time.perf_counter(), 0
    with ProcessPoolExecutor(2) as pool:
        every = pool.map(marks, [s.path for s in submissions], [range(count)] * len(submissions))
        for submission, found in zip(submissions, every, strict=True):
            said = verdict(submission, found)
            bad += said != "ok"
            seen = "; ".join(
                f"{n} x {score:g} {' '.join(f)} {out!r}" for (score, f, out), n in found.most_common(4)
            )
            print(f"{said:8} {submission.name:32} {seen}", flush=True)
    seconds = time.perf_counter() - started
    print(f"{len(submissions)} submissions x {count} seeds in {seconds:.0f} s; {bad} marked wrongly")
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]) > 0)
