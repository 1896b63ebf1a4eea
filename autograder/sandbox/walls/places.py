"""Where grading happens, and which walls must stand there before any student code runs."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

FIRST_USER, USERS = 1_000_000, 1_000_000_000
# The layers that the child can tell to hold, and what to do where one does not.
REMEDIES = {
    "unprivileged": "Grade as root, which gives its rights up for each submission, or as an ordinary user.",
    "no_new_privs": "Grade on Linux 3.5 or later.",
    "landlock": (
        "Grade on Linux 5.13 or later with Landlock switched on (/sys/kernel/security/lsm names it), or in a "
        "container with Gradescope's folders, as docs/security.md shows."
    ),
    "seccomp": "Install libseccomp: sudo apt-get install libseccomp2.",
}


@dataclass(frozen=True)
class Place:
    """A kind of machine, in words, and the layers without which no student code runs there.

    With `conceals`, there are inputs that the submission's author may not be told.
    """

    name: str
    required: tuple[str, ...]
    conceals: bool = True

    def user(self) -> int | None:
        """Return another user for a process, where this one can and must give its rights up."""
        if "unprivileged" not in self.required or os.geteuid() != 0:
            return None
        return FIRST_USER + random.SystemRandom().randrange(USERS)


# A container belongs to one submission: what student code could reach without Landlock is its own, or root's.
CONTAINER = Place("a container of its own", ("unprivileged", "no_new_privs", "seccomp"))
MACHINE = Place("a machine with other things on it", (*CONTAINER.required, "landlock"))


def gradescope() -> Place:
    """Return the place in which Gradescope's entry point runs: a container, unless it is not root there."""
    return CONTAINER if os.geteuid() == 0 else MACHINE
