"""Where a chain stands: the expressions that its next step may go on from."""

from __future__ import annotations

from autograder.derivations.reading.syntax import Expr

MAX_LEFTS = 7  # expressions above that a step may go on from after a bound or a mistake


class Place:
    """What a chain's next step may go on from."""

    def __init__(self) -> None:
        self.good: list[list[Expr]] = []  # the readable expressions so far, with their readings that hold
        self.right: list[list[Expr]] = []  # those of them that no mistake leads to
        self.broken = False  # whether a row after them has no verdict
        self.has_bound = False  # whether an inequality leads to the last one
        self.is_claim = False  # whether the chain gives a term its name
        self.remedies: list[list[Expr]] = []  # the last row as it would be right, where it is not

    def lefts(self, after_mistake: bool) -> list[list[Expr]]:
        """Return the expressions that the next step may go on from, the likeliest first."""
        if not (self.has_bound or self.broken or after_mistake):
            return [self.good[-1]]
        return [
            self.good[-1],
            *self.remedies,
            *reversed(self.good[-3:-1]),
            *self.right[:1],
            *reversed(self.right[-MAX_LEFTS:]),
        ]
