"""The verdict on noise: right noise keeps everything, wrong noise loses what is its own, on every seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats as scipy_stats

from autograder.checks import battery, noise, occasions, shares
from autograder.checks.pace import PACES
from autograder.course.assignment import Statistics
from tests.support.samplers import WRONG, Map, Noise, normal, right, shared, simulated

LEVEL = Statistics().alpha * shares.SHARE
PROPERTIES = ("mean", "variance", "shape", "independence")
SEEDS = range(20)
SMALL = (64, 40)  # a sixteenth of the grader's draws, so that many seeds are quick
CERTAIN = 1e-6


def outcome(verdict: noise.Verdict) -> tuple[set[str], set[str]]:
    """The properties that do not hold, and those that could not be judged."""
    assert set(verdict.holds) == set(PROPERTIES)
    fails = {name for name, holds in verdict.holds.items() if holds is False}
    return fails, {name for name, holds in verdict.holds.items() if holds is None}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_right_noise_keeps_everything(dtype: str) -> None:
    """On every seed, with the grader's own draws."""
    for seed in SEEDS:
        verdict = noise.judge(simulated(normal, right, seed, dtype=dtype), LEVEL)
        assert outcome(verdict) == (set(), set())
        assert verdict.rejections == ()
        drawn = {law for law in occasions.LAWS if law.partition(": ")[0] in verdict.occasions}
        assert set(verdict.p_values) == {*shares.LAWS, *shares.SINGLE, *drawn}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_noise_loses_what_is_its_own(name: str) -> None:
    """One mistake, one property; the same ones on every seed."""
    wrong = WRONG[name]
    expected = (set(wrong.fails.split()), set(wrong.not_run.split()))
    for seed in SEEDS:
        assert outcome(noise.judge(simulated(wrong.kind, wrong.use, seed, large=SMALL), LEVEL)) == expected


@pytest.mark.parametrize("name", WRONG)
def test_wrong_noise_loses_the_same_with_all_draws(name: str) -> None:
    """Sixteen times the draws, in float64, see nothing else."""
    wrong = WRONG[name]
    expected = (set(wrong.fails.split()), set(wrong.not_run.split()))
    assert outcome(noise.judge(simulated(wrong.kind, wrong.use, 0, dtype="float64"), LEVEL)) == expected


WRONG_WIDTHS: dict[str, Map] = {
    "variance as std": lambda m, v, e: m + np.exp(v) * e,
    "root of the std": lambda m, v, e: m + np.exp(v / 4) * e,
    "softplus": lambda m, v, e: m + np.logaddexp(0, v) * e,
    "log_var itself": lambda m, v, e: m + v * e,
    "one": lambda m, _, e: m + e,
    "inverse": lambda m, v, e: m + np.exp(-v / 2) * e,
}


@pytest.mark.parametrize("name", WRONG_WIDTHS)
def test_a_wrong_width_is_one_at_the_slowest_pace_too(name: str) -> None:
    """Among few draws it may be right on average, and its mixture of widths looks like another law."""
    for seed in SEEDS:
        sampler = simulated(normal, WRONG_WIDTHS[name], seed, large=PACES[-1].large)
        assert outcome(noise.judge(sampler, LEVEL)) == ({"variance"}, set())


BESIDE_ONE_NUMBER: dict[str, tuple[Map, set[str]]] = {
    "scaled by 1.1": (lambda m, v, e: right(m, v, 1.1 * e), {"variance"}),
    "scaled by 0.9": (lambda m, v, e: right(m, v, 0.9 * e), {"variance"}),
    "scaled by 1.05": (lambda m, v, e: right(m, v, 1.05 * e), set()),
    "0.02 added to std": (lambda m, v, e: m + (np.exp(v / 2) + 0.02) * e, {"variance"}),
    "0.01 added to std": (lambda m, v, e: m + (np.exp(v / 2) + 0.01) * e, set()),
    "shifted by 0.1": (lambda m, v, e: right(m, v, e + 0.1), {"mean"}),
    "shifted by 0.05": (lambda m, v, e: right(m, v, e + 0.05), set()),
}


