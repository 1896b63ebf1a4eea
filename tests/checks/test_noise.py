"""The verdict on noise: right noise keeps everything, wrong noise loses what is its own, on every seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats as scipy_stats

from autograder.checks import battery, departures, noise, occasions, shares
from autograder.course.assignment import Statistics
from tests.support.samplers import WRONG, Noise, normal, right, simulated

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
        assert verdict.rejected == ()
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

    def never() -> battery.Draws:
        raise AssertionError("drawn again although no law rejects")

    quiet = noise.Sampler(
        varied=lambda: draws, constant=never, single=never, occasions=lambda: iter(()), rng=sampler.rng
    )
    smallest = min({**battery.p_values(draws), **battery.single_p_values(draws.noise)}.values())
    verdict = noise.judge(quiet, smallest)
    assert verdict.holds == dict.fromkeys(PROPERTIES, True)
    assert verdict.rejected == ()


def test_right_noise_loses_points_no_more_often_than_the_laws_together_allow() -> None:
    """At a level that can be seen: through the whole judgement, whatever it draws again, 5% at most."""
    batteries, level = 1500, 0.05 / (len(shares.SHARES) - len(shares.GRADIENT))
    lost = 0
    for seed in range(batteries):
        verdict = noise.judge(simulated(normal, right, seed, large=(6, 5)), level)
        holds = all(verdict.holds.values())
        assert holds or verdict.rejected
        lost += not holds
    assert scipy_stats.binom.sf(lost - 1, batteries, 0.05) > CERTAIN


def one_row(e: Noise) -> None:
    """Leave the first row without noise."""
    e[:, 0] = 0


def halves(e: Noise) -> None:
    """Mirror the first half of the batch in the second."""
    e[:, 32:] = -e[:, :32]


def clipped(e: Noise) -> None:
    """Clip the noise of one latent dimension."""
    e[:, :, 3].clip(-1.2, 1.2, out=e[:, :, 3])


@pytest.mark.parametrize("spoil", [one_row, halves, clipped])
@pytest.mark.parametrize("calls", [4, 24])
def test_what_goes_wrong_late_shows_in_the_last_calls(spoil: Callable[[Noise], None], calls: int) -> None:
    """However few of the late ones it is, where they are judged all together it might not."""
    e = np.random.default_rng(3).standard_normal((24, 64, 40))
    assert min(occasions.p_values(occasions.LATE, e).values()) > LEVEL
    spoil(e[-calls:])
    assert min(occasions.p_values(occasions.LATE, e).values()) < LEVEL * shares.PART


@pytest.mark.parametrize("occasion", [occasions.DTYPE, *occasions.CALLERS])
def test_a_row_without_noise_shows_on_every_occasion(occasion: str) -> None:
    """The spread of all together is hardly another."""
    e = np.random.default_rng(3).standard_normal((16, 32, 20))
    assert occasions.p_values(occasion, e)[f"{occasion}: whole"] > LEVEL
    one_row(e)
    assert occasions.p_values(occasion, e)[f"{occasion}: whole"] < LEVEL * shares.PART


def test_unusable_numbers_are_counted_and_left_out() -> None:
    """Infinities and nan become zeros, what is too large to square is cut, and every p-value is a number."""
    e = np.random.default_rng(0).standard_normal((4, 8, 5))
    e[0, 0, :3] = np.inf, -np.inf, np.nan
    e[1, 0, 0] = 1e300
    draws, unusable = battery.finite(battery.Draws(e, np.zeros((8, 5)), np.zeros((8, 5))))
    assert unusable == 3
    assert not draws.noise[0, 0, :3].any()
    assert draws.noise[1, 0, 0] == battery.HUGE
    assert np.array_equal(draws.noise[2:], e[2:])


def test_enormous_noise_fails_instead_of_overflowing() -> None:
    """Noise near the largest number is wrong in every way, without a warning."""
    sampler = simulated(lambda r, s: 1e300 * r.standard_normal(s), right, 0, dtype="float64", large=SMALL)
    verdict = noise.judge(sampler, LEVEL)
    assert all(0 <= p <= 1 for p in verdict.p_values.values())
    assert "variance" in outcome(verdict)[0]


def test_the_verdict_says_what_was_judged() -> None:
    """Evidence: what mean and variance were judged on, which laws rejected, and whether calls repeat."""
    verdict = noise.judge(simulated(*WRONG["shared over rows"][:2], seed=1, large=SMALL), LEVEL)
    assert verdict.draws.noise.shape == (noise.SINGLE_CALLS,)
    assert "batch" in verdict.rejected
    assert not verdict.repeats
    assert verdict.p_values["batch (ranks)"] < LEVEL < verdict.p_values["mean (one element per call)"]
    cached = noise.judge(simulated(*WRONG["cached"][:2], seed=1, large=SMALL), LEVEL)
    assert cached.repeats
    infinite = noise.judge(simulated(*WRONG["rarely infinite"][:2], seed=1, large=SMALL), LEVEL)
    assert infinite.unusable > 0


@pytest.mark.parametrize("name", ["AR(1)", "three noises in turn", "cached", "antithetic calls"])
def test_one_element_shows_whether_calls_repeat(name: str) -> None:
    """Independent calls do not; dependence between neighbours or at a distance does, on every seed."""
    rng = np.random.default_rng(8)
    shape = (noise.SINGLE_CALLS, 1, 1)
    for _ in SEEDS:
        assert departures.repeats(WRONG[name].kind(rng, shape).ravel(), LEVEL, rng)
        assert not departures.repeats(normal(rng, shape).ravel(), LEVEL, rng)
