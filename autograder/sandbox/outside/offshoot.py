"""A zygote forked from another one, of which it shares the memory, that imports more libraries."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import psutil

from autograder.sandbox.outside.zygote import Zygote


class Offshoot(Zygote):
    """Forks children for hand-ins that import what takes long: once, in place of once for each process."""

    def __init__(self, base: Zygote, libraries: Sequence[str]) -> None:
        self._base, self._libraries = base, libraries
        super().__init__(base.framework, base.place)

    def _start(self, theirs: socket.socket) -> psutil.Process:
        self._log = self._base._log
        return psutil.Process(self._base.fork(" ".join(self._libraries).encode(), [theirs.fileno()]))
