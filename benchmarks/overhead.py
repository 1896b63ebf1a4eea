"""What confining student code costs: whole gradings through a warm process, with all layers and with none.

Run from the project's root: `python -m benchmarks.overhead [ROUNDS]`. Both kinds alternate in one run. What
decides is the time of a processor, for the grader and all that it has waited for: a busy machine distorts it
least.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time

from autograder.course.assignment import load
from autograder.diagnosis.bank import code_alone
from autograder.grading import grade
from autograder.paths import ROOT
from autograder.sandbox.outside import zygote
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.walls.allowance import Allowance
from autograder.sandbox.walls.confine import _keep_descriptors

ROUNDS = 31
SUBMISSIONS = {"NumPy": ROOT / "reference" / "numpy", "PyTorch": ROOT / "reference"}
UNCONFINED = zygote.BOOT.replace(
    "from autograder.sandbox.inside.forkserver import main",
    "from benchmarks.overhead import bare; from autograder.sandbox.inside import forkserver; "
    "forkserver.confine = bare; main = forkserver.main",
)


def bare(
    walls: Allowance, *, request: int, reply: int, output: int, refusals: int, environment: dict[str, str]
) -> tuple[str, ...]:
    """Do what a child needs to work at all, and put up no wall."""
    import os

    os.setsid()
    _keep_descriptors(request, reply, output, refusals)
    os.environ.update(environment)
    os.chdir(walls.folder)
    return ()


def processor_seconds() -> float:
    """Return what this process and those that it has waited for have used."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main(rounds: int) -> int:
    """Print the medians of each kind and their difference; return 1 when that is more than 80 ms."""
    assignment, worst = code_alone(load(ROOT / "assignment.toml")), 0.0
    boots = {"all layers": zygote.BOOT, "no layer": UNCONFINED}
    with Zygotes() as confined, Zygotes() as unconfined:
        for name, path in SUBMISSIONS.items():
            taken: dict[str, list[tuple[float, float]]] = {kind: [] for kind in boots}
            for _ in range(rounds):
                for kind, zygotes in (("all layers", confined), ("no layer", unconfined)):
                    zygote.BOOT = boots[kind]  # read when a warm process is started
                    wall, processor = time.perf_counter(), processor_seconds()
                    graded = grade(path, assignment, zygotes)
                    taken[kind].append((time.perf_counter() - wall, processor_seconds() - processor))
                    assert bool(graded.results["extra_data"]["layers"]) == (kind == "all layers")
                    assert graded.results["score"] == 60
            for clock, what in enumerate(("by the wall", "of a processor")):
                bare_ms, all_ms = (
                    1000 * statistics.median(both[clock] for both in taken[kind][1:])
                    for kind in ("no layer", "all layers")
                )
                print(f"{name}, {what}: {bare_ms:.0f} ms without layers, {all_ms:.0f} ms with all,", end=" ")
                print(f"{all_ms - bare_ms:+.0f} ms, {all_ms / bare_ms:.2f} times", flush=True)
            worst = max(worst, all_ms - bare_ms)
    return int(worst > 80)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
