"""What can outlive a submission in the box."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/dev/mqueue")


def others(own: set[int]) -> list[psutil.Process]:
    """Return the processes in the box that live, apart from this one and those that are its own."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    return [process for process in psutil.process_iter() if process.pid not in {os.getpid(), *own}]


def remains(own: set[int]) -> set[str]:
    """Return all that can outlive a submission: processes, files, shared memory, queues and sockets."""
    left = {f"process {process.name()}" for process in others(own)}
    for folder in SHARED_FOLDERS:
        left |= {f"file {path}" for path in Path(folder).rglob("*")}
    for kind in ("shm", "sem", "msg"):
        left |= set(_lines(f"/proc/sysvipc/{kind}"))
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "packet", "netlink", "unix"):
        left |= {f"{kind} {line.split()[-1]}" for line in _lines(f"/proc/net/{kind}") if kind != "unix"}
        left |= {f"unix {line.split()[7]}" for line in _lines("/proc/net/unix") if len(line.split()) > 7}
    return left


def _lines(path: str) -> Iterator[str]:
    with contextlib.suppress(FileNotFoundError):
        yield from Path(path).read_text(encoding="utf-8").splitlines()[1:]
