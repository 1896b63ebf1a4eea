"""The filter of system calls: what is on its list is refused, and Python does without it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import ctypes
import errno
import fcntl
import mmap
import os
import platform
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import termios
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from pyseccomp import NOTIFY  # type: ignore[import-untyped]

from autograder.sandbox.walls import seccomp
from autograder.sandbox.walls.calls import COMMANDS, REPERTOIRE
from autograder.sandbox.walls.seccomp import REFUSALS, number
from tests.support.throwaway import exit_code, in_throwaway, syscall, tried

NOWHERE = -1  # no address, no descriptor and no process
HIGH = 1 << 32  # a bit that the kernel does not read of an int
TESTS = os.getpid()  # another process of the same user
VERITY, SET_FLAGS, SET_ATTRIBUTES = 0x40806685, 0x40086602, 0x401C5820  # ioctl commands on files
FIOSETOWN, SIOCSPGRP, F_SETOWN_EX, F_NOTIFY = 0x8901, 0x8902, 15, 1026
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_PTRACER, PR_SET_MM = 1, 4, 22, 0x59616D61, 35
PROBES = {335, 336}  # the kernel's own, which ends whoever else calls them before any filter is asked
# The numbers below 0 are those of calls that this architecture never had.
CALLS = [(call, error) for error, calls in REFUSALS.items() for call in calls.split() if number(call) >= 0]
REACHING_OTHERS = [
    ("clone", (signal.SIGCHLD, 0, 0, 0, 0)),
    ("clone", (HIGH | signal.SIGCHLD, 0, 0, 0, 0)),
    ("clone", (0x4100 | signal.SIGCHLD, NOWHERE, 0, 0, 0)),
    ("kill", (TESTS, 0)),
    ("kill", (HIGH | TESTS, 0)),
    ("kill", (0, 0)),
    ("kill", (-1, 0)),
    ("kill", (0xFFFFFFFF, 0)),
    ("kill", (-TESTS, 0)),
    ("tkill", (TESTS, 0)),
    ("tgkill", (TESTS, TESTS, 0)),
    ("rt_sigqueueinfo", (TESTS, 0, NOWHERE)),
    ("rt_tgsigqueueinfo", (TESTS, TESTS, 0, NOWHERE)),
    ("prlimit64", (TESTS, resource.RLIMIT_NOFILE, 0, 0)),
    ("prlimit64", (HIGH | TESTS, resource.RLIMIT_NOFILE, 0, 0)),
    ("sched_setaffinity", (TESTS, 8, NOWHERE)),
    ("sched_setattr", (TESTS, NOWHERE, 0)),
    ("sched_setparam", (TESTS, NOWHERE)),
    ("sched_setscheduler", (TESTS, os.SCHED_OTHER, NOWHERE)),
    ("setpriority", (os.PRIO_PROCESS, TESTS, 19)),
    ("setpriority", (os.PRIO_PGRP, 0, 0)),
    ("setpriority", (os.PRIO_USER, 0, 0)),
    ("setpriority", (HIGH | os.PRIO_USER, 0, 0)),
    ("open", (NOWHERE, os.O_TRUNC)),
    ("open", (NOWHERE, seccomp.NEITHER)),
    ("openat", (NOWHERE, NOWHERE, os.O_TRUNC)),
    ("openat", (NOWHERE, NOWHERE, HIGH | os.O_TRUNC | os.O_CLOEXEC)),
    ("openat", (NOWHERE, NOWHERE, seccomp.NEITHER)),
    ("socketpair", (socket.AF_INET, socket.SOCK_STREAM, 0, NOWHERE)),
    ("socketpair", (socket.AF_NETLINK, socket.SOCK_STREAM, 0, NOWHERE)),
    ("socketpair", (socket.AF_UNIX, socket.SOCK_DGRAM, 0, NOWHERE)),
    ("socketpair", (socket.AF_UNIX, HIGH | socket.SOCK_DGRAM | socket.SOCK_CLOEXEC, 0, NOWHERE)),
    ("socketpair", (socket.AF_UNIX, socket.SOCK_RAW, 0, NOWHERE)),
    ("socketpair", (socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, NOWHERE)),
]
OTHER_COMMANDS = [
    ("prctl", (PR_SET_PDEATHSIG, 0)),
    ("prctl", (PR_SET_DUMPABLE, 1)),
    ("prctl", (HIGH | PR_SET_DUMPABLE, 1)),
    ("prctl", (PR_SET_SECCOMP, 1)),
    ("prctl", (PR_SET_PTRACER, TESTS)),
    ("prctl", (HIGH | PR_SET_PDEATHSIG, 0)),
    ("fcntl", (0, fcntl.F_SETOWN, TESTS)),
    ("fcntl", (0, HIGH | fcntl.F_SETOWN, TESTS)),
    ("fcntl", (0, fcntl.F_SETSIG, signal.SIGKILL)),
    ("fcntl", (0, F_SETOWN_EX, NOWHERE)),
    ("fcntl", (0, fcntl.F_SETLEASE, fcntl.F_WRLCK)),
    ("fcntl", (0, fcntl.F_SETPIPE_SZ, 4096)),
    ("fcntl", (0, F_NOTIFY, 1)),
    ("prctl", (PR_SET_MM, 1)),
    ("ioctl", (0, FIOSETOWN, NOWHERE)),
    ("ioctl", (0, HIGH | FIOSETOWN, NOWHERE)),
    ("ioctl", (0, SIOCSPGRP, NOWHERE)),
    ("ioctl", (0, termios.TIOCSTI, NOWHERE)),
    ("ioctl", (0, termios.TIOCSCTTY, 0)),
    ("ioctl", (0, termios.TIOCLINUX, NOWHERE)),
    ("ioctl", (0, SET_FLAGS, NOWHERE)),
    ("ioctl", (0, HIGH | SET_FLAGS, NOWHERE)),
    ("ioctl", (0, SET_ATTRIBUTES, NOWHERE)),
    ("ioctl", (0, VERITY, NOWHERE)),
]


def install(*, executes: bool = False) -> None:
    """Put the filters on, with nobody who listens to what they refuse."""
    if (listener := seccomp.install(executes=executes)) is not None:
        os.close(listener)


def filtered(act: Callable[[], object]) -> Callable[[], str]:
    """Return a function that puts the filter on and says how the given one went behind it."""

    def behind() -> str:
        install()
        return tried(act)

    return behind


@pytest.mark.parametrize(("call", "error"), CALLS, ids=[call for call, _ in CALLS])
def test_refused(call: str, error: int) -> None:
    """A call on the list answers with its error, or with success where it does nothing."""
    answer = in_throwaway(filtered(lambda: syscall(number(call), *[NOWHERE] * 6)))
    assert answer == (errno.errorcode[error] if error else "done")


FORKS_OR_CONNECTS = """
import os, socket
for act in os.fork, socket.socket:
    try:
        act()
        os._exit(1)
    except PermissionError:
        pass