@pytest.mark.parametrize("name", BESIDE_ONE_NUMBER)
def test_small_errors_beside_one_number_for_all_cost_the_same(name: str) -> None:
    """Each call gives one draw alone; those that decide lie away from what is off by a round number."""
    use, fails = BESIDE_ONE_NUMBER[name]
    for seed in range(3):
        sampler = simulated(shared(1, 2), use, seed)
        verdict = noise.Verdict(first := next(sampler.singles()), first, 0, {})
        noise._judge_singles(sampler, LEVEL, verdict)
        assert {name for name, holds in verdict.holds.items() if not holds} == fails


@pytest.mark.parametrize(
    ("shift", "calls"), [(0.0, noise.FEW_CALLS), (0.075, noise.SINGLE_CALLS), (0.3, noise.FEW_CALLS)]
)
def test_many_calls_are_made_where_few_leave_it_open(shift: float, calls: int) -> None:
    """What lies near the bound is judged on four times as many, right and gross means are not."""
    sampler = simulated(shared(1, 2), lambda m, v, e: right(m, v, e + shift), 1)
    verdict = noise.judge(sampler, LEVEL)
    assert verdict.draws.noise.shape == (calls,)


def test_a_mean_that_no_weighted_sum_shows_is_still_a_wrong_mean() -> None:
    """What stays with an element from call to call, only where mu varies, is not taken for dependence."""

    def off(mu: Noise, log_var: Noise, eps: Noise) -> Noise:
        return right(mu, log_var, eps + 0.07 * np.sign(np.sin(20 * mu)))

    for seed in range(5):
        assert outcome(noise.judge(simulated(normal, off, seed), LEVEL)) == ({"mean"}, set())


@pytest.mark.parametrize("name", ["right", *WRONG])
def test_nothing_is_lost_unless_a_law_rejects(name: str) -> None:
    """Whatever the noise: where no law is below the level everything holds, and nothing more is drawn.

    So the laws' shares of alpha bound a right submission's risk, whatever follows a rejection.
    """
    kind, use = (normal, right) if name == "right" else WRONG[name][:2]
    sampler = simulated(kind, use, 3, large=(8, 5))
    draws = battery.finite(sampler.varied())[0]

    def never() -> Any:
        raise AssertionError("drawn again although no law rejects")

    quiet = noise.Sampler(
        varied=lambda: draws, constant=never, singles=never, occasions=lambda: iter(()), rng=sampler.rng
    )
    smallest = min({**battery.p_values(draws), **battery.single_p_values(draws.noise)}.values())
    verdict = noise.judge(quiet, smallest)
    assert verdict.holds == dict.fromkeys(PROPERTIES, True)
    assert verdict.rejections == ()


@pytest.mark.slow
def test_right_noise_loses_points_no_more_often_than_the_laws_together_allow() -> None:
    """At a level that can be seen: through the whole judgement, whatever it draws again, 5% at most."""
    batteries, level = 1500, 0.05 / (len(shares.SHARES) - len(shares.GRADIENT))
    lost = 0
    for seed in range(batteries):
        verdict = noise.judge(simulated(normal, right, seed, large=(6, 5)), level)
        holds = all(verdict.holds.values())
        assert holds or verdict.rejections
        lost += not holds
    assert scipy_stats.binom.sf(lost - 1, batteries, 0.05) > CERTAIN


def test_enormous_noise_fails_instead_of_overflowing() -> None:
    """Noise near the largest number is wrong in every way, without a warning."""
    sampler = simulated(lambda r, s: 1e300 * r.standard_normal(s), right, 0, dtype="float64", large=SMALL)
    verdict = noise.judge(sampler, LEVEL)
    assert all(0 <= p <= 1 for p in verdict.p_values.values())
    assert "variance" in outcome(verdict)[0]


def test_the_verdict_says_what_was_judged() -> None:
    """Evidence: what mean and variance were judged on, which laws rejected, and whether calls repeat."""
    verdict = noise.judge(simulated(*WRONG["shared over rows"][:2], seed=1, large=SMALL), LEVEL)
    assert verdict.draws.noise.shape == (noise.SINGLE_CALLS // 4,)
    assert "batch" in verdict.rejections
    assert not verdict.repeats
    assert verdict.p_values["batch (ranks)"] < LEVEL < verdict.p_values["mean (one element per call)"]
    cached = noise.judge(simulated(*WRONG["cached"][:2], seed=1, large=SMALL), LEVEL)
    assert cached.repeats
    infinite = noise.judge(simulated(*WRONG["rarely infinite"][:2], seed=1, large=SMALL), LEVEL)
    assert infinite.unusable > 0
