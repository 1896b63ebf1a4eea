"""The evidence lower bound: values, the bound itself, and beta-scaling.

One mistake is punished once: all checks here accept the true KL or the student's own, and scaling by
beta is judged apart from the reconstruction term, and from the sign and weight of the KL, where those were
found wrong before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from gradescope_utils.autograder_utils.decorators import number, partial_credit, tags, weight

from autograder.arrays import Array, Float64
from autograder.checks.base import Check
from autograder.checks.spec import after
from autograder.checks.values import ValueCheck
from autograder.course.conventions import Function
from autograder.findings import Mismatch, problem_with
from autograder.oracle.case import ROUNDOFF, Case, ElboCase
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError

GRADIENT_REACH = 5.0  # logits this small keep gradients right where probabilities are clipped at 1e-6
MODELS = 3
KL_CHECKS = ("kl_values", "kl_nonnegative", "kl_gradient")


class ElboCheck(ValueCheck):
    """A group of checks on elbo, which may rest on the student's own KL."""

    function: ClassVar[Function] = "elbo"
    contract = "elbo_values"

    def candidates(self, case: Case) -> list[Float64]:
        """Return the ELBO with the true KL, and with the student's own where there is one."""
        assert isinstance(case, ElboCase)
        own = own_kl(self, case)
        return [case.expected.values, *([] if own is None else [case.with_kl(own)])]

    def compare_gradients(self, case: ElboCase, rng: np.random.Generator) -> None:
        """Raise Mismatch for the first input whose gradient is not that of the values."""
        dtype = case.inputs["mu"].dtype
        cotangent = rng.uniform(0.5, 1.5, case.expected.values.shape).astype(dtype)
        vjp = self.gradients(case, cotangent)
        own = {} if own_kl(self, case) is None else self._own_kl_gradients(case, cotangent)
        for name, due in case.gradients.items():
            weights = cotangent.astype(np.float64)[:, None]
            gradient = _or_zero(vjp.get(name), due.values)
            candidates = [weights * due.values, *([case.kl_weight * own[name]] if name in own else [])]
            tolerance = np.abs(weights) * due.tolerance
            if not any((np.abs(gradient - c) <= tolerance).all() for c in candidates):
                observed = "wrong" if gradient.any() else "none arrives"
                argument = self.words[name]
                raise Mismatch(
                    f"values are right, but the gradient with respect to {argument}: {observed}",
                    f"the derivative of the values for every element of {argument}",
                    f"{case.label}, {dtype}",
                    "a term is detached, turned into NumPy, or computed under no_grad",
                )
        beside = self.session.cases.elbo.beside(case, rng)
        self.compare(beside, self.call(beside), ", beside where its gradients are right")

    def _own_kl_gradients(self, case: ElboCase, cotangent: Array) -> dict[str, Array]:
        """Return the gradients of the student's own KL, zero where none arrives; none where it has none."""
        inputs = {name: case.inputs[name] for name in ("mu", "log_var")}
        try:
            vjp = self.session.call(Call("kl_divergence", inputs, cotangent=cotangent, apart=True)).vjp
        except (StudentError, Mismatch):
            return {}
        return {name: _or_zero(vjp.get(name), array) for name, array in inputs.items()}


