"""Landlock: what is not named cannot be reached, and what is named can."""

from __future__ import annotations

import errno
import importlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyseccomp  # type: ignore[import-untyped]
import pytest

from autograder.sandbox.outside.zygote import ENVIRONMENT
from autograder.sandbox.walls import landlock, seccomp
from autograder.sandbox.walls.prctl import PR_SET_NO_NEW_PRIVS, prctl
from tests.support.throwaway import in_throwaway, tried

ROOT = Path(__file__).resolve().parents[3]
TESTS = os.getpid()  # a process outside the wall


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that is not named, with a file in it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_text("secret")
    return folder


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A folder that may be written, with a file and two folders in it."""
    folder = tmp_path / "inside"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
    (folder / "file").write_text("own")
    return folder


def wall(inside: Path) -> None:
    """Leave this process the folder and Python's libraries, as a submission has them."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(landlock.libraries(), [str(inside), os.devnull])


def behind(inside: Path, act: Callable[[], object]) -> str:
    """Say how the function goes behind the wall."""

    def walled() -> str:
        wall(inside)
        return tried(act)

    return str(in_throwaway(walled))


OUTSIDE: dict[str, Callable[[Path, Path], object]] = {
    "read": lambda outside, _: (outside / "file").read_text(),
    "list": lambda outside, _: list(outside.iterdir()),
    "write": lambda outside, _: (outside / "file").open("r+"),
    "append": lambda outside, _: (outside / "file").open("a"),
    "create": lambda outside, _: (outside / "new").touch(),
    "remove": lambda outside, _: (outside / "file").unlink(),
    "remove folder": lambda outside, _: outside.rmdir(),
    "make folder": lambda outside, _: (outside / "new").mkdir(),
    "make link": lambda outside, _: (outside / "new").symlink_to("file"),
    "rename": lambda outside, _: (outside / "file").rename(outside / "new"),
    "read through a link": lambda outside, inside: _linked(outside, inside).read_text(),
    "read through the parent": lambda _, inside: (inside / ".." / "outside" / "file").read_text(),
    "the grader": lambda *_: (ROOT / "reference" / "vae.py").read_text(),
    "temporary files": lambda *_: list(Path("/tmp").iterdir()),
    "shared memory": lambda *_: Path("/dev/shm/never-made").touch(),
    "users": lambda *_: Path("/etc/passwd").read_text(),
    "environment": lambda *_: Path(f"/proc/{TESTS}/environ").read_bytes(),
    "memory": lambda *_: Path(f"/proc/{TESTS}/mem").read_bytes(),
    "command line": lambda *_: Path(f"/proc/{TESTS}/cmdline").read_bytes(),
    "write to a library": lambda *_: os.open(os.__file__, os.O_WRONLY),
    "write beside a library": lambda *_: Path(os.__file__).with_name("never_made.py").touch(),
    "program of its own": lambda _, inside: os.execv(_program(inside), ["program"]),
    "pipe": lambda _, inside: os.mkfifo(inside / "new"),
    "socket file": lambda _, inside: socket.socket(socket.AF_UNIX).bind(str(inside / "new")),
}


def _linked(outside: Path, inside: Path) -> Path:
    (inside / "link").symlink_to(outside / "file")
    return inside / "link"


def _program(inside: Path) -> Path:
    (inside / "file").chmod(0o700)
    return inside / "file"


@pytest.mark.parametrize("attempt", OUTSIDE.values(), ids=OUTSIDE)
def test_out_of_reach(attempt: Callable[[Path, Path], object], outside: Path, inside: Path) -> None:
    """What is not named cannot be read or changed; what may be read cannot be changed, or written be run."""
    assert behind(inside, lambda: attempt(outside, inside)) == "EACCES"
    assert (outside / "file").read_text() == "secret"


