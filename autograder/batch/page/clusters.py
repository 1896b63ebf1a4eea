"""Students who went wrong in the same way: the same checks failed, with the same diagnosis or with none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.batch.page.table import Member
from autograder.diagnosis.bank import misconceptions
from autograder.diagnosis.explain import FUNCTION_OF

SHOWN = 12


@dataclass(frozen=True)
class Cluster:
    """One way to go wrong. Without a diagnosis it may be a misconception that has no name yet."""

    failed: tuple[str, ...]
    diagnoses: tuple[str, ...]
    members: tuple[Member, ...]

    @property
    def example(self) -> Member:
        """The member with the shortest code, in which the mistake is easiest to see."""
        return min(
            self.members, key=lambda m: (not m.excerpts, sum(map(len, m.excerpts.values())), m.student)
        )

    @property
    def stub(self) -> str:
        """The beginning of a file for reference/misconceptions, to be finished by hand."""
        functions = list(dict.fromkeys(FUNCTION_OF[c] for c in self.failed if c in FUNCTION_OF))
        code = [self.example.excerpts[f] for f in functions if f in self.example.excerpts]
        head = ['"""One sentence that says what is wrong.', "", "What the student should look at.", '"""']
        return "\n".join(
            [*head, f"# fails: {', '.join(self.failed)}", "", "import numpy as np", "", "", *code]
        )


@dataclass(frozen=True)
class Misconception:
    """A wrong idea that was diagnosed: what it is, how often it was met, and an example of it."""

    name: str
    title: str
    hint: str
    members: tuple[Member, ...]

    @property
    def example(self) -> Member:
        """The member with the shortest code."""
        return min(
            self.members, key=lambda m: (not m.excerpts, sum(map(len, m.excerpts.values())), m.student)
        )


def clusters(members: Sequence[Member]) -> list[Cluster]:
    """Return the clusters of a class, unnamed ones first, then the largest first.

    Derivations are judged line by line, and are no part of it; a whole file that failed says nothing.
    """
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Member]] = defaultdict(list)
    for member in members:
        failed = tuple(check for check in member.failed if check in FUNCTION_OF)
        if failed and member.score is not None:
            found[failed, member.diagnoses].append(member)
    every = [Cluster(failed, names, tuple(who)) for (failed, names), who in found.items()]
    return sorted(every, key=lambda one: (bool(one.diagnoses), -len(one.members), one.failed))


def diagnosed(members: Sequence[Member]) -> list[Misconception]:
    """Return the misconceptions of a class, the most frequent first."""
    titles = {known.name: known.title for known in misconceptions()}
    found: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        for name in member.diagnoses:
            found[name].append(member)
    every = [
        Misconception(name, titles.get(name, name), who[0].hints[name], tuple(who))
        for name, who in found.items()
    ]
    return sorted(every, key=lambda one: (-len(one.members), one.name))
