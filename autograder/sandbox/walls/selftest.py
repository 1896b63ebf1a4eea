"""A last look at the walls from inside, before any student code runs.

A wall that was put up need not stand: on an odd kernel, in an odd container, after a change to this code. So
the child tries what student code must not be able to do, and goes on only if it cannot.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence

from autograder.errors import AutograderError
from autograder.sandbox.walls.places import REMEDIES


class WallDown(AutograderError):
    """Student code could do what it must not; the text says what, and what to do."""


def gap(layers: Sequence[str], why: str = "") -> WallDown:
    """Return the error for layers that are required and do not hold."""
    remedies = " ".join(REMEDIES[layer] for layer in layers)
    return WallDown(f"{' and '.join(layers)} cannot be had here{why}. {remedies}")


def check(canary: str, required: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the layers that hold.

    WallDown if a required one does not, or if this process can open a socket, start a process or read the
    canary: a file of the grader's.
    """
    _must_fail("open a socket", _open_socket)
    _must_fail("start a process", _start_process)
    layers = _layers()
    if gaps := [layer for layer in required if layer not in layers]:
        raise gap(gaps)
    _must_fail(f"read {canary}", lambda: _read(canary))
    return layers


def _must_fail(what: str, attempt: Callable[[], None]) -> None:
    try:
        attempt()
    except PermissionError:
        return
    except OSError as error:
        raise WallDown(f"cannot tell whether student code could {what}: {error}") from error
    raise WallDown(f"student code could {what}")


def _open_socket() -> None:
    socket.socket().close()


def _start_process() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _read(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY))


def _layers() -> tuple[str, ...]:
    with open("/proc/self/status") as file:
        status = dict(line.split(":", 1) for line in file)
    holds = {
        "unprivileged": "0" not in status["Uid"].split() and int(status["CapEff"], 16) == 0,
        "no_new_privs": int(status["NoNewPrivs"]) == 1,
        "landlock": not _can_list("/"),  # which anybody can without it; the kernel does not say
        "seccomp": True,  # or check() would have failed; the kernel also counts the filters of a container
    }
    return tuple(layer for layer, stands in holds.items() if stands)


def _can_list(folder: str) -> bool:
    try:
        os.listdir(folder)
    except PermissionError:
        return False
    return True