def test_no_way_in_or_out(outside: Path, inside: Path) -> None:
    """A file cannot be moved or linked across the wall, where it would have more rights or fewer."""

    def cross() -> list[str]:
        wall(inside)
        pairs = [(outside, inside), (inside, outside)]
        return [
            tried(lambda a=a, b=b, act=act: act(a / "file", b / "new"))  # type: ignore[misc]
            for act in (os.rename, os.link)
            for a, b in pairs
        ]

    assert set(in_throwaway(cross)) <= {"EACCES", "EXDEV"}


def write(inside: Path) -> None:
    """Write, empty, cut, read and list files."""
    (inside / "new").write_text("text")
    (inside / "new").open("w").close()
    os.truncate(inside / "file", 1)
    assert ((inside / "file").read_text(), len(list(inside.iterdir()))) == ("o", 4)


def move(inside: Path) -> None:
    """Move and link files between folders, and remove them."""
    (inside / "file").rename(inside / "a" / "file")
    os.link(inside / "a" / "file", inside / "b" / "file")
    (inside / "link").symlink_to("b/file")
    (inside / "b").rename(inside / "a" / "b")
    shutil.rmtree(inside / "a")
    assert list(inside.iterdir()) == [inside / "link"]


def devices(_: Path) -> None:
    """Use the devices that are everywhere."""
    Path(os.devnull).write_text("text")
    assert Path(os.devnull).read_text() == ""
    with Path("/dev/urandom").open("rb") as source:
        assert len(source.read(4)) == 4


def libraries(_: Path) -> None:
    """Import a module from its file, and read what tells of this process."""
    sys.modules.pop("wave", None)
    assert importlib.import_module("wave").__file__ is not None
    assert f"Pid:\t{os.getpid()}\n" in Path("/proc/self/status").read_text()


def signal_itself(_: Path) -> None:
    """Send itself a signal."""
    os.kill(os.getpid(), 0)


@pytest.mark.parametrize("act", [write, move, devices, libraries, signal_itself])
def test_within_reach(act: Callable[[Path], None], inside: Path) -> None:
    """The folder that is named can be written, the libraries can be read, and the process has itself."""
    assert behind(inside, lambda: act(inside)) == "done"


def test_read_only(outside: Path, inside: Path) -> None:
    """A path that is named for reading, a folder or a file, can be read and not changed."""
    outer, inner = outside / "file", inside / "file"

    def act() -> list[str]:
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        landlock.restrict([str(outside), str(inner)], [])
        attempts: list[Callable[[], object]] = [
            lambda: (list(outside.iterdir()), outer.read_text(), inner.read_text()),
            lambda: outer.open("r+"),
            lambda: inner.open("r+"),
            lambda: list(inside.iterdir()),
        ]
        return [tried(attempt) for attempt in attempts]

    assert in_throwaway(act) == ["done", "EACCES", "EACCES", "EACCES"]


def listen() -> None:
    """Wait for connections from the network."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))


def connect(address: str | tuple[str, int]) -> None:
    """Connect to a listening socket."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as own:
        own.connect(address)


def test_since_later_versions(inside: Path, outside: Path) -> None:
    """Emptying, the network, nameless sockets and signals are out of reach where the version has them."""
    with socket.socket(socket.AF_UNIX) as abstract, socket.create_server(("127.0.0.1", 0)) as server:
        abstract.bind(f"\0autograder-test-{TESTS}")
        abstract.listen()
        attempts: list[tuple[int, str, Callable[[], object]]] = [
            (3, "EACCES", lambda: os.truncate(outside / "file", 0)),
            (3, "EACCES", lambda: os.open(outside / "file", os.O_RDONLY | os.O_TRUNC)),
            (4, "EACCES", listen),
            (4, "EACCES", lambda: connect(server.getsockname())),
            (6, "EPERM", lambda: connect(f"\0autograder-test-{TESTS}")),
            (6, "EPERM", lambda: os.kill(TESTS, 0)),
        ]

        def act() -> list[str]:
            prctl(PR_SET_NO_NEW_PRIVS, 1)
            landlock.restrict([str(outside)], [str(inside)])
            return [tried(attempt) for _, _, attempt in attempts]

        expected = [error if landlock.abi() >= since else "done" for since, error, _ in attempts]
        assert in_throwaway(act) == expected


