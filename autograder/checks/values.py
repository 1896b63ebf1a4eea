"""What the checks of a function with one value for each example share: values, and how it behaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograder.arrays import Array, Float64
from autograder.checks.base import Check
from autograder.findings import Mismatch, Table
from autograder.oracle.case import Case
from autograder.oracle.sizes import Sizes, unusual_sizes
from autograder.sandbox.outside.call import Call, Caller
from autograder.sandbox.outside.errors import StudentError

FEWEST_CALLS, MOST_CALLS = 40, 80  # in a row, so that late calls are seen as well as early ones
SMALL = Sizes(2, 3, 4)
# Callers, beside the plain one, that a function of tensors may notice.
CALLERS: dict[Caller, str] = {
    "no_grad": "under torch.no_grad()",
    "requires_grad": "with inputs that require gradients",
    "same": "with the same tensors again",
}


class ValueCheck(Check):
    """A group of checks on a function that gives (batch,)."""

    def candidates(self, case: Case) -> list[Float64]:
        """Return the values that are right at a case: (batch,) each."""
        return [case.expected.values]

    def compare(self, case: Case, observed: Array, where: str = "") -> None:
        """Raise Mismatch where values (batch,), or those of one of several calls, are none that are right."""
        candidates, dtype = self.candidates(case), case.inputs["mu"].dtype
        for late, output in enumerate(observed.reshape(-1, *case.expected.values.shape)):
            wrong = [~(np.abs(output - values) <= case.expected.tolerance) for values in candidates]
            if all(w.any() for w in wrong):
                best = min(range(len(wrong)), key=lambda i: np.count_nonzero(wrong[i]))
                table = Table.of(output, candidates[best], wrong[best], "example")
                place = where or (f", call {late + 1} in a row" if late else "")
                raise Mismatch("wrong values in", where=f"{case.label}, {dtype}{place}", table=table)

    def require_conduct(
        self,
        of_size: Callable[[np.random.Generator, Sizes, str], Case],
        others: Sequence[Case],
        *,
        fewest_latents: int = 1,
    ) -> None:
        """Ask at any size, at other cases, many times in a row, and as another caller.

        Whoever asks, a function gives the same values, in the dtype of its inputs, and leaves these alone.
        """
        rng, dtype = self.generator("conduct"), self.session.dtype
        questions: list[tuple[Case, int, Caller]] = [(case, 1, "plain") for case in others]
        questions += [
            (of_size(rng, size, dtype), 1, "plain")
            for size in unusual_sizes(rng)
            if size.latent >= fewest_latents
        ]
        questions += [(of_size(rng, SMALL, dtype), int(rng.integers(FEWEST_CALLS, MOST_CALLS)), "plain")]
        if self.session.torch:
            questions += [(of_size(rng, SMALL, dtype), 2, caller) for caller in CALLERS]
        for i in rng.permutation(len(questions)):
            case, calls, caller = questions[i]
            try:
                self._require(case, calls, caller)
            except StudentError:
                if caller != "requires_grad":  # where it fails there, the check of gradients says so
                    raise

    def _require(self, case: Case, calls: int, caller: Caller) -> None:
        reply = self.session.call(Call(self.function, case.inputs, case.keywords, calls=calls, caller=caller))
        shape = case.expected.values.shape
        where = f", {CALLERS[caller]}" if caller != "plain" else ""
        output = self.output(reply, shape if calls == 1 else (calls, *shape), f"{case.label}{where}")
        self.compare(case, output, where)
        if problem := self.unlike_input(reply, case.inputs):
            raise problem
