"""The self-test: it passes behind all walls, and says which one is down."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyseccomp  # type: ignore[import-untyped]
import pytest

from autograder.sandbox.walls import landlock, seccomp, selftest
from autograder.sandbox.walls.places import REMEDIES
from autograder.sandbox.walls.prctl import PR_SET_NO_NEW_PRIVS, prctl
from autograder.sandbox.walls.seccomp import number
from tests.support.throwaway import in_throwaway

STUDENT = 1_234_567  # a user that nobody is


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """A file that anybody may read who gets as far as its folder."""
    path = tmp_path / "canary"
    path.write_text("secret")
    return str(path)


def checked(canary: str, *walls: Callable[[], object], required: Sequence[str] = ()) -> str | list[str]:
    """Return the layers found behind these walls, or why the self-test failed."""

    def check() -> str | tuple[str, ...]:
        for wall in walls:
            wall()
        try:
            return selftest.check(canary, required)
        except selftest.WallDown as down:
            with pytest.raises(ChildProcessError):
                os.wait()
            return str(down)

    answer: str | list[str] = in_throwaway(check)
    return answer


def drop_privileges() -> None:
    """Be an ordinary user for good, as the child of a grader that is root."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(STUDENT, STUDENT, STUDENT)
        os.setresuid(STUDENT, STUDENT, STUDENT)


def restrict() -> None:
    """Leave the libraries alone in reach."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(landlock.libraries(), [])


def refuse_sockets_only() -> None:
    """Put up half a filter."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), number("socket"))
    rules.load()


def test_all_walls(canary: str) -> None:
    """Behind all walls the self-test names all layers."""
    layers = checked(canary, drop_privileges, restrict, seccomp.install)
    assert layers == ["unprivileged", "no_new_privs", "landlock", "seccomp"]


def test_without_landlock(canary: str) -> None:
    """Without Landlock it is the file's own mode that keeps the canary, and that layer is not named."""
    Path(canary).chmod(0)
    assert checked(canary, drop_privileges, seccomp.install) == ["unprivileged", "no_new_privs", "seccomp"]


def test_required(canary: str) -> None:
    """A required layer that does not hold is named before anything else is tried, with what to do."""
    found = checked(canary, drop_privileges, seccomp.install, required=["landlock", "seccomp"])
    assert found == f"landlock cannot be had here. {REMEDIES['landlock']}"


def test_root(canary: str) -> None:
    """A process that is still root's is not called unprivileged."""
    layers = checked(canary, restrict, seccomp.install)
    assert ("unprivileged" in layers) == (os.geteuid() != 0)


def test_no_filter(canary: str) -> None:
    """Without a filter the self-test finds that it can open a socket."""
    assert checked(canary, drop_privileges, restrict) == "student code could open a socket"


def test_half_a_filter(canary: str) -> None:
    """With a filter that lets processes through, the self-test finds that, and leaves none."""
    found = checked(canary, drop_privileges, restrict, refuse_sockets_only)
    assert found == "student code could start a process"


def test_readable_canary(canary: str) -> None:
    """Where the grader's files can be read, the self-test finds that."""
    assert checked(canary, seccomp.install) == f"student code could read {canary}"


def test_no_canary(canary: str) -> None:
    """A canary that is not there shows nothing, and is no pass."""
    Path(canary).unlink()
    assert str(checked(canary, seccomp.install)).startswith(
        f"cannot tell whether student code could read {canary}"
    )
