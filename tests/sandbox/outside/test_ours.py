"""Which children of the grader are its own, and which student code has left."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from autograder.sandbox.outside import ours

WAIT = [sys.executable, "-c", "input()"]


@pytest.fixture
def children() -> Iterator[list[int]]:
    """Two children, one of them started by another thread."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        started.append(subprocess.Popen(WAIT, stdin=subprocess.PIPE))

    start()
    ending = Thread(target=start)
    ending.start()
    ending.join()
    yield [child.pid for child in started]
    for child in started:
        child.communicate()


def no_list(*_: Any, **__: Any) -> str:
    """Fail as a kernel that lists no thread's children."""
    raise FileNotFoundError


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not listed"])
def test_a_child_that_is_not_ours_is_a_stranger(
    listed: bool, children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever thread has started it, and whether or not the kernel lists children."""
    monkeypatch.setattr(ours, "pids", {children[0]})
    if not listed:
        monkeypatch.setattr(Path, "read_text", no_list)
    assert ours.strangers() & set(children) == {children[1]}
