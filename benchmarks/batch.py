"""What a class costs, in times of one `import torch`; and the engine alone, on trivial gradings.

`python -m benchmarks.batch [--students 200] [--processes 2] [--trivial 20000]`.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from autograder.batch import plan as plans
from autograder.batch import run
from autograder.batch.engine.grader import Grader
from autograder.batch.privacy import Pseudonyms
from autograder.batch.records.store import Store
from autograder.course.assignment import load
from autograder.grading import not_graded
from autograder.paths import ROOT
from tests.support.exports import gradescope
from tests.support.pupils import pupils
from tests.support.stubs import Stub

ASSIGNMENT = load(ROOT / "assignment.toml")
LOOK_SECONDS = 2  # a look at all memory takes as long as a tenth of a grading


class Peak(threading.Thread):
    """The most memory that all processes below this one had at once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()
        self.most = 0

    def run(self) -> None:
        """Look now and then."""
        while not self.stop.wait(LOOK_SECONDS):
            used = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    used += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self.most = max(self.most, used)


def imports(count: int = 3) -> list[float]:
    """Return the seconds of each of some `import torch`."""
    return [_timed([sys.executable, "-c", "import torch"]) for _ in range(count)]


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def graded(source: Path, out: Path, processes: int, stub: bool) -> tuple[int, float, float]:
    """Grade a class; return how many, the seconds of reading it and of grading it."""
    started = time.perf_counter()
    plan, job = plans.load(source, []), run.new_job(out, ASSIGNMENT)
    Store(out).make()
    todo = run.work(plan, job, Pseudonyms(b"k" * 32))
    Store(out).write_class(run.class_content(todo, plan, job, Pseudonyms(b"k" * 32), (1, 1)))
    read = time.perf_counter() - started
    blank = not_graded(ASSIGNMENT, "").results
    make = partial(Stub, job, Path("/dev/null"), blank) if stub else partial(Grader, job)
    run.grade_missing(todo, plan, job, processes, make)
    return len(todo.items), read, time.perf_counter() - started - read


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--trivial", type=int, default=0)
    wanted = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if wanted.trivial:
            for number in range(wanted.trivial):
                (folder / "class" / f"s{number}").mkdir(parents=True)
                (folder / "class" / f"s{number}" / "vae.py").write_text(f"ok:{number}")
            source = folder / "class"
        else:
            source = gradescope(pupils(wanted.students, julia_too=True), folder)
        before = imports()
        peak = Peak()
        peak.start()
        count, read, seconds = graded(source, folder / "out", wanted.processes, bool(wanted.trivial))
        peak.stop.set()
        every = sorted(before + imports())
        once = statistics.median(every)
        print(f"import torch, before and after: {once:.2f} s ({every[0]:.2f} to {every[-1]:.2f})")
        print(f"read: {read:.2f} s; {count} gradings by {wanted.processes} processes: {seconds:.1f} s")
        print(f"{seconds / count * 1000:.1f} ms each; {(read + seconds) / once:.1f} times import torch")
        print(f"memory of all grading processes at most: {peak.most >> 20} MB")
        files = [path for path in (folder / "out").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / len(files)
        index = (folder / "out" / "grades.sqlite").stat().st_size
        print(f"{len(files)} files, {size / 1000:.1f} kB each; index {index / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
