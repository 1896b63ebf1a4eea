"""Gradients through z: right formulas keep their points for certain, wrong ones lose their own half."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from scipy import stats as scipy_stats

from autograder.checks import gradient_flow, moves, precision, settings, shares
from autograder.findings import Mismatch
from autograder.oracle.sizes import Sizes
from tests.support.simulated import Reparameterize, gradient_check

TORCH = ("float32", "float64")
SEEDS, FEW = range(20), range(6)  # few where each draws a million numbers
CERTAIN = 1e-6

# Ways to write z with noise e, in either framework: `o` is torch or numpy.
RIGHT: dict[str, Callable[[Any, Any, Any, Any], Any]] = {
    "exp(log_var / 2)": lambda o, m, v, e: m + o.exp(v / 2) * e,
    "exp(0.5 log_var)": lambda o, m, v, e: e * o.exp(0.5 * v) + m,
    "square root of the variance": lambda o, m, v, e: m + o.sqrt(o.exp(v)) * e,
    "power of the variance": lambda o, m, v, e: m + o.exp(v) ** 0.5 * e,
    "power of e": lambda _, m, v, e: m + np.e ** (v / 2) * e,
    "quotient": lambda o, m, v, e: m + e / o.exp(-v / 2),
    "minus the noise": lambda o, m, v, e: m - o.exp(v * 0.5) * e,
    "two exponentials": lambda o, m, v, e: m + o.exp(v / 4) * o.exp(v / 4) * e,
    "1e-6 added to std": lambda o, m, v, e: m + (o.exp(v / 2) + 1e-6) * e,
    "1e-8 added to the variance": lambda o, m, v, e: m + o.sqrt(o.exp(v) + 1e-8) * e,
}
# The same with a mistake, and the parameters whose half is lost.
WRONG: dict[str, tuple[Callable[[Any, Any, Any, Any], Any], str]] = {
    "exp(log_var)": (lambda o, m, v, e: m + o.exp(v) * e, "log_var"),
    "exp(2 log_var)": (lambda o, m, v, e: m + o.exp(2 * v) * e, "log_var"),
    "exp(log_var / 4)": (lambda o, m, v, e: m + o.exp(v / 4) * e, "log_var"),
    "1% more than a half": (lambda o, m, v, e: m + o.exp(0.505 * v) * e, "log_var"),
    "log_var as std": (lambda _, m, v, e: m + v * e, "log_var"),
    "softplus": (lambda o, m, v, e: m + o.log1p(o.exp(v)) * e, "log_var"),
    "0.05 added to std": (lambda o, m, v, e: m + (o.exp(v / 2) + 0.05) * e, "log_var"),
    "std of the batch": (lambda o, m, v, e: m + o.exp(v / 2).mean(0) * e, "log_var"),
    "std of the next dimension": (lambda o, m, v, e: m + o.roll(o.exp(v / 2), 1, 1) * e, "log_var"),
    "log_var left out": (lambda _, m, _v, e: m + e, "log_var"),
    "2 mu": (lambda o, m, v, e: 2 * m + o.exp(v / 2) * e, "mu"),
    "1.01 mu": (lambda o, m, v, e: 1.01 * m + o.exp(v / 2) * e, "mu"),
    "mu left out": (lambda o, _, v, e: o.exp(v / 2) * e, "mu"),
    "mu of the batch": (lambda o, m, v, e: m.mean(0) + o.exp(v / 2) * e, "mu"),
    "mu backwards": (lambda o, m, v, e: o.flip(m, (0, 1)) + o.exp(v / 2) * e, "mu"),
    "2 mu and exp(log_var)": (lambda o, m, v, e: 2 * m + o.exp(v) * e, "mu log_var"),
    "swapped": (lambda o, m, v, e: v + o.exp(m / 2) * e, "mu log_var"),
    "tanh": (lambda o, m, v, e: o.tanh(m + o.exp(v / 2) * e), "mu log_var"),
    "noise alone": (lambda _, _m, _v, e: e + 0 * _v, "mu log_var"),
    "log_var added": (lambda o, m, v, e: m + o.exp(v / 2) * e + v, "log_var"),
    "a constant alone": (lambda _, m, v, _e: m + 0.5 + 0 * v, "log_var"),
    "exp(log_var) and a constant": (lambda o, m, v, e: m + o.exp(v) * e + 0.5, "log_var"),
    "0.05 added to std, one number": (lambda o, m, v, e: m + (o.exp(v / 2) + 0.05) * e[:1, :1], "log_var"),
    "0.001 added to std, one number": (lambda o, m, v, e: m + (o.exp(v / 2) + 1e-3) * e[:1, :1], "log_var"),
    "log_var left out, one number": (lambda _, m, v, e: m + e[:1, :1] + 0 * v, "log_var"),
    "a number added": (lambda o, m, v, e: m + o.exp(v / 2) * e + 0.3 * e[:1, :1], "log_var"),
}
# What only automatic differentiation shows: the values are right.
WRONG_BACKWARD: dict[str, tuple[Callable[[Any, Any, Any], Any], str]] = {
    "mu detached": (lambda m, v, e: m.detach() + torch.exp(v / 2) * e, "mu"),
    "std detached": (lambda m, v, e: m + torch.exp(v / 2).detach() * e, "log_var"),
    "z detached": (lambda m, v, e: (m + torch.exp(v / 2) * e).detach(), "mu log_var"),
    "drawn by torch.normal": (lambda m, v, _: torch.normal(m, torch.exp(v / 2)), "mu log_var"),
    "drawn by sample(), which detaches": (
        lambda m, v, _: torch.distributions.Normal(m, torch.exp(v / 2)).rsample().detach(),
        "mu log_var",
    ),
    "factor 2 for log_var": (
        lambda m, v, e: m + torch.exp(v / 2) * e + (s := torch.exp(v / 2) * e) - s.detach(),
        "log_var",
    ),
    "factor 2 for mu": (lambda m, v, e: 2 * m - m.detach() + torch.exp(v / 2) * e, "mu"),
    "factor 1/2 for mu": (lambda m, v, e: (m + m.detach()) / 2 + torch.exp(v / 2) * e, "mu"),
    "1 too much for log_var": (lambda m, v, e: m + torch.exp(v / 2) * e + (v - v.detach()), "log_var"),
    "mixed over the batch": (
        lambda m, v, e: m + torch.exp(v / 2) * e + (v - v.detach()).mean(0),
        "log_var",
    ),
}


def with_torch(formula: Callable[[Any, Any, Any, Any], Any], seed: int) -> Callable[[], Reparameterize]:
    """A PyTorch file whose generator is its own."""

    def load() -> Reparameterize:
        own = torch.Generator().manual_seed(seed)

        def reparameterize(mu: torch.Tensor, log_var: torch.Tensor) -> Any:
            return formula(torch, mu, log_var, torch.randn(mu.shape, generator=own, dtype=mu.dtype))

        return reparameterize

    return load


def with_numpy(
    formula: Callable[[Any, Any, Any, Any], Any], seeds: Callable[[], int | None]
) -> Callable[[], Reparameterize]:
    """A NumPy file that seeds its generator at import."""

    def load() -> Reparameterize:
        own = np.random.default_rng(seeds())

        def reparameterize(mu: Any, log_var: Any) -> Any:
            return formula(np, mu, log_var, own.standard_normal(mu.shape).astype(mu.dtype))

        return reparameterize

    return load


def lost(findings: list[Mismatch | None]) -> set[str]:
    """The parameters whose gradient was found wrong."""
    return {name for name, f in zip(settings.PARAMETERS, findings, strict=True) if f is not None}


@pytest.fixture
def million(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million elements in one case, and half of the rounding tolerance."""
    for route in (gradient_flow, moves):
        monkeypatch.setattr(route, "usual_sizes", lambda _: Sizes(1000, 1000, 1))
    monkeypatch.setattr(precision, "ROUNDOFFS", precision.ROUNDOFFS / 2)


