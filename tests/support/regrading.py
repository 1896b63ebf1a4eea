"""A submission judged again by other seeds, in the process that is there, whose start costs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.checks.course import all_checks
from autograder.results.rows import Results
from autograder.session.seeds import Seeds
from autograder.session.session import Session


def regraded(session: Session, identity: str, paces: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the results of another identity: its hidden inputs, draws and order of questions."""
    session.seeds = Seeds(session.assignment.statistics.salt, identity)
    session.paces = {name: tuple(of_it) for name, of_it in paces.items()}
    session._cache.clear()  # what was judged of the first identity's draws
    results = Results(
        [spec.group(spec) for spec in all_checks(session.assignment)], session.assignment, lambda _: None
    )
    for check in results.checks:
        check.session = session
    results.run(results.checks)
    return results.to_json(seconds=0.0, output="")
