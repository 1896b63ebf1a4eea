"""The reparametrization trick: contract, gradients through z, and the law of the noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from math import inf, prod
from typing import ClassVar

import numpy as np
from gradescope_utils.autograder_utils.decorators import number, partial_credit, tags, weight

from autograder.arrays import Float64
from autograder.checks import battery, gradient_flow, moves, noise, noise_words, shares
from autograder.checks.base import Check
from autograder.checks.drawing import draws, elsewhere
from autograder.checks.pace import PACES, REFUSED, SECONDS, WHOLE, Pace, Shape
from autograder.checks.spec import after
from autograder.course.conventions import Function
from autograder.course.words import Words
from autograder.findings import Mismatch, NotRun, together
from autograder.oracle.sizes import large_shape, unusual_sizes, usual_sizes
from autograder.sandbox.outside.call import Call
from autograder.sandbox.outside.errors import StudentError
from autograder.session.parts import Slow

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
            case = self.session.cases.sampler.draw(rng, size.shape, self.session.dtype)
            reply = self.session.call(Call(self.function, case.inputs))
            self.output(reply, size.shape, f"inputs of shape {size.shape}")
            if problem := self.unlike_input(reply, case.inputs):
                raise problem
        self.remark_on_an_empty_batch(case.inputs, (0, *size.shape[1:]))

    @partial_credit(10)
    @number("2.2.1.2")
    @tags("sampler", "gradient")
    @after("sampler_contract", needed=False)
    def test_sampler_gradient(self, set_score: Callable[[float], None]) -> None:
        """Gradients flow through z to {{ mu }} and to {{ log_var }} as they should.

        Layer 1: identities of z for any cotangent, without an error rate (Kingma and Welling 2014,
        section 2.4). Half of the points for mu, half for log_var.
        """
        other = frozenset[str]()
        with suppress(Slow):  # few draws show how gradients flow, and the next test says how slow it is
            verdict = self._verdict()
            if verdict.silent:
                raise NotRun(SILENT)
            other = verdict.other_occasions
        if self.session.torch:
            findings = gradient_flow.by_autograd(self, other)
        else:
            findings = moves.by_common_random_numbers(self, self._pace)
        wrong = [f for f in findings if f is not None]
        if len(wrong) == 1:
            set_score(5)
        if wrong:
            raise together(list(dict.fromkeys(wrong)))  # both halves may be lost for one reason
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
        session, cases = self.session, self.session.cases.sampler
        rng, dtype = session.seeds.generator("noise"), session.dtype
        large, first = self._first_draws(rng)
        pace = self._pace
        if pace is not WHOLE:
            session.notes.append(f"slow: noise was judged on {large[0] * large[1] * noise.CALLS:,} draws")
        sampler = noise.Sampler(
            varied=lambda: first,
            constant=cache(lambda: draws(self, cases.constant(rng, large, dtype), noise.CALLS)),
            singles=lambda: self._singles(rng, pace),
            occasions=lambda: self._elsewhere(large, pace),
            rng=session.seeds.generator("ties"),
        )
        verdict = noise.judge(sampler, session.level(shares.SHARE))
        for again in ("second draw", "third draw") if verdict.rejections else ():
            rng = session.seeds.generator(f"noise/{again}")
            more = draws(self, cases.draw(rng, large, dtype), noise.CALLS)
            verdict.p_values |= {f"{law} ({again})": p for law, p in battery.p_values(more).items()}
        return verdict

    @property
    def _pace(self) -> Pace:
        """The pace that was tried last: the one that the sampler keeps, or the slowest."""
        paces = self.session.paces.get(self.session.name(self.function), ())
        return [WHOLE, *(pace for pace in PACES if pace.name in paces)][-1]

    def _first_draws(self, rng: np.random.Generator) -> tuple[Shape, battery.Draws]:
        """Draw the large case at the first pace that the sampler keeps, and return its shape too.

        What is expected to take longer for one call than a call may is not tried. Slow where it keeps none.
        """
        session, reason, name = self.session, StudentError("slow", ""), self.session.name(self.function)
        earlier = session.paces.pop(name, ())
        paces = tuple[str, ...]()
        for pace in PACES:
            duration = session.cost(self.function) * prod(pace.large)
            hopeless = duration > session.assignment.limits.call_seconds and pace is not PACES[-1]
            if pace.name not in earlier if earlier else hopeless:
                continue
            session.paces[name] = paces = (*paces, pace.name)
            shape = large_shape(rng, pace.large)
            seconds = SECONDS if not earlier else inf if pace.name == earlier[-1] else 0.0
            case = session.cases.sampler.draw(rng, shape, session.dtype)
            try:
                return shape, draws(self, case, noise.CALLS, seconds=seconds)
            except Slow as slow:
                reason = slow
        session.paces[name] = (*paces, REFUSED)
        raise reason

    def _singles(self, rng: np.random.Generator, pace: Pace) -> Iterator[battery.Draws]:
        """Draw single elements in a few calls, and anew in many; at once where the sampler is slow."""
        few = [noise.FEW_CALLS] if pace is WHOLE else []
        for calls in (*few, pace.calls(noise.SINGLE_CALLS)):
            yield draws(
                self, self.session.cases.sampler.spaced(rng, noise.SINGLE_SIDE, self.session.dtype), calls
            )

    def _elsewhere(self, large: Shape, pace: Pace) -> Iterator[tuple[str, Float64]]:
        """Draw on other occasions; where the contract is broken what gives no samples there is left out."""
        draws_elsewhere = elsewhere(self, self.session.seeds.generator("occasions"), large, pace)
        try:
            yield from draws_elsewhere
        except (Mismatch, StudentError):
            if self.stands("sampler_contract"):
                raise

    def _require(self, name: str, mismatch: Callable[[noise.Verdict, float, Words], Mismatch]) -> None:
        verdict = self._verdict()
        self.evidence["p_values"] = verdict.p_values
        self.evidence["rejected"] = list(verdict.rejections)
        holds = verdict.holds[name]
        if holds is None:
            raise NotRun(REPEATS if verdict.repeats else SILENT)
        if not holds:
            raise mismatch(verdict, self.session.level(shares.SHARE), self.words)