@pytest.mark.usefixtures("million")
@pytest.mark.parametrize("name", RIGHT)
def test_right_formulas_are_within_half_of_the_rounding_tolerance_by_autograd(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million elements in each dtype, and no forgiveness but where the formula asks for it."""
    if "added" not in name:
        monkeypatch.setattr(precision, "RELATIVE", 0.0)
    check = gradient_check(with_torch(RIGHT[name], seed=1), TORCH)
    assert gradient_flow.by_autograd(check) == [None, None]


@pytest.mark.usefixtures("million")
@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_right_formulas_are_within_half_of_the_rounding_tolerance_by_differences(
    name: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for differences at the same noise."""
    if "added" not in name:
        monkeypatch.setattr(precision, "RELATIVE", 0.0)
    check = gradient_check(with_numpy(RIGHT[name], lambda: 1), (dtype,))
    assert moves.by_common_random_numbers(check) == [None, None]
    assert check.session.notes == []


@pytest.mark.parametrize("name", RIGHT)
def test_right_formulas_keep_their_points_on_every_seed(name: str) -> None:
    """There is no chance in it."""
    for seed in SEEDS:
        assert (
            lost(gradient_flow.by_autograd(gradient_check(with_torch(RIGHT[name], seed), TORCH, seed)))
            == set()
        )
        check = gradient_check(with_numpy(RIGHT[name], lambda: 1), ("float64",), seed)
        assert lost(moves.by_common_random_numbers(check)) == set()


@pytest.mark.parametrize(
    ("constant", "own"),
    [
        (0.3, np.s_[:]),
        (-2.0, np.s_[:]),
        (100.0, np.s_[:]),
        (0.3, np.s_[:1]),
        (0.3, np.s_[:, :1]),
        (0.3, np.s_[:1, :1]),
    ],
)
def test_a_constant_added_to_z_costs_no_gradient(constant: float, own: Any) -> None:
    """It has none itself, nor where elements share noise; a mean that is wrong is another check's."""

    def added(o: Any, mu: Any, log_var: Any, eps: Any) -> Any:
        return mu + o.exp(log_var / 2) * eps[own] + constant

    for seed in SEEDS:
        check = gradient_check(with_torch(added, seed), TORCH, seed)
        assert lost(gradient_flow.by_autograd(check)) == set()
        check = gradient_check(with_numpy(added, lambda: 1), ("float64",), seed)
        assert lost(moves.by_common_random_numbers(check)) == set()


@pytest.mark.parametrize("far", [1e4, 1e9])
def test_no_move_of_mu_drowns_in_what_is_far_out(far: float) -> None:
    """What is forgiven of noise is a part of it, but of so much noise only as normal noise can give."""
    load = with_numpy(lambda o, m, v, e: 0 * m + o.exp(v / 2) * (far + 0 * e), lambda: 1)
    for seed in SEEDS:
        check = gradient_check(load, ("float64",), seed)
        assert "mu" in lost(moves.by_common_random_numbers(check))


@pytest.mark.parametrize("name", WRONG)
def test_wrong_formulas_lose_their_own_half_on_every_seed(name: str) -> None:
    """By automatic differentiation and by differences alike."""
    formula, parameters = WRONG[name]
    for seed in SEEDS:
        check = gradient_check(with_torch(formula, seed), TORCH, seed)
        assert lost(gradient_flow.by_autograd(check)) == set(parameters.split())
        check = gradient_check(with_numpy(formula, lambda: 1), ("float64",), seed)
        assert lost(moves.by_common_random_numbers(check)) == set(parameters.split())
        assert check.session.notes == []


@pytest.mark.parametrize("name", WRONG_BACKWARD)
def test_right_values_with_wrong_gradients_lose_their_own_half(name: str) -> None:
    """Factors of two, detached terms and draws that no gradient passes, on every seed."""
    formula, parameters = WRONG_BACKWARD[name]
    for seed in SEEDS:
        check = gradient_check(with_torch(lambda _, m, v, e: formula(m, v, e), seed), TORCH, seed)
        assert lost(gradient_flow.by_autograd(check)) == set(parameters.split())


class MadeUp(torch.autograd.Function):
    """The products of a right sampler, whatever z is."""

    @staticmethod
    def forward(ctx: Any, mu: Any, _log_var: Any, z: Any) -> Any:
        """Keep what the products are made of."""
        ctx.save_for_backward(mu, z)
        return z.clone()

    @staticmethod
    def backward(ctx: Any, v: Any) -> Any:
        """Return them."""
        mu, z = ctx.saved_tensors
        return v, v * (z - mu) / 2, None


@pytest.mark.parametrize("repeats", [True, False])
def test_products_that_are_made_up_are_held_against_moves_of_z(repeats: bool) -> None:
    """Noise that hangs on the parameters has no such gradient; where it cannot repeat, nothing is said."""

    def load() -> Any:
        fresh = np.random.default_rng(None if not repeats else 3)

        def reparameterize(mu: Any, log_var: Any) -> Any:
            seed = [int(1e6 * abs(float(mu.detach().sum()))), int(fresh.integers(2**32))]
            eps = torch.from_numpy(np.random.default_rng(seed).standard_normal(mu.shape)).to(mu.dtype)
            z = (mu + torch.exp(log_var / 2) * eps).detach()
            return MadeUp.apply(mu, log_var, z)  # type: ignore[no-untyped-call]

        return reparameterize

    findings = gradient_flow.by_autograd(gradient_check(load, TORCH))
    assert lost(findings) == ({"mu", "log_var"} if repeats else set())


def test_a_gradient_that_is_wrong_in_one_dtype_is_wrong() -> None:
    """Right in float32, half in float64."""

    def formula(_: Any, mu: Any, log_var: Any, eps: Any) -> Any:
        kept = mu if mu.dtype == torch.float32 else mu.detach()
        return kept + torch.exp(log_var / 2) * eps

    assert lost(gradient_flow.by_autograd(gradient_check(with_torch(formula, 0), TORCH))) == {"mu"}


@pytest.mark.parametrize("scale", [0.0, 1e-9])
def test_noise_that_is_not_there_does_not_follow_log_var(scale: float) -> None:
    """Without noise nothing moves with log_var, which is not how it should be."""
    check = gradient_check(with_numpy(lambda _, m, _v, e: m + scale * e, lambda: 1), ("float64",))
    mu, log_var = moves.by_common_random_numbers(check)
    assert mu is None
    assert log_var is not None
    assert log_var.observed == "no gradient reaches log_var"


@pytest.mark.parametrize("method", ["svd", "eigh", "cholesky"])
def test_a_sampler_that_sorts_variances_keeps_its_points(method: Any) -> None:
    """NumPy's multivariate normal gives the largest variance the first noise: steps keep the order."""

    def load() -> Reparameterize:
        own = np.random.default_rng(3)

        def reparameterize(mu: Any, log_var: Any) -> Any:
            rows = zip(mu, np.exp(log_var), strict=True)
            return np.stack([own.multivariate_normal(m, np.diag(v), method=method) for m, v in rows])

        return reparameterize

    for seed in SEEDS:
        check = gradient_check(load, ("float64",), seed)
        assert moves.by_common_random_numbers(check) == [None, None]


@pytest.mark.parametrize("parameter", [np.linspace(-4, 2, 77).reshape(7, 11), np.ones((7, 11))])
def test_steps_keep_the_order_and_leave_nothing_where_it_was(parameter: Any) -> None:
    """Both directions, between a half and one and a half, larger where the parameter is larger."""
    steps = moves._steps(np.random.default_rng(0), parameter)
    assert steps.shape == parameter.shape
    assert np.abs(steps).min() >= 0.5
    assert np.abs(steps).max() <= 1.5
    assert set(np.sign(steps.ravel())) == {-1, 1}
    order = np.argsort(parameter, axis=None)
    assert (np.diff(steps.ravel()[order]) >= 0).all()


def seeds_of(kind: str) -> Callable[[], int | None]:
    """Seeds that a file may take at import: fresh ones, a clock's that ticks now and then, few ones."""
    ticks = itertools.count()
    chance = np.random.default_rng(0)
    return {
        "entropy": lambda: None,
        "clock": lambda: next(ticks) // 3,
        "fast clock": lambda: next(ticks) // 2,
        "one of ten": lambda: int(chance.integers(10)),
    }[kind]


@pytest.mark.parametrize("kind", ["entropy", "clock", "fast clock", "one of ten"])
def test_right_noise_that_cannot_be_repeated_keeps_its_points(kind: str) -> None:
    """Whether or not two imports happen to draw the same, and the next ones not."""
    seeds = seeds_of(kind)
    for seed in FEW:
        check = gradient_check(with_numpy(RIGHT["exp(log_var / 2)"], seeds), ("float64",), seed)
        assert moves.by_common_random_numbers(check) == [None, None]


BY_LAWS = {
    "exp(log_var)": "log_var",
    "exp(2 log_var)": "log_var",
    "log_var as std": "log_var",
    "softplus": "log_var",
    "std of the batch": "log_var",
    "log_var left out": "log_var",
    "2 mu": "mu",
    "mu left out": "mu",
    "mu of the batch": "mu",
    "2 mu and exp(log_var)": "mu log_var",
    "swapped": "mu log_var",
    "noise alone": "mu log_var",
}


@pytest.mark.parametrize("name", BY_LAWS)
def test_wrong_noise_that_cannot_be_repeated_loses_its_own_half(name: str) -> None:
    """The laws decide where each parameter is lowest and highest; staff are told so."""
    for seed in FEW:
        rng = np.random.default_rng([seed, 7])
        check = gradient_check(
            with_numpy(WRONG[name][0], lambda r=rng: int(r.integers(2**60))),  # type: ignore[misc]
            ("float64",),
            seed,
        )
        assert lost(moves.by_common_random_numbers(check)) == set(BY_LAWS[name].split())
        assert check.session.notes == ["noise cannot be repeated: gradient points were decided by the laws"]
        assert list(check.evidence["p_values"]) == list(shares.GRADIENT)


@pytest.mark.parametrize(("name", "parameters"), [("exp(log_var / 2)", ""), ("exp(log_var)", "log_var")])
def test_noise_that_repeats_only_in_one_process_is_judged_there(name: str, parameters: str) -> None:
    """Noise that is made once and kept is a mistake of its own, which costs no gradients."""
    formula = RIGHT[name] if name in RIGHT else WRONG[name][0]

    def load() -> Reparameterize:
        kept = np.random.default_rng().standard_normal((20, 20))
        return lambda mu, log_var: formula(np, mu, log_var, kept[: len(mu), : mu.shape[1]])

    check = gradient_check(load, ("float64",))
    assert lost(moves.by_common_random_numbers(check)) == set(parameters.split())
    assert check.session.notes == []


def false_findings(alpha: float, batteries: int) -> int:
    """Count how often right noise that cannot be repeated is found wrong by the laws."""
    rng = np.random.default_rng(11)
    load = with_numpy(RIGHT["exp(log_var / 2)"], lambda: int(rng.integers(2**60)))
    return sum(
        bool(lost(settings.by_laws(gradient_check(load, ("float64",), i, alpha)))) for i in range(batteries)
    )


def test_the_fallback_spends_its_declared_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """At an alpha of 1, which can be seen: right noise is found wrong no more often than both shares say.

    A level that is not divided by the settings would be seen.
    """
    monkeypatch.setattr(settings, "SETTING_CALLS", 32)
    chance, batteries = sum(shares.SHARES[law] for law in shares.GRADIENT), 600
    spent = false_findings(1.0, batteries)
    assert scipy_stats.binom.sf(spent - 1, batteries, chance) > CERTAIN
    too_much = false_findings(float(settings.SETTINGS), batteries)
    assert scipy_stats.binom.sf(too_much - 1, batteries, chance) < CERTAIN


def test_a_finding_says_what_moved_by_how_much_and_why() -> None:
    """A constant ratio of gradients is named; where none arrives, that is."""
    factor = WRONG_BACKWARD["factor 2 for mu"][0]
    mu, _ = gradient_flow.by_autograd(gradient_check(with_torch(lambda _, *a: factor(*a), 0), TORCH))
    assert mu is not None
    assert "2 times" in mu.cause
    assert re.fullmatch(
        r"a wrong gradient with respect to mu in (\d+) of \1 elements; the first 3:", mu.observed
    )
    assert mu.table is not None
    assert mu.table.entries[0].index == (0, 0)
    detached = WRONG_BACKWARD["std detached"][0]
    _, log_var = gradient_flow.by_autograd(gradient_check(with_torch(lambda _, *a: detached(*a), 0), TORCH))
    assert log_var is not None
    assert log_var.observed == "no gradient reaches log_var"
    moved, _ = moves.by_common_random_numbers(
        gradient_check(with_numpy(WRONG["2 mu"][0], lambda: 1), ("float64",))
    )
    assert moved is not None
    assert moved.table is not None
    entry = moved.table.entries[0]
    assert entry.observed == pytest.approx(2 * entry.expected, rel=1e-4)
