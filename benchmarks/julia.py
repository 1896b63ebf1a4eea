"""What grading Julia costs: wall time of cold processes, as ratios to `julia -e 1` in the same run.

Run from the project's root: `python -m benchmarks.julia [RUNS]`. The commands take turns, so that a machine
that slows down slows all of them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from autograder.paths import ROOT
from autograder.sandbox import julia

BASE = "julia -e 1"
GRADE = [sys.executable, "-m", "autograder", "grade"]
COMMANDS = {
    BASE: [str(julia.PROGRAM), "--startup-file=no", "-e", "1"],
    "Julia reference": [*GRADE, "reference/julia"],
    "PyTorch reference": [*GRADE, "reference"],
    "NumPy reference": [*GRADE, "reference/numpy"],
}


def seconds(command: list[str]) -> float:
    """Return the wall time of a cold process."""
    started = time.perf_counter()
    environment = os.environ | julia.environment() if command is COMMANDS[BASE] else None
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started


def main(runs: int) -> None:
    """Print a row for each command: seconds, and their ratio to the base's with its spread."""
    for command in COMMANDS.values():
        seconds(command)  # warms the file cache
    rounds = [{name: seconds(command) for name, command in COMMANDS.items()} for _ in range(runs)]
    print(f"{'':20} {'seconds':>8} {'ratio':>18}   ({runs} runs, medians)")
    for name in COMMANDS:
        ratios = sorted(r[name] / r[BASE] for r in rounds)
        spread = f"{statistics.median(ratios):.1f} ({ratios[0]:.1f}-{ratios[-1]:.1f})"
        print(f"{name:20} {statistics.median(r[name] for r in rounds):8.2f} {spread:>18}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
