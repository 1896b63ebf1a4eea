"""The walls around student code, as it sees them from within."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from autograder.course.assignment import Limits
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.outside.hosts import Zygotes
from autograder.sandbox.outside.worker import Worker
from autograder.sandbox.outside.zygote import ENVIRONMENT
from autograder.sandbox.walls import confine
from autograder.sandbox.walls.confine import OPEN_FILES, SPARE_MB
from autograder.sandbox.walls.places import FIRST_USER
from autograder.submission.code import Submission
from tests.support.workers import Start, asked, handed_in

PROBE = "probe/surroundings.py"
MEGABYTE = 1 << 20
SIGKILL = 9


def test_environment(start: Start, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is the clean one and holds no variable of the grader's."""
    monkeypatch.setenv("COURSE_SECRET", "the salt")
    worker = start(PROBE)
    found = asked(worker, "environment")
    (top,) = shelf.iterdir()
    home = str(top / "home")
    own = {"HOME": home, "TMPDIR": home, "USER": "student", "LOGNAME": "student"}
    assert found == ENVIRONMENT | own


def test_folder(start: Start, shelf: Path) -> None:
    """Student code runs in a folder that holds the submission and nothing else, first on its path."""
    folder = asked(start(PROBE), "folder")
    (top,) = shelf.iterdir()
    here = str(top / "submission")
    assert folder == {"cwd": here, "files": ["vae.py"], "argv": ["vae.py"], "path": here}


def test_own_files(start: Start, shelf: Path) -> None:
    """Nobody else may list the folders of a submission."""
    start(PROBE).load()
    (top,) = shelf.iterdir()
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (top, *top.iterdir())}
    assert modes == {top.name: "0o711", "submission": "0o700", "home": "0o700"}


def test_descriptors(start: Start) -> None:
    """Nothing is open but the standard streams and the two pipes."""
    assert asked(start(PROBE), "descriptors") == [0, 1, 2, 3, 4]


def test_standard_input(start: Start) -> None:
    """There is nothing to read from standard input."""
    assert asked(start(PROBE), "standard_input") == ""


def test_process(start: Start) -> None:
    """Student code has its own session, a single thread, no way to more rights, and dies with the grader."""
    process = asked(start(PROBE), "process")
    del process["users"], process["groups"]
    assert process == {
        "session": True,
        "group": True,
        "parent": os.getpid(),
        "killed_with_parent": SIGKILL,
        "no_new_privileges": 1,
        "threads": 1,
    }


def test_user(start: Start) -> None:
    """As root, student code is a user of its own without groups; otherwise it is the grader's user."""
    workers = [start(PROBE) for _ in range(2)]
    processes = [asked(worker, "process") for worker in workers]
    users = [process["users"] for process in processes]
    groups = [process["groups"] for process in processes]
    if os.geteuid() == 0:
        assert all(user >= FIRST_USER for user, *_ in users)
        assert users[0] != users[1]
        assert users == groups == [[user] * 3 for user, *_ in users]
    else:
        assert users == [list(os.getresuid())] * 2
        assert groups == [[*os.getresgid(), *os.getgroups()]] * 2


def test_order_of_giving_up_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """The groups go first, then the group, then the user: afterwards none of them could be changed."""
    done: list[tuple[Any, ...]] = []
    for name in ("setgroups", "setresgid", "setresuid"):
        monkeypatch.setattr(os, name, lambda *given, name=name: done.append((name, *given)))
    confine._become(7)
    assert done == [("setgroups", []), ("setresgid", 7, 7, 7), ("setresuid", 7, 7, 7)]


def test_limits(start: Start) -> None:
    """The limits of the assignment and of the sandbox are in force, soft and hard."""
    found = asked(start(PROBE, submission_seconds=100, memory_mb=500, file_mb=5), "limits")
    assert found == {
        "AS": [(500 + SPARE_MB) * MEGABYTE, (500 + SPARE_MB) * MEGABYTE],
        "CPU": [101, 102],
        "FSIZE": [5 * MEGABYTE, 5 * MEGABYTE],
        "NOFILE": [OPEN_FILES, OPEN_FILES],
        "CORE": [0, 0],
        "MEMLOCK": [0, 0],
        "MSGQUEUE": [0, 0],
    }


def test_modules(start: Start) -> None:
    """In a NumPy submission's process nothing of torch is imported, and no module of the grader's known."""
    modules = asked(start(PROBE), "modules")
    assert [name for name in modules if name.split(".")[0] in ("torch", "autograder", "tests")] == []
    assert {"numpy", "vae"} <= set(modules)


def test_grader_not_importable(start: Start) -> None:
    """Student code cannot import the grader by its name."""
    assert asked(start(PROBE), "grader") == "No module named 'autograder'"


def test_module_name(start: Start) -> None:
    """The file is imported, not run as a program: what stands under the main guard does not run."""
    assert asked(start(PROBE), "name") == "vae"


def test_other_file_name(zygotes: Zygotes) -> None:
    """A course may name the file as it likes; the module has the file's name."""
    submission = Submission((("model.py", handed_in(PROBE).files[0][1]),), "model.py")
    with Worker(zygotes.of("numpy"), submission, Limits(), 1) as worker:
        assert asked(worker, "name") == "model"


def test_not_confined(start: Start, shelf: Path) -> None:
    """Where a wall does not hold no student code runs: the fault is the grader's, each time, and says why."""
    worker = start(PROBE, submission_seconds=1e30)
    for _ in range(2):
        with pytest.raises(GraderFault, match=r"not confined: .*\n(.*\n)*OverflowError"):
            worker.call(Call("name", {}))
    assert list(shelf.iterdir()) == []
