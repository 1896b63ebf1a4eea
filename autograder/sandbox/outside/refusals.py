"""The system calls that a child made and no honest program makes, which staff should know of.

The kernel tells of each over a descriptor that came with the child's filter, and the call waits for its
answer: there is no such call. What the filter lets through, and what it says is not permitted, costs nothing.
Where there is no such descriptor, or nobody listens any more, the kernel gives the same answer itself.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import socket
import struct
from collections import Counter
from contextlib import suppress

# As the kernel's header has them: a notice is read and answered, for each call anew.
RECEIVE, SEND = 0xC0502100, 0xC0182101
NOTICE_SIZE = 80
NOTICE = struct.Struct("=QIIi")  # its id, the process, flags, the number of the call
ANSWER = struct.Struct("=QqiI")  # that id, a value, an error, flags
MOST = 100  # calls; from then on nobody listens


class Refusals:
    """A child's refused calls, by number and how often; over the end `theirs` it sends its listener."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self._ours, self.theirs = socket.socketpair()
        self._listener: int | None = None

    def wait(self, poller: select.poll, seconds: float) -> bool:
        """Wait until a poller has an event, and answer what comes in meanwhile; False without one."""
        source = self._ours.fileno() if self._listener is None else self._listener
        if source >= 0:
            poller.register(source, select.POLLIN)
        events = dict(poller.poll(1000 * seconds))
        event = events.pop(source, 0)
        if event and self._listener is None:
            self._open()
        elif event & select.POLLIN:
            self._answer(source)
        elif event:  # all have ended; without a notice the kernel would have this process wait for one
            self.close()
        return bool(events)

    def close(self) -> None:
        """Stop listening."""
        self._ours.close()
        if self._listener is not None:
            os.close(self._listener)
            self._listener = None

    def _open(self) -> None:
        """Take the listener that the child has sent, if it has one, and listen to that from now on."""
        _, listeners, _, _ = socket.recv_fds(self._ours, 1, 1)
        self._ours.close()
        self._listener = next(iter(listeners), None)

    @property
    def by_name(self) -> dict[str, int]:
        """How often each call was refused; what has no name here goes by its number."""
        return {_name(number): count for number, count in sorted(self.counts.items())}

    def _answer(self, listener: int) -> None:
        """Say to one call that it does not exist."""
        import fcntl  # which Windows lacks, where a student's check.py imports this module for nothing

        notice = bytearray(NOTICE_SIZE)
        with suppress(OSError):  # the caller has been ended meanwhile, or stopped and will call again
            fcntl.ioctl(listener, RECEIVE, notice)
            call, _, _, number = NOTICE.unpack_from(notice)
            fcntl.ioctl(listener, SEND, ANSWER.pack(call, 0, -errno.ENOSYS, 0))
            self.counts[number] += 1
        if self.counts.total() >= MOST:
            self.close()


def _name(number: int) -> str:
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_syscall_resolve_num_arch.restype = ctypes.c_char_p
    name: bytes | None = library.seccomp_syscall_resolve_num_arch(0, number)
    return name.decode() if name else f"system call {number}"
