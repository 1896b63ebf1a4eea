"""The reparametrization trick: contract, gradients through z, and the law of the noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from gradescope_utils.autograder_utils.decorators import number, partial_credit, tags, weight

from autograder.arrays import Float64
from autograder.checks import gradient_flow, noise, noise_words
from autograder.checks.base import Check
from autograder.checks.drawing import draws, elsewhere
from autograder.checks.spec import after
from autograder.course.conventions import Function
from autograder.course.words import Words
from autograder.findings import Mismatch, NotRun, together
from autograder.oracle.sizes import large_shape, unusual_sizes, usual_sizes
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError

REPEATS = "the noise repeats from call to call, so there is nothing to judge it on."
SILENT = "there is no noise in z, or hardly any, so there is nothing to judge here."


class SamplerChecks(Check):
    """Question 2.2: reparameterize(mu, log_var) -> z, (batch, latent)."""

    function: ClassVar[Function] = "reparameterize"
    contract = "sampler_contract"

    @weight(4)
    @number("2.2.1.1")
    @tags("sampler", "contract")
    def test_sampler_contract(self) -> None:
        """{{ reparameterize }} returns one sample of the right shape and leaves its inputs alone.

        Layer 0: it exists, can be called, and gives a finite floating-point (batch, latent).
        """
        self.usable_or_mismatch()
        rng = self.generator()
        for size in (usual_sizes(rng), *unusual_sizes(rng)):
            case = self.session.cases.sampler(rng, size.shape, self.session.dtype)
            reply = self.session.call(Call(self.function, case.inputs))
            self.output(reply, size.shape, f"inputs of shape {size.shape}")
            if problem := self.unlike_input(reply, case.inputs):
                raise problem

    @partial_credit(10)
    @number("2.2.1.2")
    @tags("sampler", "gradient")
    @after("sampler_contract", needed=False)
    def test_sampler_gradient(self, set_score: Callable[[float], None]) -> None:
        """Gradients flow through z to {{ mu }} and to {{ log_var }} as they should.

        Layer 1: identities of z for any cotangent, without an error rate (Kingma and Welling 2014,
        section 2.4). Half of the points for mu, half for log_var.
        """
        if self._verdict().silent:
            raise NotRun(SILENT)
        if self.session.torch:
            findings = gradient_flow.by_autograd(self)
        else:
            findings = gradient_flow.by_common_random_numbers(self)
        wrong = [f for f in findings if f is not None]
        if len(wrong) == 1:
            set_score(5)
        if wrong:
            raise together(wrong)
        set_score(10)

    @weight(5)
    @number("2.2.1.3")
    @tags("sampler", "distribution")
    @after("sampler_contract", needed=False)
    def test_sampler_mean(self) -> None:
        """Samples are centred where {{ mu }} says.

        Layer 2: the sum of standardised noise, alone and against mu and log_var, is N(0, 1), exactly.
        """
        self._require("mean", noise_words.mean)

    @weight(6)
    @number("2.2.1.4")
    @tags("sampler", "distribution")
    @after("sampler_contract", needed=False)
    def test_sampler_variance(self) -> None:
        """Samples spread as widely as {{ log_var }} says.

        Layer 2: the sum of squared standardised noise is chi-square, exactly.
        """
        self._require("variance", noise_words.variance)

    @weight(5)
    @number("2.2.1.5")
    @tags("sampler", "distribution")
    @after("sampler_contract", needed=False)
    def test_sampler_shape(self) -> None:
        """The noise is normally distributed.

        Layer 2: Kolmogorov-Smirnov distance (Massart 1990), tail count and largest value.
        """
        self._require("shape", noise_words.shape)

    @weight(6)
    @number("2.2.1.6")
    @tags("sampler", "distribution")
    @after("sampler_contract", needed=False)
    def test_sampler_independence(self) -> None:
        """Every element of every call gets noise of its own.

        Layer 2: sums over calls, rows and dimensions, and products of successive calls, exactly.
        """
        self._require("independence", noise_words.independence)

    def _verdict(self) -> noise.Verdict:
        """Judge the noise once for all checks of it."""
        return self.session.once("noise", self._judge)

    def _judge(self) -> noise.Verdict:
        rng, dtype = self.session.seeds.generator("noise"), self.session.dtype
        large, small = large_shape(rng, (noise.BATCH, noise.LATENT)), noise.SINGLE_SHAPE
        sampler = noise.Sampler(
            varied=lambda: draws(self, self.session.cases.sampler(rng, large, dtype), noise.CALLS),
            constant=lambda: draws(self, self.session.cases.constant_sampler(rng, large, dtype), noise.CALLS),
            single=lambda: draws(self, self.session.cases.sampler(rng, small, dtype), noise.SINGLE_CALLS),
            occasions=lambda: self._elsewhere(large),
            rng=self.session.seeds.generator("ties"),
        )
        verdict = noise.judge(sampler, self.session.level(noise.SHARE))
        for again in ("second draw", "third draw") if verdict.rejected else ():
            rng = self.session.seeds.generator(f"noise/{again}")
            verdict.p_values |= {f"{law} ({again})": p for law, p in noise.p_values(sampler.varied()).items()}
        return verdict

    def _elsewhere(self, large: tuple[int, int]) -> Iterator[tuple[str, Float64]]:
        """Draw on other occasions; where the contract is broken what gives no samples there is left out."""
        drawn = elsewhere(self, self.session.seeds.generator("occasions"), large)
        try:
            yield from drawn
        except (Mismatch, StudentError):
            if self.stands("sampler_contract"):
                raise

    def _require(self, name: str, mismatch: Callable[[noise.Verdict, float, Words], Mismatch]) -> None:
        verdict = self._verdict()
        self.evidence["p_values"] = verdict.p_values
        self.evidence["rejected"] = list(verdict.rejected)
        holds = verdict.holds[name]
        if holds is None:
            raise NotRun(REPEATS if verdict.repeats else SILENT)
        if not holds:
            raise mismatch(verdict, self.session.level(noise.SHARE), self.words)
