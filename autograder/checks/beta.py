"""The beta-VAE's objective: beta weighs the KL, and nothing else (Higgins et al. 2017, equation 4)."""

from __future__ import annotations

import numpy as np
from gradescope_utils.autograder_utils.decorators import number, tags, weight

from autograder.arrays import Float64
from autograder.checks.elbo import GRADIENT_REACH, ElboCheck, own_kl
from autograder.checks.spec import after
from autograder.course.assignment import Assignment
from autograder.findings import Mismatch, NotRun, Table

# A whole number is often an int; from the largest ones on what is clipped shows.
WHOLE, LARGE = 4, (5.0, 9.0)
NO_BETA = "No parameter of the function that was graded is beta."
GRADIENTS = 0.75  # the share of elbo's points that its gradients complete


class BetaChecks(ElboCheck):
    """Question 2.2: elbo(..., beta=b) -> (batch,)."""

    @classmethod
    def applies(cls, assignment: Assignment) -> bool:
        """Whether the assignment has an ELBO with a beta."""
        return super().applies(assignment) and assignment.conventions.beta != "absent"

    def prepare(self) -> None:
        """Leave an ELBO of the student's own form that has no beta to a person: it may be anywhere."""
        super().prepare()
        if self.words.conventions.beta == "absent":
            self.evidence["for_a_person"] = True
            raise NotRun(NO_BETA)

    @weight(6)
    @number("2.2.4.1")
    @tags("elbo", "beta")
    @after("elbo_values", needed=False)
    def test_beta_scaling(self) -> None:
        """{{ elbo }} changes with {{ beta }} as the objective of a beta-VAE does.

        Affine in beta, with slope -KL and the reconstruction term as intercept; so are the gradients.
        """
        rng = self.generator()
        dtype = self.session.dtype
        case = self.session.cases.elbo.draw(rng, dtype)
        between = float(rng.integers(0, 3) + rng.uniform(0.2, 0.8))
        betas = (0.0, 1.0, self._whole(), between, float(rng.uniform(*LARGE)))
        at = [self.session.cases.elbo.with_beta(case, beta) for beta in betas]
        observed = [self.call(c).astype(np.float64) for c in at]
        kls = [case.kl.values]
        if (own := own_kl(self, case)) is not None:
            kls.append(own)
        # What the values' check has found wrong, intercept or weight, is not held against this one too.
        right = self.stands("elbo_values")
        intercept, weights = case.reconstruction, [-1.0] * len(kls)
        tolerances = [c.expected.tolerance for c in at]
        if not right:
            intercept, slope = observed[0], observed[1] - observed[0]
            moves = (np.abs(observed[-1] - observed[0]) > tolerances[-1]).any()
            weights = [_weight(slope, kl) if moves else -1.0 for kl in kls]
        lines = [[intercept + w * b * kl for b in betas] for kl, w in zip(kls, weights, strict=True)]
        if not any(_close(observed, line, tolerances) for line in lines):
            raise _mismatch(self.words["beta"], observed, lines[0], tolerances, betas)
        if self.session.torch and self.shares.get("elbo_values", 0) >= GRADIENTS:
            gentle = self.session.cases.elbo.draw(rng, dtype, reach=GRADIENT_REACH)
            self.compare_gradients(self.session.cases.elbo.with_beta(gentle, betas[-1]), rng)

    def _whole(self) -> float:
        """Return a whole number as Python's users write it; Julia's argument may be of type Float64."""
        return float(WHOLE) if self.session.submission.framework == "julia" else WHOLE


def _weight(slope: Float64, kl: Float64) -> float:
    """Return the number that, times a KL (batch,), comes nearest to a slope (least squares)."""
    return float(slope @ kl / (kl @ kl)) if kl.any() else -1.0


def _close(observed: list[Float64], expected: list[Float64], tolerances: list[Float64]) -> bool:
    return all((np.abs(o - e) <= t).all() for o, e, t in zip(observed, expected, tolerances, strict=True))


def _mismatch(
    name: str,
    observed: list[Float64],
    expected: list[Float64],
    tolerances: list[Float64],
    betas: tuple[float, ...],
) -> Mismatch:
    """Show the first value of beta, by its name, at which the ELBO is wrong."""
    wrong = [~(np.abs(o - e) <= t) for o, e, t in zip(observed, expected, tolerances, strict=True)]
    first = next(i for i, w in enumerate(wrong) if w.any())
    table = Table.of(observed[first], expected[first], wrong[first], "example")
    return Mismatch("wrong values in", where=f"{name} = {betas[first]:.3g}", table=table)
