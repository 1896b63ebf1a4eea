"""What the rest of a file says of a function's second argument, as far as it is asked."""

from __future__ import annotations

from typing import Protocol

from autograder.course.conventions import Scale


class Witness(Protocol):
    """Settles contradictions between what a function does and what its names say."""

    silent: bool

    def conventions(self, function: str) -> frozenset[Scale]:
        """Return the conventions that the file's KL and its calls of a function speak of."""
        ...

    def calls(self, function: str) -> frozenset[Scale]:
        """Return the conventions that the file's calls of a function speak of."""
        ...

    def has_positive_head(self, argument: str) -> bool:
        """Whether an argument, or an attribute of its name, comes out of a function that is positive."""
        ...


class Silence:
    """Says nothing: a student's copy of the grader cannot read a formula."""

    silent = True

    def conventions(self, function: str) -> frozenset[Scale]:  # noqa: ARG002
        """Return nothing."""
        return frozenset()

    def calls(self, function: str) -> frozenset[Scale]:  # noqa: ARG002
        """Return nothing."""
        return frozenset()

    def has_positive_head(self, argument: str) -> bool:  # noqa: ARG002
        """Return that nothing is known of it."""
        return False


def of(source: str) -> Witness:
    """Return a file as a witness; nothing where what reads formulas is not there."""
    try:
        from autograder.openform.evidence import Evidence
    except ModuleNotFoundError:
        return Silence()
    return Evidence(source)
