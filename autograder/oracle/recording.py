"""An oracle that keeps what it was asked, so that the numbers can be stored for students."""

from __future__ import annotations

from autograder.arrays import Float64
from autograder.oracle import stored
from autograder.oracle.oracle import Numbers, Oracle, Question

# What is asked for in the place of an argument, by other conventions than the default.
OTHERS: dict[str, tuple[Question, ...]] = {
    "log_var": ("log_std", "std", "var"),
    "x_logits": ("bernoulli_probs",),
}


class Recording:
    """Answers as another oracle does; `answers` holds each answer by its key in `stored.py`."""

    def __init__(self, oracle: Oracle, *, every_convention: bool = False) -> None:
        """Keep the numbers of `oracle`; with `every_convention` also what another course would send."""
        self._oracle, self._every_convention = oracle, every_convention
        self.answers: dict[str, Numbers] = {}

    def numbers(self, question: Question, **inputs: Float64) -> Numbers:
        """Return the other oracle's numbers, and keep them."""
        for argument, scales in OTHERS.items() if self._every_convention else ():
            if argument in inputs:
                array = inputs[argument]
                for scale in scales:
                    self._answer(scale, **{argument: array})
                    if array.ndim:  # a batch of no examples
                        self._answer(scale, **{argument: array[:0]})
        return self._answer(question, **inputs)

    def _answer(self, question: Question, **inputs: Float64) -> Numbers:
        numbers = self._oracle.numbers(question, **inputs)
        self.answers[stored.key(question, **inputs)] = numbers
        return numbers
