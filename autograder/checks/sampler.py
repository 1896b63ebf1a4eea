"""The reparametrization trick: contract, gradients through z, and the law of the noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from gradescope_utils.autograder_utils.decorators import number, partial_credit, tags, weight

from autograder import cases
from autograder.assignment import Function
from autograder.cases import SamplerCase
from autograder.checks import gradient_flow, noise
from autograder.checks.base import Check
from autograder.checks.gradient_flow import Finding
from autograder.findings import Mismatch, NotRun

WORDS = {
    "calls": "different calls",
    "batch": "different rows of the batch",
    "dimensions": "different latent dimensions",
    "serial": "one call and the next",
}


class SamplerChecks(Check):
    """Question 2.2: reparameterize(mu, log_var) -> z, (batch, latent)."""

    function: ClassVar[Function] = "reparameterize"
    contract = "sampler_contract"

    @weight(4)
    @number("2.2.1.1")
    @tags("sampler", "contract")
    def test_sampler_contract(self) -> None:
        """reparameterize returns one sample of the right shape and leaves its inputs alone.

        Layer 0: it exists, can be called, and gives a finite floating-point (batch, latent).
        """
        self.usable_or_mismatch()
        case = cases.sampler(self.generator(), (cases.BATCH, cases.LATENT), self.session.dtype)
        reply = self.session.call(self.function, case.inputs)
        self.output(reply, case.location.shape, f"inputs of shape {case.location.shape}")
        modified = reply.modified or self.session.probe(self.function, self.session.dtype).modified
        if modified:
            raise Mismatch(
                f"your function changed its input {' and '.join(modified)} in place",
                "inputs as they were; the KL needs them after the sample is drawn",
                cause="an operation that ends in an underscore, +=, or out=",
            )

    @partial_credit(10)
    @number("2.2.1.2")
    @tags("sampler", "gradient")
    def test_sampler_gradient(self, set_score: Callable[[float], None]) -> None:
        """Gradients flow through z to mu and to log_var as they should.

        Layer 1: identities of z for any cotangent, without an error rate (Kingma and Welling 2014,
        section 2.4). Half of the points for mu, half for log_var.
        """
        if self.session.torch:
            findings = gradient_flow.by_autograd(self)
        else:
            findings = gradient_flow.by_common_random_numbers(self)
        wrong = [f for f in findings if f is not None]
        if len(wrong) == 1:
            set_score(5)
        if wrong:
            raise Mismatch(*(_join([getattr(f, name) for f in wrong]) for name in Finding._fields))
        set_score(10)

    @weight(5)
    @number("2.2.1.3")
    @tags("sampler", "distribution")
    def test_sampler_mean(self) -> None:
        """Samples are centred where mu says.

        Layer 2: the sum of standardised noise, alone and against mu and log_var, is N(0, 1), exactly.
        """
        self._require("mean", self._mean_mismatch)

    @weight(6)
    @number("2.2.1.4")
    @tags("sampler", "distribution")
    def test_sampler_variance(self) -> None:
        """Samples spread as widely as log_var says.

        Layer 2: the sum of squared standardised noise is chi-square, exactly.
        """
        self._require("variance", self._variance_mismatch)

    @weight(5)
    @number("2.2.1.5")
    @tags("sampler", "distribution")
    def test_sampler_shape(self) -> None:
        """The noise is normally distributed.

        Layer 2: Kolmogorov-Smirnov distance (Massart 1990), tail count and largest value.
        """
        self._require("shape", self._shape_mismatch)

    @weight(6)
    @number("2.2.1.6")
    @tags("sampler", "distribution")
    def test_sampler_independence(self) -> None:
        """Every element of every call gets noise of its own.

        Layer 2: sums over calls, rows and dimensions, and products of successive calls, exactly.
        """
        self._require("independence", self._independence_mismatch)

    def draws(self, case: SamplerCase, calls: int) -> noise.Draws:
        """Draw from the submission and standardise: noise (calls, batch, latent)."""
        reply = self.session.call(self.function, case.inputs, calls=calls)
        shape = (calls, *case.location.shape)
        if isinstance(reply.output, str) or reply.output.shape != shape or reply.output.dtype.kind != "f":
            self.output(reply, shape, f"{calls} calls with inputs of shape {case.location.shape}")
        assert not isinstance(reply.output, str)
        log_var = case.inputs["log_var"].astype(np.float64)
        return noise.Draws(case.noise(reply.output), case.location, log_var)

    def _verdict(self) -> noise.Verdict:
        """Judge the noise once for all checks of it."""
        return self.session.once("noise", self._judge)

    def _judge(self) -> noise.Verdict:
        rng, dtype = self.session.seeds.generator("noise"), self.session.dtype
        large, small = (noise.BATCH, noise.LATENT), noise.SINGLE_SHAPE
        sampler = noise.Sampler(
            varied=lambda: self.draws(cases.sampler(rng, large, dtype), noise.CALLS),
            constant=lambda: self.draws(cases.constant_sampler(rng, large, dtype), noise.CALLS),
            single=lambda: self.draws(cases.sampler(rng, small, dtype), noise.SINGLE_CALLS),
            rng=self.session.seeds.generator("ties"),
        )
        verdict = noise.judge(sampler, self.session.level(noise.SHARE))
        for again in ("second draw", "third draw") if verdict.rejected else ():
            rng = self.session.seeds.generator(f"noise/{again}")
            verdict.p_values |= {f"{law} ({again})": p for law, p in noise.laws(sampler.varied()).items()}
        return verdict

    def _require(self, name: str, mismatch: Callable[[noise.Verdict], Mismatch]) -> None:
        verdict = self._verdict()
        self.evidence["p_values"] = verdict.p_values
        self.evidence["rejected"] = list(verdict.rejected)
        holds = verdict.holds[name]
        if holds is None:
            raise NotRun(
                "the noise repeats from call to call, so there is nothing to judge it on."
                if verdict.repeats
                else "z has no noise in it where all elements of mu, and of log_var, are equal."
            )
        if not holds:
            raise mismatch(verdict)

    def _mean_mismatch(self, verdict: noise.Verdict) -> Mismatch:
        e = verdict.noise
        return Mismatch(
            f"over {e.size:,} draws, samples lie {e.mean():+.3g} standard deviations from mu on average, "
            "and their distance from mu depends on mu or log_var where that number is small",
            f"0, within {self._certain(e.size):.2g}",
            cause="something is added to z, or mu is scaled, averaged, swapped with log_var, or left out",
        )

    def _variance_mismatch(self, verdict: noise.Verdict) -> Mismatch:
        ratio = float(np.sqrt(np.mean(verdict.noise**2)))
        return Mismatch(
            f"over {verdict.noise.size:,} draws, samples spread {ratio:.4g} times as widely as they should",
            f"1, within {self._certain(verdict.noise.size) / np.sqrt(2):.2g}",
            cause=_scale_cause(ratio),
        )

    def _shape_mismatch(self, verdict: noise.Verdict) -> Mismatch:
        e = verdict.noise
        if verdict.unusable:
            return Mismatch(
                f"{verdict.unusable} of {e.size:,} samples are nan or infinite",
                "finite samples",
                cause="a logarithm or a quotient of a uniform number that may be exactly 0",
            )
        centred = (e - e.mean()) / (e.std() or 1)
        return Mismatch(
            f"over {e.size:,} draws, the noise is not normal: {np.mean(np.abs(centred) > 2):.2%} of it lies "
            f"beyond 2 standard deviations and the largest is {np.abs(centred).max():.3g}",
            "normal noise: 4.55% beyond 2 standard deviations",
            cause="noise of another distribution (uniform, Laplace, ...), clipped, rounded or folded noise",
        )

    def _independence_mismatch(self, verdict: noise.Verdict) -> Mismatch:
        ranks = {law: verdict.p_values.get(f"{law} (ranks)", 1.0) for law in noise.INDEPENDENCE}
        if min(ranks.values()) >= self.session.level(noise.SHARE):
            ranks = {law: verdict.p_values[law] for law in noise.INDEPENDENCE}
        worst = min(ranks, key=lambda law: ranks[law])
        return Mismatch(
            f"the noise of {WORDS[worst]} is not independent",
            "fresh noise for every element of every call",
            cause=(
                "a seed set inside the function, or noise made once and kept"
                if verdict.repeats
                else "noise of another shape than mu, spread by broadcasting, or noise that is centred "
                "or mirrored to add up to something"
            ),
        )

    def _certain(self, n: int) -> float:
        """Return how far a mean of n draws may lie from 0, in standard deviations, by chance."""
        return float(np.sqrt(2 * np.log(2 / self.session.level(noise.SHARE)) / n))


def _scale_cause(ratio: float) -> str:
    if ratio < 1e-6:
        return "no noise is added"
    if abs(ratio - 1) < 0.2:
        return "the noise is scaled by a constant, clipped, or not of unit variance"
    return "log_var is the logarithm of the variance: it was used as something else, or not at all"


def _join(parts: list[str]) -> str:
    return "; ".join(dict.fromkeys(p for p in parts if p))