@pytest.mark.parametrize("version", range(1, landlock.abi() + 1))
def test_older_versions(version: int, outside: Path, inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rights of each version, and no later one's, are given up."""
    monkeypatch.setattr(landlock, "abi", lambda: version)
    assert behind(inside, lambda: (outside / "file").read_text()) == "EACCES"
    assert behind(inside, lambda: (inside / "file").write_text("text")) == "done"


def test_for_good(outside: Path, inside: Path) -> None:
    """Rights that were given up do not come back by naming more."""

    def name_everything() -> str:
        landlock.restrict(["/"], ["/"])
        return (outside / "file").read_text()

    assert behind(inside, name_everything) == "EACCES"


def test_threads_are_bound(outside: Path, inside: Path) -> None:
    """A thread that is started behind the wall is behind it too."""

    def from_a_thread() -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit((outside / "file").read_text).result()

    assert behind(inside, from_a_thread) == "EACCES"


def test_path_that_is_not_there(outside: Path, inside: Path) -> None:
    """A path that does not exist is an error, before anything is given up."""

    def name_nothing() -> str:
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        with pytest.raises(FileNotFoundError):
            landlock.restrict([str(inside / "nothing")], [])
        return (outside / "file").read_text()

    assert in_throwaway(name_nothing) == "secret"


@pytest.mark.parametrize("error", [errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM], ids=errno.errorcode.get)
def test_without_landlock(error: int) -> None:
    """On a kernel without it, or in a container that hides it, its version is 0 and no wall is put up."""

    def restrict() -> int:
        rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        rules.add_rule(pyseccomp.ERRNO(error), landlock.CREATE_RULESET)
        rules.load()
        with pytest.raises(OSError, match="no Landlock"):
            landlock.restrict([], [])
        return landlock.abi()

    assert in_throwaway(restrict) == 0


def test_libraries() -> None:
    """The libraries are there, Python's and NumPy's among them, and the grader is not."""
    named = [Path(path).resolve(strict=True) for path in landlock.libraries()]
    assert [path for path in named if ROOT.is_relative_to(path)] == []
    for module in (os, np):
        assert any(Path(str(module.__file__)).resolve().is_relative_to(path) for path in named)


def train(folder: str) -> None:
    """Be a submission that trains a network with PyTorch, behind both walls."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    wall(Path(folder))
    seccomp.install()
    os.chdir(folder)
    data = torch.utils.data.TensorDataset(torch.randn(64, 20))
    net = torch.nn.Sequential(torch.nn.Linear(20, 50), torch.nn.ReLU(), torch.nn.Linear(50, 1))
    optimizer = torch.optim.Adam(net.parameters())
    for (batch,) in torch.utils.data.DataLoader(data, batch_size=16, num_workers=0):
        optimizer.zero_grad()
        (net(batch) ** 2).mean().backward()
        optimizer.step()
    torch.save(net.state_dict(), "net.pt")
    net.load_state_dict(torch.load("net.pt"))
    torch.set_num_threads(2)
    assert torch.linalg.svdvals(torch.randn(300, 300)).shape == (300,)
    importlib.import_module("torch._dynamo")
    importlib.import_module("scipy.stats")
    importlib.import_module("sympy")


def test_training_behind_both_walls(inside: Path) -> None:
    """PyTorch trains, with modules and threads that come after the walls; SciPy and SymPy are found."""
    code = f"import sys; sys.path[0] = {str(ROOT)!r}; from {__name__} import train; train({str(inside)!r})"
    own = {"HOME": str(inside), "TMPDIR": str(inside), "USER": "student", "LOGNAME": "student"}
    subprocess.run([sys.executable, "-B", "-c", code], check=True, env=ENVIRONMENT | own, timeout=120)
