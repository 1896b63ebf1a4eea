"""What is often got wrong: what is asked of those who know, and what is said of each wrong idea."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.arrays import Array
from autograder.course.conventions import Choice
from autograder.diagnosis.experiments import Experiment, Look

RIGHT = "right"  # the name of the idea that is none: what a right submission does
KL = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Idea:
    """A wrong idea: the checks that it fails, and the hint, a template, for who has it.

    `stops` maps a function to the inputs that no gradient of it reaches: such an idea shows in nothing else.
    `about` are the choices of the default convention that the hint speaks of.
    """

    name: str
    hint: str
    fails: tuple[str, ...]
    stops: Mapping[str, frozenset[str]]
    about: tuple[Choice, ...] = ()


class Ideas(Protocol):
    """Knows the wrong ideas: `Formulas` by their files, `Recorded` by numbers alone."""

    @property
    def wrong(self) -> Sequence[Idea]:
        """All wrong ideas."""
        ...

    def look(self, name: str, experiment: Experiment, kl: KL | None = None) -> Look:
        """Return what is seen of an idea in an experiment, its ELBO resting on a KL, or on its own.

        NotComparableError where the idea gives nothing there.
        """
        ...
