"""The inputs that a submission is judged on: drawn by a generator, with the oracle's numbers for them.

Neither this file nor the checks know a formula: they compare numbers that come from the oracle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from autograder.arrays import Array, Float64
from autograder.oracle import parameters
from autograder.oracle.case import (
    BASE_ROUNDOFFS,
    OF_GRADIENT,
    OF_SPREAD,
    OF_VARIANCE,
    Case,
    ElboCase,
    EvidenceCase,
    Expected,
    SamplerCase,
    with_tolerance,
)
from autograder.oracle.oracle import Numbers, Oracle
from autograder.oracle.parameters import RANGE, Generator
from autograder.oracle.sizes import Sizes, usual_sizes

LARGE_LOGITS = (20.0, 30.0, 100.0)
# The lowest log-variance at which gradients are asked for: below it, 1e-6 added to a variance is no trifle.
LOWEST = -6.0
HIGHEST, FAR = 8.0, 4.0  # and the highest, with the largest mean


@dataclass(frozen=True)
class Cases:
    """Draws cases, for which an oracle says what is right."""

    oracle: Oracle

    def sampler(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw other parameters for every element, so that one case tests all values at once."""
        return self._sampler(rng.uniform(-2, 2, shape), rng.uniform(-4, 2, shape), dtype)

    def wide_sampler(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw every log_var far above 0, up to the end of the range, and mu anywhere in it."""
        return self._sampler(rng.uniform(-RANGE, RANGE, shape), rng.uniform(8, RANGE, shape), dtype)

    def narrow_sampler(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw every log_var far below 0, down to the end of the range; mu is 0, so that the noise shows.

        The scale has room for what is forgiven of the variance.
        """
        case = self._sampler(np.zeros(shape), rng.uniform(-RANGE, -8, shape), dtype)
        return replace(case, scale=np.sqrt(case.scale**2 + OF_SPREAD))

    def constant_sampler(self, rng: Generator, shape: tuple[int, int], dtype: str) -> SamplerCase:
        """Draw one mu and one log_var for all elements."""
        mu, log_var = np.sign(rng.normal()) * rng.uniform(0.5, 1.5), rng.uniform(-1, 1)
        return self._sampler(np.full(shape, mu), np.full(shape, log_var), dtype)

    def sampler_beside(self, case: SamplerCase, mu: Float64 | float, log_var: Float64 | float) -> SamplerCase:
        """Return a sampler case with its parameters moved."""
        inputs = case.inputs
        return self._sampler(inputs["mu"] + mu, inputs["log_var"] + log_var, inputs["mu"].dtype.str)

    def kl(self, rng: Generator, dtype: str) -> list[Case]:
        """Draw KL cases: moderate, wide, and structured ones in which a single term stands alone."""
        shape = usual_sizes(rng).shape
        lone_mu, lone_log_var = rng.uniform(-2, 2, (2, *shape))
        lone_mu[:7] = lone_log_var[:7] = 0
        lone_mu[0], lone_mu[1] = rng.uniform(0.5, 3), -rng.uniform(0.5, 3)
        lone_log_var[2], lone_log_var[3], lone_log_var[4] = -8, 1, 8
        lone_mu[5], lone_log_var[5] = rng.normal(size=shape[1]), -1
        lone_mu[6], lone_log_var[6] = 1, rng.uniform(-1, 1, shape[1])
        return [
            self._kl("moderate parameters", rng.normal(0, 1.5, shape), rng.uniform(-2, 2, shape), dtype),
            self._kl("wide parameters", rng.uniform(-4, 4, shape), rng.uniform(-8, 8, shape), dtype),
            self._kl("structured parameters", lone_mu, lone_log_var, dtype),
        ]

    def kl_gradients(self, rng: Generator, dtype: str) -> list[Case]:
        """Draw KL cases to be differentiated: moderate, wide, and narrow ones, to the end in each example.

        So whether something that is added to a variance is forgiven, or a clamp is seen, hangs on no draw.
        """
        shape = batch, latent = usual_sizes(rng).shape
        mu, wide = rng.uniform(-FAR, FAR, shape), rng.uniform(LOWEST, HIGHEST, shape)
        narrow = rng.uniform(LOWEST, -2, shape)
        end = np.arange(batch), rng.integers(0, latent, batch)
        mu[end], wide[end], narrow[end] = FAR, HIGHEST, LOWEST
        near, nearer = (np.clip(rng.normal(0, spread, shape), -FAR, FAR) for spread in (1.5, 1))
        return [
            self._kl("moderate parameters", near, rng.uniform(-2, 2, shape), dtype),
            self._kl("wide parameters", mu, wide, dtype),
            self._kl("small variances", nearer, narrow, dtype),
        ]

    def kl_near_prior(self, rng: Generator, dtype: str) -> list[Case]:
        """Return KL cases at the prior, and at distances from it that rounding begins to hide."""
        shape = usual_sizes(rng).shape
        direction = rng.choice([-1.0, 1.0], shape)
        distance = np.logspace(-5, -0.5, len(direction))[:, None] * direction
        return [
            self._kl("the prior itself", np.zeros(shape), np.zeros(shape), dtype),
            self._kl("close to the prior", distance, np.flip(distance, axis=1), dtype),
        ]

    def kl_of_size(self, rng: Generator, size: Sizes, dtype: str) -> Case:
        """Draw a KL case of moderate parameters in a size."""
        shape = size.shape
        return self._kl(f"inputs of shape {shape}", *parameters.moderate(rng, shape), dtype)

    def kl_at_the_ends(self, rng: Generator, dtype: str) -> Case:
        """Draw a KL case with one parameter of each example far out, up to the end of the range.

        What 1e-6 added to the variance would do is forgiven.
        """
        mu, log_var = parameters.far_out(rng, usual_sizes(rng).shape)
        case = self._kl("parameters at the ends of their range", mu, log_var, dtype)
        return replace(case, expected=self._forgiving(case.expected, case.expected.values, case.inputs))

    def kl_beside(self, case: Case, name: str, step: Array) -> Case:
        """Return a KL case with one of its inputs moved."""
        inputs = {**case.inputs, name: case.inputs[name] + step}
        return self._kl(case.label, inputs["mu"], inputs["log_var"], case.inputs[name].dtype.str)

    def elbo(self, rng: Generator, dtype: str, *, reach: float = 8.0) -> ElboCase:
        """Draw an ELBO case at the default beta, with logits in [-reach, reach]."""
        return self._random_elbo("random inputs", rng, usual_sizes(rng), reach, dtype)

    def elbo_of_size(self, rng: Generator, size: Sizes, dtype: str) -> ElboCase:
        """Draw an ELBO case in a size."""
        label = f"a batch of {size.batch}, {size.latent} latent dimensions, {size.pixels} pixels"
        return self._random_elbo(label, rng, size, 4.0, dtype)

    def elbo_at_the_ends(self, rng: Generator, dtype: str) -> ElboCase:
        """Draw an ELBO case with mu and log_var at the ends of their range, as `kl_at_the_ends`."""
        size = usual_sizes(rng)
        mu, log_var = parameters.far_out(rng, size.shape)
        case = self._elbo(
            "parameters at the ends of their range",
            *parameters.pixels(rng, size, 4.0),
            mu,
            log_var,
            None,
            dtype,
        )
        return replace(case, expected=self._forgiving(case.expected, case.kl.values, case.inputs))

    def elbo_at_large_logits(self, rng: Generator, dtype: str) -> list[ElboCase]:
        """Draw ELBO cases whose decoder is sure, and mostly wrong: about 20, 30 and 100."""
        cases = []
        for logit in LARGE_LOGITS:
            size = usual_sizes(rng)
            x = rng.integers(0, 2, (size.batch, size.pixels))
            sign = np.where(rng.random(x.shape) < 0.25, 2 * x - 1, 1 - 2 * x)
            x_logits = sign * logit * rng.uniform(0.9, 1.1, x.shape)
            label = f"logits of about {logit:g}, positive and negative"
            mu, log_var = parameters.moderate(rng, size.shape)
            cases.append(self._elbo(label, x, x_logits, mu, log_var, None, dtype))
        return cases

    def elbo_beside(self, case: ElboCase, rng: Generator) -> ElboCase:
        """Return an ELBO case with all that has a gradient moved in a random direction."""
        names = ("x_logits", "mu", "log_var")
        moved = {name: case.inputs[name] + rng.uniform(-0.5, 0.5, case.inputs[name].shape) for name in names}
        beta, dtype = case.keywords.get("beta"), case.inputs["mu"].dtype.str
        return self._elbo(case.label, case.inputs["x"], **moved, beta=beta, dtype=dtype)

    def with_beta(self, case: ElboCase, beta: float) -> ElboCase:
        """Return an ELBO case at another beta."""
        return self._elbo(f"beta = {beta:.3g}", **case.inputs, beta=beta, dtype=case.inputs["mu"].dtype.str)

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
            elbo=self._elbo("one latent dimension", x, x_logits, mu, log_var, None, dtype),
            weights=numbers["weights"],
            log_evidence=float(numbers["log_evidence"]),
            kl_to_posterior=float(numbers["kl_to_posterior"]),
        )

    def _sampler(self, mu: Array, log_var: Array, dtype: str) -> SamplerCase:
        inputs = {"mu": mu.astype(dtype), "log_var": log_var.astype(dtype)}
        numbers = self.oracle.numbers("sampler", **_exact(inputs))
        return SamplerCase(inputs, numbers["location"], numbers["scale"], float(numbers["coefficient"]))

    def _random_elbo(self, label: str, rng: Generator, size: Sizes, reach: float, dtype: str) -> ElboCase:
        x, x_logits = parameters.pixels(rng, size, reach)
        return self._elbo(label, x, x_logits, *parameters.moderate(rng, size.shape), None, dtype)

    def _forgiving(self, expected: Expected, kl: Float64, inputs: Mapping[str, Array]) -> Expected:
        """Return what is expected with room for what a little variance more does to the KL (batch,)."""
        exact = _exact({name: inputs[name] for name in ("mu", "log_var")})
        variance = self.oracle.numbers("var", log_var=exact["log_var"])["values"]
        wider = self.oracle.numbers("kl", mu=exact["mu"], log_var=np.log(variance + OF_VARIANCE))["values"]
        return replace(expected, tolerance=expected.tolerance + np.abs(wider - kl))

    def _kl(self, label: str, mu: Array, log_var: Array, dtype: str) -> Case:
        inputs = {"mu": mu.astype(dtype), "log_var": log_var.astype(dtype)}
        numbers = self.oracle.numbers("kl", **_exact(inputs))
        roundoffs = BASE_ROUNDOFFS + 2 * np.abs(inputs["log_var"].astype(np.float64))
        return Case(
            label=label,
            inputs=inputs,
            keywords={},
            expected=_kl_expected(numbers, inputs["log_var"]),
            gradients={name: _gradient(numbers, name, roundoffs) for name in ("mu", "log_var")},
        )

    def _elbo(
        self, label: str, x: Array, x_logits: Array, mu: Array, log_var: Array, beta: float | None, dtype: str
    ) -> ElboCase:
        inputs = {"x": x.astype(dtype), "x_logits": x_logits.astype(dtype)}
        inputs |= {"mu": mu.astype(dtype), "log_var": log_var.astype(dtype)}
        exact = _exact(inputs)
        numbers = self.oracle.numbers("elbo", **exact, beta=np.array(1.0 if beta is None else beta))
        kl = _kl_expected(
            self.oracle.numbers("kl", mu=exact["mu"], log_var=exact["log_var"]), inputs["log_var"]
        )
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
            gradients={n: _gradient(numbers, n, 2 * BASE_ROUNDOFFS) for n in ("x_logits", "mu", "log_var")},
            reconstruction=reconstruction,
            kl=kl,
            kl_weight=kl_weight,
        )


def _kl_expected(numbers: Numbers, log_var: Array) -> Expected:
    roundoffs = BASE_ROUNDOFFS + log_var.shape[1] + 2 * np.abs(log_var.astype(np.float64)).max(axis=1)
    return with_tolerance(numbers["values"], roundoffs, numbers["magnitude"])


def _exact(inputs: Mapping[str, Array]) -> dict[str, Float64]:
    """Return the numbers that are sent, in float64."""
    return {name: array.astype(np.float64) for name, array in inputs.items()}


def _gradient(numbers: Numbers, name: str, roundoffs: Float64 | int) -> Expected:
    return with_tolerance(numbers[f"d_{name}"], roundoffs, numbers[f"d_{name} magnitude"], OF_GRADIENT)
