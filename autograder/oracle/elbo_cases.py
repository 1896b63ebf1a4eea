"""Inputs that the ELBO is judged on: drawn by a generator, with the oracle's numbers for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autograder.arrays import Array
from autograder.oracle import parameters
from autograder.oracle.case import (
    BASE_ROUNDOFFS,
    ElboCase,
    EvidenceCase,
    Expected,
    exact,
    gradient,
    with_tolerance,
)
from autograder.oracle.kl_cases import expected_kl, forgive
from autograder.oracle.oracle import Oracle
from autograder.oracle.parameters import Generator
from autograder.oracle.sizes import Sizes, usual_sizes

LARGE_LOGITS = (20.0, 30.0, 100.0)


@dataclass(frozen=True)
class ElboCases:
    """Draws x and x_logits (batch, pixels), mu and log_var (batch, latent), and a model with one latent."""

    oracle: Oracle

    def draw(self, rng: Generator, dtype: str, *, reach: float = 8.0) -> ElboCase:
        """Draw an ELBO case at the default beta, with logits in [-reach, reach]."""
        return self._random("random inputs", rng, usual_sizes(rng), reach, dtype)

    def of_size(self, rng: Generator, size: Sizes, dtype: str) -> ElboCase:
        """Draw an ELBO case in a size."""
        label = f"a batch of {size.batch}, {size.latent} latent dimensions, {size.pixels} pixels"
        return self._random(label, rng, size, 4.0, dtype)

    def at_the_ends(self, rng: Generator, dtype: str) -> ElboCase:
        """Draw an ELBO case with mu and log_var at the ends of their range, as the KL's."""
        size = usual_sizes(rng)
        mu, log_var = parameters.far_out(rng, size.shape)
        case = self._case(
            "parameters at the ends of their range",
            *parameters.pixels(rng, size, 4.0),
            mu,
            log_var,
            None,
            dtype,
        )
        return replace(case, expected=forgive(self.oracle, case.expected, case.kl.values, case.inputs))

    def at_large_logits(self, rng: Generator, dtype: str) -> list[ElboCase]:
        """Draw ELBO cases whose decoder is sure, and mostly wrong: about 20, 30 and 100."""
        cases = []
        for logit in LARGE_LOGITS:
            size = usual_sizes(rng)
            x = rng.integers(0, 2, (size.batch, size.pixels))
            sign = np.where(rng.random(x.shape) < 0.25, 2 * x - 1, 1 - 2 * x)
            x_logits = sign * logit * rng.uniform(0.9, 1.1, x.shape)
            label = f"logits of about {logit:g}, positive and negative"
            mu, log_var = parameters.moderate(rng, size.shape)
            cases.append(self._case(label, x, x_logits, mu, log_var, None, dtype))
        return cases

    def beside(self, case: ElboCase, rng: Generator) -> ElboCase:
        """Return an ELBO case with all that has a gradient moved in a random direction."""
        names = ("x_logits", "mu", "log_var")
        inputs = {name: case.inputs[name] + rng.uniform(-0.5, 0.5, case.inputs[name].shape) for name in names}
        beta, dtype = case.keywords.get("beta"), case.inputs["mu"].dtype.str
        return self._case(case.label, case.inputs["x"], **inputs, beta=beta, dtype=dtype)

    def with_beta(self, case: ElboCase, beta: float) -> ElboCase:
        """Return an ELBO case at another beta."""
        return self._case(f"beta = {beta:.3g}", **case.inputs, beta=beta, dtype=case.inputs["mu"].dtype.str)

    def one_latent(self, rng: Generator, dtype: str) -> EvidenceCase:
        """Draw a model with one latent dimension, whose evidence quadrature gives exactly.

        The outermost node lies 15 standard deviations out; slopes up to 1/2 keep the logits there within
        10, where a sigmoid followed by a logarithm is still right in float32.
        """
        pixels = usual_sizes(rng).pixels
        numbers = self.oracle.numbers(
            "one_latent",
            x=rng.integers(0, 2, pixels).astype(np.float64),
            bias=rng.uniform(-1, 1, pixels),
            slope=rng.uniform(-0.5, 0.5, pixels),
            mu=np.array(rng.uniform(-1, 1)),
            log_var=np.array(rng.uniform(-2, 0)),
        )
        x, x_logits, mu, log_var = (numbers[name] for name in ("x", "x_logits", "mu", "log_var"))
        return EvidenceCase(
            elbo=self._case("one latent dimension", x, x_logits, mu, log_var, None, dtype),
            weights=numbers["weights"],
            log_evidence=float(numbers["log_evidence"]),
            kl_to_posterior=float(numbers["kl_to_posterior"]),
        )

    def _random(self, label: str, rng: Generator, size: Sizes, reach: float, dtype: str) -> ElboCase:
        x, x_logits = parameters.pixels(rng, size, reach)
        return self._case(label, x, x_logits, *parameters.moderate(rng, size.shape), None, dtype)

    def _case(
        self, label: str, x: Array, x_logits: Array, mu: Array, log_var: Array, beta: float | None, dtype: str
    ) -> ElboCase:
        inputs = {"x": x.astype(dtype), "x_logits": x_logits.astype(dtype)}
        inputs |= {"mu": mu.astype(dtype), "log_var": log_var.astype(dtype)}
        doubles = exact(inputs)
        numbers = self.oracle.numbers("elbo", **doubles, beta=np.array(1.0 if beta is None else beta))
        kl_numbers = self.oracle.numbers("kl", mu=doubles["mu"], log_var=doubles["log_var"])
        kl = expected_kl(kl_numbers, inputs["log_var"])
        reconstruction, kl_weight = numbers["reconstruction"], float(numbers["kl_weight"])
        likelihood = with_tolerance(
            reconstruction, BASE_ROUNDOFFS + x.shape[1], numbers["reconstruction magnitude"]
        )
        return ElboCase(
            label=label,
            inputs=inputs,
            keywords={} if beta is None else {"beta": beta},
            expected=Expected(
                values=numbers["values"],
                tolerance=likelihood.tolerance + abs(kl_weight) * kl.tolerance,
                rounding=likelihood.rounding + abs(kl_weight) * kl.rounding,
            ),
            gradients={n: gradient(numbers, n, 2 * BASE_ROUNDOFFS) for n in ("x_logits", "mu", "log_var")},
            reconstruction=reconstruction,
            kl=kl,
            kl_weight=kl_weight,
        )