"""


def test_turning_into_another_program() -> None:
    """A process that executes may turn into another program, which has the same filter."""

    def become() -> None:
        install(executes=True)
        os.execv(sys.executable, [sys.executable, "-I", "-c", FORKS_OR_CONNECTS])

    assert exit_code(become) == 0


def test_a_process_that_executes_may_do_nothing_else() -> None:
    """Of the calls on the list, execve is the only one that goes through."""
    calls = [call for call, error in CALLS if error == errno.EPERM]

    def allowed() -> list[str]:
        install(executes=True)
        return [call for call in calls if tried(partial(syscall, number(call), *[NOWHERE] * 6)) != "EPERM"]

    assert in_throwaway(allowed) == ["execve"]


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        pytest.param(call, arguments, id=f"{call}-{i}")
        for i, (call, arguments) in enumerate(REACHING_OTHERS)
        if number(call) >= 0
    ],
)
def test_refused_by_argument(call: str, arguments: tuple[int, ...]) -> None:
    """A call that would reach others is refused, however its arguments are dressed up."""
    assert in_throwaway(filtered(lambda: syscall(number(call), *arguments))) == "EPERM"


@pytest.mark.parametrize(
    ("call", "arguments"),
    [pytest.param(*case, id=f"{case[0]}-{i}") for i, case in enumerate(OTHER_COMMANDS)],
)
def test_other_commands(call: str, arguments: tuple[int, ...]) -> None:
    """A command that no honest program gives is answered as on a kernel that lacks it."""
    assert in_throwaway(filtered(lambda: syscall(number(call), *arguments))) == "ENOSYS"


def test_nothing_else() -> None:
    """Whatever number is tried that no list names, also one that no kernel has yet, there is no such call."""
    listed = {*REPERTOIRE, *COMMANDS, *(call for call, _ in CALLS)}
    others = set(range(600)) - {number(call) for call in listed} - PROBES
    assert len(others) > 250

    def answers() -> list[str]:
        install()
        return sorted({tried(partial(syscall, call, *[NOWHERE] * 6)) for call in others})

    assert in_throwaway(answers) == ["ENOSYS"]


@pytest.mark.parametrize("flag", [os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND])
def test_emptying_what_is_open_for_writing(flag: int, tmp_path: Path) -> None:
    """A file that may be written may be emptied when it is opened."""
    path = tmp_path / "file"
    path.write_text("text")
    assert in_throwaway(filtered(lambda: os.open(path, flag | os.O_TRUNC))) == "done"
    assert path.read_text() == ""


def threads() -> None:
    """Start threads, and wait for them."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(abs, range(-8, 0))) == [8, 7, 6, 5, 4, 3, 2, 1]


