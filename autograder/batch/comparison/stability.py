"""What chance alone does to verdicts: the same hand-ins under many seeds, and under two graders."""

from __future__ import annotations

import queue
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scipy import stats

from autograder.batch.comparison.side import checks
from autograder.batch.comparison.tree import Tree
from autograder.batch.contents import Contents
from autograder.course.assignment import Assignment

CONFIDENCE = 0.95
Verdicts = dict[str, str]


@dataclass(frozen=True)
class Flips:
    """Of one check: how many of its verdicts were not that of the most, in how many, with exact bounds."""

    check: str
    count: int
    of: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The bounds of the rate by Clopper and Pearson (1934): they hold for any rate and number."""
        interval = stats.binomtest(self.count, self.of).proportion_ci(CONFIDENCE, method="exact")
        return float(interval.low), float(interval.high)


def verdicts(
    tree: Path,
    hand_ins: dict[str, Contents],
    assignment: Assignment,
    seeds: int,
    processes: int,
    advance: Callable[[int], None],
) -> dict[tuple[str, int], Verdicts]:
    """Grade every hand-in under every seed; each process has a tree of its own and grades one at a time."""
    trees: queue.SimpleQueue[Tree] = queue.SimpleQueue()
    lock = threading.Lock()

    def grade(task: tuple[str, int]) -> tuple[tuple[str, int], Verdicts]:
        one = trees.get()
        try:
            with TemporaryDirectory() as folder:
                hand_ins[task[0]].write(Path(folder))
                results = one.grade(Path(folder), assignment, f"stability {task[1]}")
        finally:
            trees.put(one)
        with lock:
            advance(1)
        return task, {check: status for check, (_, _, status) in checks(results).items()}

    with ExitStack() as stack, ThreadPoolExecutor(processes) as pool:
        for _ in range(processes):
            trees.put(stack.enter_context(Tree(tree)))
        return dict(pool.map(grade, [(digest, seed) for digest in hand_ins for seed in range(seeds)]))


def over_seeds(by_task: dict[tuple[str, int], Verdicts]) -> list[Flips]:
    """Return the flips of each check between seeds: verdicts that most of the same hand-in's do not share."""
    by_check: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (digest, _), verdict in by_task.items():
        for check, status in verdict.items():
            by_check[check][digest].append(status)
    return [
        Flips(
            check,
            sum(len(v) - Counter(v).most_common(1)[0][1] for v in by_digest.values()),
            sum(map(len, by_digest.values())),
        )
        for check, by_digest in by_check.items()
    ]


def between(one: dict[tuple[str, int], Verdicts], other: dict[tuple[str, int], Verdicts]) -> list[Flips]:
    """Return the flips of each check between two graders, under the same seeds."""
    pairs: dict[str, list[bool]] = defaultdict(list)
    for task, verdict in one.items():
        for check, status in verdict.items():
            if check in other[task]:
                pairs[check].append(status != other[task][check])
    return [Flips(check, sum(flips), len(flips)) for check, flips in pairs.items()]
