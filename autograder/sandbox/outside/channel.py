"""What a worker needs of the machine it runs on: a host, which opens channels to processes of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from autograder.course.assignment import Limits
from autograder.sandbox.outside.deadline import Deadline
from autograder.sandbox.outside.scratch import Scratch
from autograder.sandbox.protocol import Frame
from autograder.sandbox.walls.places import Place
from autograder.submission.framework import Framework


class Channel(Protocol):
    """The way to a process that runs student code, wherever that is."""

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that confine the process."""
        ...

    def exchange(self, frame: bytes, *, doing: str, deadline: Deadline) -> Frame:
        """Send a frame and return the answer; a StudentError after a fault, which ends the process."""
        ...

    def libraries_mb(self) -> int:
        """Return how much of its libraries' code the process has loaded, as far as is seen from outside."""
        ...

    @property
    def refusals(self) -> Mapping[str, int]:
        """The system calls that the process made and no honest program makes, and how often."""
        ...

    def kill(self) -> None:
        """End the process, and what it has started."""
        ...


class Host(Protocol):
    """What starts processes for student code: a warm one that forks, or a machine where each starts cold."""

    framework: Framework
    place: Place

    def open(self, scratch: Scratch, order: dict[str, Any], limits: Limits, user: int | None) -> Channel:
        """Start a process in a scratch folder, which loads what is ordered, and return the way to it.

        `user` is the one that it is to become, if any. Raises GraderFault where it could not be started
        or confined.
        """
        ...
