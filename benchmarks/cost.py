"""What grading costs: times and peak memory, as ratios to `python -c 'import torch'` in the same run.

Run from the project's root: `python -m benchmarks.cost [RUNS]`. Every run is a cold process; the
commands take turns, so that a machine that slows down slows all of them. Times are the wall's, and the
processors' with all descendants: these say more on a busy machine. Memory is the proportional
set size, summed over the process and all its descendants, sampled on a run of its own.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from typing import NamedTuple

import psutil

from autograder.paths import ROOT

BASE = "import torch"
COMMANDS = {
    BASE: ["-c", "import torch"],
    "PyTorch reference": ["-m", "autograder", "grade", "reference"],
    "NumPy reference": ["-m", "autograder", "grade", "reference/numpy"],
}
SAMPLE_SECONDS = 0.01
MEGABYTE = 1 << 20


class Seconds(NamedTuple):
    """What one run took: wall time, and processor time of all that was started."""

    wall: float
    processor: float


def seconds(arguments: list[str]) -> Seconds:
    """Run a cold Python process."""
    before, started = _processor(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return Seconds(time.perf_counter() - started, _processor() - before)


def _processor() -> float:
    """Return the processor time of all processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peak_megabytes(arguments: list[str]) -> float:
    """Return the largest proportional set size of a process with all its descendants."""
    process = psutil.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        total = 0
        with suppress(psutil.Error):
            for member in (process, *process.children(recursive=True)):
                with suppress(psutil.Error):
                    total += member.memory_full_info().pss
        peak = max(peak, total)
        time.sleep(SAMPLE_SECONDS)
    return peak / MEGABYTE


def main(runs: int) -> None:
    """Print a row for each command: medians of both times and their ratios, megabytes and their ratio."""
    for arguments in COMMANDS.values():
        seconds(arguments)  # warms the file cache
    rounds = [{name: seconds(a) for name, a in COMMANDS.items()} for _ in range(runs)]
    peaks = {name: statistics.median(peak_megabytes(a) for _ in range(3)) for name, a in COMMANDS.items()}
    print(
        f"{'':20} {'wall':>6} {'ratio':>18} {'processor':>9} {'ratio':>18} {'peak MB':>8} {'ratio':>6}",
        end=" ",
    )
    print(f"({runs} runs, medians)")
    for name in COMMANDS:
        shown = [f"{name:20}"]
        for kind, width in (("wall", 6), ("processor", 9)):
            ratios = sorted(getattr(r[name], kind) / getattr(r[BASE], kind) for r in rounds)
            spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
            median = statistics.median(getattr(r[name], kind) for r in rounds)
            shown += [f"{median:{width}.2f}", f"{spread:>18}"]
        print(*shown, f"{peaks[name]:8.0f} {peaks[name] / peaks[BASE]:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
