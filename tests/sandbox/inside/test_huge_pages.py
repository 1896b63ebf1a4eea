"""A warm process's memory is put into huge pages, and stays what it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from autograder.paths import ROOT

COLLAPSE = """
from pathlib import Path
from autograder.sandbox.inside import huge_pages

def huge():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))

many = [str(number) for number in range(300_000)]
before = huge()
huge_pages.collapse()
print(huge() > before, sum(map(int, many)))
"""


def test_memory_is_in_huge_pages_and_the_same() -> None:
    """Numbers kept before are the same after, in huge pages where the kernel makes them on request."""
    run = subprocess.run(
        [sys.executable, "-c", COLLAPSE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    kernel = tuple(int(part) for part in os.uname().release.split(".")[:2])
    collapses = kernel >= (6, 1) and Path("/sys/kernel/mm/transparent_hugepage").exists()
    assert run.stdout.split() == [str(collapses), str(sum(range(300_000)))]
