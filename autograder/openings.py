"""The open form in a grading: functions are found, judged, and where one fails, others are tried."""

from __future__ import annotations

from typing import Any

from autograder.checks.base import Check
from autograder.openform.opening import Opening
from autograder.openform.search import openings
from autograder.results.rows import Results
from autograder.session.session import Session

NO_BETTER = "{} was tried too, and did no better."
WORSE = "{} was tried first, and did worse."


class OpenForm:
    """The functions of a hand-in that are judged, as they were found; a person decides where it must."""

    def __init__(self, session: Session, results: Results) -> None:
        """Find them, and have them judged so."""
        self._session, self._results = session, results
        self._openings = list(openings(session))
        for opening in self._openings:
            self._adopt(opening)
            if opening.person:
                results.leave_to_a_person(opening.function)

    def settle(self, checks: list[Check]) -> dict[str, Any]:
        """Try the others that were found where one fails; return the evidence of those that count."""
        return {opening.function: self._settle(opening, checks) for opening in self._openings}

    def _settle(self, opening: Opening, checks: list[Check]) -> dict[str, Any]:
        """Judge by the others until one passes; of those that fail the one with the most points counts."""
        best, words = opening, list[str]()
        for other in opening.others:
            if not self._results.has_failed(opening.function):
                break
            outcomes = self._results.outcomes(opening.function)
            self._adopt(other)
            self._results.run(self._anew(checks, other))
            if self._results.is_better_than(outcomes):
                words.append(WORSE.format(best.name))
                best = other
            else:
                words.append(NO_BETTER.format(other.name))
                self._results.put_back(outcomes)
                self._adopt(best)
        self._session.messages += [*best.messages, *filter(None, [best.person]), *words]
        return {**best.evidence, **({"tried": words} if words else {})}

    def _adopt(self, opening: Opening) -> None:
        self._session.adopt(opening.function, opening.manner)
        self._results.adopt(opening.function, opening.manner.words)

    def _anew(self, checks: list[Check], opening: Opening) -> list[Check]:
        """Return a function's checks as if none had run."""
        again = [c.spec.group(c.spec) for c in checks if getattr(c, "function", "") == opening.function]
        for check in again:
            check.session = self._session
        return again