class ElboChecks(ElboCheck):
    """Question 2.2: elbo(x, x_logits, mu, log_var, beta) -> (batch,)."""

    @partial_credit(4)
    @number("2.2.3.1")
    @tags("elbo", "values")
    @after("kl_values", needed=False)
    def test_elbo_values(self, set_score: Callable[[float], None]) -> None:
        """{{ elbo }} gives {{ bound }} {{ of_each }}, and its gradients.

        Reconstruction term minus KL, Bernoulli likelihood from logits (Kingma and Welling 2014,
        section 2.3). Half of the points for values, a quarter for gradients, a quarter for the same where
        a logit is large, at any size, far out, and whoever calls.
        """
        self.usable_or_mismatch()
        cases = self.session.cases.elbo
        for dtype in self.session.dtypes:
            case = cases.draw(self.generator(dtype), dtype)
            self.compare(case, self.call(case))
        set_score(2)
        for dtype in self.session.dtypes if self.session.torch else ():
            rng = self.generator(f"{dtype} gradients")
            self.compare_gradients(cases.draw(rng, dtype, reach=GRADIENT_REACH), rng)
        set_score(3)
        self._require_finite()
        self._require_own_conduct()
        set_score(4)
        self.remark_on_an_empty_batch(case.inputs, (0,))

    @weight(2)
    @number("2.2.3.2")
    @tags("elbo", "bound")
    @after("elbo_values")
    def test_elbo_bound(self) -> None:
        """The ELBO is a lower bound on the log-evidence, and the gap is the KL to the posterior.

        log p(x) = E_q[ELBO] + KL(q(z|x) || p(z|x)) on models with one latent dimension, by quadrature.
        """
        for dtype in self.session.usable_dtypes(self.function):
            rng = self.generator(dtype)
            for _ in range(MODELS):
                model = self.session.cases.elbo.one_latent(rng, dtype)
                observed = self.call(model.elbo).astype(np.float64)
                own = own_kl(self, model.elbo)
                means = [float(model.weights @ observed)]
                if own is not None:
                    means.append(float(model.weights @ (observed + own - model.elbo.kl.values)))
                due = model.log_evidence - model.kl_to_posterior
                tolerance = float(model.weights @ model.elbo.expected.tolerance)
                if not min(abs(mean - due) for mean in means) <= tolerance:
                    raise Mismatch(
                        f"the mean ELBO over q(z|x) is {means[0]:.6g}",
                        f"{due:.6g} = log p(x) - KL(q(z|x) || p(z|x)) = {model.log_evidence:.6g} - "
                        f"{model.kl_to_posterior:.6g}",
                        self.say(
                            "a model with one latent dimension, so {{ mu }} is (batch, 1), {{ dtype }}",
                            dtype=dtype,
                        ),
                        "an axis of length 1 is dropped or reduced (squeeze()), or broadcast",
                    )

    def _require_own_conduct(self) -> None:
        """Ask how elbo behaves, as far as that is not what the KL that it may rest on is judged for.

        A single latent dimension is what the check of the bound asks with.
        """
        kl, cases, rng = self.shares.get("kl_values", 1), self.session.cases.elbo, self.generator("ends")
        if 0 < kl < 1:
            return
        far_out = [cases.at_the_ends(rng, dtype) for dtype in self.session.dtypes] if kl else []
        self.require_conduct(cases.of_size, far_out, fewest_latents=2)

    def _require_finite(self) -> None:
        """Compare values where the decoder is sure; probabilities cannot say so in float32."""
        if self.words.conventions.likelihood != "bernoulli_logits":
            return
        for dtype in self.session.dtypes:
            for case in self.session.cases.elbo.at_large_logits(self.generator(f"{dtype} large"), dtype):
                self.compare(case, self.call(case))


def own_kl(check: Check, case: ElboCase) -> Float64 | None:
    """Return the student's own KL at a case (batch,), if their function gives a finite one and is wrong.

    One that passes its own checks is right here too, or remembers for whom: it is asked in a process that has
    seen nothing of the ELBO. Beside one that is too large the reconstruction term would drown in rounding.
    """
    session = check.session
    if "kl_divergence" not in session.assignment.functions or not session.usable("kl_divergence"):
        return None
    if all(check.shares[own] == 1 for own in KL_CHECKS if own in check.shares):
        return None
    inputs = {name: case.inputs[name] for name in ("mu", "log_var")}
    try:
        output = session.call(Call("kl_divergence", inputs, apart=True)).output
    except (StudentError, Mismatch):
        return None
    if problem_with(output, case.expected.values.shape, session.kind, case.label):
        return None
    assert not isinstance(output, str)
    own = output.astype(np.float64)
    drowns = (np.abs(case.kl_weight * own) * ROUNDOFF > case.expected.tolerance).any()
    return None if drowns else own


def _or_zero(gradient: Array | None, like: Array) -> Array:
    return np.zeros(like.shape) if gradient is None or gradient.shape != like.shape else gradient
