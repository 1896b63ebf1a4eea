"""The grader in the box, which grades one submission after another as Gradescope would have each graded."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from autograder import gradescope
from autograder.diagnosis import explain, formulas
from autograder.grading import grade
from autograder.results import file as results_file
from autograder.sandbox.outside import languages, ours
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.walls import places

# Imported before the first is graded: what each needs anyway is no memory that an attack has made it grow by.
from autograder.staff import doctor
from tests.support.draws import FEW

WARM = (doctor, explain, formulas)
ROOT = Path("/autograder")
ASSIGNMENT = ROOT / "source" / "assignment.toml"
SECRET_BYTES = 16
COMPILE_SECONDS = 5


def serve(secrets_in: int, ends_out: int) -> None:
    """Be the grader: for each secret, decide, write, and say how much memory that took; never return."""
    status = 1
    try:
        os.setsid()
        with Zygotes(places.gradescope()) as zygotes:
            # An endless loop in Julia need not wait as long as a slow machine needs to compile.
            vars(languages)["JULIA"] = replace(languages.JULIA, compile_seconds=COMPILE_SECONDS)
            # Each grading would have warm processes of its own.
            vars(gradescope)["Zygotes"] = lambda _: contextlib.nullcontext(zygotes)
            # An attack is told by what it does, not by how many draws it gives: as many as a slow sampler's.
            vars(gradescope)["grade"] = partial(grade, paces=FEW)
            while secret := os.read(secrets_in, 2 * SECRET_BYTES):
                os.environ["CANARY"] = secret.decode()
                _grade()
                os.write(ends_out, b".")
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _grade() -> None:
    """Grade what is handed in, and write down what was decided, the memory it took, and whose it still is."""
    stdout = os.open(ROOT / "stdout", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(stdout, 1)
    os.dup2(stdout, 2)
    os.close(stdout)
    decided: dict[str, Any] = {}
    write = results_file.write

    def note(path: Path, results: dict[str, Any]) -> None:
        decided["results"] = results
        write(path, results)

    results_file.write = note
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most memory counts from here on
    started = psutil.Process().memory_info().rss
    try:
        gradescope.run(ROOT, ASSIGNMENT)
    finally:
        results_file.write = write
    sys.stdout.flush()
    decided |= {"grown_mb": (_peak() - started) / (1 << 20), "own": sorted(ours.pids)}
    (ROOT / "decided").write_text(json.dumps(decided, default=str), encoding="utf-8")


def _peak() -> int:
    """Return the most memory, in bytes, that this process has had since that was last cleared."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) << 10
