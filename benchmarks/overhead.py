"""What confining student code costs: whole gradings through a warm process, with all layers and with none.

Run from the project's root: `python -m benchmarks.overhead`. Both kinds alternate in one run.
"""

from __future__ import annotations

import statistics
import sys
import time

from autograder.course.assignment import load
from autograder.diagnosis.bank import code_alone
from autograder.grading import Zygotes, grade
from autograder.paths import ROOT
from autograder.sandbox.outside import zygote
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
    walls: Allowance, *, request: int, reply: int, output: int, environment: dict[str, str]
) -> tuple[str, ...]:
    """Do what a child needs to work at all, and put up no wall."""
    import os

    os.setsid()
    _keep_descriptors(request, reply, output)
    os.environ.update(environment)
    os.chdir(walls.folder)
    return ()


def main() -> int:
    """Print the median of each kind and their difference; return 1 when that is more than 80 ms."""
    assignment, worst = code_alone(load(ROOT / "assignment.toml")), 0.0
    confined_boot = zygote.BOOT
    with Zygotes() as confined, Zygotes() as unconfined:
        for name, path in SUBMISSIONS.items():
            seconds: dict[str, list[float]] = {"all layers": [], "no layer": []}
            for _ in range(ROUNDS):
                for kind, boot, zygotes in (
                    ("all layers", confined_boot, confined),
                    ("no layer", UNCONFINED, unconfined),
                ):
                    zygote.BOOT = boot  # read when a warm process is started
                    started = time.perf_counter()
                    graded = grade(path, assignment, zygotes)
                    seconds[kind].append(time.perf_counter() - started)
                    assert bool(graded.results["extra_data"]["layers"]) == (kind == "all layers")
                    assert graded.results["score"] == 60
            median = {kind: 1000 * statistics.median(taken[1:]) for kind, taken in seconds.items()}
            added = median["all layers"] - median["no layer"]
            worst = max(worst, added)
            bare_ms, all_ms = median["no layer"], median["all layers"]
            print(f"{name}: {bare_ms:.0f} ms without layers, {all_ms:.0f} ms with all,", end=" ")
            print(f"{added:+.0f} ms, {all_ms / bare_ms:.2f} times", flush=True)
    return int(worst > 80)


if __name__ == "__main__":
    sys.exit(main())
