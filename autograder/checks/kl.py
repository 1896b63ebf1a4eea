"""The KL divergence from the prior: values, sign, and gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from gradescope_utils.autograder_utils.decorators import number, partial_credit, tags, weight

from autograder.arrays import Array
from autograder.checks.clamp import clamp
from autograder.checks.ratio import ratio, suspects
from autograder.checks.values import ValueCheck
from autograder.course.conventions import Function
from autograder.findings import Mismatch, Table
from autograder.oracle.case import Case, difference

DISTINCT = 1e-2  # a KL above this is positive beyond all rounding
FARTHEST = 1.5  # that a parameter is moved


class KLChecks(ValueCheck):
    """Question 2.2: kl_divergence(mu, log_var) -> (batch,)."""

    function: ClassVar[Function] = "kl_divergence"
    contract = "kl_values"

    @partial_credit(6)
    @number("2.2.2.1")
    @tags("kl", "values")
    def test_kl_values(self, set_score: Callable[[float], None]) -> None:
        """{{ kl_divergence }} gives the KL divergence {{ of_each }}.

        Compared with the closed form (Kingma and Welling 2014, appendix B) in float64. Two thirds of the
        points for values, one third for the same at any size, far out, and whoever calls.
        """
        self.usable_or_mismatch()
        cases = self.session.cases.kl
        for dtype in self.session.dtypes:
            for case in cases.draw(self.generator(dtype), dtype):
                self.compare(case, self.call(case))
        set_score(4)
        rng = self.generator("ends")
        far_out = [cases.at_the_ends(rng, dtype) for dtype in self.session.dtypes]
        self.require_conduct(cases.of_size, far_out)
        set_score(6)
        self.remark_on_an_empty_batch(far_out[0].inputs, (0,))

    @weight(2)
    @number("2.2.2.2")
    @tags("kl", "values")
    def test_kl_nonnegative(self) -> None:
        """{{ kl_divergence }} is never negative, and zero exactly where q is the prior.

        Gibbs' inequality; the tolerance is what rounding may do near the zero.
        """
        for dtype in self.session.usable_dtypes(self.function):
            rng = self.generator(dtype)
            prior, close = self.session.cases.kl.near_prior(rng, dtype)
            for case in (prior, close, self.session.cases.kl.draw(rng, dtype)[0]):
                observed = self.call(case).astype(np.float64)
                tolerance = case.expected.tolerance
                if case is prior and (np.abs(observed) > tolerance).any():
                    worst = observed[np.argmax(np.abs(observed))]
                    raise Mismatch(f"{worst:.6g}", "0", f"where q(z|x) is the prior, {dtype} inputs")
                if (observed < -tolerance).any():
                    raise Mismatch(
                        f"a negative value, {observed.min():.6g}",
                        "0 or more",
                        f"{case.label}, {dtype}",
                    )
                away = case.expected.values > DISTINCT
                if (observed[away] <= 0).any():
                    raise Mismatch("0", "more than 0", f"away from the prior ({case.label}, {dtype} inputs)")

    @weight(4)
    @number("2.2.2.3")
    @tags("kl", "gradient")
    def test_kl_gradient(self) -> None:
        """Gradients of {{ kl_divergence }} with respect to {{ mu }} and {{ log_var }} are right.

        Against the derivative of the closed form, and as differences of values: what autograd says comes from
        the submission's own process, its values say the same where it is right.
        """
        for dtype in self.session.usable_dtypes(self.function):
            rng = self.generator(dtype)
            for case in self.session.cases.kl.for_gradients(rng, dtype):
                if self.session.torch:
                    cotangent = rng.uniform(0.5, 1.5, case.expected.values.shape).astype(dtype)
                    self._compare_gradients(case, cotangent, dtype)
                if not self.session.torch or dtype == self.session.dtype:
                    self._compare_differences(case, rng)

    def _compare_gradients(self, case: Case, cotangent: Array, dtype: str) -> None:
        """Raise a Mismatch for the first input whose gradient is not what the case expects."""
        vjp, where = self.gradients(case, cotangent), f"{case.label}, {dtype}"
        for argument, due in case.gradients.items():
            gradient, name = vjp.get(argument), self.words[argument]
            if gradient is None or gradient.shape != due.values.shape:
                raise Mismatch(
                    f"no gradient reaches {name}",
                    f"a gradient for every element of {name}",
                    where,
                    f"{name} is detached, turned into NumPy, or computed under no_grad",
                )
            weights = cotangent.astype(np.float64)[:, None]
            expected, tolerance = weights * due.values, np.abs(weights) * due.tolerance
            wrong = ~(np.abs(gradient - expected) <= tolerance)
            if wrong.any():
                observed = self.say("a wrong gradient {{ by }} in", by=self.words[f"by_{argument}"])
                batch, latent = expected.shape
                sizes = {"the latent dimensions": latent, "the batch": batch}
                axes = suspects(sizes, self.words.conventions)
                cause = ratio(gradient.astype(np.float64), expected, axes)
                cause = cause or clamp(gradient, expected, wrong, case.inputs[argument])
                table = Table.of(gradient, expected, wrong, "element")
                raise Mismatch(observed, where=where, cause=cause, table=table)

    def _compare_differences(self, case: Case, rng: np.random.Generator) -> None:
        """Move one latent dimension of each example and compare how much the KL changes.

        Where log_var is lowest, downwards, and in every other example where it is highest, upwards; in two of
        them as far as any.
        """
        before = self.call(case).astype(np.float64)
        batch, log_var = len(case.inputs["mu"]), case.inputs["log_var"]
        rows = np.arange(batch)
        columns = np.where(rows % 2, log_var.argmax(axis=1), log_var.argmin(axis=1))
        for name in ("mu", "log_var"):
            step = np.zeros_like(case.inputs[name])
            size = rng.uniform(0.5, FARTHEST, batch)
            size[:2] = FARTHEST
            step[rows, columns] = size * np.where(rows % 2, 1, -1)
            neighbour = self.session.cases.kl.beside(case, name, step)
            observed = self.call(neighbour).astype(np.float64) - before
            due = difference(neighbour.expected, case.expected)
            wrong = ~(np.abs(observed - due.values) <= due.tolerance)
            if wrong.any():
                table = Table.of(observed, due.values, wrong, "example")
                raise Mismatch(f"moving {self.words[name]} changes the values wrongly in", table=table)
