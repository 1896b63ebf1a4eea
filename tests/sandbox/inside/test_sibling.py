"""A sibling is forked for this process's parent."""

from __future__ import annotations

import os
import subprocess
import sys

from autograder.paths import ROOT

# The sibling says who its parent is, and by which ids itself, the C library and Python know its thread.
FORK = """
import os, threading, time
from autograder.sandbox.inside import sibling
if sibling.fork() == 0:
    clock = time.pthread_getcpuclockid(threading.get_ident())
    print(os.getppid(), os.getpid(), ~(clock >> 3), threading.get_native_id(), flush=True)
    os._exit(7)
"""


def test_a_sibling_has_the_same_parent_and_an_id_of_its_own() -> None:
    """It is the caller's parent that sees it end, and its thread is known by its own id."""
    run = subprocess.run([sys.executable, "-c", FORK], cwd=ROOT, capture_output=True, text=True, check=True)
    parent, sibling, *ids = map(int, run.stdout.split())
    _, status = os.waitpid(sibling, 0)
    assert (parent, ids, os.waitstatus_to_exitcode(status)) == (os.getpid(), [sibling, sibling], 7)