def signals_to_itself() -> None:
    """Send itself signals in every way that Python knows, and wait for an alarm."""
    got: list[int] = []
    for name in (signal.SIGUSR1, signal.SIGALRM):
        signal.signal(name, lambda number, _: got.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    while signal.SIGALRM not in got:
        time.sleep(0.001)
    assert got == [signal.SIGUSR1] * 3 + [signal.SIGALRM]


def limits_and_priority() -> None:
    """Lower its own limits, niceness and processors."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (50, 50)
    assert os.nice(1) == os.getpriority(os.PRIO_PROCESS, 0)
    os.sched_setaffinity(0, os.sched_getaffinity(0))


def event_loop() -> None:
    """Run coroutines, one of them in a thread."""

    async def both() -> int:
        await asyncio.sleep(0.001)
        return await asyncio.to_thread(lambda: 3)

    assert asyncio.run(both()) == 3


def temporary_files() -> None:
    """Use every kind of temporary file."""
    with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryFile() as other:
        file.write(b"text")
        file.truncate(1)
        os.ftruncate(other.fileno(), 5)
        assert (os.fstat(file.fileno()).st_size, os.fstat(other.fileno()).st_size) == (1, 5)
    with tempfile.SpooledTemporaryFile() as spooled:
        spooled.write(b"text")
        spooled.rollover()


def copies() -> None:
    """Copy, move, link, pack and unpack files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a").write_text("text")
        shutil.copy(folder / "a", folder / "b")
        shutil.copy2(folder / "b", folder / "c")
        (folder / "link").symlink_to("c")
        shutil.copytree(folder, folder.parent / f"{name}-copy")
        with tarfile.open(folder / "packed.tar", "w") as archive:
            archive.add(folder / "c", "c")
        with tarfile.open(folder / "packed.tar") as archive:
            archive.extraction_filter = lambda member, _: member  # as it is, modes and owners too
            archive.extractall(folder / "unpacked")
        assert (folder / "unpacked" / "c").read_text() == "text"
        assert shutil.move(folder.parent / f"{name}-copy", folder / "moved") == folder / "moved"
        assert (folder / "moved" / "link").read_text() == "text"


def arrays_in_files() -> None:
    """Save, load and map arrays."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"{folder}/array.npy"
        np.save(name, np.eye(3))
        mapped = np.load(name, mmap_mode="r+")
        mapped[0, 0] = 7
        mapped.flush()
        assert np.load(name)[0, 0] == 7


def descriptors() -> None:
    """Use pipes, flags of descriptors and locks."""
    read, write = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETFL, fcntl.fcntl(read, fcntl.F_GETFL) | os.O_NONBLOCK)
    os.write(write, b"text")
    assert os.read(read, 9) == b"text"
    assert os.get_inheritable(os.dup(read)) is False
    with tempfile.TemporaryFile() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.lockf(file, fcntl.LOCK_EX)


def memory_and_libraries() -> None:
    """Map memory and load a library."""
    assert len(mmap.mmap(-1, 1 << 20)) == 1 << 20
    assert ctypes.CDLL("libm.so.6") is not None


@pytest.mark.parametrize(
    "act",
    [
        threads,
        signals_to_itself,
        limits_and_priority,
        event_loop,
        temporary_files,
        copies,
        arrays_in_files,
        descriptors,
        memory_and_libraries,
    ],
)
def test_allowed(act: Callable[[], None]) -> None:
    """What Python programs do with themselves, their files and their threads works behind the filter."""
    assert in_throwaway(filtered(act)) == "done"


@pytest.mark.parametrize(
    "act",
    [
        lambda: subprocess.run(["true"], check=False),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: os.execv("/bin/true", ["true"]),
        os.fork,
        socket.socket,
        lambda: socket.create_server(("127.0.0.1", 0)),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: os.kill(os.getppid(), signal.SIGTERM),
        lambda: os.mkfifo(f"{tempfile.gettempdir()}/never-made"),
    ],
    ids=["run", "spawn", "exec", "fork", "socket", "server", "unix", "kill", "fifo"],
)
def test_permission_error(act: Callable[[], object]) -> None:
    """What is refused is a PermissionError in Python."""

    def caught() -> bool:
        install()
        with pytest.raises(PermissionError):
            act()
        return True

    assert in_throwaway(caught)


def test_terminals() -> None:
    """A terminal of its own is not to be had, as where there are none."""
    assert in_throwaway(filtered(os.forkpty)) == "ENOSYS"


def test_threads_are_bound() -> None:
    """A thread that is started behind the filter is behind it too."""

    def from_a_thread() -> str:
        install()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            return pool.submit(tried, os.fork).result()

    assert in_throwaway(from_a_thread) == "EPERM"


def test_pretended_changes(tmp_path: Path) -> None:
    """A change of mode, owner or times is said to have succeeded and is not made."""
    path = tmp_path / "file"
    path.touch(0o640)
    before = path.stat()

    def change() -> None:
        path.chmod(0o777)
        os.chown(path, 1, 1)
        os.utime(path, (1, 1))

    assert in_throwaway(filtered(change)) == "done"
    assert path.stat() == before


def test_single_thread_only() -> None:
    """A process with a second thread, which would stay unfiltered, gets no filter."""

    def install_beside_a_thread() -> str:
        end = threading.Event()
        threading.Thread(target=end.wait).start()
        with pytest.raises(RuntimeError, match="one thread of several"):
            install()
        end.set()
        return tried(lambda: socket.socket().close())

    assert in_throwaway(install_beside_a_thread) == "done"


@pytest.mark.parametrize("call", REPERTOIRE)
def test_names(call: str) -> None:
    """Every name that is let through is one: a misspelt one would refuse what honest programs call."""
    assert seccomp.has_number(call)


def test_nobody_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel tells nobody of what it refuses, it refuses the same."""
    honest = seccomp._honest

    def untold(executes: bool, otherwise: int) -> object:
        if otherwise == NOTIFY:
            raise OSError(errno.EBUSY, "a container listens itself")
        return honest(executes, otherwise)

    monkeypatch.setattr(seccomp, "_honest", untold)
    assert in_throwaway(lambda: seccomp.install() is None)
    assert in_throwaway(filtered(lambda: syscall(500))) == "ENOSYS"


def test_older_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that knows a call not yet refuses it: whoever makes it has an older one to turn to."""
    known, call = seccomp.has_number, number("epoll_pwait2")
    monkeypatch.setattr(seccomp, "has_number", lambda name: name != "epoll_pwait2" and known(name))
    assert in_throwaway(filtered(lambda: syscall(call, *[NOWHERE] * 6))) == "ENOSYS"
    assert in_throwaway(filtered(event_loop)) == "done"


def test_unknown_call() -> None:
    """A misspelt name is an error, not a rule less."""
    with pytest.raises(KeyError):
        number("no_such_call")


GETPID_AS_32_BIT = bytes.fromhex("b814000000 cd80 c3")  # mov eax, 20; int 0x80; ret


def by_interrupt() -> None:
    """Make a system call as 32-bit programs do."""
    code = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(GETPID_AS_32_BIT)
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()


def by_x32() -> None:
    """Make a system call by x32's numbers, whether or not the kernel has them."""
    tried(lambda: syscall(0x40000000 | number("getpid")))


if platform.machine() == "x86_64":  # only this processor has other ways into the kernel

    @pytest.mark.parametrize("act", [by_interrupt, by_x32])
    def test_other_doors(act: Callable[[], None]) -> None:
        """A call by another architecture's numbers, which the list does not know, ends the process."""
        assert (exit_code(act), exit_code(filtered(act))) == (0, -signal.SIGSYS)
