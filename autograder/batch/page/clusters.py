"""Students who went wrong in the same way: the same checks failed, with the same diagnosis or with none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.batch.page.table import Member
from autograder.diagnosis.bank import misconceptions
from autograder.diagnosis.explain import FUNCTION_OF

MAX_LINES = 12
IMPORTS = {
    r"\bnp\.": "import numpy as np",
    r"\btorch\.": "import torch",
    r"\bF\.": "import torch.nn.functional as F",
}


@dataclass(frozen=True)
class Cluster:
    """One way to go wrong. Without a diagnosis it may be a misconception that has no name yet."""

    failures: tuple[str, ...]
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
        functions = list(dict.fromkeys(FUNCTION_OF[c] for c in self.failures if c in FUNCTION_OF))
        code = [self.example.excerpts[f] for f in functions if f in self.example.excerpts]
        head = ['"""One sentence that says what is wrong.', "", "What the student should look at.", '"""']
        imports = [line for name, line in IMPORTS.items() if re.search(name, "\n".join(code))]
        return "\n".join([*head, f"# fails: {', '.join(self.failures)}", "", *imports, "", "", *code])


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
    by_way: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Member]] = defaultdict(list)
    for member in members:
        failures = tuple(check for check in member.failures if check in FUNCTION_OF)
        if failures and member.score is not None:
            by_way[failures, member.diagnoses].append(member)
    every = [Cluster(failures, names, tuple(who)) for (failures, names), who in by_way.items()]
    return sorted(every, key=lambda one: (bool(one.diagnoses), -len(one.members), one.failures))


def diagnoses(members: Sequence[Member]) -> list[Misconception]:
    """Return the misconceptions of a class, the most frequent first."""
    titles = {idea.name: idea.title for idea in misconceptions()}
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        for name in member.diagnoses:
            by_name[name].append(member)
    every = [
        Misconception(name, titles.get(name, name), who[0].hints[name], tuple(who))
        for name, who in by_name.items()
    ]
    return sorted(every, key=lambda one: (-len(one.members), one.name))
